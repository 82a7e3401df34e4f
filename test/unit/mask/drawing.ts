import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import type { Size } from '../../../src/mask/picture.ts';

/** What a shape covers, by the point in its middle; coordinates are parts of the picture, 0 to 1. */
export type Inside = (x: number, y: number) => boolean;

/** A shape twice: as a drawing program sees it, and as geometry. Curved, with a hole, a straight slanted edge and an island. */
export const SHAPE: { svg: string; inside: Inside } = {
  svg: `<path fill-rule="evenodd" d="M.15 .45A.3 .3 0 1 1 .75 .45A.3 .3 0 1 1 .15 .45ZM.35 .45A.1 .1 0 1 1 .55 .45A.1 .1 0 1 1 .35 .45Z"/>
    <path d="M.9 .55L.98 .95L.7 .93Z"/>`,
  inside(x, y) {
    const far = Math.hypot(x - 0.45, y - 0.45);
    const side = (ax: number, ay: number, bx: number, by: number) => (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
    const triangle = side(0.9, 0.55, 0.98, 0.95) && side(0.98, 0.95, 0.7, 0.93) && side(0.7, 0.93, 0.9, 0.55);
    return (far <= 0.3 && far > 0.1) || triangle;
  },
};

/** The shape, white on black, as a program draws it: with soft edges. Stretched to the size. */
export function drawing({ width, height }: Size, colours = { shape: '#fff', ground: '#000' }): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 1 1" preserveAspectRatio="none">
    <rect width="1" height="1" fill="${colours.ground}"/><g fill="${colours.shape}">${SHAPE.svg}</g></svg>`;
  return sharp(Buffer.from(svg)).flatten();
}

/** A mask as whoever decodes it sees it: what every byte is, and which pixels are repainted. Fails unless it has the gateway's form. */
export async function decode(mask: Buffer): Promise<Size & { pixels: Uint8Array }> {
  const about = await sharp(mask).metadata();
  if (about.format !== 'png' || about.hasAlpha) throw new Error(`${about.format}, alpha ${about.hasAlpha}`);
  const { data, info } = await sharp(mask).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const pixels = new Uint8Array(info.width * info.height);
  for (let at = 0; at < pixels.length; at++) {
    const value = data[at * info.channels] ?? -1;
    for (let channel = 0; channel < info.channels; channel++)
      if (data[at * info.channels + channel] !== value) throw new Error('a colour');
    if (value !== 0 && value !== 255) throw new Error(`a grey: ${value}`);
    pixels[at] = value;
  }
  return { width: info.width, height: info.height, pixels };
}

/** Intersection over union of a mask and the shape that was meant. */
export async function overlap(mask: Buffer, inside: Inside): Promise<number> {
  const { pixels, ...size } = await decode(mask);
  const meant = rasterized(inside, size);
  let [both, either] = [0, 0];
  for (let at = 0; at < pixels.length; at++) {
    const value = pixels[at] ?? 0;
    if (value === 255 && meant[at] === 255) both++;
    if (value === 255 || meant[at] === 255) either++;
  }
  return both / either;
}

const rasters = new Map<string, Uint8Array>();

function rasterized(inside: Inside, { width, height }: Size): Uint8Array {
  const key = `${inside.toString()} ${width}x${height}`;
  const known = rasters.get(key);
  if (known !== undefined) return known;
  const raster = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (inside((x + 0.5) / width, (y + 0.5) / height)) raster[y * width + x] = 255;
  rasters.set(key, raster);
  return raster;
}

/** `#rrggbb`, or one with how opaque it is. */
export type Colour = string | { r: number; g: number; b: number; alpha: number };
export const NOTHING: Colour = { r: 0, g: 0, b: 0, alpha: 0 };

/** A picture of one colour, with others put into it (nothing of what they cover is left). */
export async function plain(
  size: Size,
  background: Colour,
  ...patches: { left: number; top: number; size: Size; colour: Colour }[]
): Promise<Sharp> {
  const block = (of: Size, colour: Colour) => sharp({ create: { ...of, channels: 4, background: colour } });
  const layers = patches.map(async ({ left, top, size: of, colour }): Promise<OverlayOptions[]> => {
    const input = await block(of, '#fff').png().toBuffer();
    return [
      { input, left, top, blend: 'dest-out' },
      { input: await block(of, colour).png().toBuffer(), left, top },
    ];
  });
  const all = await Promise.all(layers);
  return sharp(await block(size, background).composite(all.flat()).png().toBuffer());
}
