import { describe, expect, test } from 'vitest';
import { bytesOf, fixture, play, type Snapshot } from './client.ts';

describe('a task behind new-api', () => {
  test('has status "" until the first sweep, then what the upstream said at that moment', async () => {
    const { gateway, submit, snapshot } = await play({
      dialect: 'new-api',
      switches: { serverAddress: 'http://localhost:3000' },
    });
    const id = await submit('imagine', { prompt: 'cat --v 7' });
    expect(await snapshot(id)).toEqual({ ...(await fixture('new-api-fetch-new')), id, submitTime: expect.any(Number) });
    gateway.step(id, 31);
    expect((await snapshot(id)).status).toBe('');
    gateway.sweep();
    expect(await snapshot(id)).toEqual({
      ...(await fixture('new-api-fetch-running')),
      id,
      submitTime: expect.any(Number),
      startTime: expect.any(Number),
      imageUrl: expect.stringMatching(new RegExp(`^http://localhost:3000/mj/image/${id}\\?rand=\\d{19}$`)),
    });
    gateway.finish(id);
    expect((await snapshot(id)).status).toBe('IN_PROGRESS');
    gateway.sweep();
    const done = await snapshot(id);
    expect(done).toMatchObject({
      status: 'SUCCESS',
      imageUrl: `http://localhost:3000/mj/image/${id}`,
      properties: { finalPrompt: 'cat --v 7', finalZhPrompt: '' },
    });
    expect(done.buttons).toHaveLength(9);
    expect(done).not.toHaveProperty('imageWidth');
  });

  test('is swept by time', async () => {
    const { gateway, submit, snapshot } = await play({
      dialect: 'new-api',
      manual: false,
      drawMs: 20,
      switches: { sweepMs: 30 },
    });
    const id = await submit('imagine', { prompt: 'cat' });
    await gateway.waitFor(() => gateway.tasks.get(id)?.status === 'SUCCESS', { what: 'the upstream to finish' });
    await expect.poll(async () => (await snapshot(id)).status).toBe('SUCCESS');
  });

  test('that failed is at 100%', async () => {
    const { gateway, submit, snapshot } = await play({ dialect: 'new-api' });
    const id = await submit('imagine', { prompt: 'cat' });
    gateway.step(id, 46);
    gateway.fail(id, '[Invalid parameter] Unrecognized');
    gateway.sweep();
    expect(await snapshot(id)).toMatchObject({
      status: 'FAILURE',
      progress: '100%',
      failReason: '[Invalid parameter] Unrecognized',
    });
  });

  test('that the upstream forgot stays as it is, unless the row is lost too', async () => {
    const { gateway, submit, snapshot, get } = await play({ dialect: 'new-api' });
    const [frozen, gone] = [await submit('imagine', { prompt: 'one' }), await submit('imagine', { prompt: 'two' })];
    gateway.step(frozen, 15);
    gateway.sweep();
    gateway.forget(frozen);
    gateway.forget(gone, { rows: true });
    gateway.sweep();
    expect(await snapshot(frozen)).toMatchObject({ status: 'IN_PROGRESS', progress: '15%' });
    const { status, json } = await get(`/mj/task/${gone}/fetch`);
    expect([status, json]).toEqual([400, await fixture('new-api-task-not-found')]);
  });

  test('shows its picture under /mj/image to anyone, until the link behind it dies', async () => {
    let now = 1_741_531_578_038;
    const clock = { now: () => now, after: () => () => {} };
    const { gateway, imagined } = await play({ dialect: 'new-api', clock });
    const { id, imageUrl } = await imagined();
    expect(imageUrl).toBe(`${gateway.url}/mj/image/${id}`);
    expect((await bytesOf(imageUrl)).subarray(1, 4).toString()).toBe('PNG');
    now += 25 * 60 * 60 * 1000;
    const late = await fetch(imageUrl);
    expect([late.status, await late.json()]).toEqual([404, { error: 'This content is no longer available.' }]);
    const unknown = await fetch(`${gateway.url}/mj/image/1`);
    expect([unknown.status, await unknown.json()]).toEqual([400, { error: 'midjourney_task_not_found' }]);
  });

  test('loses the url of a link button and keeps the entry without a customId', async () => {
    const { imagined } = await play({ dialect: 'new-api', switches: { extraButtons: ['link'] } });
    expect((await imagined()).buttons?.at(-1)).toEqual({ customId: null, emoji: '', label: 'Web', type: 2, style: 5 });
  });
});

