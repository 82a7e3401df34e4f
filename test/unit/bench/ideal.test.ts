import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { manualClock } from '../../../src/sandbox/slack/clock.ts';
import { RateLimiter } from '../../../src/sandbox/slack/rate.ts';
import { bucketOf, TIERS } from '../../bench/harness/buckets.ts';
import { idealEnds, shareShown, worstWait } from '../../bench/harness/ideal.ts';

const LATENCY = { call: 100, fileReady: 250 };
const arrivals = (max: number) =>
  fc
    .array(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 300 })
    .map((times) => times.toSorted((a, b) => a - b));

describe('a bucket', () => {
  test('grants one minute of calls at once and the rest evenly', () => {
    const bucket = bucketOf(50);
    const granted = Array.from({ length: 100 }, () => bucket.take(0));

    expect(granted.slice(0, 50).every((at) => at === 0)).toBe(true);
    expect(granted[50]).toBeCloseTo(1200);
    expect(granted[99]).toBeCloseTo(60_000);
  });

  test('is the one that the stand-in enforces: what it grants is never refused there, and nothing could go earlier', () => {
    fc.assert(
      fc.property(arrivals(120_000), (times) => {
        const bucket = bucketOf(TIERS.update);
        const clock = manualClock(0);
        const limiter = new RateLimiter(clock, 1);
        for (const at of times) {
          const granted = bucket.take(at);
          clock.advance(Math.max(0, Math.floor(granted) - 1 - clock.now()));
          // A millisecond before its time it is refused, unless it need not wait.
          if (granted > at + 1 && clock.now() < granted) expect(limiter.method('chat.update', 't3')).toBeGreaterThan(0);
          clock.advance(Math.ceil(granted) + 1 - clock.now());

          expect(limiter.method('chat.update', 't3')).toBe(0);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the ideal schedule of ends', () => {
  test('a few ends take the four calls and the time until the file is ready', () => {
    // Address, bytes, completion, ready, update.
    expect(idealEnds([0, 5000], LATENCY)).toEqual([650, 5650]);
  });

  test('a hundred at once are bound by chat.update: fifty at once, the last after a minute', () => {
    const shown = idealEnds(
      Array.from({ length: 100 }, () => 0),
      LATENCY,
    );

    expect(shown[49]).toBe(650);
    expect(shown[50]).toBeCloseTo(650 + 1200);
    expect(shown[99]).toBeCloseTo(650 + 60_000);
  });

  test('never shows more in a stretch than the tier allows, nor anybody before their time, and first come is first served', () => {
    fc.assert(
      fc.property(arrivals(60_000), (ends) => {
        const shown = idealEnds(ends, LATENCY);
        for (const [index, at] of shown.entries()) {
          expect(at).toBeGreaterThanOrEqual((ends[index] ?? 0) + 650 - 1e-6);
          expect(at).toBeGreaterThanOrEqual((shown[index - 1] ?? 0) - 1e-6);
          const span = at - (shown[0] ?? 0);
          expect(index + 1).toBeLessThanOrEqual(TIERS.update + (span * TIERS.update) / 60_000 + 1e-6);
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('shares and waits are held against the ideal schedule', () => {
  const waits = [
    { known: 0, shown: 900, ideal: 650 },
    { known: 0, shown: 12_000, ideal: 10_000 },
    { known: 0, shown: undefined, ideal: 5000 },
  ];

  expect(shareShown(waits, 500)).toBeCloseTo(1 / 3);
  expect(shareShown([{ known: 9000, shown: 10_500, ideal: 9650 }], 500)).toBe(0);
  expect(shareShown([{ known: 9000, shown: 10_500, ideal: 9650 }], 2000)).toBe(1);
  expect(worstWait(waits, 2000)).toBe(Number.POSITIVE_INFINITY);
  expect(worstWait(waits.slice(0, 2), 2000)).toBeCloseTo(1.2);
  // What an end may take in any case is no wait.
  expect(worstWait(waits.slice(0, 1), 2000)).toBe(1);
});
