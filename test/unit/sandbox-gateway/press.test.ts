import { expect, test } from 'vitest';
import { fixture, play, shapeOf } from './client.ts';

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