describe('the rewriting of codes', () => {
  test('shows a queued submit as accepted, with the same bytes besides, as plain text', async () => {
    const { post, gateway } = await play({ dialect: 'new-api', slots: { running: 1, waiting: 5 } });
    await post('/mj/submit/imagine', { prompt: 'one' });
    await post('/mj/submit/imagine', { prompt: 'two' });
    const { json, type } = await post('/mj/submit/imagine', { prompt: 'three' });
    expect(json).toEqual({ ...(await fixture('new-api-submit-queued')), result: expect.any(String) });
    expect(type).toBe('text/plain; charset=utf-8');
    expect(gateway.submits.map(({ code }) => code)).toEqual([1, 1, 1]);
  });

  test('shows a Remix dialog as accepted, and the task sits in MODAL', async () => {
    const { gateway, imagined, press, snapshot } = await play({
      dialect: 'new-api',
      switches: { remix: true, language: 'en' },
    });
    const { json } = await press(await imagined('cat --v 7'), 'V1');
    expect(json).toEqual({ ...(await fixture('new-api-remix')), result: expect.any(String) });
    gateway.sweep();
    expect((await snapshot(String(json?.['result']))).status).toBe('MODAL');
  });

  test.each(['Custom Zoom', 'Vary (Region)'])('keeps the 21 of %s', async (face) => {
    const { imagined, pressed, press } = await play({ dialect: 'new-api' });
    expect((await press(await pressed(await imagined(), 'U1'), face)).json).toMatchObject({ code: 21 });
  });

  test('can be off', async () => {
    const { imagined, press } = await play({ dialect: 'new-api', switches: { remix: true, rewriteCodes: false } });
    expect((await press(await imagined(), 'V1')).json).toMatchObject({ code: 21 });
  });

  test('passes 23 and 24 on', async () => {
    const { post } = await play({ dialect: 'new-api', slots: { running: 0, waiting: 0 } });
    expect((await post('/mj/submit/imagine', { prompt: 'cat' })).json).toMatchObject({ code: 23, result: null });
    expect((await post('/mj/submit/imagine', { prompt: 'nude body' })).json).toEqual(await fixture('banned-prompt'));
  });
});

test('after a modal the same id has two rows: a fetch reads the older, a list gives both', async () => {
  const { gateway, imagined, press, post, snapshot, snapshots } = await play({
    dialect: 'new-api',
    switches: { remix: true },
  });
  const id = String((await press(await imagined(), 'V1')).json?.['result']);
  gateway.sweep();
  expect((await post('/mj/submit/modal', { taskId: id, prompt: 'dog' })).json).toMatchObject({ code: 1, result: id });
  gateway.step(id, 31);
  gateway.sweep();
  expect((await snapshot(id)).status).toBe('MODAL');
  expect((await snapshots([id])).map(({ status }) => status)).toEqual(['MODAL', 'IN_PROGRESS']);
  gateway.finish(id);
  gateway.sweep();
  expect((await snapshot(id)).status).toBe('MODAL');
  gateway.sweep();
  expect((await snapshot(id)).status).toBe('SUCCESS');
});

describe('a refusal of new-api itself', () => {
  test.each([
    ['imagine', { prompt: '' }, 400, 'new-api-prompt-required'],
    ['action', { taskId: '1', customId: 'MJ::Job::PicReader::1' }, 400, 'new-api-unknown-action'],
  ])('%s %o answers its own shape', async (verb, body, status, name) => {
    const { post } = await play({ dialect: 'new-api' });
    const answer = await post(`/mj/submit/${verb}`, body);
    expect(answer.status).toBe(status);
    expect(withoutRequestId(answer.json)).toEqual(withoutRequestId(await fixture(name)));
  });

  test.each([
    [{ taskId: '1', customId: 'MJ::JOB::upsample::1::x' }, 'task_not_found '],
    [{ taskId: 1, customId: 'MJ::JOB::upsample::1::x' }, 'bind_request_body_failed '],
  ])('a press %o answers %s', async (body, description) => {
    const { post } = await play({ dialect: 'new-api' });
    expect(await post('/mj/submit/action', body)).toMatchObject({
      status: 400,
      json: { description, type: 'upstream_error', code: 4 },
    });
  });

  test('a press before the sweep saw the end answers task_status_not_success', async () => {
    const { gateway, post, submit } = await play({ dialect: 'new-api' });
    const taskId = await submit('imagine', { prompt: 'cat' });
    gateway.finish(taskId);
    const customId = gateway.tasks.get(taskId)?.buttons[0]?.customId;
    expect((await post('/mj/submit/action', { taskId, customId })).json).toMatchObject({
      description: 'task_status_not_success ',
    });
    gateway.sweep();
    expect((await post('/mj/submit/action', { taskId, customId })).json).toMatchObject({ code: 1 });
  });

  test('a change needs an index even for a reroll, and simple-change finds no channel', async () => {
    const { imagined, post } = await play({ dialect: 'new-api' });
    const { id } = await imagined();
    expect((await post('/mj/submit/change', { taskId: id, action: 'REROLL' })).json).toMatchObject({
      description: 'index_is_required ',
    });
    expect((await post('/mj/submit/change', { taskId: id, action: 'REROLL', index: 1 })).json).toMatchObject({
      code: 1,
    });
    expect(await post('/mj/submit/simple-change', { content: `${id} U1` })).toMatchObject({
      status: 503,
      json: { error: { type: 'new_api_error' } },
    });
  });

  test('numbers among the ids of a list answer do_request_failed; no ids at all an empty list', async () => {
    const { gateway, post } = await play({ dialect: 'new-api' });
    expect(await post('/mj/task/list-by-condition', { ids: [1] })).toMatchObject({
      status: 400,
      json: { description: 'do_request_failed ' },
    });
    expect(gateway.violations).toHaveLength(1);
    expect((await post('/mj/task/list-by-condition', {})).text).toBe('[]');
  });

  test('a result that is no string cannot be read, though the task exists', async () => {
    const { gateway, post } = await play({ dialect: 'new-api', switches: { resultType: 'number' } });
    const { status, json } = await post('/mj/submit/imagine', { prompt: 'cat' });
    expect([status, json]).toEqual([
      400,
      { description: 'unmarshal_response_body_failed ', type: 'upstream_error', code: 5 },
    ]);
    expect(gateway.tasks.size).toBe(1);
  });
});

