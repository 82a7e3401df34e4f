/** Digits as strokes in a box 10 wide and 16 high, SVG path commands with absolute coordinates. */
const STROKES: readonly string[] = [
  'M5 1C8 1 9 4 9 8C9 12 8 15 5 15C2 15 1 12 1 8C1 4 2 1 5 1Z',
  'M2.5 4L6 1V15',
  'M1.3 4.6C1.3 2.4 2.9 1 5 1C7.2 1 8.7 2.5 8.7 4.6C8.7 6.4 7.6 7.7 6.2 9.2L1.2 15H9',
  'M1.4 2.9C2.2 1.6 3.5 1 5 1C7.1 1 8.5 2.3 8.5 4.2C8.5 6.3 6.9 7.5 4.6 7.5C7.2 7.5 8.9 8.9 8.9 11.1C8.9 13.5 7.2 15 4.9 15C3.1 15 1.8 14.2 1 12.8',
  'M7 15V1L1 11H9.4',
  'M8.4 1H2.5L1.8 7.3C2.7 6.5 3.8 6.1 5 6.1C7.3 6.1 8.9 7.9 8.9 10.4C8.9 13.1 7.1 15 4.7 15C3 15 1.7 14.3 1 13',
  'M8.3 2.5C7.5 1.5 6.5 1 5.3 1C2.5 1 1 4.2 1 9.6C1 13.1 2.6 15 5 15C7.3 15 9 13.1 9 10.5C9 7.9 7.3 6.1 5 6.1C2.8 6.1 1.1 7.6 1 9.6',
  'M1.2 1H8.9C6.2 5 4.3 9.5 3.8 15',
  'M5 1C7 1 8.4 2.4 8.4 4.2C8.4 6 7 7.4 5 7.4C3 7.4 1.6 6 1.6 4.2C1.6 2.4 3 1 5 1ZM5 7.4C7.3 7.4 9 9 9 11.2C9 13.4 7.3 15 5 15C2.7 15 1 13.4 1 11.2C1 9 2.7 7.4 5 7.4Z',
  'M1.7 13.5C2.5 14.5 3.5 15 4.7 15C7.5 15 9 11.8 9 6.4C9 2.9 7.4 1 5 1C2.7 1 1 2.9 1 5.5C1 8.1 2.7 9.9 5 9.9C7.2 9.9 8.9 8.4 9 6.4',
];
const BOX = { width: 10, height: 16, gap: 2.5 };

/** A whole number as one stroked path of that height, its upper left corner at the origin. */
function digits(number: number, height: number): { path: string; width: number } {
  const scale = height / BOX.height;
  const each = Array.from(String(number), Number);
  const path = each.map((digit, place) => moved(STROKES[digit] ?? '', place * (BOX.width + BOX.gap), scale)).join('');
  return { path, width: (each.length * (BOX.width + BOX.gap) - BOX.gap) * scale };
}

/** A number in the upper left corner of a cell, light on a dark ground of its own, so that it reads on any picture: an SVG group. */
export function badge(number: number, x: number, y: number, cell: number): string {
  const high = cell * 0.2;
  const { path, width } = digits(number, high);
  const [inset, around] = [cell * 0.05, high * 0.45];
  const wide = Math.max(width + 2 * around, high + 2 * around);
  const left = (wide - width) / 2;
  return `<g transform="translate(${x + inset} ${y + inset})">
    <rect width="${wide}" height="${high + 2 * around}" rx="${high * 0.4}" fill="#000" fill-opacity=".62"/>
    <g transform="translate(${left} ${around})"><path d="${path}" stroke="#fff" stroke-width="${high * 0.15}"/></g>
  </g>`;
}

/** Shifts and scales a path of the commands above: every number pair, the one of `H` and of `V` alone. */
function moved(path: string, right: number, scale: number): string {
  return path.replace(
    /([MLC])([^A-Z]*)|H([\d.]+)|V([\d.]+)/g,
    (_, command: string, points: string, x: string, y: string) => {
      if (x !== undefined) return `H${(Number(x) + right) * scale}`;
      if (y !== undefined) return `V${Number(y) * scale}`;
      const numbers = [...points.matchAll(/[\d.]+/g)].map(Number);
      return command + numbers.map((n, at) => (at % 2 === 0 ? n + right : n) * scale).join(' ');
    },
  );
}
