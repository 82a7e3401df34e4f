import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fixture, type Played, play, type Snapshot, shapeOf } from './client.ts';

test('the chain imagine, U2, Upscale (Subtle) ends with the buttons of an upscaled picture', async () => {
  const { gateway, imagined, pressed } = await play({ dialect: 'plus' });
  const grid = await imagined();
  const single = await pressed(grid, 'U2');
  expect(single).toMatchObject({ action: 'UPSCALE', description: `/up ${grid.id} U2`, prompt: grid.prompt });
  expect(shapeOf(single.buttons)).toEqual(shapeOf(await fixture('buttons-upscaled-v7')));
  const large = await pressed(single, 'Upscale (Subtle)');
  expect(large.buttons?.map(({ label }) => label)).toContain('Redo Upscale (Subtle)');
  expect(large.buttons?.some(({ emoji }) => emoji === '⬅️')).toBe(false);
  expect(gateway.submits.map(({ kind }) => kind)).toEqual(['imagine', 'action', 'action']);
  expect(gateway.violations).toEqual([]);
});

test('a picture that is not square can be made square', async () => {
  const { imagined, pressed } = await play({ dialect: 'plus' });
  const single = await pressed(await imagined('a fox --ar 16:9'), 'U1');
  expect(single.buttons).toHaveLength(16);
  const square = await pressed(single, 'Make Square');
  expect(square).toMatchObject({ imageWidth: 256, imageHeight: 256, action: 'ZOOM' });
});

test.each(['🔄', 'V1', 'U4'])('%s of a grid works', async (face) => {
  const { imagined, pressed } = await play({ dialect: 'plus' });
  expect(await pressed(await imagined(), face)).toMatchObject({ status: 'SUCCESS' });
});

test.each(['Vary (Subtle)', 'Vary (Strong)', 'Zoom Out 2x', 'Zoom Out 1.5x', '⬅️', '➡️', '⬆️', '⬇️', 'Upscale (Creative)'])(
  '%s of an upscaled picture works',
  async (face) => {
    const { imagined, pressed } = await play({ dialect: 'plus' });
    expect(await pressed(await pressed(await imagined(), 'U1'), face)).toMatchObject({ status: 'SUCCESS' });
  },
);

test('Animate leads to four moving pictures, and picking one to a video file', async () => {
  const { imagined, pressed } = await play({ dialect: 'plus', pictureSize: 64 });
  const clips = await pressed(await pressed(await imagined(), 'U1'), 'Animate (Low motion)');
  expect(clips.buttons?.map(({ label, emoji }) => label || emoji)).toEqual(['U1', 'U2', 'U3', 'U4', '🔄']);
  const clip = await pressed(clips, 'U3');
  expect(clip.buttons?.map(({ label }) => label)).toEqual(['Extend (High motion)', 'Extend (Low motion)']);
  const video = await fetch(clip.videoUrl ?? '');
  expect(video.headers.get('content-type')).toBe('video/mp4');
  expect(
    Buffer.from(await video.arrayBuffer())
      .subarray(4, 8)
      .toString(),
  ).toBe('ftyp');
});

test('the heart answers with the parent itself and makes no task', async () => {
  const { gateway, imagined, pressed, press } = await play({ dialect: 'plus' });
  const single = await pressed(await imagined(), 'U1');
  const before = gateway.tasks.size;
  expect((await press(single, '❤️')).json).toMatchObject({ code: 1, result: single.id });
  expect(gateway.tasks.size).toBe(before);
});

test('extra buttons of other vendors stand at the end, and an unknown one works', async () => {
  const { imagined, pressed } = await play({
    dialect: 'plus',
    switches: { extraButtons: ['link', 'emoji-object', 'emoji-missing', 'unknown'] },
  });
  const grid = await imagined();
  expect(grid.buttons).toHaveLength(13);
  const [link, object, missing] = grid.buttons?.slice(9) ?? [];
  expect(link).toMatchObject({ style: 5, url: expect.stringMatching(/^https:/) });
  expect(link).not.toHaveProperty('customId');
  expect(object?.emoji).toEqual({ id: null, name: '🪄', animated: false });
  expect(missing).not.toHaveProperty('emoji');
  expect((await pressed(grid, 'New thing')).status).toBe('SUCCESS');
});

