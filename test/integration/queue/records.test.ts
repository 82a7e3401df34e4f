import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Misconfigured } from '../../../src/domain/errors.ts';
import { ended, pressed, submitted, submitting } from '../../../src/domain/life/index.ts';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { listen, open, submission } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;
const { lines, log } = listen();

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(async () => {
  room = await open(redis.url, { log });
});
afterEach(async () => {
  await room.close();
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

async function stored(key: string, more: object = {}) {
  const record = submission(room.intake.idFor(key), more);
  await room.intake.accept(record);
  return record;
}

test('fifty writers at once lose nothing', async () => {
  const { id } = await stored('a');
  const other = await open(redis.url);
  const children = Array.from({ length: 50 }, (_, i) => room.intake.idFor(`child-${i}`));

  await Promise.all(
    children.map((child, i) =>
      (i % 2 === 0 ? room : other).records.change(id, pressed({ child, by: 'U1', name: `U${i}`, customId: `c${i}` })),
    ),
  );
  await other.close();

  const presses = (await room.records.get(id))?.presses.map((press) => press.child);
  expect(presses?.sort()).toEqual(children.sort());
});

test('a change tells what is stored afterwards, and a step that does not apply writes nothing', async () => {
  const { id } = await stored('a');

  expect((await room.records.change(id, submitting(1)))?.mark).toBe('submitting');
  const revision = await raw.hget(`{mj}:record:${id}`, 'rev');
  expect((await room.records.change(id, submitting(2)))?.at.submitting).toBe(1);

  expect(await raw.hget(`{mj}:record:${id}`, 'rev')).toBe(revision);
});

test('what is not there is undefined', async () => {
  const id = room.intake.idFor('nobody');

  expect(await room.records.get(id)).toBeUndefined();
  expect(await room.records.change(id, submitting(1))).toBeUndefined();
  expect(await room.records.byTask('1')).toBeUndefined();
  expect(await raw.exists(`{mj}:record:${id}`)).toBe(0);
});

test('a task is found by its id, also beyond 2^53, and still by the one it had before', async () => {
  const { id } = await stored('a');
  await room.records.change(id, submitting(1));

  await room.records.change(id, submitted('9007199254740993', 2));
  await room.records.change(id, (record) => ({ ...record, task: '9007199254740995' }));

  expect(await room.records.byTask('9007199254740993')).toBe(id);
  expect(await room.records.byTask('9007199254740995')).toBe(id);
  expect(await room.records.byTask('9007199254740992')).toBeUndefined();
});

test('many are read at once, and those that do not exist are left out', async () => {
  const a = await stored('a');
  const b = await stored('b');

  const found = await room.records.getMany([a.id, room.intake.idFor('nobody'), b.id]);

  expect(found.map((record) => record.id).sort()).toEqual([a.id, b.id].sort());
  expect(await room.records.getMany([])).toEqual([]);
});

test('the latest of a person come newest first, and an open one is never pushed out by ended ones', async () => {
  const keys = ['a', 'b', 'c', 'd'];
  for (const [i, key] of keys.entries()) await stored(key, { at: { accepted: 1_000_000 + i } });
  await stored('other', { asker: 'U2' });
  const id = (key: string) => room.intake.idFor(key);
  for (const key of ['b', 'c', 'd']) await room.records.change(id(key), ended({ kind: 'done' }, 2));

  const ids = async (limit: number) => (await room.records.recent('T1', 'U1', limit)).map((record) => record.id);

  expect(await ids(10)).toEqual([id('d'), id('c'), id('b'), id('a')]);
  expect(await ids(2)).toEqual([id('d'), id('a')]);
});

test('a record of a later version is an error when asked for alone, and does not hold up the others', async () => {
  const a = await stored('a');
  const b = await stored('b');
  await raw.hset(`{mj}:record:${a.id}`, 'data', JSON.stringify({ ...a, v: 2 }));

  await expect(room.records.get(a.id)).rejects.toBeInstanceOf(Misconfigured);
  await expect(room.records.get(a.id)).rejects.toMatchObject({ code: 'unreadable', peer: 'redis' });
  await expect(room.records.change(a.id, submitting(1))).rejects.toMatchObject({ code: 'unreadable' });
  expect(await room.records.getMany([a.id, b.id])).toEqual([b]);
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ submission: a.id }) }),
  );
});
