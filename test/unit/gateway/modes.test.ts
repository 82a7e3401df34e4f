import { describe, expect, test } from 'vitest';
import type { Mode } from '../../../src/domain/prompt.ts';
import type { GatewayOptions } from '../../../src/gateway/index.ts';
import { client, memory, type Seen, serve } from './support.ts';

const ok = { body: { code: 1, description: 'ok', result: '1741531578038123' } };

/** What the gateway is sent for an imagine. */
async function submitted(
  more: Partial<GatewayOptions>,
  mode: Mode | undefined,
  prompt = 'a fox',
): Promise<Seen | undefined> {
  const { url, seen } = await serve(() => ok);
  await client(url, more).imagine({ prompt, state: 's1', mode });
  return seen.at(-1);
}

describe('a speed is asked for', () => {
  test('by path', async () => {
    expect((await submitted({ modeVia: 'path' }, 'fast'))?.path).toBe('/mj-fast/mj/submit/imagine');
    expect((await submitted({ modeVia: 'path', modePath: '/{mode}' }, 'relax'))?.path).toBe('/relax/mj/submit/imagine');
    expect((await submitted({ modeVia: 'path' }, undefined))?.path).toBe('/mj/submit/imagine');
  });

  test('by account filter, in capitals, beside what the operator set', async () => {
    const one = await submitted({ modeVia: 'filter', accountFilter: { remark: 'a' } }, 'turbo');
    expect(one?.body).toEqual({ prompt: 'a fox', state: 's1', accountFilter: { remark: 'a', modes: ['TURBO'] } });
  });

  test('by flag at the end of the prompt', async () => {
    expect((await submitted({ modeVia: 'flag' }, 'relax'))?.body['prompt']).toBe('a fox --relax');
  });

  test('not at all', async () => {
    const one = await submitted({ modeVia: 'none' }, 'relax');
    expect([one?.path, one?.body]).toEqual(['/mj/submit/imagine', { prompt: 'a fox', state: 's1' }]);
  });

  test("by the prompt's own word, where it has one", async () => {
    expect((await submitted({ modeVia: 'flag' }, 'fast', 'a fox --relax'))?.body['prompt']).toBe('a fox --relax');
    expect((await submitted({ modeVia: 'path' }, 'fast', 'a fox --relax'))?.path).toBe('/mj-relax/mj/submit/imagine');
  });

  test('not by flag for a press, which has no prompt', async () => {
    const { url, seen } = await serve(() => ok);
    await client(url, { modeVia: 'flag' }).press({ task: '1', customId: 'x', state: 's1', mode: 'relax' });
    expect(seen[0]?.body).toEqual({ taskId: '1', customId: 'x', state: 's1' });
  });
});

describe('auto', () => {
  test('takes the path where a read on it answers, and every worker knows it then', async () => {
    const kept = memory();
    const { url, seen } = await serve(({ method }) => (method === 'GET' ? { status: 204 } : ok));
    await client(url, { modeVia: 'auto', memory: kept }).imagine({ prompt: 'a fox', state: 's1', mode: 'relax' });
    await client(url, { modeVia: 'auto', memory: kept }).imagine({ prompt: 'a fox', state: 's2', mode: 'fast' });
    expect(seen.map((one) => one.path)).toEqual([
      '/mj-fast/mj/task/0/fetch',
      '/mj-relax/mj/submit/imagine',
      '/mj-fast/mj/submit/imagine',
    ]);
  });

  test.each([
    ['a 404', { status: 404, body: 'not found' }],
    ['a web page', { body: '<html>' }],
    ['a redirect', { status: 302, headers: { location: '/login' } }],
  ])(
    'takes the flag where a read on the path is answered with %s, and every worker knows it then',
    async (_, answer) => {
      const kept = memory();
      const { url, seen } = await serve(({ method }) => (method === 'GET' ? answer : ok));
      await client(url, { modeVia: 'auto', memory: kept }).imagine({ prompt: 'a fox', state: 's1', mode: 'relax' });
      await client(url, { modeVia: 'auto', memory: kept }).imagine({ prompt: 'a fox', state: 's2', mode: 'relax' });
      expect(seen.map((one) => one.path)).toEqual([
        '/mj-fast/mj/task/0/fetch',
        '/mj/submit/imagine',
        '/mj/submit/imagine',
      ]);
      expect(seen.at(-1)?.body['prompt']).toBe('a fox --relax');
    },
  );

  test('takes the flag for this once where the read fails', async () => {
    const { url, seen } = await serve(({ method }) => (method === 'GET' ? { status: 502 } : ok));
    const gateway = client(url, { modeVia: 'auto' });
    await gateway.imagine({ prompt: 'a fox', state: 's1', mode: 'relax' });
    await gateway.imagine({ prompt: 'a fox', state: 's2', mode: 'relax' });
    expect(seen.map((one) => one.method)).toEqual(['GET', 'POST', 'GET', 'POST']);
    expect(seen.at(-1)?.body['prompt']).toBe('a fox --relax');
  });

  test('asks nothing as long as nobody wants a speed', async () => {
    const { url, seen } = await serve(() => ok);
    await client(url, { modeVia: 'auto' }).imagine({ prompt: 'a fox', state: 's1' });
    expect(seen.map((one) => one.method)).toEqual(['POST']);
  });
});
