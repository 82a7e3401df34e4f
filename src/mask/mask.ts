import sharp, { type Sharp } from 'sharp';
import { type MistakeCode, UserMistake } from '../domain/errors.ts';
import { GRID_CELLS, GRID_SIDE } from '../domain/step.ts';
import { border } from './grid.ts';
import { type Head, headOf, open, type Size, within } from './picture.ts';

/** Of the file, before it is decoded. */
const BYTES_MAX = 20 * 1024 * 1024;

const KEEP = 0;
const REPAINT = 255;
/** To be repainted as well, but no paint itself. */
const EDGE = 1;

/** Between black and white; a pixel that is half covered by a shape has just this value. */
const HALF = 128;
/** What passes for white in a photograph: white paint, and what jpeg makes of it, but neither a bright sky nor a wall. */
const PAINT = 235;

/** Of cells of the grid, 1 to 16. @throws UserMistake `mask-full` when all of them are chosen, `mask-empty` when none is */
export async function maskOfCells(cells: readonly number[], size: Size): Promise<Buffer> {
  const chosen = new Set(cells);
  if (chosen.size === GRID_CELLS) throw mistake('mask-full');
  const { width, height } = size;
  const pixels = Buffer.alloc(width * height, KEEP);
  for (let row = 0; row < GRID_SIDE; row++) {
    const line = Buffer.alloc(width, KEEP);
    for (let column = 0; column < GRID_SIDE; column++)
      if (chosen.has(row * GRID_SIDE + column + 1))
        line.fill(REPAINT, border(column, width), border(column + 1, width));
    for (let y = border(row, height); y < border(row + 1, height); y++) line.copy(pixels, y * width);
  }
  return await encode(pixels, size);
}

/**
 * Of any picture that a person painted. What is white or nearly so in all three colours, or transparent, becomes repaint.
 *
 * How nearly depends on the picture. A mask from an editor has two tones and grey edges: its pixels go to the nearer of the two, so that a
 * shape keeps its area. In a photograph with white paint on it only the paint counts.
 *
 * @throws UserMistake `mask-too-large`, `mask-unreadable`, `mask-empty`, `mask-full`
 */
export async function maskOfFile(bytes: Buffer, size: Size): Promise<Buffer> {
  const head = await readHead(bytes);
  if (head.animated) throw mistake('mask-unreadable');
  const onWhite = () => open(bytes).autoOrient().flatten({ background: '#ffffff' });
  const decode = async () =>
    (await isDrawn(onWhite(), head.upright))
      ? await nearerToWhite(onWhite(), head.upright, size)
      : await painted(onWhite(), size);
  return await decoded(decode, size);
}

/**
 * Of the painter's PNG. What is transparent was not painted and is kept.
 * @throws UserMistake `mask-too-large`, `mask-not-png`, `mask-size`, `mask-unreadable`, `mask-empty`, `mask-full`
 */
export async function maskOfPainter(bytes: Buffer, size: Size): Promise<Buffer> {
  const head = await readHead(bytes, 'mask-not-png');
  if (head.format !== 'png') throw mistake('mask-not-png');
  if (head.animated) throw mistake('mask-unreadable');
  const { width, height } = head;
  if (width !== size.width || height !== size.height)
    throw mistake('mask-size', { width, height, wide: size.width, high: size.height });
  return await decoded(() => nearerToWhite(open(bytes).flatten({ background: '#000000' }), head, size), size);
}

/** How much of a mask of ours is repainted, 0 to 1. */
export async function shareOf(mask: Buffer): Promise<number> {
  const pixels = await open(mask).toColourspace('b-w').raw().toBuffer();
  return repainted(pixels) / pixels.length;
}

/** @param strange the mistake of a file that is no picture */
async function readHead(bytes: Buffer, strange: MistakeCode = 'mask-unreadable'): Promise<Head> {
  if (bytes.length > BYTES_MAX) throw mistake('mask-too-large', { megabytes: BYTES_MAX / 1024 / 1024 });
  const head = await headOf(bytes);
  if (typeof head !== 'string') return head;
  if (head === 'too-many-pixels') throw mistake('mask-too-large', { megabytes: BYTES_MAX / 1024 / 1024 });
  throw mistake(bytes.toString('latin1', 1, 4) === 'PNG' ? 'mask-unreadable' : strange);
}

/** Decodes, and puts the pixels into the one form. */
async function decoded(decode: () => Promise<Buffer>, size: Size): Promise<Buffer> {
  let pixels: Buffer;
  try {
    pixels = await decode();
  } catch (cause) {
    throw Object.assign(mistake('mask-unreadable'), { cause });
  }
  return await encode(pixels, size);
}

