import { describe, expect, test } from 'vitest';
import { SHORTEST_READING_MS } from '../../../src/domain/pace.ts';
import { simulate } from '../../support/reading-sim.ts';
import { relaxCourse } from '../../support/task-courses.ts';

/**
 * What following costs the gateway, and how soon an end is noticed: the bounds of the README's performance table, on a simulated clock, with two
 * workers that take turns.
 */
describe('following without callbacks, live gateway', () => {
  test('of 50 tasks: half the shortest interval at the median', async () => {
    const seen = await simulate({ tasks: 50, minutes: 8 });
    expect(seen.ends).toBeGreaterThan(300);
    // Any time of the interval is as likely as any other: half of it, and the answer.
    expect(seen.p50).toBeLessThanOrEqual(1500);
    expect(seen.p95).toBeLessThanOrEqual(3000);
    expect(seen.requestsPerMinute).toBeLessThanOrEqual(24);
  });

  test('of 100 tasks: 24 requests a minute, an end within 4 s, fewer rows than all tasks every 2 s', async () => {
    const seen = await simulate({ tasks: 100 });
    expect(seen.worstMinute).toBeLessThanOrEqual(24);
    expect(seen.p95).toBeLessThanOrEqual(4000);
    expect(seen.rowsPerTaskMinute).toBeLessThanOrEqual(15);
    expect(seen.mostUnderWay).toBe(1);
  });

  test('of 1,000 tasks: 120 requests a minute, an end within 7 s', { timeout: 60_000 }, async () => {
    const seen = await simulate({ tasks: 1000, minutes: 2 });
    expect(seen.worstMinute).toBeLessThanOrEqual(120);
    expect(seen.p95).toBeLessThanOrEqual(7000);
    // All of them every two seconds (B1) would be 30.
    expect(seen.rowsPerTaskMinute).toBeLessThanOrEqual(15);
    expect(seen.mostUnderWay).toBeLessThanOrEqual(6);
    // No card could show each step of so many, so that not each is stored.
    expect(seen.changesPerMinute).toBeLessThan(5000);
  });

  test('of 10,000 tasks: 1,200 requests a minute, an end within 10 s', { timeout: 120_000 }, async () => {
    const seen = await simulate({ tasks: 10_000, minutes: 1.25 });
    expect(seen.ends).toBeGreaterThan(2000);
    expect(seen.worstMinute).toBeLessThanOrEqual(1200);
    expect(seen.p95).toBeLessThanOrEqual(10_000);
    // All of them every two seconds (B1) would be 30.
    expect(seen.rowsPerTaskMinute).toBeLessThanOrEqual(15);
    expect(seen.mostUnderWay).toBeLessThanOrEqual(6);
  });

  test('of 100 tasks in relax mode costs fewer rows', async () => {
    const seen = await simulate({ tasks: 100, course: relaxCourse });
    expect(seen.rowsPerTaskMinute).toBeLessThanOrEqual(8);
    expect(seen.p95).toBeLessThanOrEqual(4000);
  });

  test('keeps MJ_POLL_MS between two readings of a task, however late a reading begins', async () => {
    for (const tasks of [1, 20, 100])
      expect((await simulate({ tasks })).closestMs).toBeGreaterThanOrEqual(SHORTEST_READING_MS);
    expect((await simulate({ tasks: 30, pollMs: 10_000 })).closestMs).toBeGreaterThanOrEqual(10_000);
  });

  test('leaves no reading out when jobs are late', async () => {
    const seen = await simulate({ tasks: 50, lateMs: 800 });
    expect(seen.closestMs).toBeGreaterThanOrEqual(SHORTEST_READING_MS);
    expect(seen.p95).toBeLessThanOrEqual(4500);
    // Tasks that were read late share no window with the others for a while.
    expect(seen.worstMinute).toBeLessThanOrEqual(36);
  });

  test('writes a record only when something moved, whatever `?rand=` does to the links', async () => {
    const seen = await simulate({ tasks: 50 });
    // Eight steps in 57 s, of which a reading may skip some.
    expect(seen.changesPerMinute / 50).toBeLessThanOrEqual(9.8);
    expect(seen.rowsPerTaskMinute).toBeGreaterThan(seen.changesPerMinute / 50);
  });

  test('has more requests under way only where the gateway is slow', async () => {
    const seen = await simulate({ tasks: 1000, minutes: 2, latencyMs: 1000 });
    expect(seen.mostUnderWay).toBeGreaterThan(2);
    expect(seen.mostUnderWay).toBeLessThanOrEqual(6);
    expect(seen.p95).toBeLessThanOrEqual(9000);
  }, 60_000);
});

