import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Budget, BudgetClass } from '../../../src/queue/budget.ts';
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

/** Asks again and again, as soon as it is told to, for `ms`; resolves with the times at which it was granted. */
async function greedy(
  ms: number,
  what: BudgetClass,
  urgency: 'progress' | 'end',
  channel?: string,
  from = budget,
): Promise<number[]> {
  const granted: number[] = [];
  const end = now + ms;
  while (now < end) {
    const wait = await from.take('T1', what, urgency, channel);
    if (wait === 0) granted.push(now);
    now += wait;
  }
  return granted;
}

/** The most grants in any window of that length. */
function densest(granted: number[], window: number): number {
  return Math.max(...granted.map((from) => granted.filter((time) => time >= from && time < from + window).length));
}

test.each([
  ['update', undefined, 50, 38],
  ['upload', undefined, 100, 75],
  ['look', undefined, 50, 38],
  ['post', undefined, 240, 185],
  ['post', 'C1', 60, 46],
] as const)(
  '%s in %s: no minute ever sees more than %i ends, and a steady stream gets at least %i',
  async (what, channel, most, least) => {
    const granted = await greedy(5 * MINUTE, what, 'end', channel);

    expect(densest(granted, MINUTE)).toBeLessThanOrEqual(most);
    expect(granted.length / 5).toBeGreaterThanOrEqual(least);
  },
);

test('what is granted together with progress from many cards stays within the limit too', async () => {
  const granted: number[] = [];
  const cards = Array.from({ length: 100 }, () => now);
  const end = now + 3 * MINUTE;
  let asked = 0;
  for (;;) {
    const at = Math.min(...cards);
    if (at >= end) break;
    now = at;
    const wait = await budget.take('T1', 'update', 'progress');
    asked++;
    if (wait === 0) granted.push(now);
    cards[cards.indexOf(at)] = now + (wait === 0 ? 3000 : wait);
  }

  expect(densest(granted, MINUTE)).toBeLessThanOrEqual(50);
  expect(granted.length / 3).toBeGreaterThanOrEqual(38);
  // Told one and the same time, a hundred cards would ask thousands of times.
  expect(asked).toBeLessThan(1500);
});

test('an end is granted at once although progress has taken all that it may', async () => {
  while ((await budget.take('T1', 'update', 'progress')) === 0);

  expect(await budget.take('T1', 'update', 'end')).toBe(0);
  expect(await budget.take('T1', 'update', 'end')).toBe(0);
  expect(await budget.take('T1', 'update', 'progress')).toBeGreaterThan(0);
});

test('ends come before progress while both ask all the time', async () => {
  while ((await budget.take('T1', 'update', 'end')) === 0);
  let ends = 0;
  let progress = 0;
  for (const end = now + MINUTE; now < end; now += 500) {
    if ((await budget.take('T1', 'update', 'progress')) === 0) progress++;
    if ((await budget.take('T1', 'update', 'end')) === 0) ends++;
  }

  expect(progress).toBe(0);
  expect(ends).toBeGreaterThanOrEqual(38);
});

test('whoever waits as long as it was told is granted', async () => {
  while ((await budget.take('T1', 'update', 'progress')) === 0);
  await greedy(1, 'update', 'progress');

  const wait = await budget.take('T1', 'update', 'end');
  now += wait;
  expect(await budget.take('T1', 'update', 'end')).toBe(0);
});

test('after a 429 nobody is granted until the pause is over, and a shorter pause does not end a longer one', async () => {
  await budget.cool('T1', 'update', 30_000);
  await budget.cool('T1', 'update', 1000);

  now += 10_000;
  expect(await budget.take('T1', 'update', 'end')).toBe(20_000);
  now += 20_000;
  expect(await budget.take('T1', 'update', 'end')).toBe(0);
  expect(await budget.take('T1', 'update', 'end')).toBeGreaterThan(0);
});

test('workspaces, classes and channels do not share a budget', async () => {
  while ((await budget.take('T1', 'post', 'end', 'C1')) === 0);

  expect(await budget.take('T1', 'post', 'end', 'C2')).toBe(0);
  expect(await budget.take('T1', 'update', 'end')).toBe(0);
  expect(await budget.take('T2', 'post', 'end', 'C1')).toBe(0);
});

test('a channel that must wait costs the workspace nothing', async () => {
  for (let i = 0; i < 500; i++) await budget.take('T1', 'post', 'end', 'C1');

  expect(await budget.take('T1', 'post', 'end', 'C2')).toBe(0);
});

test('the scale multiplies the limits', async () => {
  const double = openBudget(raw, { scale: 2, now: () => now });

  const granted = await greedy(3 * MINUTE, 'update', 'end', undefined, double);

  expect(densest(granted, MINUTE)).toBeLessThanOrEqual(100);
  expect(granted.length / 3).toBeGreaterThanOrEqual(76);
});

test('a clock that runs behind neither stops nor refills the budget', async () => {
  while ((await budget.take('T1', 'update', 'end')) === 0);

  now -= 10 * MINUTE;
  const wait = await budget.take('T1', 'update', 'end');

  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(1500);
});

test('of fifty at once no more are granted than there are', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => budget.take('T1', 'update', 'end')));

  expect(answers.filter((wait) => wait === 0)).toHaveLength(10);
});
