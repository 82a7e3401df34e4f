import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Budget, BudgetClass, Caller } from '../../../src/queue/budget.ts';
import { openBudget } from '../../../src/queue/budget.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
let raw: Redis;
let now: number;
let budget: Budget;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(() => {
  now = 1_800_000_000_000;
  budget = openBudget(raw, { scale: 1, now: () => now });
});
afterEach(async () => {
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

const MINUTE = 60_000;
const end = (who = 'a', more: Partial<Caller> = {}): Caller => ({ urgency: 'end', who, ...more });
const progress = (who = 'a', more: Partial<Caller> = {}): Caller => ({ urgency: 'progress', who, ...more });

/** Takes all that is granted at once. */
async function drain(what: BudgetClass = 'update', caller = end(), from = budget): Promise<number> {
  let granted = 0;
  while ((await from.take('T1', what, caller)) === 0) granted += 1;
  return granted;
}

/** Asks again and again, as soon as it is told to, for `ms`; resolves with the times at which it was granted. */
async function greedy(ms: number, what: BudgetClass, caller: Caller, from = budget): Promise<number[]> {
  const granted: number[] = [];
  const until = now + ms;
  while (now < until) {
    const wait = await from.take('T1', what, caller);
    if (wait === 0) granted.push(now);
    now += wait;
  }
  return granted;
}

describe('ends', () => {
  test.each([
    ['update', 50],
    ['remove', 50],
    ['look', 50],
    ['upload', 100],
    ['file-look', 100],
    ['file-remove', 50],
    ['post', 240],
  ] as const)('%s: may use a minute’s calls at once, then as many as flow in, and no more', async (what, perMinute) => {
    const burst = await drain(what);
    const after = await greedy(2 * MINUTE, what, end());

    expect(burst).toBe(perMinute - 1);
    expect(after.length).toBeGreaterThanOrEqual(2 * perMinute - 2);
    // What Slack itself holds and is refilled with.
    expect(burst + after.length).toBeLessThanOrEqual(3 * perMinute);
  });

  test('in a channel a few posts at once, then one a second', async () => {
    const burst = await drain('post', end('a', { channel: 'C1' }));
    const after = await greedy(MINUTE, 'post', end('a', { channel: 'C1' }));

    expect(burst).toBe(3);
    expect(after.length).toBeGreaterThanOrEqual(59);
    expect(after.length).toBeLessThanOrEqual(61);
  });

  test('are granted in the order in which they began to wait, each at the time that it was told', async () => {
    await drain('update', end('first'));
    now += 10;
    const names = ['b', 'c', 'd', 'e'];
    const told = new Map<string, number>();
    for (const name of names) told.set(name, now + (await budget.take('T1', 'update', end(name))));
    expect([...told.values()]).toEqual([...told.values()].toSorted((a, b) => a - b));

    for (const name of names) {
      now = (told.get(name) ?? 0) - 200;
      // Somebody new does not take what another was promised.
      expect(await budget.take('T1', 'update', end('new'))).toBeGreaterThan(0);
      now += 200;
      expect(await budget.take('T1', 'update', end(name))).toBe(0);
    }
  });

  test('that wait longest by their own account come first, whenever they ask', async () => {
    await drain();
    const young = await budget.take('T1', 'update', end('young', { since: now - 1000 }));
    const old = await budget.take('T1', 'update', end('old', { since: now - 9000 }));

    expect(old).toBeLessThanOrEqual(young);
    now += old;
    expect(await budget.take('T1', 'update', end('young', { since: now - 1000 }))).toBeGreaterThan(0);
    expect(await budget.take('T1', 'update', end('old', { since: now - 9000 }))).toBe(0);
  });

  test('that do not come back lose their place, and nobody waits for them', async () => {
    await drain();
    for (const name of ['gone 1', 'gone 2', 'gone 3']) await budget.take('T1', 'update', end(name));
    now += 3 * 1200 + 2100;

    expect(await budget.take('T1', 'update', end('b'))).toBe(0);
  });

  test('never wait for progress, and progress leaves them their burst', async () => {
    let taken = 0;
    for (const until = now + 5 * MINUTE; now < until; now += 100)
      if ((await budget.take('T1', 'update', progress())) === 0) taken += 1;
    expect(taken).toBeGreaterThanOrEqual(5 * 48);

    expect(await drain()).toBeGreaterThanOrEqual(48);
  });

  test('come before progress while both ask all the time', async () => {
    await drain();
    let ends = 0;
    let other = 0;
    for (const until = now + MINUTE; now < until; now += 100) {
      if ((await budget.take('T1', 'update', progress('p'))) === 0) other += 1;
      if ((await budget.take('T1', 'update', end('e'))) === 0) ends += 1;
    }

    expect(other).toBe(0);
    expect(ends).toBeGreaterThanOrEqual(48);
  });

  test('that are expected keep their token from progress, for some seconds', async () => {
    await budget.expect('T1', 'update', { who: 'a', since: now });
    expect(await budget.take('T1', 'update', progress('p'))).toBeGreaterThan(0);
    expect(await budget.take('T1', 'update', end('a'))).toBe(0);

    await budget.expect('T1', 'look', { who: 'never', since: now });
    now += 6000;
    expect(await budget.take('T1', 'look', progress('p'))).toBe(0);
  });

  test('of fifty at once no more are granted than there are', async () => {
    const answers = await Promise.all(
      Array.from({ length: 70 }, (_, n) => budget.take('T1', 'update', end(`card ${n}`))),
    );

    expect(answers.filter((wait) => wait === 0)).toHaveLength(49);
  });
});

describe('a 429', () => {
  test('stops that class for everybody until the pause is over; a shorter pause does not end a longer one', async () => {
    await budget.cool('T1', 'update', 30_000);
    await budget.cool('T1', 'update', 1000);

    now += 10_000;
    expect(await budget.take('T1', 'update', end())).toBe(20_000);
    expect(await budget.take('T1', 'update', progress('p'))).toBeGreaterThan(20_000);
    expect(await budget.take('T1', 'upload', end())).toBe(0);
    expect(await budget.take('T2', 'update', end())).toBe(0);
    now += 20_000;
    expect(await budget.take('T1', 'update', end())).toBe(0);
    expect(await budget.take('T1', 'update', end())).toBeGreaterThan(0);
  });

  test('of a post stops its channel alone', async () => {
    await budget.cool('T1', 'post', 30_000, 'C1');

    expect(await budget.take('T1', 'post', end('a', { channel: 'C1' }))).toBe(30_000);
    expect(await budget.take('T1', 'post', end('b', { channel: 'C2' }))).toBe(0);
  });

  test('of posts in two channels at a time stops posts everywhere', async () => {
    await budget.cool('T1', 'post', 30_000, 'C1');
    now += 1000;
    await budget.cool('T1', 'post', 20_000, 'C2');

    expect(await budget.take('T1', 'post', end('c', { channel: 'C3' }))).toBe(20_000);
  });

  test('that is followed by another makes the budget strict: no minute sees more than the limit', async () => {
    await budget.cool('T1', 'update', 5000);
    now += 60_000;
    await budget.cool('T1', 'update', 5000);
    now += 2 * MINUTE;

    const granted = await greedy(4 * MINUTE, 'update', end());
    const densest = Math.max(...granted.map((from) => granted.filter((at) => at >= from && at < from + MINUTE).length));
    expect(densest).toBeLessThanOrEqual(50);
    expect(granted.length).toBeGreaterThanOrEqual(4 * 38);
    now += 10 * MINUTE;
    expect(await drain()).toBe(49);
  });
});

test('workspaces, classes and channels do not share a budget', async () => {
  await drain('post', end('a', { channel: 'C1' }));

  expect(await budget.take('T1', 'post', end('b', { channel: 'C2' }))).toBe(0);
  expect(await budget.take('T1', 'update', end('b'))).toBe(0);
  expect(await budget.take('T2', 'post', end('b', { channel: 'C1' }))).toBe(0);
});

test('a channel that must wait costs the workspace nothing', async () => {
  for (let n = 0; n < 400; n += 1) await budget.take('T1', 'post', end(`card ${n}`, { channel: 'C1' }));

  expect(await budget.take('T1', 'post', end('b', { channel: 'C2' }))).toBe(0);
});

test('what was not needed can be given back', async () => {
  await drain();
  await budget.giveBack('T1', 'update');

  expect(await budget.take('T1', 'update', end())).toBe(0);
});

test('the scale multiplies the limits', async () => {
  const double = openBudget(raw, { scale: 2, now: () => now });

  expect(await drain('update', end(), double)).toBe(99);
  expect((await greedy(MINUTE, 'update', end(), double)).length).toBeGreaterThanOrEqual(99);
});

test('a clock that runs behind neither stops nor refills the budget', async () => {
  await drain();

  now -= 10 * MINUTE;
  const wait = await budget.take('T1', 'update', end());

  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(1300);
});

test('what is left of each class is told without taking any of it, and nothing is left of what is paused', async () => {
  await drain('update');
  await budget.take('T1', 'upload', end());
  await budget.cool('T1', 'look', 30_000);

  const left = await budget.left('T1');
  expect(Object.fromEntries(left)).toMatchObject({ post: 1, remove: 1, look: 0 });
  expect(left.get('update')).toBeLessThan(0.03);
  expect(left.get('upload')).toBeCloseTo(1 - 1 / 99.8, 2);
  expect(await budget.left('T1')).toEqual(left);

  now += MINUTE;
  expect((await budget.left('T1')).get('update')).toBe(1);
  expect((await budget.left('T2')).get('update')).toBe(1);
});
