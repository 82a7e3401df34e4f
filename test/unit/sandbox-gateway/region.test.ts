import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { type Answer, type Played, play, type Snapshot } from './client.ts';

const codeOf = ({ json }: Answer) => json?.['code'];

describe('Vary (Region)', () => {
  test('has an empty prompt, and takes an opaque black and white mask of the size of the picture', async () => {
    const played = await play({ dialect: 'plus' });
    const taskId = await region(played);
    expect(await played.snapshot(taskId)).toMatchObject({ status: 'MODAL', prompt: '', promptEn: '' });
    const maskBase64 = await mask({});
    expect(codeOf(await played.post('/mj/submit/modal', { taskId, prompt: 'a hat', maskBase64 }))).toBe(1);
    expect(played.gateway.violations).toEqual([]);
    const sent = played.gateway.submits.at(-1);
    expect(sent).toMatchObject({
      kind: 'modal',
      action: 'VARIATION',
      customId: expect.stringContaining('MJ::Inpaint'),
      prompt: 'a hat',
    });
    expect(await sharp(sent?.mask ?? Buffer.alloc(0)).metadata()).toMatchObject({ width: 256, height: 256 });
  });

  test.each([
    ['one channel', (image: Sharp) => image.removeAlpha().toColourspace('b-w').png()],
    ['three channels', (image: Sharp) => image.removeAlpha().png()],
    ['four channels', (image: Sharp) => image.ensureAlpha().png()],
    ['a palette', (image: Sharp) => image.removeAlpha().png({ palette: true, colours: 2 })],
  ])('takes a PNG of %s', async (_, form) => {
    const played = await play({ dialect: 'trueai' });
    const taskId = await region(played);
    const maskBase64 = await mask({ form });
    expect(codeOf(await played.post('/mj/submit/modal', { taskId, prompt: 'a hat', maskBase64 }))).toBe(1);
    expect(played.gateway.violations).toEqual([]);
  });

  test.each([
    ['is of another size', () => mask({ width: 128 }), '128x256'],
    ['is transparent', () => mask({ alpha: 0 }), 'opaque'],
    ['is grey', () => mask({ grey: 90 }), 'black and white'],
    ['selects nothing', () => mask({ grey: 0 }), 'selects nothing'],
    ['selects everything', () => mask({ part: 1 }), 'selects everything'],
    ['is a JPEG', () => mask({ form: (image) => image.removeAlpha().jpeg() }), 'jpeg'],
    ['is bare base64', async () => (await mask({})).replace(/^[^,]*,/, ''), 'data:image/png;base64,'],
    ['is of another prefix', async () => (await mask({})).replace('png', 'jpeg'), 'data:image/png;base64,'],
    ['is no picture', async () => 'data:image/png;base64,aGVsbG8=', 'no PNG'],
    ['is missing', async () => '', 'no mask'],
  ])('refuses and notes a mask that %s', async (_, make, complaint) => {
    const played = await play({ dialect: 'plus' });
    const taskId = await region(played);
    const answer = await played.post('/mj/submit/modal', { taskId, prompt: 'a hat', maskBase64: await make() });
    expect(codeOf(answer)).toBe(4);
    expect(played.gateway.violations).toEqual([expect.stringContaining(complaint)]);
  });

  test('is the only one to take a mask', async () => {
    const { gateway, imagined, press, post } = await play({ dialect: 'plus', switches: { remix: true } });
    const taskId = String((await press(await imagined(), 'V1')).json?.['result']);
    expect(codeOf(await post('/mj/submit/modal', { taskId, prompt: 'dog', maskBase64: await mask({}) }))).toBe(4);
    expect(gateway.violations).toEqual([expect.stringContaining('a mask was sent for variation')]);
  });
});

async function region({ imagined, pressed, press }: Played): Promise<string> {
  const single: Snapshot = await pressed(await imagined(), 'U1');
  const { json } = await press(single, 'Vary (Region)');
  expect(json).toMatchObject({ code: 21, properties: { finalPrompt: '' } });
  return String(json?.['result']);
}

/** A data URL of a picture with a spot in its corner, `part` of each side. */
async function mask({
  width = 256,
  height = 256,
  alpha = 1,
  grey = 255,
  part = 0.5,
  form = (image: Sharp) => image.png(),
}): Promise<string> {
  const spot = await sharp({
    create: { width: width * part, height: height * part, channels: 3, background: { r: grey, g: grey, b: grey } },
  })
    .png()
    .toBuffer();
  const whole = await sharp({ create: { width, height, channels: 4, background: { r: 0, g: 0, b: 0, alpha } } })
    .composite([{ input: spot, gravity: 'northwest' }])
    .png()
    .toBuffer();
  const bytes = await form(sharp(whole)).toBuffer();
  return `data:image/png;base64,${bytes.toString('base64')}`;
}
