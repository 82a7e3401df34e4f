import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createMasks } from '../../../src/mask/index.ts';
import { type Colour, plain } from './drawing.ts';

const masks = createMasks();

/** Red above blue, lying on its side: EXIF says that it must be turned clockwise. */
async function lying(): Promise<Buffer> {
  const red = { left: 0, top: 0, size: { width: 320, height: 400 }, colour: '#f00' };
  const picture = await plain({ width: 640, height: 400 }, '#00f', red);
  return await picture.flatten().jpeg().withMetadata({ orientation: 6 }).toBuffer();
}

type Rgb = [red: number, green: number, blue: number];

async function look(bytes: Buffer): Promise<{ width: number; height: number; at: (x: number, y: number) => Rgb }> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const at = (x: number, y: number): Rgb => {
    const from = (Math.floor(y) * width + Math.floor(x)) * 3;
    return [data[from] ?? -1, data[from + 1] ?? -1, data[from + 2] ?? -1];
  };
  return { width, height, at };
}

const brightness = ([red, green, blue]: Rgb) => (red + green + blue) / 3;
const distance = (a: Rgb, b: Rgb) => Math.max(...a.map((value, channel) => Math.abs(value - (b[channel] ?? 0))));

/** The lightest and the darkest of some points. */
function span(points: Rgb[]): [least: number, most: number] {
  const all = points.map(brightness);
  return [Math.min(...all), Math.max(...all)];
}

const noPicture = { name: 'Refused', code: 'input-unusable', reason: 'not-a-picture' };

describe('the size of a picture', () => {
  test.each([
    ['png', 301, 77],
    ['jpeg', 64, 192],
    ['webp', 192, 64],
    ['gif', 5, 9],
  ] as const)('in %s', async (format, width, height) => {
    const bytes = await (await plain({ width, height }, '#123456')).toFormat(format).toBuffer();
    expect(await masks.size(bytes)).toEqual({ width, height });
  });

  test('is that of the picture as browsers show it', async () => {
    expect(await masks.size(await lying())).toEqual({ width: 400, height: 640 });
  });

  test.each([
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['half a head', Buffer.from('\x89PNG\r\n\x1A\n\0\0', 'latin1')],
  ])('of %s there is none', async (_, bytes) => {
    await expect(masks.size(bytes)).rejects.toMatchObject(noPicture);
    await expect(masks.grid(bytes)).rejects.toMatchObject(noPicture);
    await expect(masks.preview(bytes, bytes)).rejects.toMatchObject(noPicture);
  });
});

describe('the grid', () => {
  test.each<[string, Colour]>([
    ['white', '#fff'],
    ['black', '#000'],
    ['grey', '#808080'],
    ['red', '#f00'],
    ['nothing', { r: 0, g: 0, b: 0, alpha: 0 }],
  ])('reads on %s: each line and number is light, on or beside something dark', async (_, colour) => {
    const size = { width: 1024, height: 768 };
    const { bytes, type } = await masks.grid(await (await plain(size, colour)).png().toBuffer());
    const picture = await look(bytes);
    expect([type, picture.width, picture.height]).toEqual(['image/jpeg', 1024, 768]);
    for (const line of [1, 2, 3]) {
      const across = Array.from({ length: 15 }, (__, i) => picture.at((1024 * line) / 4 - 7 + i, 300));
      const down = Array.from({ length: 15 }, (__, i) => picture.at(700, (768 * line) / 4 - 7 + i));
      for (const [least, most] of [span(across), span(down)]) expect(most - least).toBeGreaterThan(100);
    }
    for (let cell = 0; cell < 16; cell++) {
      const [left, top] = [(1024 / 4) * (cell % 4) + 12, (768 / 4) * Math.floor(cell / 4) + 12];
      const label = Array.from({ length: 60 * 50 }, (__, i) => picture.at(left + (i % 60), top + i / 60));
      const [least, most] = span(label);
      expect(most - least).toBeGreaterThan(100);
    }
  });

  test('numbers every cell with another number', async () => {
    const { at } = await look(
      (await masks.grid(await (await plain({ width: 800, height: 800 }, '#777')).png().toBuffer())).bytes,
    );
    const labels = Array.from({ length: 16 }, (_, cell) =>
      Array.from({ length: 90 * 60 }, (__, i) =>
        brightness(at((cell % 4) * 200 + 8 + (i % 90), Math.floor(cell / 4) * 200 + 8 + i / 90)) > 190 ? '#' : '.',
      ).join(''),
    );
    expect(new Set(labels).size).toBe(16);
    for (const label of labels) expect(label).toContain('#');
  });

  test('leaves the rest of the picture as it is', async () => {
    const { at } = await look(
      (await masks.grid(await (await plain({ width: 1200, height: 400 }, '#c86432')).png().toBuffer())).bytes,
    );
    for (const [x, y] of [
      [200, 80],
      [500, 180],
      [1100, 280],
      [1150, 380],
    ] as const)
      expect(distance(at(x, y), [0xc8, 0x64, 0x32])).toBeLessThan(6);
  });

  test('of a large picture is at most 2000 pixels a side, and of a small one as large as that', async () => {
    const of = async (width: number, height: number) => {
      const { bytes } = await masks.grid(await (await plain({ width, height }, '#345')).png().toBuffer());
      const shown = await look(bytes);
      return [shown.width, shown.height];
    };
    expect(await of(4096, 2731)).toEqual([2000, 1333]);
    expect(await of(1000, 3000)).toEqual([667, 2000]);
    expect(await of(257, 99)).toEqual([257, 99]);
    expect(await of(1, 3)).toEqual([1, 3]);
  });

  test('is put over the picture as browsers show it', async () => {
    const { width, height, at } = await look((await masks.grid(await lying())).bytes);
    expect([width, height]).toEqual([400, 640]);
    expect(distance(at(250, 140), [255, 0, 0])).toBeLessThan(40);
    expect(distance(at(250, 620), [0, 0, 255])).toBeLessThan(40);
  });
});

describe('the preview', () => {
  const size = { width: 1600, height: 1200 };

  test.each(['#fff', '#000', '#ec008c', '#808080'])(
    'stripes what is repainted, on %s, and nothing else',
    async (colour) => {
      const picture = await (await plain(size, colour)).png().toBuffer();
      const { bytes, type } = await masks.preview(picture, await masks.ofCells([1, 2, 5, 6], size));
      const { width, height, at } = await look(bytes);
      expect([type, width, height]).toEqual(['image/jpeg', 800, 600]);
      const ground = (await look(picture)).at(0, 0);
      const off = (x: number, y: number) => distance(at(x, y), ground);
      const striped = Array.from({ length: 40 }, (_, i) => off(100 + i, 100));
      expect(Math.max(...striped)).toBeGreaterThan(60);
      for (const [x, y] of [
        [420, 100],
        [100, 320],
        [700, 500],
      ] as const)
        expect(off(x, y)).toBeLessThan(6);
    },
  );

  test('lies over the picture as browsers show it', async () => {
    const mask = await masks.ofCells([1, 2, 3, 4], { width: 400, height: 640 });
    const { width, height, at } = await look((await masks.preview(await lying(), mask)).bytes);
    expect([width, height]).toEqual([400, 640]);
    expect(distance(at(200, 300), [255, 0, 0])).toBeLessThan(10);
    expect(distance(at(200, 500), [0, 0, 255])).toBeLessThan(10);
    const upper = Array.from({ length: 40 }, (_, i) => distance(at(100 + i, 80), [255, 0, 0]));
    expect(Math.max(...upper)).toBeGreaterThan(60);
  });
});
