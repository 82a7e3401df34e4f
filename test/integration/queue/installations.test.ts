import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Installation } from '../../../src/domain/installation.ts';
import type { Installations } from '../../../src/queue/index.ts';
import { everyKey } from '../../support/every-key.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { listen, open } from './world.ts';

const KEY = 'k'.repeat(40);
const OTHER = 'o'.repeat(40);
const TOKEN = 'xoxb-111111111111-222222222222-theverysecrettoken';

let redis: TestRedis;
let raw: Redis;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
afterAll(async () => {
  for (const close of closing) await close();
  raw.disconnect();
  await redis.stop();
});
beforeEach(async () => void (await raw.flushall()));

async function store(...encryptionKeys: [string, ...string[]]) {
  const { lines, log } = listen();
  const room = await open(redis.url, { encryptionKeys, log });
  closing.push(async () => await room.close());
  return { installations: room.installations as Installations, lines };
}

const at = (id: string, token = TOKEN): Installation => ({
  v: 1,
  id,
  team: { id, name: `Team ${id}` },
  url: 'https://team.slack.com/',
  token,
  botUserId: 'UBOT',
  botId: 'BBOT',
  appId: 'AAPP',
  scopes: ['commands'],
  by: 'UADMIN',
  at: 1,
});

test('an installation is found by whoever has the key, and its token stands nowhere in Redis', async () => {
  const { installations } = await store(KEY);
  await installations.put(at('T001'));
  expect((await installations.get('T001'))?.installation).toEqual(at('T001'));
  expect(await installations.get('T002')).toBeUndefined();
  const stored = await everyKey(raw);
  expect(stored.length).toBeGreaterThan(1);
  expect(JSON.stringify(stored)).not.toMatch(/xoxb|theverysecrettoken|Team T001/);
});

test('one that is removed is the one that was looked at, never one that came in between', async () => {
  const { installations } = await store(KEY);
  await installations.put(at('T001'));
  const before = await installations.get('T001');
  await installations.put(at('T001', 'xoxb-new'));
  expect(await installations.remove('T001', before?.revision ?? '')).toBe(false);
  const now = await installations.get('T001');
  expect(now?.installation.token).toBe('xoxb-new');
  expect(await installations.remove('T001', now?.revision ?? '')).toBe(true);
  expect(await installations.remove('T001', now?.revision ?? '')).toBe(false);
  expect(await installations.get('T001')).toBeUndefined();
  expect(await raw.keys('{mj}:installation*')).toEqual([]);
});

test('with another key nobody is installed, the operator is told once, and the right key finds all again', async () => {
  await (await store(KEY)).installations.put(at('T001'));
  const wrong = await store(OTHER);
  for (let look = 0; look < 3; look++) expect(await wrong.installations.get('T001')).toBeUndefined();
  expect(await wrong.installations.renew()).toEqual({ installed: 1, renewed: 0, closed: 1 });
  expect(wrong.lines.filter(({ level }) => level === 'warn')).toMatchObject([
    { fields: { team: 'T001' }, message: expect.stringContaining('ENCRYPTION_KEY') },
  ]);
  expect((await (await store(KEY)).installations.get('T001'))?.installation.token).toBe(TOKEN);
});

test('a new key takes over: what the old one sealed is sealed anew, and then the old one may go', async () => {
  await (await store(KEY)).installations.put(at('T001'));
  const both = await store(OTHER, KEY);
  expect(await both.installations.renew()).toEqual({ installed: 1, renewed: 1, closed: 0 });
  expect(await both.installations.renew()).toEqual({ installed: 1, renewed: 0, closed: 0 });
  expect((await (await store(OTHER)).installations.get('T001'))?.installation).toEqual(at('T001'));
  expect(await (await store(KEY)).installations.get('T001')).toBeUndefined();
});

test('what lies in the place of another workspace does not open there', async () => {
  const { installations } = await store(KEY);
  await installations.put(at('T001'));
  const sealed = (await raw.get('{mj}:installation:T001')) ?? '';
  await raw.set('{mj}:installation:T002', sealed);
  expect(await installations.get('T002')).toBeUndefined();
});