describe('whoever reads', () => {
  test.each([20, 100])('of %i tasks, two workers send the requests that one would', async (tasks) => {
    const [one, two] = [await simulate({ tasks, workers: 1 }), await simulate({ tasks, workers: 2 })];
    expect(two.requests.length).toBeGreaterThan(100);
    expect(two.requests).toEqual(one.requests);
    expect(two.p95).toBe(one.p95);
  });

  test('has nothing of a task from the reading before: one that has just started sends the same requests', async () => {
    const [usual, fresh] = [await simulate({ tasks: 20 }), await simulate({ tasks: 20, fresh: true })];
    expect(fresh.requests).toEqual(usual.requests);
    expect(fresh.looks).toBe(usual.looks);
    expect(fresh.changesPerMinute).toBe(usual.changesPerMinute);
  });

  test('has of many tasks no more than a common measure at hand, whose loss costs next to nothing', async () => {
    const [usual, fresh] = [await simulate({ tasks: 500 }), await simulate({ tasks: 500, fresh: true })];
    expect(fresh.requestsPerMinute).toBeLessThanOrEqual(1.02 * usual.requestsPerMinute);
    expect(fresh.rowsPerTaskMinute).toBeLessThanOrEqual(1.02 * usual.rowsPerTaskMinute);
    expect(fresh.looks).toBeLessThanOrEqual(1.02 * usual.looks);
  });
});

describe('following a gateway that refreshes every 15 s', () => {
  test.each([1, 5, 20])('of %i tasks: it is found out, and asked about 12 times a minute', async (tasks) => {
    const seen = await simulate({ tasks, sweepMs: 15_000, minutes: 6 });
    expect(seen.logged.map((line) => line.message)).toContain('the gateway refreshes now and then: read after that');
    expect(seen.requestsPerMinute).toBeLessThanOrEqual(15);
  });

  test('of 100 tasks: fewer than half of the requests of a loop of 2 s, and ends seen about as soon', async () => {
    const seen = await simulate({ tasks: 100, sweepMs: 15_000, minutes: 6 });
    expect(seen.requestsPerMinute).toBeLessThanOrEqual(16);
    expect(seen.rowsPerTaskMinute).toBeLessThanOrEqual(10);
    // peers.md 5b: 8.5 s and 15.2 s with a loop of 2 s, 10.0 and 17.2 with one of 5 s.
    expect(seen.p50).toBeLessThanOrEqual(10_000);
    expect(seen.p95).toBeLessThanOrEqual(17_200);
  });
});

describe('following a gateway without lists', () => {
  test('of five tasks keeps nearly to the shortest interval', async () => {
    const seen = await simulate({ tasks: 5, singly: true, minutes: 8 });
    expect(seen.singlesPerMinute).toBeLessThanOrEqual(100);
    expect(seen.p95).toBeLessThanOrEqual(6000);
  });

  test('of 20 tasks keeps within the budget, and nobody is forgotten', async () => {
    const seen = await simulate({ tasks: 20, singly: true, minutes: 8 });
    expect(seen.worstMinute).toBeLessThanOrEqual(140);
    expect(seen.singlesPerMinute).toBeLessThanOrEqual(135);
    expect(seen.p95).toBeLessThanOrEqual(12_000);
  });

  test('of far too many keeps within the budget all the same', async () => {
    const seen = await simulate({ tasks: 100, singly: true, minutes: 4 });
    expect(seen.worstMinute).toBeLessThanOrEqual(140);
    expect(seen.ends).toBeGreaterThan(100);
  });
});
