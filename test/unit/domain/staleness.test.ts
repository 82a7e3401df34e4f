import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Changes, sawChange, sweepGrid, sweepsOf } from '../../../src/domain/staleness.ts';
import { dice } from '../../support/sim-clock.ts';

const POLL = 3000;

/** The brackets that readings every `readMs` put around changes at those instants. */
function bracketed(instants: readonly number[], readMs = POLL): Changes {
  let changes: Changes = [];
  for (const instant of instants) {
    const by = Math.ceil(instant / readMs) * readMs;
    changes = sawChange(changes, by - readMs, by);
  }
  return changes;
}

function sweeping(everyMs: number, count: number, late: () => number): number[] {
  let at = 1_700_000_000_000;
  return Array.from({ length: count }, () => (at += everyMs + late()));
}

describe('a gateway that refreshes now and then', () => {
  test('is recognised, and its next sweep foretold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 60_000 }), fc.integer(), (everyMs, seed) => {
        const random = dice(seed);
        const instants = sweeping(everyMs, 14, () => 150 * random());
        const sweeps = sweepsOf(bracketed(instants), POLL);
        expect(sweeps).toBeDefined();
        expect(Math.abs((sweeps?.everyMs ?? 0) - everyMs - 75)).toBeLessThan(0.07 * everyMs);
        const next = (instants.at(-1) ?? 0) + everyMs + 75;
        const foretold = (sweeps?.at ?? 0) + (sweeps?.everyMs ?? 0);
        expect(Math.abs(foretold - next)).toBeLessThan(POLL + 500);
      }),
    );
  });

  test('may be late once', () => {
    const random = dice(3);
    const instants = sweeping(15_000, 11, () => 100 * random()).map((at, i) => (i === 6 ? at + 5500 : at));
    expect(sweepsOf(bracketed(instants), POLL)?.everyMs).toBeGreaterThan(14_500);
  });

  test('is read just after its sweeps, and twice in between', () => {
    const grid = sweepGrid({ everyMs: 15_300, at: 1_700_000_000_000 }, POLL);
    expect(grid).toEqual({ phaseMs: 1_700_000_000_000, unitMs: 5100, parts: 3, swept: true });
  });
});

describe('a live gateway', () => {
  test('of many tasks is not taken for a stale one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.integer(), (tasks, seed) => {
        const random = dice(seed);
        const instants = Array.from({ length: tasks }, () => {
          let at = 1_700_000_000_000 + 6500 * random();
          return Array.from({ length: 12 }, () => (at += 5800 + 1400 * random()));
        });
        expect(sweepsOf(bracketed(instants.flat().toSorted((a, b) => a - b)), POLL)).toBeUndefined();
      }),
    );
  });

  test('of one slow task hardly ever', () => {
    let taken = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = dice(seed);
      const instants = sweeping(12_000, 14, () => 8000 * random());
      if (sweepsOf(bracketed(instants), POLL) !== undefined) taken += 1;
    }
    // Then it is read every five seconds or so for a while, until its changes contradict.
    expect(taken).toBeLessThanOrEqual(20);
  });
});

test('nothing is said before enough was seen', () => {
  expect(sweepsOf(bracketed(sweeping(15_000, 8, () => 0)), POLL)).toBeUndefined();
});

test('one instant explains what several readings saw, and readings that follow each other see two', () => {
  const first = sawChange([], 1000, 4000);
  expect(sawChange(first, 2000, 7000)).toEqual([[2000, 4000]]);
  expect(sawChange(first, 500, 7000)).toBe(first);
  expect(sawChange(first, 3950, 7000)).toEqual([
    [1000, 4000],
    [3950, 7000],
  ]);
});
