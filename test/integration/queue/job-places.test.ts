import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import type { Handlers, QueueRoom } from '../../../src/queue/index.ts';
import { QUEUES } from '../../../src/queue/job-map.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { gate, idle, open, until } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let rooms: QueueRoom[];
/** Lets jobs that are held go on. */
let held: ReturnType<typeof gate>;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(async () => {
  rooms = [await open(redis.url), await open(redis.url)];
  held = gate();
});
afterEach(async () => {
  held.open();
  for (const close of closing.splice(0)) await close();
  for (const room of rooms) await room.close();
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

const ids = (times: number) => Array.from({ length: times }, (_, n) => first().intake.idFor(`${n}`));
const first = () => rooms[0] as QueueRoom;

/** Another worker of this room, whose jobs are held. */
async function work(room: QueueRoom | undefined, name: 'submit' | 'deliver', began: SubmissionId[]): Promise<void> {
  const hold: Handlers[typeof name] = async ({ id }) => {
    began.push(id);
    await held.passed;
  };
  const workers = await room?.startWorkers({ ...idle, [name]: hold }, { onDead: () => {} });
  if (workers !== undefined) closing.push(() => workers.close({ ms: 2000 }));
}

/** How many are under way, once it is that many and no further one is taken. */
async function underWay(name: 'submit' | 'deliver', began: readonly SubmissionId[], times: number): Promise<number> {
  await until(() => began.length >= times);
  // A place that was free would have taken one of those that wait before these are through.
  await Promise.all(ids(20).map((id) => first().jobs.show(id, 'end')));
  await until(async () => (await first().health()).queues.end.waiting === 0);
  expect(began.length).toBe(times);
  return (await first().health()).queues[name].active;
}

test('a slow gateway holds no submit up that a hundred a second would need: two seconds of them are under way at once', async () => {
  const began: SubmissionId[] = [];
  const more = 44;
  await Promise.all(ids(QUEUES.submit + more).map((id) => first().jobs.submit(id)));

  await work(rooms[0], 'submit', began);

  expect(await underWay('submit', began, QUEUES.submit)).toBe(QUEUES.submit);
  expect(QUEUES.submit).toBeGreaterThanOrEqual(100 * 2);
  expect((await first().health()).queues.submit.waiting).toBe(more);
  held.open();
  await until(() => began.length === QUEUES.submit + more);
});

test('two workers on one Redis have twice the deliveries under way that one has, and none of them twice', async () => {
  const began: SubmissionId[] = [];
  await Promise.all(ids(40).map((id) => first().jobs.deliver(id)));

  await work(rooms[0], 'deliver', began);
  expect(await underWay('deliver', began, QUEUES.deliver)).toBe(QUEUES.deliver);
  await work(rooms[1], 'deliver', began);
  expect(await underWay('deliver', began, 2 * QUEUES.deliver)).toBe(2 * QUEUES.deliver);

  expect(new Set(began).size).toBe(2 * QUEUES.deliver);
  held.open();
  await until(() => began.length === 40);
  expect(new Set(began).size).toBe(40);
});