/** The kernel weighs by area and overshoots nowhere, so that a shape keeps its size. */
const RESIZE = { fit: 'fill', kernel: 'linear' } as const;

/** A drawing: repainted where it is nearer to white than to black. One byte a pixel. */
async function nearerToWhite(picture: Sharp, from: Size, to: Size): Promise<Buffer> {
  const resized = picture.resize({ ...to, ...RESIZE });
  const pixels = await centred(resized, from, to).toColourspace('b-w').raw().toBuffer();
  for (let at = 0; at < pixels.length; at++) pixels[at] = (pixels[at] ?? 0) >= HALF ? REPAINT : KEEP;
  return pixels;
}

/**
 * A photograph: repainted where red, green and blue are all those of paint. One byte a pixel. Files count in 8 or 16 bits and in many spaces of
 * colour; the pipeline's own makes them alike before they are compared.
 */
async function painted(picture: Sharp, to: Size): Promise<Buffer> {
  const resized = picture.pipelineColourspace('srgb').resize({ ...to, ...RESIZE });
  const paint = resized.clone().threshold(PAINT, { greyscale: false }).bandbool('and');
  const pixels = await paint.toColourspace('b-w').raw().toBuffer();
  return withEdges(pixels, await resized.toColourspace('b-w').raw().toBuffer(), to.width);
}

/**
 * Adds the pixels that paint covers at least half: those beside it that are nearer to it in brightness than to what lies on their other side.
 * @param paint changed in place
 */
function withEdges(paint: Buffer, brightness: Buffer, width: number): Buffer {
  const covered = (at: number, from: number, ground: number) =>
    paint[from] === REPAINT && 2 * (brightness[at] ?? 0) >= REPAINT + (brightness[ground] ?? 0);
  for (let at = 0; at < paint.length; at++) {
    if (paint[at] === REPAINT) continue;
    const x = at % width;
    const beside = x > 0 && x < width - 1 && (covered(at, at - 1, at + 1) || covered(at, at + 1, at - 1));
    if (beside || covered(at, at - width, at + width) || covered(at, at + width, at - width)) paint[at] = EDGE;
  }
  for (let at = 0; at < paint.length; at++) if (paint[at] === EDGE) paint[at] = REPAINT;
  return paint;
}

/** libvips puts an enlarged picture half a pixel too far to the right and down (8.18; the tests measure it). The mean with the next pixel is there. */
function centred(picture: Sharp, from: Size, to: Size): Sharp {
  const [wider, higher] = [to.width > from.width, to.height > from.height];
  if (!wider && !higher) return picture;
  const [right, below] = [wider ? 1 : 0, higher ? 1 : 0];
  return picture.convolve({ width: 3, height: 3, kernel: [0, 0, 0, 0, 1, right, 0, below, right * below] });
}

/** A sample's longer side: enough pixels to tell a drawing from a photograph. */
const SAMPLE_SIDE = 512;

/** True for a drawing of black and white: hardly a pixel has a colour, and most are near one end. Soft brushes leave many greys. */
async function isDrawn(picture: Sharp, upright: Size): Promise<boolean> {
  const sampled = { ...within(SAMPLE_SIDE, upright), fit: 'fill', kernel: 'nearest' } as const;
  const colours = await picture.pipelineColourspace('srgb').resize(sampled).toColourspace('srgb').raw().toBuffer();
  let extreme = 0;
  let coloured = 0;
  for (let at = 0; at < colours.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = [colours[at], colours[at + 1], colours[at + 2]];
    const darkest = Math.min(red, green, blue);
    const brightest = Math.max(red, green, blue);
    if (brightest <= 55 || darkest >= 200) extreme++;
    if (brightest - darkest > 24) coloured++;
  }
  const all = colours.length / 3;
  return coloured <= all * 0.01 && extreme >= all * 0.75;
}

/**
 * The one form. Three channels although one would do: every client that is known to work sends RGB (gateway.md section 3.3).
 * @throws UserMistake `mask-empty`, `mask-full`
 */
async function encode(pixels: Buffer, { width, height }: Size): Promise<Buffer> {
  const count = repainted(pixels);
  if (count === 0) throw mistake('mask-empty');
  if (count === pixels.length) throw mistake('mask-full');
  return await sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('srgb')
    .png({ compressionLevel: 6 })
    .toBuffer();
}

function repainted(pixels: Buffer): number {
  let count = 0;
  // By index: five times as fast as an iterator, and there are millions.
  for (let at = 0; at < pixels.length; at++) if ((pixels[at] ?? KEEP) >= HALF) count++;
  return count;
}

function mistake(code: MistakeCode, params: Record<string, number> = {}): UserMistake {
  return new UserMistake(code, params, 'mask');
}
