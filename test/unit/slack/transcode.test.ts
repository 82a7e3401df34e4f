import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createPrepare } from '../../../src/slack/writing/transcode.ts';
import { picture } from './room.ts';

const prepare = createPrepare();

describe('a picture', () => {
  test.each(['png', 'jpeg', 'gif'] as const)('in %s goes through byte for byte', async (format) => {
    const bytes = await picture(format);

    const prepared = await prepare({ bytes, type: 'application/octet-stream' });

    expect(prepared.bytes.equals(bytes)).toBe(true);
    expect(prepared).toMatchObject({ type: `image/${format}`, width: 16, height: 8 });
  });

  test.each(['webp', 'avif'] as const)('in %s becomes a png of the same pixels', async (format) => {
    const bytes = await picture(format);

    const prepared = await prepare({ bytes, type: `image/${format}` });

    expect(prepared).toMatchObject({ type: 'image/png', width: 16, height: 8 });
    expect(await sharp(prepared.bytes).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer());
  });

  test('with transparency keeps it', async () => {
    const bytes = await sharp({ create: { width: 4, height: 4, channels: 4, background: '#00000000' } })
      .webp()
      .toBuffer();

    expect((await sharp((await prepare({ bytes, type: 'image/webp' })).bytes).metadata()).hasAlpha).toBe(true);
  });

  test('that moves becomes a gif that moves', async () => {
    const frames = await Promise.all(['#f00', '#0f0', '#00f'].map(frame));
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();

    const prepared = await prepare({ bytes, type: 'image/webp' });

    expect(prepared).toMatchObject({ type: 'image/gif', width: 8, height: 8 });
    expect((await sharp(prepared.bytes).metadata()).pages).toBe(3);
  });

  test('that is larger than Slack shows is scaled down', async () => {
    const bytes = await picture('png', 10_500, 4);

    expect(await prepare({ bytes, type: 'image/png' })).toMatchObject({ type: 'image/png', width: 10_000 });
  });

  test('of more than a hundred megapixels is refused before it is decoded', async () => {
    const bytes = await sharp({ create: { width: 10_001, height: 10_000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 1 })
      .toBuffer();

    await expect(prepare({ bytes, type: 'image/png' })).rejects.toMatchObject({
      code: 'picture-unusable',
      reason: 'too-large',
    });
  });

  test.each([
    ['a page of HTML', Buffer.from('<!doctype html><title>Sign in</title>')],
    ['nothing', Buffer.alloc(0)],
  ])('that is %s is refused', async (_, bytes) => {
    await expect(prepare({ bytes, type: 'image/png' })).rejects.toMatchObject({
      code: 'picture-unusable',
      reason: 'not-a-picture',
    });
  });

  test('that is cut in half is refused', async () => {
    const whole = await picture('webp', 400, 400);

    await expect(prepare({ bytes: whole.subarray(0, whole.length / 2), type: 'image/webp' })).rejects.toMatchObject({
      code: 'picture-unusable',
    });
  });
});

test('a film goes through as it is', async () => {
  const bytes = Buffer.from('not looked at');

  expect(await prepare({ bytes, type: 'video/mp4' })).toEqual({ bytes, type: 'video/mp4', width: 0, height: 0 });
});

async function frame(background: string): Promise<Buffer> {
  return await sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer();
}
