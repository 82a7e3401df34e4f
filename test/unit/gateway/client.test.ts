import { createServer, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import type { Gateway, Seeds } from '../../../src/flows/needs/gateway.ts';
import { panelAt } from '../../../src/gateway/index.ts';
import { type Canned, client, closedPort, failure, memory, serve } from './support.ts';

const ok = { body: { code: 1, description: 'ok', result: '1741531578038123' } };
const order = { prompt: 'a red fox', state: 's0000000000000000001' };

const nameless: LookupFunction = (name, _, done) => done(Object.assign(new Error(name), { code: 'ENOTFOUND' }), []);

describe('a submit', () => {
  test('carries the prompt, our state, the hook and the account filter', async () => {
    const { url, seen } = await serve(() => ok);
    const gateway: Gateway & Seeds = client(url, { accountFilter: { remark: 'team-a' } });
    const answer = await gateway.imagine({
      ...order,
      pictures: [],
      notifyHook: 'https://bot.example/hooks/midjourney/t',
    });
    expect(answer).toEqual({ kind: 'accepted', task: '1741531578038123' });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/mj/submit/imagine' });
    expect(seen[0]?.body).toEqual({
      prompt: 'a red fox',
      state: 's0000000000000000001',
      notifyHook: 'https://bot.example/hooks/midjourney/t',
      accountFilter: { remark: 'team-a' },
    });
  });

  test('a press echoes the customId and sends the task id as a string', async () => {
    const { url, seen } = await serve(() => ok);
    await client(url).press({ task: '0741798445574458', customId: 'MJ::JOB::upsample::2::u', state: 's1' });
    expect(seen[0]?.path).toBe('/mj/submit/action');
    expect(seen[0]?.body).toEqual({ taskId: '0741798445574458', customId: 'MJ::JOB::upsample::2::u', state: 's1' });
  });

  test('a confirmation is answered with the prompt', async () => {
    const { url, seen } = await serve(() => ok);
    await client(url).confirm({ task: '14001929738841620', prompt: 'cat --v 7', state: 's1' });
    expect(seen[0]?.path).toBe('/mj/submit/modal');
    expect(seen[0]?.body).toEqual({ taskId: '14001929738841620', prompt: 'cat --v 7', state: 's1' });
  });

  test('is certainly not taken when nobody listens', async () => {
    const error = await failure(client(`http://127.0.0.1:${await closedPort()}`).imagine(order));
    expect(error).toBeInstanceOf(Unreachable);
    expect((error as Error).cause).toBeDefined();
  });

  test('is certainly not taken when the name cannot be resolved', async () => {
    const dispatcher = new Agent({ connect: { lookup: nameless } });
    expect(await failure(client('http://gateway.invalid', { dispatcher }).imagine(order))).toBeInstanceOf(Unreachable);
  });

  test('is certainly not taken when TLS fails', async () => {
    const { url } = await serve(() => ok);
    expect(await failure(client(url.replace('http:', 'https:')).imagine(order))).toBeInstanceOf(Unreachable);
  });

  test('is in doubt when the connection breaks after it was sent, and is not sent again', async () => {
    const { url, seen } = await serve((_, __, socket) => void socket.destroy());
    expect(await failure(client(url).imagine(order))).toBeInstanceOf(InDoubt);
    expect(seen).toHaveLength(1);
  });

  test('is in doubt when the answer breaks off in the middle', async () => {
    const { url } = await serve((_, response, socket) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"code":1,', () => socket.destroy());
      return undefined;
    });
    expect(await failure(client(url).imagine(order))).toBeInstanceOf(InDoubt);
  });

  test('is in doubt when no answer comes in time, and is not sent again', async () => {
    const { url, seen } = await serve(() => undefined);
    expect(await failure(client(url, { timeouts: { submit: 300 } }).imagine(order))).toBeInstanceOf(InDoubt);
    expect(seen).toHaveLength(1);
  });

  test('is not taken when the connection never comes up', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as { port: number };
    const silent = client(`https://127.0.0.1:${port}`, { timeouts: { connect: 50 } });
    expect(await failure(silent.imagine(order))).toBeInstanceOf(Unreachable);
    server.close();
  });

  test('never rides on a kept connection, which the server might close at that very moment; a reading does', async () => {
    const { url, seen } = await serve(({ path }) => (path.includes('/submit/') ? ok : { body: [] }));
    const gateway = client(url);
    await gateway.imagine(order);
    await gateway.latest();
    expect(seen.map((one) => one.headers.connection)).toEqual(['close', 'keep-alive']);
  });

  test('does not follow a redirect, which would carry the key elsewhere', async () => {
    const elsewhere = await serve(() => ok);
    const { url } = await serve(() => ({ status: 307, headers: { location: `${elsewhere.url}/mj/submit/imagine` } }));
    expect(await failure(client(url).imagine(order))).toMatchObject({ name: 'Misconfigured', code: 'no-route' });
    expect(elsewhere.seen).toEqual([]);
  });

  test('waits as long as the gateway asks', async () => {
    const { url } = await serve(() => ({ status: 429, headers: { 'retry-after': '12' } }));
    expect(await failure(client(url).imagine(order))).toMatchObject({ name: 'Busy', retryAfterMs: 12_000 });
  });
});

