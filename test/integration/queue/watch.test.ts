import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import type { Handlers, QueueRoom, Workers } from '../../../src/queue/index.ts';
import { openQueues } from '../../../src/queue/jobs.ts';
import { openWatch } from '../../../src/queue/watch.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { gate, idle, listen, open, until } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;
let workers: Workers[] = [];

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(async () => {
  room = await open(redis.url);
});
afterEach(async () => {
  await Promise.all(workers.map((one) => one.close({ ms: 2000 })));
  workers = [];
  await room.close();
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

async function work(read: Handlers['read']): Promise<void> {
  workers.push(await room.startWorkers({ ...idle, read }, { onDead: () => {} }));
}

/** A reading that takes all that is due and forgets it, noting when. */
function takingAll(taken: Map<SubmissionId, number>): Handlers['read'] {
  return async () => {
    const due = await room.watch.due(Date.now(), 100);
    for (const one of due) taken.set(one, Date.now());
    await room.watch.remove(due);
  };
}

const id = (key: string): SubmissionId => room.intake.idFor(key);

test('what is due comes longest due first, up to the limit, and stays until it is moved or removed', async () => {
  await room.watch.at(id('b'), 2000);
  await room.watch.at(id('c'), 3000);
  await room.watch.at(id('a'), 1000);

  expect(await room.watch.due(2500, 10)).toEqual([id('a'), id('b')]);
  expect(await room.watch.due(2500, 1)).toEqual([id('a')]);
  expect(await room.watch.next()).toBe(1000);

  await room.watch.at(id('a'), 9000);
  await room.watch.remove([id('b')]);
  expect(await room.watch.due(5000, 10)).toEqual([id('c')]);
  expect(await room.watch.next()).toBe(3000);
});

test('a wake moves only what is watched, and shares a reading with the wakes of the next moment', async () => {
  for (const key of ['a', 'b', 'c']) await room.watch.at(id(key), Date.now() + 60_000);

  await room.watch.now(id('a'));
  const first = await room.watch.next();
  await room.watch.now(id('nobody'));
  await room.watch.now(id('b'));

  expect((first ?? 0) - Date.now()).toBeLessThanOrEqual(250);
  expect(await room.watch.due(first ?? 0, 10)).toEqual([id('a'), id('b')].toSorted());
});

test('what is watched for later is due on a common window, once those are known', async () => {
  const start = Math.ceil(Date.now() / 1000) * 1000;
  await room.readings.learn('{}', { phaseMs: 100, unitMs: 3000 });

  await room.watch.at(id('a'), start + 10_000);
  await room.watch.at(id('b'), start + 10_001);
  await room.watch.at(id('now'), start - 5000);

  expect(await room.watch.due(start, 10)).toEqual([id('now')]);
  expect(await room.watch.next()).toBe(start - 5000);
  await room.watch.remove([id('now')]);
  const next = (await room.watch.next()) ?? 0;
  expect((next - 100) % 3000).toBe(0);
  expect(next).toBeGreaterThanOrEqual(start + 10_000);
  expect(next).toBeLessThan(start + 13_000);
});

test('each is read when it is due, whatever the order in which they were watched', async () => {
  const taken = new Map<SubmissionId, number>();
  await work(takingAll(taken));
  const start = Date.now();

  await room.watch.at(id('late'), start + 2000);
  await room.watch.at(id('early'), start + 300);
  await room.watch.at(id('middle'), start + 1000);

  await until(() => taken.size === 3);
  const after = (key: string) => (taken.get(id(key)) ?? 0) - start;
  expect(after('early')).toBeGreaterThanOrEqual(300);
  expect(after('early')).toBeLessThan(1000);
  expect(after('middle')).toBeGreaterThanOrEqual(1000);
  expect(after('middle')).toBeLessThan(2000);
  expect(after('late')).toBeGreaterThanOrEqual(2000);
});

test('an early one is not lost behind later ones that are watched at the same time', async () => {
  const taken = new Map<SubmissionId, number>();
  await work(takingAll(taken));

  for (let round = 0; round < 20; round++) {
    const start = Date.now();
    await Promise.all([
      ...Array.from({ length: 10 }, (_, i) => room.watch.at(id(`late-${round}-${i}`), start + 60_000 - i)),
      room.watch.at(id(`early-${round}`), start + 20),
      ...Array.from({ length: 10 }, (_, i) => room.patient.watch.at(id(`later-${round}-${i}`), start + 90_000 - i)),
    ]);
    await until(() => taken.has(id(`early-${round}`)), 1000);
  }
  expect(taken.size).toBe(20);
});

test('a slow caller does not move the alarm of an earlier one to later', async () => {
  const client = new Redis(redis.url, { maxRetriesPerRequest: null });
  const queues = openQueues(client, 'patient', listen().log);
  const { watch } = openWatch(client, queues, Date.now);
  const add = queues.read.add.bind(queues.read);
  const slow = gate();
  const go = gate();
  vi.spyOn(queues.read, 'add').mockImplementationOnce(async (...job) => {
    slow.open();
    await go.passed;
    return add(...job);
  });
  const taken = new Map<SubmissionId, number>();
  await work(takingAll(taken));

  const late = watch.at(id('late'), Date.now() + 60_000);
  await slow.passed;
  await room.watch.at(id('early'), Date.now() + 200);
  go.open();
  await late;

  await until(() => taken.size > 0, 2000);
  expect([...taken.keys()]).toEqual([id('early')]);
  await Promise.all(Object.values(queues).map((queue) => queue.close()));
  client.disconnect();
});

test('a wake during a reading causes another', async () => {
  const reading = gate();
  const go = gate();
  const seen: number[] = [];
  await work(async () => {
    const due = await room.watch.due(Date.now(), 10);
    seen.push(due.length);
    if (seen.length === 1) {
      reading.open();
      await go.passed;
    }
    await room.watch.remove(due);
  });
  await room.watch.at(id('b'), Date.now() + 60_000);
  await room.watch.at(id('a'), Date.now());
  await reading.passed;

  await room.watch.now(id('b'));
  go.open();

  await until(() => seen.length === 2, 1000);
  expect(seen).toEqual([1, 1]);
});

test('what a reading leaves for later is read later, without anybody asking', async () => {
  const times: number[] = [];
  await work(async () => {
    for (const one of await room.watch.due(Date.now(), 10)) {
      times.push(Date.now());
      await room.watch.at(one, Date.now() + 150);
    }
  });

  await room.watch.at(id('a'), Date.now());

  await until(() => times.length === 5);
  const waits = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(150);
});

test('again puts off the next reading although something is due, and a failed reading is tried again', async () => {
  const times: number[] = [];
  const taken = new Map<SubmissionId, number>();
  await work(async (data, context) => {
    times.push(Date.now());
    if (times.length === 1) return { againInMs: 400 };
    if (times.length === 2) throw new Error('the gateway fell over');
    return takingAll(taken)(data, context);
  });

  await room.watch.at(id('a'), Date.now());

  await until(() => taken.has(id('a')));
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(400);
});

test('there is one reading at a time over all workers', async () => {
  let active = 0;
  let most = 0;
  let readings = 0;
  const read: Handlers['read'] = async () => {
    most = Math.max(most, ++active);
    for (const one of await room.watch.due(Date.now(), 10)) await room.watch.at(one, Date.now() + 5);
    readings++;
    active--;
  };
  await work(read);
  await work(read);
  await work(read);

  await Promise.all(Array.from({ length: 5 }, (_, i) => room.watch.at(id(`${i}`), Date.now() + i)));

  await until(() => readings >= 30);
  expect(most).toBe(1);
});

test('a lost wake is found by the tick', async () => {
  const taken = new Map<SubmissionId, number>();
  await work(takingAll(taken));
  await raw.zadd('{mj}:due', Date.now(), id('orphan'));

  // The tick comes every 30 seconds: its next one is moved up instead of waited for.
  const [tick = ''] = await until(async () => {
    const delayed = await raw.zrevrange('{mj}:read:delayed', 0, 0);
    return delayed[0]?.startsWith('repeat:tick:') ? delayed : undefined;
  });
  await raw.zadd('{mj}:read:delayed', 'XX', 1, tick);
  await raw.zadd('{mj}:read:marker', 0, '0');

  await until(() => taken.size > 0);
  expect([...taken.keys()]).toEqual([id('orphan')]);
});
