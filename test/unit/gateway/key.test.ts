import { describe, expect, test } from 'vitest';
import { InDoubt, Misconfigured } from '../../../src/domain/errors.ts';
import { client, failure, memory, type Seen, serve } from './support.ts';

const ok = { body: { code: 1, description: 'ok', result: '1741531578038123' } };
const order = { prompt: 'a red fox', state: 's0000000000000000001' };

type Form = { authorization?: string; 'mj-api-secret'?: string };
const FORMS: ['bearer' | 'secret' | 'raw' | 'both', Form][] = [
  ['bearer', { authorization: 'Bearer sk-test' }],
  ['secret', { 'mj-api-secret': 'sk-test' }],
  ['raw', { authorization: 'sk-test' }],
  ['both', { authorization: 'Bearer sk-test', 'mj-api-secret': 'sk-test' }],
];

/** Whether the key came in this form and in no other. */
function came(form: Form, { headers }: Seen): boolean {
  return headers.authorization === form.authorization && headers['mj-api-secret'] === form['mj-api-secret'];
}

/** A gateway that takes the key in one form only; its reads know no task. */
function gatewayOf(form: () => Form) {
  return serve((seen) => (!came(form(), seen) ? { status: 401 } : seen.path.includes('/submit/') ? ok : { body: '' }));
}

const gone = () => Promise.reject(new Error('redis is gone'));

const methods = (seen: readonly Seen[]) => seen.map((one) => one.method);

test.each(FORMS)('travels as %s', async (auth, form) => {
  const { url, seen } = await serve(() => ok);
  await client(url, { auth, key: ' Bearer sk-test\n' }).imagine(order);
  expect(seen.map((one) => came(form, one))).toEqual([true]);
});

describe('auto', () => {
  test.each(FORMS)('finds %s by reads before the first submit, and every worker knows it then', async (_, form) => {
    const kept = memory();
    const { url, seen } = await gatewayOf(() => form);
    expect(await client(url, { auth: 'auto', memory: kept }).imagine(order)).toMatchObject({ kind: 'accepted' });
    expect(methods(seen).filter((method) => method === 'POST')).toHaveLength(1);
    const before = seen.length;
    await client(url, { auth: 'auto', memory: kept }).imagine(order);
    expect(methods(seen.slice(before))).toEqual(['POST']);
  });

  test('finds another form when a known one is refused, and sends the refused submit once more', async () => {
    let form: Form = { authorization: 'Bearer sk-test' };
    const { url, seen } = await gatewayOf(() => form);
    const gateway = client(url, { auth: 'auto' });
    await gateway.imagine(order);
    form = { 'mj-api-secret': 'sk-test' };
    const before = seen.length;
    expect(await gateway.imagine(order)).toMatchObject({ kind: 'accepted' });
    expect(methods(seen.slice(before))).toEqual(['POST', 'GET', 'POST']);
  });

  test('tries a wrong key in every form by reads, and not again for a minute', async () => {
    let now = 0;
    const { url, seen } = await serve(() => ({ status: 401, body: { error: { message: 'invalid token' } } }));
    const gateway = client(url, { auth: 'auto', now: () => now });
    const refused = { name: 'Misconfigured', code: 'key-refused', reason: 'invalid token' };
    expect(await failure(gateway.imagine(order))).toMatchObject(refused);
    expect(methods(seen)).toEqual(['GET', 'GET', 'GET', 'GET', 'POST']);
    expect(await failure(gateway.imagine(order))).toMatchObject(refused);
    expect(seen).toHaveLength(6);
    now = 60_000;
    await failure(gateway.imagine(order));
    expect(seen).toHaveLength(11);
  });

  test('learns nothing from a gateway that is down, and looks again when it is back', async () => {
    let down = true;
    const { url, seen } = await serve((one) => {
      if (down) return { status: 502, body: '<html>' };
      if (one.headers['mj-api-secret'] === undefined) return { status: 401 };
      return one.path.includes('/submit/') ? ok : { body: '' };
    });
    const gateway = client(url, { auth: 'auto', now: () => 0 });
    expect(await failure(gateway.imagine(order))).toBeInstanceOf(InDoubt);
    expect(methods(seen)).toEqual(['GET', 'POST']);
    await failure(gateway.imagine(order));
    expect(methods(seen)).toEqual(['GET', 'POST', 'POST']);
    down = false;
    expect(await gateway.imagine(order)).toMatchObject({ kind: 'accepted' });
  });

  test('makes one search for submits at the same time', async () => {
    const { url, seen } = await gatewayOf(() => ({ 'mj-api-secret': 'sk-test' }));
    const gateway = client(url, { auth: 'auto' });
    await Promise.all([gateway.imagine(order), gateway.imagine(order), gateway.imagine(order)]);
    expect(methods(seen).toSorted()).toEqual(['GET', 'GET', 'POST', 'POST', 'POST']);
  });

  test('needs no shared memory', async () => {
    let now = 0;
    const { url, seen } = await gatewayOf(() => ({ 'mj-api-secret': 'sk-test' }));
    const gateway = client(url, { auth: 'auto', memory: { get: gone, set: gone }, now: () => now });
    await gateway.imagine(order);
    now = 3_600_000;
    await gateway.imagine(order);
    expect(methods(seen)).toEqual(['GET', 'GET', 'POST', 'POST']);
  });
});

test('a form that was set is not doubted', async () => {
  const { url, seen } = await serve(() => ({ status: 401 }));
  expect(await failure(client(url).imagine(order))).toMatchObject({ code: 'key-refused' });
  expect(seen).toHaveLength(1);
});

test('without a key none is sent, and a refusal is final', async () => {
  const { url, seen } = await serve(() => ({ status: 401 }));
  expect(await failure(client(url, { key: undefined, auth: 'auto' }).imagine(order))).toMatchObject({
    code: 'key-refused',
  });
  expect(seen.map((one) => came({}, one))).toEqual([true]);
});

test('a key that no header can carry is refused at once', () => {
  expect(() => client('http://gw.example', { key: 'sk\ntest' })).toThrow(Misconfigured);
  expect(() => client('http://gw.example', { key: 'schlüssel' })).toThrow(Misconfigured);
});

test('neither key nor prompt is in a log', async () => {
  const lines: unknown[] = [];
  const say = (fields: object, message: string) => lines.push(message, fields);
  const { url } = await serve(() => ({ status: 401 }));
  await failure(client(url, { auth: 'auto', log: { debug: say, info: say, warn: say } }).imagine(order));
  expect(lines.length).toBeGreaterThan(0);
  expect(JSON.stringify(lines)).not.toMatch(/sk-test|red fox/);
});
