import sharp from 'sharp';

/** Both in pixels, of the screen or of the picture. */
export type Place = readonly [x: number, y: number];

/** What is drawn and what arrives are to have this in common: intersection over union. */
export const SAME = 0.995;

/** An SVG of the shape that goes through these places. */
export function polygon(places: readonly Place[], colour = 'white'): string {
  return `<polygon points="${pointsOf(places)}" fill="${colour}"/>`;
}

/** An SVG of what a round brush leaves. */
export function stroke(places: readonly Place[], width: number, colour = 'white'): string {
  return `<polyline points="${pointsOf(places)}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

/** An SVG of the rectangle between two corners. */
export function rectangle([[left, top], [right, bottom]]: readonly [Place, Place], colour = 'white'): string {
  return polygon(
    [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ],
    colour,
  );
}

function pointsOf(places: readonly Place[]): string {
  return places.map((place) => place.join(',')).join(' ');
}

/** A mask as it came: 0 or 255 for each pixel, row by row. */
export interface Received {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/**
 * Reads a mask as a gateway would.
 *
 * @throws Error when it is not an opaque PNG of pure black and white
 */
export async function readMask(png: Buffer): Promise<Received> {
  const { format, hasAlpha, width, height } = await sharp(png).metadata();
  if (format !== 'png' || hasAlpha) throw new Error(`the mask is ${hasAlpha ? 'not opaque' : format}`);
  const pixels = await sharp(png).toColourspace('b-w').raw().toBuffer();
  if (pixels.length !== width * height) throw new Error('the mask has more than one channel');
  const between = pixels.find((pixel) => pixel !== 0 && pixel !== 255);
  if (between !== undefined) throw new Error(`the mask has grey: ${between}`);
  return { width, height, pixels };
}

/**
 * Shapes as somebody else draws them: librsvg says how much of each pixel is covered, and half is enough.
 */
async function drawShapes(size: { width: number; height: number }, shapes: string): Promise<Buffer> {
  const { width, height } = size;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%"/>${shapes}</svg>`;
  return await sharp(Buffer.from(svg), { limitInputPixels: false })
    .removeAlpha()
    .toColourspace('b-w')
    .threshold(128)
    .raw()
    .toBuffer();
}

/**
 * Intersection over union of a mask that came and of what should have come.
 *
 * @param shapes SVG in pixels of the picture; white selects, black takes away
 */
export async function likeness(mask: Received, shapes: string): Promise<number> {
  return overlap(mask.pixels, await drawShapes(mask, shapes));
}

function overlap(a: Buffer, b: Buffer): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    const inA = (a[i] ?? 0) > 127;
    const inB = (b[i] ?? 0) > 127;
    if (inA && inB) both++;
    if (inA || inB) either++;
  }
  return either === 0 ? 1 : both / either;
}

/** How many pixels are white. */
export function countWhite(mask: Buffer): number {
  return mask.reduce((sum, pixel) => sum + (pixel > 127 ? 1 : 0), 0);
}
