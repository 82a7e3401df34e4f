import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Conditions,
  dueAt,
  LONGEST_READING_MS,
  liveGrid,
  type Outlook,
  phaseOf,
  readingMs,
  spreadOf,
} from '../../../src/domain/rhythm.ts';
import { sweepGrid } from '../../../src/domain/staleness.ts';

const outlook = (more: Partial<Outlook> = {}): Outlook => ({
  status: 'running',
  percent: 31,
  ageMs: 20_000,
  relax: false,
  stalled: false,
  heard: 'nothing',
  ...more,
});
const conditions = (more: Partial<Conditions> = {}): Conditions => ({ shortestMs: 3000, load: 1, ...more });

const anyOutlook: fc.Arbitrary<Outlook> = fc.record({
  status: fc.constantFrom('waiting', 'running', 'confirming'),
  percent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  ageMs: fc.integer({ min: 0, max: 3_600_000 }),
  relax: fc.boolean(),
  leftMs: fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined }),
  stalled: fc.boolean(),
  heard: fc.constantFrom('nothing', 'progress', 'turn'),
});
const shortest = fc.integer({ min: 10, max: 60_000 });
const anyLoad = fc.integer({ min: 1, max: 50_000 });

describe('the phase of a task', () => {
  test.each([
    ['queued', { status: 'waiting', percent: undefined }],
    ['moving', { percent: 62 }],
    ['ending', { percent: 78 }],
    ['ending', { percent: undefined, leftMs: 9000 }],
    ['moving', { percent: undefined, leftMs: 40_000 }],
    ['open', { percent: undefined }],
    ['ending', { heard: 'turn', percent: 15 }],
    // An upscale is done before it says that it began.
    ['ending', { status: 'waiting', percent: undefined, leftMs: 5000 }],
  ] as const)('is %s of %j', (phase, more) => {
    expect(phaseOf(outlook(more), 3000)).toBe(phase);
  });
});

describe('the interval', () => {
  test('is never shorter than the shortest, and never longer than a minute', () => {
    fc.assert(
      fc.property(anyOutlook, shortest, anyLoad, (o, shortestMs, load) => {
        const ms = readingMs(o, { shortestMs, load });
        expect(ms).toBeGreaterThanOrEqual(shortestMs);
        expect(ms).toBeLessThanOrEqual(Math.max(LONGEST_READING_MS, shortestMs));
      }),
    );
  });

  test('grows with the load, whatever the task', () => {
    fc.assert(
      fc.property(anyOutlook, anyLoad, anyLoad, fc.boolean(), (o, a, b, singly) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const of = (load: number) => readingMs(o, conditions({ load, ...(singly ? { singlesPerMinute: 120 } : {}) }));
        expect(of(more)).toBeGreaterThanOrEqual(of(less));
      }),
    );
  });

  test('is the shortest for what is nearly done, up to a thousand tasks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (load) => {
        expect(readingMs(outlook({ percent: 93 }), conditions({ load }))).toBe(3000);
      }),
    );
  });

  test('is longer for what is far from done, and longest for what waits in relax mode', () => {
    const at = (more: Partial<Outlook>) => readingMs(outlook(more), conditions({ load: 100 }));
    expect(at({ percent: 93 })).toBe(3000);
    expect(at({ percent: 31 })).toBeCloseTo(6000, -1);
    expect(at({ percent: 31, relax: true })).toBeGreaterThan(at({ percent: 31 }));
    expect(at({ status: 'waiting', percent: undefined, relax: true })).toBe(12_000);
  });

  test('of a task that calls back is longer, but a lost end is noticed after 15 s, near the end after 6', () => {
    expect(readingMs(outlook({ heard: 'progress' }), conditions())).toBe(15_000);
    expect(readingMs(outlook({ heard: 'progress', percent: 93 }), conditions())).toBe(6000);
    expect(readingMs(outlook({ heard: 'turn', percent: 31 }), conditions())).toBe(3000);
  });

  test('where tasks are read one by one shares the budget', () => {
    const perMinute = (load: number, o: Outlook) =>
      (load * 60_000) / readingMs(o, conditions({ load, singlesPerMinute: 120 }));
    expect(perMinute(100, outlook())).toBeLessThanOrEqual(120);
    expect(perMinute(5, outlook())).toBeLessThanOrEqual(120);
  });
});

describe('the windows', () => {
  const anyGrid = fc.oneof(
    fc.integer({ min: 0, max: 10_000 }).map((phase) => liveGrid(3000, phase)),
    fc
      .record({ everyMs: fc.integer({ min: 8000, max: 60_000 }), at: fc.integer({ min: 0, max: 100_000 }) })
      .map((sweeps) => sweepGrid(sweeps, 3000)),
  );

  test('keep two readings of a task apart, give or take how late a reading may begin', () => {
    fc.assert(
      fc.property(
        anyGrid,
        fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
        fc.integer({ min: 3000, max: 60_000 }),
        anyLoad,
        fc.nat(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (grid, begun, interval, load, spread, random) => {
          const due = dueAt(begun, interval, { grid, load, shortestMs: 3000, spread, random });
          expect(due - begun).toBeGreaterThanOrEqual(2700);
          expect(due - begun).toBeLessThanOrEqual(Math.max(2 * interval, grid.unitMs * grid.parts) * 1.5 + 1);
        },
      ),
    );
  });

  test('are the same for all tasks, so that few tasks share one request', () => {
    const grid = liveGrid(3000, 1234);
    const dues = Array.from({ length: 50 }, (_, i) =>
      dueAt(1_700_000_000_000 + i * 55, 3000, {
        grid,
        load: 50,
        shortestMs: 3000,
        spread: spreadOf(`s${i}`),
        random: 0,
      }),
    );
    expect(new Set(dues).size).toBeLessThanOrEqual(2);
    for (const due of dues) expect((due - 1234) % 3000).toBe(0);
  });

  test('of longer intervals are among those of shorter ones', () => {
    const grid = liveGrid(3000, 500);
    const begun = 500 + 24_000 * 70_000_000;
    for (const interval of [3000, 6000, 12_000, 24_000]) {
      const due = dueAt(begun, interval, { grid, load: 1, shortestMs: 3000, spread: 7, random: 0 });
      expect(due).toBe(begun + interval);
    }
  });

  test('are met on average after the interval, jittered', () => {
    const grid = liveGrid(3000, 0);
    fc.assert(
      fc.property(fc.integer({ min: 3000, max: 30_000 }), (interval) => {
        let at = 1_700_000_000_000;
        let dice = 0.5;
        const gaps = Array.from({ length: 400 }, () => {
          dice = (dice * 9301 + 0.49297) % 1;
          const due = dueAt(at, interval, { grid, load: 1, shortestMs: 3000, spread: 0, random: dice });
          const gap = due - at;
          at = due;
          return gap;
        });
        const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
        expect(mean).toBeGreaterThan(interval * 0.85);
        expect(mean).toBeLessThan(interval * 1.35);
      }),
      { numRuns: 30 },
    );
  });

  test('carry about the same number of many tasks', () => {
    const of = { grid: liveGrid(3000, 0), load: 10_000, shortestMs: 3000, random: 0 };
    const counts = new Map<number, number>();
    for (let i = 0; i < 10_000; i++) {
      const spread = spreadOf(`s${i}`);
      let due = 1_700_000_000_000;
      for (let round = 0; round < 3; round++) due = dueAt(due, 6000, { ...of, spread });
      const offset = due % 6000;
      counts.set(offset, (counts.get(offset) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    expect(Math.max(...counts.values())).toBeLessThan(1.3 * Math.min(...counts.values()));
  });
});
