import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { GRID_CELLS } from '../../../src/domain/step.ts';
import type { Masks } from '../../../src/flows/needs/masks.ts';
import { createMasks } from '../../../src/mask/index.ts';
import { FULL } from '../../support/full.ts';
import { type Colour, decode, drawing, NOTHING, overlap, plain, SHAPE } from './drawing.ts';

const masks: Masks = createMasks();
const SIZES = [256, 1024, 4096].map((side) => ({ width: side, height: side }));
/** Where the largest would tell nothing new. */
const SMALLER = SIZES.slice(0, 2);
/** Where it would tell little, for seconds of drawing. */
const MOSTLY_SMALLER = FULL ? SIZES : SMALLER;
const small = { width: 64, height: 48 };

/** A side that may be odd; the other up to three times as long. */
const sizes = fc
  .tuple(fc.integer({ min: 4, max: 150 }), fc.double({ min: 1, max: 3, noNaN: true }), fc.boolean())
  .map(([short, ratio, wide]) => {
    const long = Math.round(short * ratio);
    return wide ? { width: long, height: short } : { width: short, height: long };
  });
const someCells = fc.uniqueArray(fc.integer({ min: 1, max: GRID_CELLS }), { minLength: 1, maxLength: GRID_CELLS - 1 });

const mistake = (code: string) => ({ name: 'UserMistake', code, field: 'mask' });

