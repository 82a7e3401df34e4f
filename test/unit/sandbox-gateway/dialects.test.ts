import { describe, expect, test } from 'vitest';
import { fixture, play, shapeOf } from './client.ts';

describe('trueai', () => {
  test.each([
    [{}, 401, 'Authorization header missing.'],
    [{ authorization: 'Bearer sk-sandbox' }, 403, '未登录'],
    [{ authorization: 'Bearer sk-sandbox', 'mj-api-secret': 'sk-sandbox' }, 403, '未登录'],
  ])('refuses the key %o with %i and plain text', async (headers, status, text) => {
    const { get } = await play({ dialect: 'trueai' });
    expect(await get('/mj/task/1/fetch', headers)).toMatchObject({ status, text, type: 'text/plain; charset=utf-8' });
  });

  test.each([{ authorization: 'sk-sandbox' }, { 'mj-api-secret': 'sk-sandbox' }])(
    'takes the bare key %o',
    async (headers) => {
      const { post } = await play({ dialect: 'trueai' });
      expect((await post('/mj/submit/imagine', { prompt: 'cat' }, headers)).json).toMatchObject({
        code: 1,
        description: 'Submit success',
      });
    },
  );

  test('answers an unknown task with 204 and an unknown parent with 404', async () => {
    const { get, post } = await play({ dialect: 'trueai' });
    expect(await get('/mj/task/1/fetch')).toMatchObject({ status: 204, text: '' });
    const { status, json } = await post('/mj/submit/action', { taskId: '1', customId: 'MJ::JOB::upsample::1::x' });
    expect([status, json]).toEqual([404, await fixture('parent-not-found')]);
  });

  test('takes a banned prompt and fails it later', async () => {
    const { gateway, submit, snapshot } = await play({ dialect: 'trueai', switches: { language: 'zh' } });
    const id = await submit('imagine', { prompt: 'nude body' });
    gateway.finish(id);
    expect(await snapshot(id)).toMatchObject({
      status: 'FAILURE',
      failReason: '可能包含敏感词',
      description: '可能包含敏感词',
    });
  });

  test('answers a full queue with code 9', async () => {
    const { post } = await play({ dialect: 'trueai', slots: { running: 0, waiting: 0 } });
    expect((await post('/mj/submit/imagine', { prompt: 'cat' })).json).toEqual(await fixture('trueai-queue-full'));
  });

  test('answers a cancel with an empty 200 whatever happened, and calls it a failure', async () => {
    const { post, submit, snapshot } = await play({ dialect: 'trueai' });
    const id = await submit('imagine', { prompt: 'cat' });
    expect(await post(`/mj/task/${id}/cancel`)).toMatchObject({ status: 200, text: '' });
    expect(await snapshot(id)).toMatchObject({ status: 'FAILURE', failReason: '取消任务' });
    expect(await post('/mj/task/1/cancel')).toMatchObject({ status: 200, text: '' });
  });

  test('knows three modes by path, list-by-ids, and neither change nor queue', async () => {
    const { gateway, post, get } = await play({ dialect: 'trueai' });
    const { json } = await post('/mj-turbo/mj/submit/imagine', { prompt: 'cat' });
    expect(gateway.submits[0]?.mode).toBe('mj-turbo');
    expect((await post('/mj/task/list-by-ids', { ids: [json?.['result']] })).text).toContain('"mode":"TURBO"');
    for (const path of ['/mj-slow/mj/submit/imagine', '/mj/submit/change'])
      expect(await post(path, {})).toMatchObject({ status: 404, text: '' });
    expect((await get('/mj/task/queue')).status).toBe(404);
  });

  test('asks for the Remix dialog on enableRemix only where the account has Remix', async () => {
    const { imagined, post } = await play({ dialect: 'trueai' });
    const grid = await imagined();
    const customId = grid.buttons?.find(({ label }) => label === 'V1')?.customId;
    expect((await post('/mj/submit/action', { taskId: grid.id, customId, enableRemix: true })).json).toMatchObject({
      code: 4,
    });
    expect((await post('/mj/submit/action', { taskId: grid.id, customId })).json).toMatchObject({ code: 1 });
  });

  test('makes four tasks of Imagine all and joins their ids', async () => {
    const { gateway, imagined, post } = await play({ dialect: 'trueai', slots: { running: 9, waiting: 0 } });
    await imagined();
    const { json } = await post('/mj/submit/describe', { link: 'https://example.com/a.png' });
    const taskId = String(json?.['result']);
    gateway.finish(taskId);
    const all = await post('/mj/submit/action', { taskId, customId: 'MJ::Job::PicReader::all' });
    const ids = String(all.json?.['result']).split(',');
    expect(ids).toHaveLength(4);
    for (const id of ids) expect(gateway.tasks.get(id)).toMatchObject({ action: 'IMAGINE', status: 'NOT_START' });
  });

  test('generates its own buttons: a custom zoom with an index, and a reroll where Discord has the heart', async () => {
    const { imagined, pressed } = await play({ dialect: 'trueai' });
    const { buttons } = await pressed(await imagined(), 'U1');
    expect(shapeOf(buttons)).toContainEqual({
      customId: 'MJ::CustomZoom::1::{u}',
      emoji: '🔍',
      label: 'Custom Zoom',
      style: 2,
      type: 2,
    });
    expect(buttons?.at(-1)?.emoji).toBe('🔄');
  });
});