describe('cancel', () => {
  test('is taken by an empty 200, as trueai answers, and by code 1', async () => {
    const { url, seen } = await serve(({ path }) => ({ body: path.includes('/1/') ? '' : { code: 1 } }));
    const gateway = client(url);
    expect([await gateway.cancel('1'), await gateway.cancel('2')]).toEqual([true, true]);
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/mj/task/1/cancel' });
  });

  test.each([
    ['404', { status: 404, body: 'not found' }],
    ['405', { status: 405 }],
    ["new-api's page", { body: '<!doctype html>' }],
  ])('is no verb of a gateway that answers %s, which is remembered for a day', async (_, answer) => {
    let now = 0;
    const lasting = memory();
    const expiring = { ...lasting, get: async (name: string) => (now < 86_400_000 ? lasting.get(name) : undefined) };
    const { url, seen } = await serve(() => answer);
    const gateway = client(url, { now: () => now, memory: expiring });
    expect([await gateway.cancel('1'), await gateway.cancel('1')]).toEqual([false, false]);
    expect(seen).toHaveLength(1);
    now = 86_400_000;
    await gateway.cancel('1');
    expect(seen).toHaveLength(2);
  });

  test('of an unknown task is not taken, and says nothing about the verb', async () => {
    const { url, seen } = await serve(() => ({ status: 404, body: { code: 3, description: '关联任务不存在' } }));
    const gateway = client(url);
    expect([await gateway.cancel('1'), await gateway.cancel('1')]).toEqual([false, false]);
    expect(seen).toHaveLength(2);
  });

  test('throws what a read throws', async () => {
    const { url } = await serve(({ path }) => ({ status: path.includes('/1/') ? 401 : 503 }));
    expect(await failure(client(url).cancel('1'))).toBeInstanceOf(Misconfigured);
    expect(await failure(client(url).cancel('2'))).toBeInstanceOf(Busy);
  });
});

describe('a probe', () => {
  test('tells what was found, by reads alone', async () => {
    const { url, seen } = await serve(({ path, headers }) => {
      if (headers['mj-api-secret'] !== 'sk-test') return { status: 401 };
      if (path.startsWith('/mj-fast')) return { status: 404 };
      return path.endsWith('/fetch') ? { body: '' } : { body: [] };
    });
    const gateway = client(url, { auth: 'auto', modeVia: 'auto' });
    expect(await gateway.probe()).toEqual({ auth: 'secret', mode: 'flag', list: true, latest: true });
    expect(seen.some((one) => one.path.includes('/submit/'))).toBe(false);
  });

  test('of a web page throws', async () => {
    const { url } = await serve(() => ({ body: '<html>' }));
    expect(await failure(client(url).probe())).toMatchObject({ name: 'Misconfigured', code: 'web-page' });
  });
});

describe('the character of a gateway', () => {
  const answering = (fetch: Canned, rest: Canned) =>
    serve(({ path }) => (path.endsWith('/0/fetch') ? fetch : path.endsWith('/image-seed') ? rest : { status: 404 }));
  const none = { code: 4, description: 'task_no_found ', type: 'upstream_error' };
  const noSeed = { body: { code: 3, description: 'no such task' } };

  test.each([
    ['novicezk', { body: '' }, { status: 404 }, false],
    ['plus', { body: '' }, noSeed, true],
    ['trueai', { status: 204 }, noSeed, true],
    ['new-api', { status: 400, body: none }, noSeed, true],
    [undefined, { status: 404, body: { error: 'none' } }, noSeed, true],
  ])('is that of %s', async (dialect, fetch, seed, seeds) => {
    const { url } = await answering(fetch, seed);

    expect(await client(url).character()).toEqual({ dialect, seeds, accounts: undefined });
  });

  test.each([
    [
      'bare',
      [
        { id: '1', enable: true, userToken: 't' },
        { id: '2', enable: false },
      ],
    ],
    ['in an envelope', { code: 1, result: [{ enable: true }, { enable: false }] }],
  ])('counts its accounts, %s, and takes nothing else of them along', async (_, body) => {
    const { url } = await serve(({ path }) => (path.endsWith('/account/list') ? { body } : { status: 404 }));

    expect((await client(url).character()).accounts).toEqual({ all: 2, enabled: 1 });
  });
});

describe('the panel at an address', () => {
  test('has a name, which is asked for without the key', async () => {
    const { url, seen } = await serve(() => ({ body: { success: true, data: { system_name: 'One API' } } }));

    expect(await panelAt(`${url}/some/path`, 1000)).toBe('One API');
    expect(seen).toMatchObject([{ path: '/api/status' }]);
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
  });

  test('is none where something else answers, or nothing', async () => {
    const { url } = await serve(() => ({ body: { status: 'ok' } }));

    expect(await panelAt(url, 1000)).toBeUndefined();
    expect(await panelAt(`http://127.0.0.1:${await closedPort()}`, 1000)).toBeUndefined();
  });
});

test('the words of a failure are told at debug, beside its status; nothing of a task is', async () => {
  const { url } = await serve(({ path }) =>
    path.includes('/submit/')
      ? { status: 521, body: { description: 'near "a quokka"' } }
      : { body: { id: '1', status: 'SUCCESS', description: 'a numbat' } },
  );
  const told: object[] = [];
  const log = { debug: (fields: object) => told.push(fields), info: () => {}, warn: () => {} };
  const gateway = client(url, { log });
  expect(await failure(gateway.imagine(order))).toMatchObject({ name: 'Unreachable', message: 'HTTP 521' });
  await gateway.fetch('1');
  expect(told).toMatchObject([{ status: 521, words: 'near "a quokka"' }, { status: 200 }]);
  expect(JSON.stringify(told[1])).not.toContain('numbat');
});