test('a press on a parent that is not over is refused', async () => {
  const { post, submit } = await play({ dialect: 'plus' });
  const taskId = await submit('imagine', { prompt: 'cat' });
  const { json } = await post('/mj/submit/action', { taskId, customId: 'MJ::JOB::upsample::1::x' });
  expect(json).toMatchObject({ code: 4, description: '关联任务状态错误' });
});

test('a press on an unknown parent answers code 3', async () => {
  const { post } = await play({ dialect: 'plus' });
  const { status, json } = await post('/mj/submit/action', { taskId: '1', customId: 'MJ::JOB::upsample::1::x' });
  expect([status, json]).toEqual([200, await fixture('parent-not-found')]);
});

test('the old builds answer a repeated press with code 21, the status and the picture', async () => {
  const { imagined, pressed, press } = await play({ dialect: 'plus', switches: { repeatedPress: 'exists' } });
  const grid = await imagined();
  const first = await pressed(grid, 'U1');
  expect((await press(grid, 'U1')).json).toEqual({
    ...(await fixture('press-exists')),
    result: first.id,
    properties: { status: 'SUCCESS', imageUrl: first.imageUrl },
  });
});

test('change and simple-change press as well', async () => {
  const { gateway, post, imagined } = await play({ dialect: 'novicezk' });
  const { id } = await imagined();
  expect((await post('/mj/submit/change', { taskId: id, action: 'VARIATION', index: 2 })).json).toMatchObject({
    code: 1,
  });
  expect((await post('/mj/submit/change', { taskId: id, action: 'REROLL' })).json).toMatchObject({ code: 1 });
  expect((await post('/mj/submit/simple-change', { content: `${id} u3` })).json).toMatchObject({ code: 1 });
  expect((await post('/mj/submit/change', { taskId: id, action: 'UPSCALE', index: 5 })).json).toMatchObject({
    code: 4,
  });
  expect([...gateway.tasks.values()].map(({ description }) => description).slice(1)).toEqual([
    `/up ${id} V2`,
    `/up ${id} R`,
    `/up ${id} U3`,
  ]);
});

