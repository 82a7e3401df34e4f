import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type Shrunk, shrink } from '../../../src/slack/inbox/shrink.ts';
import { noise, trouble } from './inbox-room.ts';
import { picture } from './room.ts';

const LIMIT = 4 * 1024 * 1024;
const RED = { r: 255, g: 0, b: 0 };
const BLUE = { r: 0, g: 0, b: 255 };

describe('a picture within the limits', () => {
  test.each(['jpeg', 'png', 'gif', 'webp'] as const)('in %s is left byte for byte', async (format) => {
    const bytes = await picture(format);

    expect(await shrink(bytes)).toEqual({ bytes, type: `image/${format}` });
  });

  test('in a format that gateways do not know becomes a jpeg', async () => {
    const shrunk = await shrink(await picture('avif'));

    expect(shrunk.type).toBe('image/jpeg');
    expect(await sharp(shrunk.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 16, height: 8 });
  });
});

describe('a picture that lies on its side', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('in %s is put upright, and says so no more', async (format) => {
    const bytes = await redOverBlue().toFormat(format).withMetadata({ orientation: 6 }).toBuffer();

    const shrunk = await shrink(bytes);

    const { width, height, orientation } = await sharp(shrunk.bytes).metadata();
    expect([width, height, orientation]).toEqual([40, 60, undefined]);
    expect([await colourAt(shrunk, 30, 30), await colourAt(shrunk, 10, 30)]).toEqual(['red', 'blue']);
  });

  test('loses the place where it was taken', async () => {
    const exif = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' } };
    const bytes = await redOverBlue().jpeg().withExif(exif).withMetadata({ orientation: 3 }).toBuffer();

    expect((await sharp((await shrink(bytes)).bytes).metadata()).exif).toBeUndefined();
  });
});

describe('a picture of more than 4 MB', () => {
  test('becomes a jpeg of the same size where that is enough', async () => {
    const bytes = await noise(1600, 1200).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    expect(bytes.length).toBeGreaterThan(LIMIT);

    const shrunk = await shrink(bytes);

    expect(shrunk.type).toBe('image/jpeg');
    expect(shrunk.bytes.length).toBeLessThanOrEqual(LIMIT);
    expect(await sharp(shrunk.bytes).metadata()).toMatchObject({ width: 1600, height: 1200 });
  });

  test('is made smaller where it is not, and keeps its shape', async () => {
    const bytes = await noise(4000, 2000).jpeg({ quality: 90 }).toBuffer();
    expect(bytes.length).toBeGreaterThan(LIMIT);

    const shrunk = await shrink(bytes);

    expect(shrunk.bytes.length).toBeLessThanOrEqual(LIMIT);
    const { width, height } = await sharp(shrunk.bytes).metadata();
    expect([width === 3072 || width === 2048, width / height]).toEqual([true, 2]);
  });

  test('and of the worst pixels at the last size is within the limit', async () => {
    const raw = Buffer.alloc(2048 * 2048 * 3);
    for (let i = 0, seed = 1; i < raw.length; i += 1) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      raw[i] = seed >>> 24;
    }
    const bytes = await sharp(raw, { raw: { width: 2048, height: 2048, channels: 3 } })
      .png()
      .toBuffer();

    expect((await shrink(bytes)).bytes.length).toBeLessThanOrEqual(LIMIT);
  });

  test('that is a mask stays what it is, pixel by pixel', async () => {
    const mask = sharp({ create: { width: 1500, height: 1500, channels: 3, background: '#000' } }).composite([
      { input: { create: { width: 500, height: 500, channels: 3, background: '#fff' } } },
    ]);
    const bytes = await mask.png({ compressionLevel: 0 }).toBuffer();
    expect(bytes.length).toBeGreaterThan(LIMIT);

    const shrunk = await shrink(bytes);

    expect(shrunk.type).toBe('image/png');
    expect(shrunk.bytes.length).toBeLessThan(LIMIT);
    expect((await sharp(shrunk.bytes).raw().toBuffer()).equals(await sharp(bytes).raw().toBuffer())).toBe(true);
  });

  test('with transparent parts keeps them', async () => {
    const bytes = await noise(1300, 1300, 4).png().toBuffer();
    expect(bytes.length).toBeGreaterThan(LIMIT);

    const shrunk = await shrink(bytes);

    expect(shrunk.type).toBe('image/png');
    expect(shrunk.bytes.length).toBeLessThanOrEqual(LIMIT);
    expect((await sharp(shrunk.bytes).stats()).isOpaque).toBe(false);
  });

  test('with an alpha channel in which nothing is transparent becomes a jpeg', async () => {
    const bytes = await noise(1400, 1100).ensureAlpha(1).png().toBuffer();
    expect(bytes.length).toBeGreaterThan(LIMIT);

    expect((await shrink(bytes)).type).toBe('image/jpeg');
  });
});

