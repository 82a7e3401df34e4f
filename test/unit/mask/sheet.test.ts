import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createSheets } from '../../../src/mask/index.ts';

const sheets = createSheets();

async function plain(width: number, height: number, background = '#cc3300'): Promise<Buffer> {
  return await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

/** So many pictures, each handed over when it is asked for. */
async function* pictures(count: number, make: (number: number) => Promise<Buffer>, taken: number[] = []) {
  for (let number = 1; number <= count; number += 1) {
    taken.push(number);
    yield { number, bytes: await make(number) };
  }
}

async function pixelsOf(bytes: Buffer) {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => {
      const place = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
      return [...data.subarray(place, place + 3)];
    },
  };
}
/** Each channel, dark or bright. */
const nearly = (pixel: number[]) => pixel.map((value) => Math.round(value / 255));

describe('a contact sheet', () => {
  test.each([2, 3, 4, 7, 40])('of %i pictures is at most 2000 pixels a side', async (count) => {
    for (const [width, height] of [
      [1024, 1024],
      [1600, 400],
      [300, 1200],
    ] as const) {
      const { bytes, type } = await sheets.sheet(
        pictures(count, async () => await plain(width, height)),
        count,
      );
      const sheet = await pixelsOf(bytes);
      expect(type).toBe('image/jpeg');
      expect(Math.max(sheet.width, sheet.height)).toBeLessThanOrEqual(2000);
      expect(Math.max(sheet.width, sheet.height)).toBeGreaterThan(900);
    }
  });

  test('shows them row by row', async () => {
    const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffffff'];
    const { bytes } = await sheets.sheet(
      pictures(4, async (number) => await plain(512, 512, colours[number - 1])),
      4,
    );
    const sheet = await pixelsOf(bytes);

    expect(nearly(sheet.at(0.4, 0.4))).toEqual([1, 0, 0]);
    expect(nearly(sheet.at(0.9, 0.4))).toEqual([0, 1, 0]);
    expect(nearly(sheet.at(0.4, 0.9))).toEqual([0, 0, 1]);
    expect(nearly(sheet.at(0.9, 0.9))).toEqual([1, 1, 1]);
  });

  test('numbers each, legibly on any ground', async () => {
    const { bytes } = await sheets.sheet(
      pictures(2, async () => await plain(512, 512, '#ffffff')),
      2,
    );
    const corner = await sharp(bytes).extract({ left: 12, top: 12, width: 120, height: 120 }).stats();
    expect(corner.channels[0]?.min).toBeLessThan(120);
    expect(corner.channels[0]?.max).toBeGreaterThan(240);
  });

  test('leaves out what is no picture, and is none of nothing', async () => {
    const torn = async (number: number) => (number === 2 ? Buffer.from('no picture') : await plain(64, 64));
    const { bytes } = await sheets.sheet(pictures(3, torn), 3);
    expect((await sharp(bytes).metadata()).format).toBe('jpeg');
    await expect(
      sheets.sheet(
        pictures(2, async () => Buffer.from('no')),
        2,
      ),
    ).rejects.toMatchObject({
      code: 'input-unusable',
    });
  });

  test('takes the next picture only when the last one is small', async () => {
    const taken: number[] = [];
    const cut = pictures(
      3,
      async (number) => {
        if (number === 2) throw new Error('gone');
        return await plain(64, 64);
      },
      taken,
    );
    await expect(sheets.sheet(cut, 3)).rejects.toThrow('gone');
    expect(taken).toEqual([1, 2]);
  });
});
