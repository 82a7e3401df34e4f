import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { play } from './client.ts';

describe('a fault of the connection', () => {
  test('drop cuts it before anything was done', async () => {
    const { gateway, post } = await play({ dialect: 'plus' });
    gateway.faults.add({ kind: 'imagine', then: { do: 'drop' } });
    await expect(post('/mj/submit/imagine', { prompt: 'cat' })).rejects.toThrow('fetch failed');
    expect([gateway.submits.length, gateway.tasks.size]).toEqual([0, 0]);
    expect(gateway.requests).toMatchObject([{ kind: 'imagine', status: null }]);
  });

  test('commit-then-drop cuts it after the task was made', async () => {
    const { gateway, post } = await play({ dialect: 'plus' });
    gateway.faults.add({ kind: 'imagine', then: { do: 'commit-then-drop' } });
    await expect(post('/mj/submit/imagine', { prompt: 'cat' })).rejects.toThrow('fetch failed');
    expect([gateway.submits.length, gateway.tasks.size]).toEqual([1, 1]);
  });

  test.each([500, 502, 504] as const)('commit-then-answer shows %i after the task was made', async (status) => {
    const { gateway, post } = await play({ dialect: 'new-api' });
    gateway.faults.add({ kind: 'submits', then: { do: 'commit-then-answer', status } });
    expect(await post('/mj/submit/imagine', { prompt: 'cat' })).toMatchObject({
      status,
      type: 'text/html; charset=utf-8',
    });
    expect(gateway.submits).toHaveLength(1);
  });

  test('delay holds the answer back, and the work with it', async () => {
    const { gateway, post } = await play({ dialect: 'plus' });
    gateway.faults.add({ kind: 'imagine', then: { do: 'delay', ms: 80 } });
    const started = performance.now();
    const answer = post('/mj/submit/imagine', { prompt: 'cat' });
    await gateway.waitFor(() => gateway.requests.length === 1, { what: 'the request' });
    expect(gateway.tasks.size).toBe(0);
    expect((await answer).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(70);
  });

  test('slow-body sends the head at once and the rest in pieces', async () => {
    const { gateway, imagined } = await play({ dialect: 'plus' });
    const { imageUrl } = await imagined();
    gateway.faults.add({ kind: 'picture', then: { do: 'slow-body', ms: 100 } });
    const started = performance.now();
    const response = await fetch(imageUrl);
    await response.arrayBuffer();
    expect(performance.now() - started).toBeGreaterThan(90);
  });
});

describe('a fault of the answer', () => {
  test('can be any status and body', async () => {
    const { gateway, get } = await play({ dialect: 'plus' });
    gateway.faults.add({
      path: /fetch$/,
      then: { do: 'answer', status: 503, body: { sorry: true }, headers: { 'retry-after': '7' } },
    });
    expect(await get('/mj/task/1/fetch')).toMatchObject({ status: 503, json: { sorry: true } });
  });

  test.each([
    [{ do: 'html' }, 200, 'text/html; charset=utf-8'],
    [{ do: 'empty' }, 200, null],
    [{ do: 'too-many', retryAfterSeconds: 3 }, 429, null],
    [{ do: 'answer', status: 413, body: 'too large' }, 413, 'text/plain; charset=utf-8'],
  ] as const)('%o leaves no task', async (then, status, type) => {
    const { gateway, post } = await play({ dialect: 'plus' });
    gateway.faults.add({ kind: 'submits', then });
    expect(await post('/mj/submit/imagine', { prompt: 'cat' })).toMatchObject({ status, type });
    expect(gateway.tasks.size).toBe(0);
  });

  test('refuse for reads lets submits pass', async () => {
    const { gateway, post, get } = await play({ dialect: 'new-api' });
    gateway.faults.add({ kind: 'reads', then: { do: 'refuse', status: 403 } });
    const { json } = await post('/mj/submit/imagine', { prompt: 'cat' });
    expect(json).toMatchObject({ code: 1 });
    expect(await get(`/mj/task/${String(json?.['result'])}/fetch`)).toMatchObject({
      status: 403,
      json: { error: { type: 'new_api_error' } },
    });
  });
});

describe('a rule', () => {
  test('with nth strikes that request alone', async () => {
    const { gateway, get } = await play({ dialect: 'plus' });
    gateway.faults.add({ kind: 'list', nth: 2, then: { do: 'answer', status: 500 } });
    const statuses = [];
    for (let at = 0; at < 3; at += 1) statuses.push((await get('/mj/task/list')).status);
    expect(statuses).toEqual([200, 500, 200]);
  });

  test('with times stops striking, and clear and the remover take rules away', async () => {
    const { gateway, get } = await play({ dialect: 'plus' });
    gateway.faults.add({ kind: 'list', times: 1, then: { do: 'answer', status: 500 } });
    const remove = gateway.faults.add({ path: '/mj/task/list', then: { do: 'answer', status: 501 } });
    expect((await get('/mj/task/list')).status).toBe(500);
    expect((await get('/mj/task/list')).status).toBe(501);
    remove();
    expect((await get('/mj/task/list')).status).toBe(200);
    gateway.faults.add({ then: { do: 'answer', status: 502 } });
    gateway.faults.clear();
    expect((await get('/mj/task/list')).status).toBe(200);
  });

  test('with when looks at the body', async () => {
    const { gateway, post } = await play({ dialect: 'plus' });
    gateway.faults.add({ when: ({ body }) => body['prompt'] === 'bad', then: { do: 'html' } });
    expect((await post('/mj/submit/imagine', { prompt: 'good' })).json).toMatchObject({ code: 1 });
    expect((await post('/mj/submit/imagine', { prompt: 'bad' })).json).toBeNull();
  });
});

describe('a spoiled picture', () => {
  test.each([
    ['gone', 404, 'text/plain; charset=utf-8'],
    ['html', 200, 'text/html; charset=utf-8'],
    ['wrong-type', 200, 'application/octet-stream'],
  ] as const)('%s', async (as, status, type) => {
    const { gateway, imagined } = await play({ dialect: 'plus' });
    const { imageUrl } = await imagined();
    gateway.faults.add({ kind: 'pictures', then: { do: 'picture', as } });
    const response = await fetch(imageUrl);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
  });

  test('webp is the same picture in another format', async () => {
    const { gateway, imagined } = await play({ dialect: 'plus' });
    const { imageUrl } = await imagined();
    gateway.faults.add({ kind: 'picture', then: { do: 'picture', as: 'webp' } });
    const { format, width } = await sharp(Buffer.from(await (await fetch(imageUrl)).arrayBuffer())).metadata();
    expect([format, width]).toEqual(['webp', 256]);
  });

  test('huge is 60 MB, and a reader may hang up early', async () => {
    const { gateway, imagined } = await play({ dialect: 'plus' });
    const { imageUrl } = await imagined();
    gateway.faults.add({ kind: 'picture', then: { do: 'picture', as: 'huge' } });
    const early = await fetch(imageUrl);
    expect(early.headers.get('content-length')).toBeNull();
    await early.body?.cancel();
    let size = 0;
    for await (const piece of (await fetch(imageUrl)).body ?? []) size += piece.length;
    expect(size).toBeGreaterThanOrEqual(60 * 1024 * 1024);
    expect(gateway.violations).toEqual([]);
  });
});

test('whoever adds a rule may be told each time that it strikes', async () => {
  const { gateway, post, get } = await play({ dialect: 'plus' });
  const struck: string[] = [];
  for (const name of ['first', 'second'])
    gateway.faults.add({ kind: 'imagine', times: 1, then: { do: 'html' }, onStrike: () => struck.push(name) });
  await get('/mj/task/1/fetch');
  expect(struck).toEqual([]);
  await post('/mj/submit/imagine', { prompt: 'cat' });
  expect(struck).toEqual(['first']);
  await post('/mj/submit/imagine', { prompt: 'cat' });
  await post('/mj/submit/imagine', { prompt: 'cat' });
  expect(struck).toEqual(['first', 'second']);
});

test('closing ends what is still held back', async () => {
  const { gateway, get } = await play({ dialect: 'plus' });
  gateway.faults.add({ then: { do: 'delay', ms: 600_000 } });
  const answer = get('/mj/task/list').catch((error: unknown) => error);
  await gateway.waitFor(() => gateway.requests.length === 1, { what: 'the request' });
  await gateway.close();
  expect(await answer).toBeInstanceOf(Error);
});

test('waiting in vain says for what', async () => {
  const { gateway } = await play({ dialect: 'plus' });
  await expect(gateway.waitFor(() => false, { what: 'rain', timeoutMs: 20 })).rejects.toThrow(
    'waited 20 ms in vain for rain',
  );
});
