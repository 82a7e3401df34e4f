import { hashOf, numbersFrom } from '../dice.ts';
import type { Scene } from './scene.ts';
import type { Colour } from './themes.ts';

/** The scene as SVG of the given size in pixels. */
export function svgOf(scene: Scene, width: number, height: number): string {
  const place = new Composition(scene);
  const { x, y, width: w, height: h } = scene.view;
  const features = new Set(scene.theme.features);
  const layers = [
    place.sky(),
    features.has('stars') ? place.stars() : '',
    place.sun(),
    features.has('birds') ? place.birds() : '',
    place.ridges(features.has('city')),
    features.has('trees') ? place.trees() : '',
    features.has('water') ? place.water() : '',
    scene.animal === null ? '' : place.animal(scene.animal),
    features.has('snow') ? place.snow() : '',
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="${round(x)} ${round(y)} ${round(w)} ${round(h)}" preserveAspectRatio="none">${layers.join('')}</svg>`
  );
}

const LATTICE = 0.04;
const RIDGES = 4;

class Composition {
  readonly #scene: Scene;
  readonly #hue: number;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#hue = this.#trait('hue', -16, 16);
  }

  sky(): string {
    const [top, middle, low] = this.#scene.theme.sky;
    return (
      `<defs><linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="0" y1="-0.2" x2="0" y2="0.75">` +
      `<stop offset="0" stop-color="${this.#css(top)}"/><stop offset="0.55" stop-color="${this.#css(middle)}"/>` +
      `<stop offset="1" stop-color="${this.#css(low)}"/></linearGradient>` +
      `<radialGradient id="glow"><stop offset="0" stop-color="${this.#css(this.#scene.theme.sun)}" stop-opacity="0.75"/>` +
      `<stop offset="1" stop-color="${this.#css(this.#scene.theme.sun)}" stop-opacity="0"/></radialGradient></defs>` +
      this.#band(-9, 18, 'url(#sky)')
    );
  }

  sun(): string {
    const x = round(this.#sunX());
    const y = round(this.#trait('sun-y', 0.16, 0.46));
    const r = this.#trait('sun-r', 0.05, 0.12);
    return (
      `<circle cx="${x}" cy="${y}" r="${round(r * 4)}" fill="url(#glow)"/>` +
      `<circle cx="${x}" cy="${y}" r="${round(r)}" fill="${this.#css(this.#scene.theme.sun)}"/>`
    );
  }

  stars(): string {
    return this.#sprinkle('star', 0.09, -1.2, 0.5, (x, y, size) =>
      circle(x, y, 0.0012 + size * 0.0028, '#fff', 0.35 + size * 0.6),
    );
  }

  snow(): string {
    return this.#sprinkle('flake', 0.11, -1, 1.8, (x, y, size) =>
      circle(x, y, 0.003 + size * 0.006, '#fff', 0.5 + size * 0.4),
    );
  }

  birds(): string {
    return this.#sprinkle('bird', 0.34, -0.6, 0.42, (x, y, size) => {
      const s = 0.012 + size * 0.016;
      const wing = `Q${round(x - s / 2)} ${round(y - s)} ${round(x)} ${round(y)} Q${round(x + s / 2)} ${round(y - s)} ${round(x + s)} ${round(y)}`;
      return `<path d="M${round(x - s)} ${round(y)} ${wing}" fill="none" stroke="${this.#css(this.#scene.theme.near)}" stroke-width="0.004" stroke-opacity="0.6"/>`;
    });
  }

  ridges(withCity: boolean): string {
    let drawn = '';
    for (let ridge = 0; ridge < RIDGES; ridge += 1) {
      if (withCity && ridge > 0) drawn += this.#houses(ridge);
      const points = [];
      for (let x = this.#left(); x <= this.#right(); x += LATTICE)
        points.push(`${round(x)} ${round(this.#ground(ridge, x))}`);
      drawn += `<path d="M${round(this.#left())} 9 L${points.join(' ')} L${round(this.#right())} 9Z" fill="${this.#layer(ridge)}"/>`;
    }
    return drawn;
  }

  trees(): string {
    const dark = this.#css(mix(this.#scene.theme.near, [this.#scene.theme.far[0], 40, 16], 0.85));
    return this.#row('tree', 0.075, (x, chance) => {
      if (chance < 0.42) return '';
      const foot = this.#ground(RIDGES - 1, x) + 0.012;
      const tall = 0.05 + chance * 0.13;
      const tiers = [0, 0.3, 0.58].map((up, tier) => {
        const half = tall * (0.24 - tier * 0.055);
        const base = foot - tall * up * 0.95;
        return `M${round(x - half)} ${round(base)} L${round(x)} ${round(base - tall * 0.5)} L${round(x + half)} ${round(base)}Z`;
      });
      return `<path d="${tiers.join(' ')}" fill="${dark}"/>`;
    });
  }

  water(): string {
    const shore = this.#trait('shore', 0.74, 0.82);
    const [, middle, low] = this.#scene.theme.sky;
    const glints = this.#sprinkle('glint', 0.085, shore + 0.02, 1.6, (x, y, size) => {
      const nearSun = Math.max(0, 1 - Math.abs(x - this.#sunX()) * 2.2);
      const length = 0.02 + size * 0.07;
      return `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(length)}" ry="0.0024" fill="${this.#css(low)}" fill-opacity="${round(0.15 + nearSun * 0.7)}"/>`;
    });
    return (
      `<defs><linearGradient id="water" gradientUnits="userSpaceOnUse" x1="0" y1="${round(shore)}" x2="0" y2="1.15">` +
      `<stop offset="0" stop-color="${this.#css(mix(middle, low, 0.12))}"/>` +
      `<stop offset="1" stop-color="${this.#css(mix(middle, this.#scene.theme.near, 0.75))}"/></linearGradient></defs>` +
      this.#band(shore, 9, 'url(#water)') +
      glints
    );
  }

  animal(coat: Colour): string {
    const x = this.#trait('animal-x', 0.3, 0.66) * this.#scene.home;
    const size = this.#trait('animal-size', 0.3, 0.42);
    const turn = this.#pick('animal-turn') < 0.5 ? 1 : -1;
    const foot = Math.min(0.95, this.#ground(RIDGES - 1, x) + 0.1);
    const fur = this.#css(coat);
    const pale = this.#css(mix(coat, [40, 40, 96], 0.85));
    const dark = this.#css(mix(coat, [20, 30, 10], 0.8));
    const s = size / 120;
    return (
      `<g transform="translate(${round(x)} ${round(foot)}) scale(${round(s * turn)} ${round(s)}) translate(-50 -116)">` +
      `<ellipse cx="46" cy="116" rx="44" ry="4" fill="#000" fill-opacity="0.16"/>` +
      `<path d="M36 110 C2 118 -8 88 14 70 C10 88 22 96 40 92Z" fill="${fur}"/><path d="M14 70 C5 78 3 88 6 97 C10 90 14 84 13 76Z" fill="${pale}"/>` +
      `<path d="M34 115 C22 112 24 84 36 66 C44 54 48 48 48 38 L70 40 C72 62 70 90 68 115Z" fill="${fur}"/>` +
      `<path d="M58 46 C70 52 72 72 66 92 C58 82 54 64 58 46Z" fill="${pale}"/>` +
      `<path d="M54 115 L57 92 L63 92 L63 115Z M64 115 L64 92 L69 92 L70 115Z" fill="${dark}"/>` +
      `<path d="M44 30 L45 4 L56 17 L66 16 L76 3 L77 28 C80 36 90 42 92 45 C86 52 70 54 60 51 C50 48 44 40 44 30Z" fill="${fur}"/>` +
      `<path d="M47 22 L47 10 L54 18Z M75 20 L74 9 L69 17Z" fill="${dark}"/>` +
      `<path d="M66 51 C74 53 86 51 92 45 C84 43 74 42 66 51Z" fill="${pale}"/>` +
      `<circle cx="67" cy="33" r="2.4" fill="#111"/><circle cx="91" cy="45" r="2.2" fill="#111"/></g>`
    );
  }

  #houses(ridge: number): string {
    const wall = this.#layer(ridge - 1);
    const lit = this.#css(mix(this.#scene.theme.sun, [48, 96, 72], 0.5));
    return this.#row(`house-${ridge}`, 0.085, (x, chance, cell) => {
      const foot = this.#ground(ridge, x) + 0.08;
      const tall = 0.1 + chance * (0.42 - ridge * 0.06);
      const wide = 0.05 + this.#pick(`house-wide-${ridge}`, cell) * 0.04;
      let windows = '';
      for (let floor = 0; floor < 9 && floor * 0.03 < tall - 0.12; floor += 1) {
        for (const column of [0.24, 0.62]) {
          if (this.#pick(`window-${ridge}-${floor}-${column}`, cell) < 0.5) continue;
          windows += `<rect x="${round(x + wide * column)}" y="${round(foot - tall + 0.02 + floor * 0.03)}" width="0.009" height="0.013" fill="${lit}" fill-opacity="0.85"/>`;
        }
      }
      return `<rect x="${round(x)}" y="${round(foot - tall)}" width="${round(wide)}" height="${round(tall)}" fill="${wall}"/>${windows}`;
    });
  }

  /** Height of a ridge's crest at x; 0 is the nearest to the sky. */
  #ground(ridge: number, x: number): number {
    const base = this.#trait(`base-${ridge}`, 0.47, 0.55) + ridge * 0.105;
    const relief = this.#scene.theme.relief * (1 - ridge * 0.14);
    let y = base;
    for (const octave of [1, 2, 3]) {
      const phase = this.#trait(`phase-${ridge}-${octave}`, 0, 6.28);
      const pace = this.#trait(`pace-${ridge}-${octave}`, 2.2, 3.6) * 1.9 ** (octave - 1);
      y -= (relief / octave) * Math.sin(pace * x + phase);
    }
    return y;
  }

  #sunX(): number {
    return this.#trait('sun-x', 0.16, 0.84) * this.#scene.home;
  }

  #layer(ridge: number): string {
    return this.#css(mix(this.#scene.theme.far, this.#scene.theme.near, ridge / (RIDGES - 1)));
  }

  #band(top: number, height: number, fill: string): string {
    return `<rect x="${round(this.#left())}" y="${round(top)}" width="${round(this.#right() - this.#left())}" height="${round(height)}" fill="${fill}"/>`;
  }

  #left(): number {
    return (Math.floor(this.#scene.view.x / LATTICE) - 3) * LATTICE;
  }

  #right(): number {
    return (Math.ceil((this.#scene.view.x + this.#scene.view.width) / LATTICE) + 3) * LATTICE;
  }

  /** Draws something once in every cell of a row, at a place that depends on the cell alone. */
  #row(name: string, cell: number, draw: (x: number, chance: number, index: number) => string): string {
    let drawn = '';
    for (let index = Math.floor(this.#left() / cell) - 1; index * cell < this.#right(); index += 1) {
      drawn += draw((index + this.#pick(`${name}-x`, index) * 0.8) * cell, this.#pick(name, index), index);
    }
    return drawn;
  }

  #sprinkle(
    name: string,
    cell: number,
    top: number,
    bottom: number,
    draw: (x: number, y: number, size: number) => string,
  ): string {
    let drawn = '';
    const first = Math.max(top, this.#scene.view.y - cell);
    const last = Math.min(bottom, this.#scene.view.y + this.#scene.view.height + cell);
    for (let line = Math.floor(first / cell); line * cell < last; line += 1) {
      drawn += this.#row(`${name}-${line}`, cell, (x, chance, index) => {
        const y = (line + this.#pick(`${name}-${line}-y`, index)) * cell;
        return chance < 0.35 || y < top ? '' : draw(x, y, chance);
      });
    }
    return drawn;
  }

  /** A property of the scene between two bounds, moved by the variation. */
  #trait(name: string, low: number, high: number): number {
    const own = numbersFrom(hashOf(this.#scene.seed, name))();
    if (this.#scene.drift === 0) return low + own * (high - low);
    const other = numbersFrom(hashOf(this.#scene.twist, name))();
    return low + (own + (other - own) * this.#scene.drift * 0.6) * (high - low);
  }

  #pick(name: string, index = 0): number {
    const seed = (hashCached(this.#scene.seed, name) + Math.imul(index, 0x9e3779b1)) >>> 0;
    return numbersFrom(seed)();
  }

  #css([hue, saturation, lightness]: Colour): string {
    return `hsl(${round((hue + this.#hue + 360) % 360)} ${round(saturation)}% ${round(lightness)}%)`;
  }
}

const hashes = new Map<string, number>();

/** Lattices ask for the same few names thousands of times; the digest is worth remembering. */
function hashCached(seed: number, name: string): number {
  const key = `${seed}/${name}`;
  const known = hashes.get(key);
  if (known !== undefined) return known;
  if (hashes.size > 20_000) hashes.clear();
  const made = hashOf(seed, name);
  hashes.set(key, made);
  return made;
}

function circle(x: number, y: number, r: number, fill: string, opacity: number): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="${fill}" fill-opacity="${round(opacity)}"/>`;
}

function mix(from: Colour, to: Colour, part: number): Colour {
  const turn = ((to[0] - from[0] + 540) % 360) - 180;
  return [(from[0] + turn * part + 360) % 360, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part];
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