describe('novicezk', () => {
  test('knows no buttons, no action and no modal', async () => {
    const { imagined, post } = await play({ dialect: 'novicezk' });
    const done = await imagined();
    expect(done).not.toHaveProperty('buttons');
    expect(done).not.toHaveProperty('imageWidth');
    for (const verb of ['action', 'modal', 'shorten']) expect((await post(`/mj/submit/${verb}`, {})).status).toBe(404);
  });

  test('fails with an empty progress', async () => {
    const { gateway, submit, snapshot } = await play({ dialect: 'novicezk' });
    const id = await submit('imagine', { prompt: 'cat --v 7' });
    expect((await snapshot(id)).progress).toBeNull();
    gateway.step(id, 31);
    const expected = await fixture('novicezk-fetch-failure');
    gateway.fail(id, String(expected['failReason']));
    const seen = await snapshot(id);
    expect(Object.keys(seen).toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(seen).toMatchObject({ status: 'FAILURE', progress: '', failReason: expected['failReason'] });
  });
});

describe('a switch', () => {
  test.each([
    ['200-empty', 200],
    ['204', 204],
    ['400', 400],
    ['404', 404],
  ] as const)('unknownFetch %s answers %i', async (unknownFetch, status) => {
    const { get } = await play({ dialect: 'plus', switches: { unknownFetch } });
    expect((await get('/mj/task/1/fetch')).status).toBe(status);
  });

  test.each([
    ['null', { buttons: null }],
    ['empty', { buttons: [] }],
  ] as const)('noButtons %s shows %o', async (noButtons, expected) => {
    const { submit, snapshot } = await play({ dialect: 'plus', switches: { noButtons } });
    expect(await snapshot(await submit('imagine', { prompt: 'cat' }))).toMatchObject(expected);
  });

  test('resultType array wraps the id, and missing leaves it out', async () => {
    const array = await play({ dialect: 'plus', switches: { resultType: 'array' } });
    const { json } = await array.post('/mj/submit/imagine', { prompt: 'cat' });
    expect(json?.['result']).toEqual([expect.stringMatching(/^\d+$/)]);
    const missing = await play({ dialect: 'plus', switches: { resultType: 'missing' } });
    expect((await missing.post('/mj/submit/imagine', { prompt: 'cat' })).json).not.toHaveProperty('result');
  });

  test.each(['Waiting to start', '', null])(
    'waitingProgress %o stands until the first step',
    async (waitingProgress) => {
      const { submit, snapshot } = await play({ dialect: 'plus', switches: { waitingProgress } });
      expect((await snapshot(await submit('imagine', { prompt: 'cat' }))).progress).toBe(waitingProgress);
    },
  );

  test('auth none takes anyone', async () => {
    const { get } = await play({ dialect: 'plus', switches: { auth: 'none' } });
    expect((await get('/mj/task/list', {})).status).toBe(200);
  });
});