describe('what is refused', () => {
  test.each([
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF')],
    ['a drawing in SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['nothing', Buffer.alloc(0)],
    ['the head of a png and nothing more', Buffer.from('\x89PNG\r\n\x1A\n', 'latin1')],
  ])('%s is no picture', async (_, bytes) => {
    await expect(shrink(bytes)).rejects.toMatchObject(trouble('not-a-picture'));
  });

  test('a picture whose pixels are broken is none', async () => {
    const whole = await noise(1800, 1200).png().toBuffer();

    await expect(shrink(whole.subarray(0, LIMIT + 1).fill(0, 2000))).rejects.toMatchObject(trouble('not-a-picture'));
  });

  test.each(['gif', 'webp'] as const)('a %s that moves', async (format) => {
    const frames = await Promise.all(['#f00', '#00f'].map(frame));
    const bytes = await sharp(frames, { join: { animated: true } })
      .toFormat(format)
      .toBuffer();

    await expect(shrink(bytes)).rejects.toMatchObject(trouble('animated'));
  });

  test.each([
    [2, false],
    [1, true],
  ])('a png of %i frames, unless it is one', async (frames, taken) => {
    const bytes = withChunk(await picture('png'), 'acTL', numbers(frames, 0));

    const outcome = shrink(bytes);

    if (taken) expect((await outcome).bytes).toEqual(bytes);
    else await expect(outcome).rejects.toMatchObject(trouble('animated'));
  });

  test.each([
    ['more than a hundred megapixels', 10_001, 10_000],
    ['a side of more than 20,000', 20_001, 1100],
    ['a shape of more than 20 to 1', 16, 321],
    ['an absurd size', 2_000_000, 2_000_000],
  ])('%s, before a pixel is decoded', async (_, width, height) => {
    const tiny = withSize(await picture('png'), width, height);

    await expect(shrink(tiny)).rejects.toMatchObject(trouble('too-many-pixels'));
    expect(sharp.counters()).toEqual({ queue: 0, process: 0 });
  });
});

/** 60 wide, 40 high: as a camera stores what stood upright when it was turned by a quarter. */
function redOverBlue() {
  return sharp({ create: { width: 60, height: 20, channels: 3, background: BLUE } }).extend({
    top: 20,
    background: RED,
  });
}

async function colourAt({ bytes }: Shrunk, x: number, y: number): Promise<string> {
  const [red = 0, , blue = 0] = await sharp(bytes)
    .extract({ left: x, top: y, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer();
  return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : `${red}/${blue}`;
}

async function frame(background: string): Promise<Buffer> {
  return await sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();
}

/** A png with a chunk behind its header; checksums of chunks that are left out are not looked at. */
function withChunk(png: Buffer, type: string, data: Buffer): Buffer {
  const HEADER_END = 33;
  return Buffer.concat([png.subarray(0, HEADER_END), chunk(type, data), png.subarray(HEADER_END)]);
}

/** The same png that claims another size. */
function withSize(png: Buffer, width: number, height: number): Buffer {
  const data = Buffer.concat([numbers(width, height), png.subarray(24, 29)]);
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', data), png.subarray(33)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([numbers(data.length), named, numbers(crc32(named))]);
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, at * 4);
  return bytes;
}
