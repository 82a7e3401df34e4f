import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { createMasks } from '../../../src/mask/index.ts';
import type { Size } from '../../../src/mask/picture.ts';
import { decode, drawing, NOTHING, plain } from './drawing.ts';

const masks = createMasks();
const small = { width: 64, height: 48 };
const mistake = (code: string) => ({ name: 'UserMistake', code, field: 'mask' });

describe('a file is refused', () => {
  test.each<[string, () => Promise<Buffer>]>([
    ['that is no picture', async () => Buffer.from('%PDF-1.7 and more')],
    ['that is empty', async () => Buffer.alloc(0)],
    [
      'that is a drawing in svg, which could point elsewhere',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['that only begins as a picture', async () => Buffer.from('\x89PNG\r\n\x1A\n and then no more', 'latin1')],
    ['that breaks off', async () => (await noise({ width: 256, height: 256 }).png().toBuffer()).subarray(0, 30_000)],
    ['that moves', async () => await moving().gif().toBuffer()],
    ['that moves, in webp', async () => await moving().webp().toBuffer()],
    ['that moves, in png', async () => animatedPng(await drawing(small).png().toBuffer())],
  ])('%s', async (_, make) => {
    await expect(masks.ofFile(await make(), small)).rejects.toMatchObject(mistake('mask-unreadable'));
  });

  test('of more than 20 MB, before it is looked at', async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024 + 1, 'x');
    await expect(masks.ofFile(bytes, small)).rejects.toMatchObject(mistake('mask-too-large'));
    await expect(masks.ofPainter(bytes, small)).rejects.toMatchObject(mistake('mask-too-large'));
  });

  test('of more than 100 megapixels, before it is decoded', async () => {
    const bytes = declaring(await drawing(small).png().toBuffer(), { width: 40_000, height: 40_000 });
    await expect(masks.ofFile(bytes, small)).rejects.toMatchObject(mistake('mask-too-large'));
  });

  test('that selects nothing, or everything', async () => {
    const of = async (colour: string) => await (await plain(small, colour)).png().toBuffer();
    await expect(masks.ofFile(await of('#000'), small)).rejects.toMatchObject(mistake('mask-empty'));
    await expect(masks.ofFile(await of('#f00'), small)).rejects.toMatchObject(mistake('mask-empty'));
    await expect(masks.ofFile(await of('#fff'), small)).rejects.toMatchObject(mistake('mask-full'));
  });
});

describe("the painter's mask", () => {
  test.each([
    ['jpeg', async () => await drawing(small).jpeg().toBuffer(), 'mask-not-png'],
    ['webp', async () => await drawing(small).webp().toBuffer(), 'mask-not-png'],
    ['text', async () => Buffer.from('hello'), 'mask-not-png'],
    ['a broken png', async () => (await noise(small).png().toBuffer()).subarray(0, 2000), 'mask-unreadable'],
    ['half a head', async () => (await drawing(small).png().toBuffer()).subarray(0, 20), 'mask-unreadable'],
    ['an animation', async () => animatedPng(await drawing(small).png().toBuffer()), 'mask-unreadable'],
    ['nothing painted', async () => await (await plain(small, '#000')).png().toBuffer(), 'mask-empty'],
    ['nothing painted, on nothing', async () => await (await plain(small, NOTHING)).png().toBuffer(), 'mask-empty'],
    ['all painted', async () => await (await plain(small, '#fff')).png().toBuffer(), 'mask-full'],
  ])('is refused: %s', async (_, make, code) => {
    await expect(masks.ofPainter(await make(), small)).rejects.toMatchObject(mistake(code));
  });

  test('must be exactly as large as the picture', async () => {
    const bytes = await drawing({ width: 48, height: 64 }).png().toBuffer();
    await expect(masks.ofPainter(bytes, small)).rejects.toMatchObject({
      ...mistake('mask-size'),
      params: { width: 48, height: 64, wide: 64, high: 48 },
    });
  });

  test('has its greys made black or white', async () => {
    const greys = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
    const bytes = await sharp(greys, { raw: { width: 256, height: 1, channels: 1 } })
      .png()
      .toBuffer();
    const { pixels } = await decode(await masks.ofPainter(bytes, { width: 256, height: 1 }));
    expect(pixels.indexOf(255)).toBe(128);
    expect(pixels.lastIndexOf(0)).toBe(127);
  });
});

function noise(size: Size): Sharp {
  return sharp({
    create: {
      ...size,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 90 },
    },
  });
}

/** Two frames. */
function moving(): Sharp {
  const frames = Buffer.concat([Buffer.alloc(64 * 48 * 3, 0), Buffer.alloc(64 * 48 * 3, 255)]);
  return sharp(frames, { raw: { width: 64, height: 96, channels: 3, pageHeight: 48 } });
}

/** A png with the chunk of an animation of two frames after its head; its checksum is not looked at. */
function animatedPng(png: Buffer): Buffer {
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8, 0);
  chunk.write('acTL', 4, 'latin1');
  chunk.writeUInt32BE(2, 8);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

/** A png that claims another size. */
function declaring(png: Buffer, { width, height }: { width: number; height: number }): Buffer {
  const forged = Buffer.from(png);
  forged.writeUInt32BE(width, 16);
  forged.writeUInt32BE(height, 20);
  forged.writeUInt32BE(crc32(forged.subarray(12, 29)), 29);
  return forged;
}
