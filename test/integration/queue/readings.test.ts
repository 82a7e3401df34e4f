import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { fakeReadings } from '../../support/fake-readings.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { open } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;
let other: QueueRoom;
let now = 0;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(async () => {
  now = 1_700_000_000_000;
  room = await open(redis.url, { now: () => now });
  other = await open(redis.url, { now: () => now });
});
afterEach(async () => {
  await Promise.all([room.close(), other.close()]);
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

const id = (key: string | number): SubmissionId => room.intake.idFor(`${key}`);
const everything = { limit: 500, batch: 100, restMs: 3000, aheadMs: 200 };

/** Reads all that is due as a reading does, and makes it due again. */
async function readAll(nextMs: number, note = 'n'): Promise<SubmissionId[]> {
  const { due } = await room.readings.take(everything);
  await room.readings.keep(due.map((one) => ({ id: one.id, from: one.dueMs, dueMs: now + nextMs, readAt: now, note })));
  return due.map((one) => one.id);
}

describe('what is due', () => {
  test('is known to every worker, with what the last reading noted', async () => {
    await room.watch.at(id('a'), now);
    await readAll(3000, '{"words":"running 31%"}');
    now += 3000;

    expect(await other.readings.take(everything)).toEqual({
      failures: 0,
      shutUntil: 0,
      load: 1,
      due: [{ id: id('a'), dueMs: now, noted: { readAt: now - 3000, note: '{"words":"running 31%"}' } }],
    });
  });

  test('stays due until it is kept, so that a kill in the middle repeats the reading', async () => {
    await room.watch.at(id('a'), now);
    await room.readings.take(everything);
    now += 1;
    expect((await other.readings.take(everything)).due.map((one) => one.id)).toEqual([id('a')]);
  });

  test('comes with what is due in a moment, if that was read long enough ago', async () => {
    for (const key of ['a', 'b', 'c']) await room.watch.at(id(key), now);
    await readAll(10_000);
    await room.readings.sooner(id('a'), now + 5000);
    await room.readings.sooner(id('b'), now + 5200);
    await room.readings.sooner(id('c'), now + 5201);
    now += 5000;
    expect((await room.readings.take(everything)).due.map((one) => one.id)).toEqual([id('a'), id('b')]);
    expect((await room.readings.take({ ...everything, restMs: 5001 })).due.map((one) => one.id)).toEqual([id('a')]);
  });

  test('fills the last of several requests with what is due next, but never with what was read just now', async () => {
    for (let i = 0; i < 120; i++) await room.watch.at(id(i), now);
    await readAll(3000);
    for (let i = 120; i < 220; i++) await room.watch.at(id(i), now);
    await readAll(9000);
    await room.watch.at(id('rested'), now);
    await readAll(5500);
    now += 3000;
    await room.watch.at(id('fresh'), now - 1);
    const { due } = await room.readings.take({ ...everything, limit: 1 });
    await room.readings.keep(
      due.map((one) => ({ id: one.id, from: one.dueMs, dueMs: now + 100, readAt: now, note: '' })),
    );

    const taken = (await room.readings.take({ ...everything, aheadMs: 0 })).due.map((one) => one.id);
    expect(taken).toHaveLength(121);
    expect(taken).toContain(id('rested'));
    expect(taken).not.toContain(id('fresh'));
  });

  test('is not moved by a reading when somebody woke it, or changed its record, meanwhile', async () => {
    for (const key of ['woken', 'changed', 'gone']) await room.watch.at(id(key), now);
    await readAll(3000);
    now += 3000;
    const { due } = await room.readings.take(everything);
    await other.watch.now(id('woken'));
    await other.watch.at(id('changed'), now + 1);
    await other.watch.remove([id('gone')]);
    await room.readings.keep(
      due.map((one) => ({ id: one.id, from: one.dueMs, dueMs: now + 9000, readAt: now, note: 'old' })),
    );

    now += 10;
    const again = (await room.readings.take(everything)).due;
    expect(again.map((one) => one.id).toSorted()).toEqual([id('woken'), id('changed')].toSorted());
    expect(again.find((one) => one.id === id('changed'))).not.toHaveProperty('noted');
    expect(await raw.hkeys('{mj}:notes')).not.toContain(id('gone'));
  });
});

describe('a gateway that failed', () => {
  test('is left alone by all workers for as long as it asked, and tried again by any of them', async () => {
    await room.watch.at(id('a'), now);
    await room.readings.shut(3, now + 30_000);

    now += 29_999;
    expect(await other.readings.take(everything)).toMatchObject({ failures: 3, due: [] });
    now += 1;
    expect(await other.readings.take(everything)).toMatchObject({ failures: 3, due: [{ id: id('a') }] });
    await other.readings.open();
    expect(await room.readings.take(everything)).toMatchObject({ failures: 0, shutUntil: 0 });
  });
});

describe('readings of single tasks', () => {
  test('have one budget over all workers: what flows in a minute, and never more than a burst more', async () => {
    let granted = 0;
    for (let second = 0; second < 120; second++) {
      granted += (await room.readings.singles(5, 120)).granted;
      granted += (await other.readings.singles(5, 120)).granted;
      now += 1000;
    }
    expect(granted).toBeGreaterThanOrEqual(238);
    expect(granted).toBeLessThanOrEqual(240 + 20);
  });

  test('tell when there is more', async () => {
    expect(await room.readings.singles(50, 120)).toEqual({ granted: 20, againInMs: 500 });
    now += 499;
    expect((await room.readings.singles(1, 120)).granted).toBe(0);
    now += 1;
    expect((await room.readings.singles(1, 120)).granted).toBe(1);
  });
});

describe('durations', () => {
  test('are the last fifty of a kind', async () => {
    for (let i = 1; i <= 60; i++) await room.durations.add('imagine.fast', i * 1000.4);
    await room.durations.add('blend.fast', 5);
    const recent = await other.durations.recent('imagine.fast');
    expect(recent).toHaveLength(50);
    expect(recent[0]).toBe(60_024);
    expect(await other.durations.recent('describe.usual')).toEqual([]);
  });
});

/** A step of whoever watches, wakes, calls back or reads. */
const step = fc.oneof(
  fc.record({ do: fc.constant('at' as const), who: fc.nat(5), inMs: fc.integer({ min: -100, max: 7000 }) }),
  fc.record({ do: fc.constant('now' as const), who: fc.nat(5), inMs: fc.constant(0) }),
  fc.record({ do: fc.constant('sooner' as const), who: fc.nat(5), inMs: fc.integer({ min: 0, max: 4000 }) }),
  fc.record({ do: fc.constantFrom('heard' as const, 'turn' as const), who: fc.nat(5), inMs: fc.constant(0) }),
  fc.record({ do: fc.constant('remove' as const), who: fc.nat(5), inMs: fc.constant(0) }),
  fc.record({
    do: fc.constantFrom('take' as const, 'keep' as const),
    who: fc.nat(5),
    inMs: fc.integer({ min: 100, max: 9000 }),
  }),
  fc.record({ do: fc.constant('pass' as const), who: fc.constant(0), inMs: fc.integer({ min: 0, max: 4000 }) }),
);

test('the stand-in that the unit tests use means the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await raw.flushall();
      const fake = fakeReadings(() => now);
      const of = { limit: 4, batch: 2, restMs: 3000, aheadMs: 200 };
      for (const rooms of [room, fake]) await rooms.readings.learn('{}', { phaseMs: 7, unitMs: 1500 });
      let taken = (await room.readings.take(of)).due;
      await fake.readings.take(of);
      for (const { do: what, who, inMs } of steps) {
        const one = id(who);
        const both = async (act: (rooms: Pick<QueueRoom, 'watch' | 'readings'>) => Promise<unknown>) => {
          const [real, faked] = [await act(room), await act(fake)];
          expect(faked).toEqual(real);
          return real;
        };
        if (what === 'pass') now += inMs;
        else if (what === 'at') await both((rooms) => rooms.watch.at(one, now + inMs));
        else if (what === 'now') await both((rooms) => rooms.watch.now(one));
        else if (what === 'sooner') await both((rooms) => rooms.readings.sooner(one, now + inMs));
        else if (what === 'remove') await both((rooms) => rooms.watch.remove([one]));
        else if (what === 'heard' || what === 'turn') await both((rooms) => rooms.readings.heard(one, what === 'turn'));
        else if (what === 'take') {
          await both((rooms) => rooms.readings.take(of));
          taken = (await room.readings.take(of)).due;
        } else {
          const kept = taken.map((t) => ({
            id: t.id,
            from: t.dueMs,
            dueMs: now + inMs,
            readAt: now,
            note: `n${inMs}`,
          }));
          await both((rooms) => rooms.readings.keep(kept));
        }
        await both((rooms) => rooms.watch.next());
        await both((rooms) => rooms.watch.due(now + 10_000, 10));
      }
    }),
    { numRuns: 60 },
  );
});
