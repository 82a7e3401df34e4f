import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { gate, open, until } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(async () => {
  room = await open(redis.url);
});
afterEach(async () => {
  await room.close();
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

describe('leases', () => {
  test('one holder at a time; the next one may have it afterwards', async () => {
    const go = gate();
    const first = room.leases.hold('card', 5000, async () => {
      await go.passed;
      return 'first';
    });
    await until(async () => (await raw.exists('{mj}:lease:card')) === 1);

    expect(await room.patient.leases.hold('card', 5000, async () => 'second')).toBeUndefined();
    expect(await room.leases.hold('other', 5000, async () => 'other')).toEqual({ value: 'other' });
    go.open();

    expect(await first).toEqual({ value: 'first' });
    expect(await room.leases.hold('card', 5000, async () => 'third')).toEqual({ value: 'third' });
  });

  test('work that throws gives the lease back', async () => {
    const failing = room.leases.hold('card', 5000, () => Promise.reject(new Error('no')));

    await expect(failing).rejects.toThrow('no');
    expect(await room.leases.hold('card', 5000, async () => 1)).toEqual({ value: 1 });
  });

  test('a holder that outlives its lease does not take away the next one', async () => {
    const go = gate();
    const slow = room.leases.hold('card', 50, () => go.passed);
    await until(async () => (await raw.exists('{mj}:lease:card')) === 0);
    const go2 = gate();
    const next = room.leases.hold('card', 5000, () => go2.passed);
    await until(async () => (await raw.exists('{mj}:lease:card')) === 1);

    go.open();
    await slow;

    expect(await room.leases.hold('card', 5000, async () => 1)).toBeUndefined();
    go2.open();
    await next;
  });
});

describe('memory', () => {
  test('remembers for a while', async () => {
    expect(await room.memory.get('auth')).toBeUndefined();

    await room.memory.set('auth', 'bearer', 60_000);

    expect(await room.memory.get('auth')).toBe('bearer');
    expect(await raw.pttl('{mj}:memory:auth')).toBeGreaterThan(50_000);
  });

  test('what is made once is the same for everybody and for good', async () => {
    const other = await open(redis.url);
    let count = 0;

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? room : other).memory.once('key', () => `secret ${count++}`)),
    );
    await other.close();

    expect(new Set(answers).size).toBe(1);
    expect(await room.memory.once('key', () => 'another')).toBe(answers[0]);
    expect(await raw.pttl('{mj}:once:key')).toBe(-1);
  });
});