describe('a press that needs a confirmation', () => {
  test('of Remix answers 21 with the prompt, waits in MODAL, and runs after the modal under the same id', async () => {
    const { gateway, imagined, press, post, snapshot } = await play({ dialect: 'trueai', switches: { remix: true } });
    const grid = await imagined('cat --v 7');
    const { json } = await press(grid, 'V1');
    expect(json).toEqual({ ...(await fixture('modal-needed')), result: expect.any(String) });
    const child = String(json?.['result']);
    expect(await snapshot(child)).toMatchObject({ status: 'MODAL', buttons: [], imageUrl: null });
    expect((await post('/mj/submit/modal', { taskId: child, prompt: 'dog --v 7' })).json).toMatchObject({
      code: 1,
      result: child,
    });
    gateway.finish(child);
    expect(await snapshot(child)).toMatchObject({ status: 'SUCCESS', prompt: 'dog --v 7' });
    expect(gateway.violations).toEqual([]);
  });

  test('does not ask for Remix when the account has it off', async () => {
    const { imagined, press } = await play({ dialect: 'plus' });
    expect((await press(await imagined(), 'V1')).json).toMatchObject({ code: 1 });
  });

  test('of Custom Zoom always asks, and takes a prompt with --zoom only', async () => {
    const { gateway, imagined, pressed, press, post } = await play({ dialect: 'plus' });
    const { json } = await press(await pressed(await imagined('a fox'), 'U1'), 'Custom Zoom');
    expect(json).toMatchObject({ code: 21, description: '窗口等待', properties: { finalPrompt: 'a fox' } });
    const taskId = String(json?.['result']);
    expect((await post('/mj/submit/modal', { taskId, prompt: 'a fox' })).json).toMatchObject({ code: 4 });
    expect(gateway.violations).toEqual([expect.stringContaining('--zoom')]);
    expect((await post('/mj/submit/modal', { taskId, prompt: 'a fox --zoom 1.5' })).json).toMatchObject({
      code: 1,
      result: taskId,
    });
  });

  test('can be without properties, with a child in NOT_START, and with a new id after the modal', async () => {
    const { gateway, imagined, pressed, press, post, snapshot } = await play({
      dialect: 'plus',
      switches: { modalProperties: false, customZoomChild: 'NOT_START', modalNewId: true },
    });
    const { json } = await press(await pressed(await imagined(), 'U1'), 'Custom Zoom');
    expect(json).toEqual({ ...(await fixture('modal-needed-bare')), result: expect.any(String) });
    const child = String(json?.['result']);
    expect((await snapshot(child)).status).toBe('NOT_START');
    const answer = await post('/mj/submit/modal', { taskId: child, prompt: 'a fox --zoom 2' });
    expect(answer.json).toMatchObject({ code: 1 });
    expect(answer.json?.['result']).not.toBe(child);
    expect(gateway.violations).toEqual([]);
  });

  test("of Vary (Region) has an empty prompt and takes an opaque black and white mask of the picture's size", async () => {
    const played = await play({ dialect: 'plus' });
    const taskId = await region(played);
    expect(await played.snapshot(taskId)).toMatchObject({ status: 'MODAL', prompt: '', promptEn: '' });
    const maskBase64 = await mask({ width: 256, height: 256 });
    expect((await played.post('/mj/submit/modal', { taskId, prompt: 'a hat', maskBase64 })).json).toMatchObject({
      code: 1,
    });
    expect(played.gateway.violations).toEqual([]);
  });

  test.each([
    ['is of another size', () => mask({ width: 128, height: 256 }), '128x256'],
    ['is transparent', () => mask({ width: 256, height: 256, alpha: 0 }), 'opaque'],
    ['is grey', () => mask({ width: 256, height: 256, grey: 90 }), 'black and white'],
    ['selects nothing', () => mask({ width: 256, height: 256, grey: 0 }), 'selects nothing'],
    ['is a JPEG', () => mask({ width: 256, height: 256, jpeg: true }), 'jpeg'],
    ['is missing', () => Promise.resolve(''), 'no mask'],
  ])('refuses and notes a mask that %s', async (_, make, complaint) => {
    const played = await play({ dialect: 'plus' });
    const taskId = await region(played);
    expect(
      (await played.post('/mj/submit/modal', { taskId, prompt: 'a hat', maskBase64: await make() })).json,
    ).toMatchObject({ code: 4 });
    expect(played.gateway.violations).toEqual([expect.stringContaining(complaint)]);
  });

  test('may be confirmed once only', async () => {
    const { gateway, imagined, press, post } = await play({ dialect: 'plus', switches: { remix: true } });
    const taskId = String((await press(await imagined(), 'V1')).json?.['result']);
    const twice = await Promise.all([1, 2].map(() => post('/mj/submit/modal', { taskId, prompt: 'dog' })));
    expect(new Set(twice.map(({ json }) => json?.['code']))).toEqual(new Set([1, 4]));
    expect(gateway.violations).toEqual([expect.stringContaining('confirmed before')]);
  });

  test.each([
    ['plus', 23, 200, 'MODAL'],
    ['trueai', 9, 204, undefined],
  ] as const)(
    'that finds no room at %s answers code %i, and its task is then read as %i %s',
    async (dialect, code, status, state) => {
      const { imagined, press, post, submit, get } = await play({
        dialect,
        slots: { running: 1, waiting: 0 },
        switches: { remix: true },
      });
      const taskId = String((await press(await imagined(), 'V1')).json?.['result']);
      await submit('imagine', { prompt: 'in the way' });
      expect((await post('/mj/submit/modal', { taskId, prompt: 'dog' })).json).toMatchObject({ code });
      const after = await get(`/mj/task/${taskId}/fetch`);
      expect([after.status, after.json?.['status']]).toEqual([status, state]);
    },
  );
});

async function region({ imagined, pressed, press }: Played): Promise<string> {
  const single: Snapshot = await pressed(await imagined(), 'U1');
  const { json } = await press(single, 'Vary (Region)');
  expect(json).toMatchObject({ code: 21, properties: { finalPrompt: '' } });
  return String(json?.['result']);
}

async function mask({
  width,
  height,
  alpha = 1,
  grey = 255,
  jpeg = false,
}: {
  width: number;
  height: number;
  alpha?: number;
  grey?: number;
  jpeg?: boolean;
}): Promise<string> {
  const spot = await sharp({
    create: { width: width / 2, height: height / 2, channels: 3, background: { r: grey, g: grey, b: grey } },
  })
    .png()
    .toBuffer();
  const whole = sharp({ create: { width, height, channels: 4, background: { r: 0, g: 0, b: 0, alpha } } }).composite([
    { input: spot },
  ]);
  const bytes = jpeg ? await whole.jpeg().toBuffer() : await whole.png().toBuffer();
  return `data:image/png;base64,${bytes.toString('base64')}`;
}