describe('the key', () => {
  test.each([
    { authorization: 'Bearer sk-sandbox' },
    { authorization: 'sk-sandbox' },
    { authorization: 'sandbox' },
    { 'mj-api-secret': 'sk-sandbox' },
    { authorization: 'midjourney-proxy', 'mj-api-secret': 'sk-sandbox' },
  ])('%o is accepted', async (headers) => {
    const { post } = await play({ dialect: 'new-api' });
    expect((await post('/mj/submit/imagine', { prompt: 'cat' }, headers)).json).toMatchObject({ code: 1 });
  });

  test.each([{}, { authorization: 'Bearer wrong' }])('%o is refused in the manner of OpenAI', async (headers) => {
    const { get } = await play({ dialect: 'new-api' });
    const { status, json } = await get('/mj/task/1/fetch', headers);
    expect(status).toBe(401);
    expect(withoutRequestId(json)).toEqual(withoutRequestId(await fixture('new-api-unauthorized')));
  });
});

describe('a path', () => {
  test('that new-api does not have is its web page with status 200', async () => {
    const { get, post } = await play({ dialect: 'new-api' });
    for (const answer of [
      await get('/mj/task/list'),
      await post('/mj/task/1/cancel'),
      await post('/mj/submit/video', { prompt: 'cat' }),
    ]) {
      expect(answer).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    }
  });

  test('of a newer build exists when asked for', async () => {
    const { post } = await play({ dialect: 'new-api', switches: { newerRoutes: true } });
    expect((await post('/mj/submit/video', { prompt: 'cat' })).json).toMatchObject({ code: 1 });
  });

  test('with a mode that begins with mj- is cut back; another is forwarded as it is and fails upstream', async () => {
    const { gateway, post, get } = await play({ dialect: 'new-api' });
    const { json } = await post('/mj-relax/mj/submit/imagine', { prompt: 'cat' });
    expect(json).toMatchObject({ code: 1 });
    expect(gateway.submits[0]?.mode).toBe('mj-relax');
    expect((await get(`/foo/mj/task/${String(json?.['result'])}/fetch`)).status).toBe(200);
    expect(await post('/fast/mj/submit/imagine', { prompt: 'cat' })).toMatchObject({
      status: 404,
      json: { error: 'Not Found' },
    });
  });
});

test('signs that Go escapes arrive escaped and mean the same', async () => {
  const { gateway, submit, get } = await play({ dialect: 'new-api', switches: { forwardImages: false } });
  const id = await submit('imagine', { prompt: 'a < b' });
  gateway.finish(id);
  gateway.sweep();
  const { text } = await get(`/mj/task/${id}/fetch`);
  expect(text).toContain('\\u0026is=');
  expect(text).toContain('a \\u003c b');
  const { imageUrl }: Snapshot = JSON.parse(text);
  expect((await fetch(imageUrl)).status).toBe(200);
});

test('seed and swap pass through a struct with a fixed order of fields', async () => {
  const { get, imagined } = await play({ dialect: 'new-api' });
  const { text } = await get(`/mj/task/${(await imagined()).id}/image-seed`);
  expect(Object.keys(JSON.parse(text))).toEqual(['code', 'description', 'properties', 'result']);
});

function withoutRequestId(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json).replace(/request id: \d+/, 'request id'));
}

test('the panel says to everybody what it is; One API has it too, and no Midjourney', async () => {
  const whole = await play({ dialect: 'new-api' });
  const bare = await play({ dialect: 'new-api', switches: { midjourney: false } });
  const status = async ({ gateway }: typeof whole) => (await fetch(`${gateway.url}/api/status`)).json();

  expect(await status(whole)).toMatchObject({ success: true, data: { system_name: 'New API' } });
  expect(await status(bare)).toMatchObject({ success: true, data: { system_name: 'One API' } });
  expect(await bare.get('/mj/task/0/fetch')).toMatchObject({ status: 200, type: expect.stringContaining('html') });
});
