import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import type { QueueRoom, Workers } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { idle, open, until } from './world.ts';

let redis: TestRedis;
let raw: Redis;
const rooms: QueueRoom[] = [];
const working: Workers[] = [];

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
afterEach(async () => {
  await Promise.all(working.splice(0).map((workers) => workers.close({ ms: 2000 })));
  await Promise.all(rooms.splice(0).map((room) => room.close()));
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

/** A worker's room, twenty times as fast as Slack allows unless said otherwise; `turns` is what it was given. */
async function worker(turns: SubmissionId[], budgetScale = 20): Promise<QueueRoom> {
  const room = await open(redis.url, { budgetScale });
  rooms.push(room);
  const workers = await room.startWorkers(
    {
      ...idle,
      async show({ id, urgency }) {
        if (urgency === 'turn') turns.push(id);
      },
    },
    { onDead: () => {} },
  );
  working.push(workers);
  return room;
}

const ids = (room: QueueRoom, count: number) => Array.from({ length: count }, (_, n) => room.intake.idFor(`card ${n}`));

test('every card that has something to show gets a turn, once for all that it was offered', async () => {
  const turns: SubmissionId[] = [];
  const { patient: queue, ...room } = await worker(turns, 1000);
  const cards = ids({ ...room, patient: queue }, 30);

  for (const round of [1, 2, 3])
    await Promise.all(cards.map((id) => queue.outbox.offer('T1', id, { shownAt: 0, movedAt: round })));
  await until(() => turns.length >= cards.length && new Set(turns).size === cards.length, 20_000);

  expect(new Set(turns)).toEqual(new Set(cards));
  expect(turns.length).toBeLessThanOrEqual(3 * cards.length);
  expect(await raw.keys('{mj}:outbox:*')).toEqual([]);
});

test('turns go to the card that is furthest behind, over all workers, at the pace that the budget sets', async () => {
  const turns: SubmissionId[] = [];
  const room = await worker(turns);
  await worker(turns);
  const now = Date.now();
  const cards = ids(room, 25);
  // All of the burst that progress has.
  const [first, ...rest] = cards;
  if (first === undefined) throw new Error('no cards');
  const turned = (count: number) => () => turns.length > count;
  for (let n = 0; n < 5; n += 1) {
    await room.patient.outbox.offer('T1', first, { shownAt: now, movedAt: now });
    await until(turned(n));
  }
  turns.length = 0;

  const began = performance.now();
  await Promise.all(
    rest.map((id, n) => room.patient.outbox.offer('T1', id, { shownAt: now - n * 1000, movedAt: now })),
  );
  await until(() => turns.length >= rest.length, 20_000);
  const took = performance.now() - began;

  // Some were given before the last was offered; the others are in order.
  expect(turns.slice(-12)).toEqual(rest.toReversed().slice(-12));
  // 24 at 1,000 a minute.
  expect(took).toBeGreaterThan(1000);
});

test('ends that wait keep turns away', async () => {
  const turns: SubmissionId[] = [];
  const room = await worker(turns, 1);
  const [card] = ids(room, 1);
  for (let n = 0; n < 60; n += 1) await room.patient.budget.take('T1', 'update', { urgency: 'end', who: `end ${n}` });

  if (card !== undefined) await room.patient.outbox.offer('T1', card, { shownAt: 0, movedAt: 0 });
  await until(async () => (await room.health()).queues.progress.delayed === 1);

  expect(turns).toEqual([]);
});

test('a turn-giver that was lost is missed by the next offer', async () => {
  const turns: SubmissionId[] = [];
  const room = await worker(turns);
  const [card, other] = ids(room, 2);
  if (card === undefined || other === undefined) throw new Error('no cards');
  // What a kill between the line and the job leaves behind.
  await raw.zadd('{mj}:outbox:T1', 0, card);
  await raw.hset('{mj}:traffic:T1', 'due', Date.now() - 10_000);

  await room.patient.outbox.offer('T1', other, { shownAt: 0, movedAt: 0 });
  await until(() => turns.length === 2);

  expect(new Set(turns)).toEqual(new Set([card, other]));
});

test('a card that has ended waits for no turn', async () => {
  const turns: SubmissionId[] = [];
  const room = await worker(turns, 1);
  const cards = ids(room, 5);
  await Promise.all(cards.map((id) => room.patient.outbox.offer('T1', id, { shownAt: 0, movedAt: 0 })));
  await until(() => turns.length >= 1);
  for (const id of cards) await room.patient.outbox.leave('T1', id);

  expect(await raw.exists('{mj}:outbox:T1')).toBe(0);
});

test('all workers agree how busy a workspace is, and each workspace is busy by itself', async () => {
  const [here, there] = [await worker([]), await worker([])];
  const cards = ids(here, 60);
  expect(await here.patient.outbox.load('T1')).toEqual({ kind: 'light', everyS: 0 });

  const slow = await open(redis.url, { budgetScale: 1 });
  rooms.push(slow);
  for (const id of cards) await slow.outbox.moved('T1', id, 0);

  expect(await slow.outbox.load('T1')).toEqual({ kind: 'crowded', everyS: 0 });
  expect(await there.patient.outbox.load('T1')).toEqual({ kind: 'crowded', everyS: 0 });
  expect(await there.patient.outbox.load('T2')).toEqual({ kind: 'light', everyS: 0 });
});
