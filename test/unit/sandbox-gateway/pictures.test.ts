import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { bytesOf, play } from './client.ts';

test('a grid has the proportion of --ar and four different quarters', async () => {
  const { imagined } = await play({ dialect: 'plus' });
  const bytes = await bytesOf((await imagined('a red fox in snow --ar 16:9')).imageUrl);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 256, height: 144 });
  const quarters = await Promise.all([1, 2, 3, 4].map((cell) => quarter(bytes, cell)));
  for (const [at, one] of quarters.entries())
    for (const other of quarters.slice(at + 1)) expect(distance(one, other)).toBeGreaterThan(8);
});

test('an upscale is that quarter, larger', async () => {
  const { imagined, pressed } = await play({ dialect: 'plus', pictureSize: 512 });
  const grid = await imagined('a red fox in snow --ar 3:2');
  const gridBytes = await bytesOf(grid.imageUrl);
  const single = await bytesOf((await pressed(grid, 'U3')).imageUrl);
  const small = await raw(sharp(single));
  expect(distance(small, await quarter(gridBytes, 3))).toBeLessThan(4);
  for (const other of [1, 2, 4]) expect(distance(small, await quarter(gridBytes, other))).toBeGreaterThan(8);
});

test('an enlargement is the same picture at twice the size', async () => {
  const { imagined, pressed } = await play({ dialect: 'plus' });
  const single = await pressed(await imagined(), 'U1');
  const large = await bytesOf((await pressed(single, 'Upscale (Creative)')).imageUrl);
  expect((await sharp(large).metadata()).width).toBe(512);
  expect(distance(await raw(sharp(large)), await raw(sharp(await bytesOf(single.imageUrl))))).toBeLessThan(4);
});

test('a variation is nearer to its parent than another prompt is, and not the same', async () => {
  const { imagined, pressed } = await play({ dialect: 'plus' });
  const grid = await imagined();
  const parent = await quarter(await bytesOf(grid.imageUrl), 2);
  const subtle = await pressed(await pressed(grid, 'U2'), 'Vary (Subtle)');
  const varied = distance(await quarter(await bytesOf(subtle.imageUrl), 1), parent);
  const foreign = distance(await quarter(await bytesOf((await imagined('tokyo by night')).imageUrl), 1), parent);
  expect(varied).toBeGreaterThan(0.5);
  expect(varied).toBeLessThan(foreign / 2);
});

test('a preview is a webp that grows clearer', async () => {
  const { gateway, submit, snapshot } = await play({ dialect: 'plus' });
  const id = await submit('imagine', { prompt: 'a red fox in snow' });
  const previews = [];
  for (const progress of [15, 93]) {
    gateway.step(id, progress);
    previews.push(await bytesOf((await snapshot(id)).imageUrl));
  }
  gateway.finish(id);
  const done = await raw(sharp(await bytesOf((await snapshot(id)).imageUrl)));
  const [early = 0, late = 0] = await Promise.all(
    previews.map(async (bytes) => distance(await raw(sharp(bytes)), done)),
  );
  expect((await sharp(previews[0]).metadata()).format).toBe('webp');
  expect(early).toBeGreaterThan(late);
});

test('the same seed draws the same bytes under the same ids', async () => {
  const [one, other] = [await play({ dialect: 'plus', seed: 5 }), await play({ dialect: 'plus', seed: 5 })];
  const [first, second] = [await one.imagined('a cat'), await other.imagined('a cat')];
  expect(first.id).toBe(second.id);
  expect((await bytesOf(first.imageUrl)).equals(await bytesOf(second.imageUrl))).toBe(true);
});

test('a moving picture moves', async () => {
  const { imagined, pressed } = await play({ dialect: 'plus', pictureSize: 64 });
  const clips = await pressed(await pressed(await imagined(), 'U1'), 'Animate (High motion)');
  const { format, pages } = await sharp(await bytesOf(clips.imageUrl), { animated: true }).metadata();
  expect([format, pages]).toEqual(['webp', 8]);
});

describe('a link', () => {
  test.each([
    ['without its query', (url: string) => url.replace(/\?.*/, '')],
    ['with a changed signature', (url: string) => url.replace(/hm=./, 'hm=z')],
    ['with a later end', (url: string) => url.replace(/ex=[0-9a-f]+/, 'ex=ffffffff')],
  ])('%s is gone', async (_, spoil) => {
    const { imagined } = await play({ dialect: 'plus' });
    const { imageUrl } = await imagined();
    expect((await fetch(imageUrl)).status).toBe(200);
    const response = await fetch(spoil(imageUrl));
    expect([response.status, await response.text()]).toEqual([404, 'This content is no longer available.']);
  });

  test('is gone after its time', async () => {
    let now = Date.UTC(2026, 1, 1);
    const { imagined } = await play({
      dialect: 'plus',
      linkLifeMs: 60_000,
      clock: { now: () => now, after: () => () => {} },
    });
    const { imageUrl } = await imagined();
    expect((await fetch(imageUrl)).status).toBe(200);
    now += 61_000;
    expect((await fetch(imageUrl)).status).toBe(404);
  });

  test('can name another host', async () => {
    const { imagined } = await play({ dialect: 'plus', cdnBase: 'https://cdn.example.com' });
    expect((await imagined()).imageUrl).toMatch(/^https:\/\/cdn\.example\.com\/attachments\//);
  });
});

const SIDE = 64;

async function raw(image: Sharp): Promise<Buffer> {
  return image.resize(SIDE, SIDE, { fit: 'fill' }).removeAlpha().raw().toBuffer();
}

async function quarter(grid: Buffer, cell: number): Promise<Buffer> {
  const { width, height } = await sharp(grid).metadata();
  const half = { width: Math.floor(width / 2) - 2, height: Math.floor(height / 2) - 2 };
  const left = cell % 2 === 1 ? 0 : width - half.width;
  const top = cell <= 2 ? 0 : height - half.height;
  return raw(
    sharp(
      await sharp(grid)
        .extract({ left, top, ...half })
        .png()
        .toBuffer(),
    ),
  );
}

/** Mean difference of two pictures of the same size, 0-255. */
function distance(one: Buffer, other: Buffer): number {
  let sum = 0;
  for (const [at, value] of one.entries()) sum += Math.abs(value - (other[at] ?? 0));
  return sum / one.length;
}