describe('a round trip keeps what was drawn', () => {
  test.each(SIZES)('on the page, at $width pixels', async (size) => {
    const painted = await drawing(size).ensureAlpha().png().toBuffer();
    const mask = await masks.ofPainter(painted, size);
    expect(await overlap(mask, SHAPE.inside)).toBeGreaterThanOrEqual(0.995);
  });

  test.each(MOSTLY_SMALLER)('in a file of the same size, at $width pixels', async (size) => {
    const mask = await masks.ofFile(await drawing(size).png().toBuffer(), size);
    expect(await overlap(mask, SHAPE.inside)).toBeGreaterThanOrEqual(0.995);
  });

  test.each(SMALLER)('in a jpeg, at $width pixels', async (size) => {
    const mask = await masks.ofFile(await drawing(size).jpeg({ quality: 85 }).toBuffer(), size);
    expect(await overlap(mask, SHAPE.inside)).toBeGreaterThanOrEqual(0.995);
  });

  test.each(MOSTLY_SMALLER)('in a file of 550 pixels, for a picture of $width', async (size) => {
    const mask = await masks.ofFile(await drawing({ width: 550, height: 550 }).png().toBuffer(), size);
    expect(await overlap(mask, SHAPE.inside)).toBeGreaterThanOrEqual(0.995);
  });

  test.each(SMALLER)('in a file of another shape, for a picture of $width', async (size) => {
    const mask = await masks.ofFile(await drawing({ width: 900, height: 1300 }).png().toBuffer(), size);
    expect(await overlap(mask, SHAPE.inside)).toBeGreaterThanOrEqual(0.995);
  });

  test.each(SMALLER)('in white paint on a photograph, at $width pixels', async (size) => {
    const painted = drawing(size, { shape: '#fff', ground: '#47a0d8' });
    const mask = await masks.ofFile(await painted.jpeg({ quality: 90 }).toBuffer(), size);
    expect(await overlap(mask, SHAPE.inside)).toBeGreaterThanOrEqual(0.995);
  });

  test.each(MOSTLY_SMALLER)('in chosen cells, at $width pixels', async (size) => {
    const mask = await masks.ofCells([1, 6, 7, 12], size);
    const chosen = (x: number, y: number) => [1, 6, 7, 12].includes(Math.floor(y * 4) * 4 + Math.floor(x * 4) + 1);
    expect(await overlap(mask, chosen)).toBe(1);
    expect(await masks.share(mask)).toBe(0.25);
  });

  test('of any size and shape', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.infiniteStream(fc.boolean()), async (size, dice) => {
        const drawn = Buffer.from(
          Array.from({ length: size.width * size.height }, () => (dice.next().value ? 255 : 0)),
        );
        drawn.set([0, 255]);
        const png = await sharp(drawn, { raw: { ...size, channels: 1 } })
          .png()
          .toBuffer();
        for (const mask of [await masks.ofPainter(png, size), await masks.ofFile(png, size)]) {
          const { pixels, ...delivered } = await decode(mask);
          expect(delivered).toEqual(size);
          expect(Buffer.from(pixels).equals(drawn)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('chosen cells', () => {
  test('tile a picture of any size: each pixel belongs to one, and the chosen ones are repainted', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, someCells, async (size, cells) => {
        const others = Array.from({ length: GRID_CELLS }, (_, at) => at + 1).filter((cell) => !cells.includes(cell));
        const [chosen, rest] = [
          await decode(await masks.ofCells(cells, size)),
          await decode(await masks.ofCells(others, size)),
        ];
        expect([chosen.width, chosen.height]).toEqual([size.width, size.height]);
        expect(chosen.pixels.every((pixel, at) => pixel !== rest.pixels[at])).toBe(true);
        const ideal = cells.length / GRID_CELLS;
        const off = 4 / size.width + 4 / size.height;
        expect(Math.abs((await masks.share(await masks.ofCells(cells, size))) - ideal)).toBeLessThanOrEqual(off);
      }),
      { numRuns: 40 },
    );
  });

  test('are numbered row by row', async () => {
    const { pixels } = await decode(await masks.ofCells([4, 13], { width: 8, height: 8 }));
    const lit = [...pixels].flatMap((pixel, at) => (pixel === 255 ? [[at % 8, Math.floor(at / 8)]] : []));
    expect(lit).toEqual([
      [6, 0],
      [7, 0],
      [6, 1],
      [7, 1],
      [0, 6],
      [1, 6],
      [0, 7],
      [1, 7],
    ]);
  });

  test('may be chosen twice, and in any order', async () => {
    expect(await masks.ofCells([9, 2, 9], small)).toEqual(await masks.ofCells([2, 9], small));
  });

  test('that are all or none are refused', async () => {
    const all = Array.from({ length: GRID_CELLS }, (_, at) => at + 1);
    await expect(masks.ofCells(all, small)).rejects.toMatchObject(mistake('mask-full'));
    await expect(masks.ofCells([...all, ...all], { width: 2, height: 2 })).rejects.toMatchObject(mistake('mask-full'));
    await expect(masks.ofCells([], small)).rejects.toMatchObject(mistake('mask-empty'));
  });

  test('of a picture that has fewer pixels than cells cover no pixel, or some', async () => {
    await expect(masks.ofCells([1], { width: 1, height: 1 })).rejects.toMatchObject(mistake('mask-empty'));
    await expect(masks.ofCells([16], { width: 2, height: 2 })).rejects.toMatchObject(mistake('mask-empty'));
    expect(await masks.share(await masks.ofCells([1], { width: 2, height: 2 }))).toBe(0.25);
  });
});

describe('what a file means', () => {
  const left = { left: 0, top: 0, size: { width: 32, height: 48 } };
  const halves = async (colour: Colour, right: Colour = '#000') =>
    await (await plain(small, right, { ...left, colour })).png().toBuffer();
  const shareOf = async (bytes: Buffer) => await masks.share(await masks.ofFile(bytes, small));

  test.each<[string, Colour]>([
    ['white', '#fff'],
    ['nearly white', '#f0f2ee'],
    ['light grey', '#c8c8c8'],
    ['transparent black', NOTHING],
    ['transparent red', { r: 255, g: 0, b: 0, alpha: 0 }],
    ['hardly there', { r: 0, g: 0, b: 0, alpha: 0.1 }],
  ])('%s beside black is repainted, and black is kept', async (_, colour) => {
    const mask = await masks.ofFile(await halves(colour), small);
    const { pixels } = await decode(mask);
    expect([pixels[0], pixels[63]]).toEqual([255, 0]);
    expect(await masks.share(mask)).toBe(0.5);
  });

  test.each(['#000', '#333', '#707070', '#f00', '#ff0', '#0ff', '#ffc0cb'])(
    '%s beside white is kept',
    async (colour) => {
      const { pixels } = await decode(await masks.ofFile(await halves('#fff', colour), small));
      expect([pixels[0], pixels[63]]).toEqual([255, 0]);
    },
  );

  test('what is white or transparent is all of it: refused', async () => {
    await expect(masks.ofFile(await halves('#fff', NOTHING), small)).rejects.toMatchObject(mistake('mask-full'));
  });

  test.each([
    ['in colour', '#4a6b2f', '#cfe4f5'],
    ['in black and white', '#5a5a5a', '#d8d8d8'],
    ['by night', '#0a0c10', '#c8b48c'],
  ])('what is bright in a photograph %s is no paint', async (_, ground, bright) => {
    const photo = await plain(
      small,
      ground,
      { left: 30, top: 0, size: { width: 20, height: 10 }, colour: bright },
      { left: 8, top: 30, size: { width: 16, height: 12 }, colour: '#fff' },
    );
    const mask = await masks.ofFile(await photo.flatten().jpeg({ quality: 95 }).toBuffer(), small);
    const { pixels } = await decode(mask);
    expect([pixels[5 * 64 + 5], pixels[5 * 64 + 40], pixels[36 * 64 + 16]]).toEqual([0, 0, 255]);
    expect(await masks.share(mask)).toBeCloseTo((16 * 12) / (64 * 48), 1);
  });

  test('paint on a photograph of 16 bits is told from the rest as on any other', async () => {
    const size = { width: 256, height: 256 };
    const photo = drawing(size, { shape: '#fff', ground: '#47a0d8' });
    const mask = await masks.ofFile(await photo.toColourspace('rgb16').png().toBuffer(), size);
    expect(mask).toEqual(await masks.ofFile(await photo.toColourspace('srgb').png().toBuffer(), size));
  });

  test('what was erased from a photograph is repainted', async () => {
    const mask = await masks.ofFile(await halves(NOTHING, '#aa7744'), small);
    const { pixels } = await decode(mask);
    expect([pixels[0], pixels[63]]).toEqual([255, 0]);
    expect(await masks.share(mask)).toBe(0.5);
  });

  test('a soft brush is cut where it is half as strong', async () => {
    const strength = (x: number) => Math.min(255, Math.max(0, (x - 24) * 17));
    const ramp = Buffer.from(Array.from({ length: 64 * 48 }, (_, at) => strength(at % 64)));
    const bytes = await sharp(ramp, { raw: { ...small, channels: 1 } })
      .png()
      .toBuffer();
    expect(await shareOf(bytes)).toBe(0.5);
  });

  test.each<[string, (from: Sharp) => Sharp]>([
    ['png', (from) => from.png()],
    ['png of a palette', (from) => from.png({ palette: true })],
    ['png of one channel', (from) => from.toColourspace('b-w').png()],
    ['png of 16 bits', (from) => from.toColourspace('rgb16').png()],
    ['png of 16 grey bits', (from) => from.toColourspace('grey16').png()],
    ['png with alpha', (from) => from.ensureAlpha().png()],
    ['png of Display P3', (from) => from.withIccProfile('p3').png()],
    ['jpeg', (from) => from.jpeg({ quality: 95 })],
    ['jpeg of CMYK', (from) => from.toColourspace('cmyk').jpeg({ quality: 95 })],
    ['webp', (from) => from.webp({ lossless: true })],
    ['gif', (from) => from.gif()],
    ['avif', (from) => from.avif({ lossless: true })],
  ])('is the same as %s', async (_, format) => {
    const bytes = await format(drawing({ width: 256, height: 256 })).toBuffer();
    const mask = await masks.ofFile(bytes, { width: 256, height: 256 });
    expect(await overlap(mask, SHAPE.inside)).toBeGreaterThanOrEqual(0.99);
  });

  test('a file that lies on its side is put upright', async () => {
    const upright = { width: 40, height: 60 };
    // On its side the left half is white; turned clockwise that is the upper half.
    const white = { left: 0, top: 0, size: { width: 30, height: 40 }, colour: '#fff' };
    const lying = await (await plain({ width: 60, height: 40 }, '#000', white))
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { pixels } = await decode(await masks.ofFile(lying, upright));
    expect([pixels[20 + 10 * 40], pixels[20 + 50 * 40]]).toEqual([255, 0]);
  });
});

test('a mask of ours is taken again, and stays as it is', async () => {
  const once = await masks.ofCells([2, 3, 7], { width: 301, height: 177 });
  expect(await masks.ofPainter(once, { width: 301, height: 177 })).toEqual(once);
  expect(await masks.ofFile(once, { width: 301, height: 177 })).toEqual(once);
});

test('a mask is small', async () => {
  const size = { width: 4096, height: 4096 };
  expect((await masks.ofFile(await drawing(size).png().toBuffer(), size)).length).toBeLessThan(200_000);
});
