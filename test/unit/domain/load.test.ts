import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIGHT, type Load, loadOf, type Traffic } from '../../../src/domain/load.ts';

const EDITS = 50;
/** So many cards that move at that pace, each replaced by another when its task ends. */
const crowd = (cards: number, everyS: number, lifeS: number): Traffic => ({
  moves: (cards * 60) / everyS,
  cards,
  ends: (cards * 60) / lifeS,
  edits: EDITS,
});

const traffic = fc.record({
  moves: fc.nat(5000),
  cards: fc.nat(500),
  ends: fc.nat(100),
  edits: fc.constantFrom(50, 500),
});
const RANK = { light: 0, busy: 1, crowded: 2 };

describe('the load of a workspace', () => {
  test.each([
    [5, 6.5, 57, { kind: 'light', everyS: 0 }],
    [10, 6.5, 57, { kind: 'light', everyS: 0 }],
    [20, 6.5, 57, { kind: 'busy', everyS: 30 }],
    [100, 23, 200, { kind: 'crowded', everyS: 0 }],
  ] as const)('of %i cards that move every %d s for %i s', (cards, everyS, lifeS, load) => {
    expect(loadOf(crowd(cards, everyS, lifeS))).toEqual(load);
  });

  test('never eases as more moves', () => {
    fc.assert(
      fc.property(traffic, fc.nat(2000), (one, more) => {
        const [less, greater] = [loadOf(one), loadOf({ ...one, moves: one.moves + more })];
        expect(RANK[greater.kind]).toBeGreaterThanOrEqual(RANK[less.kind]);
      }),
    );
  });

  test('stays what it is while little changes: a look that changed to and fro would cost edits', () => {
    fc.assert(
      fc.property(traffic, fc.double({ min: 0.9, max: 1.1, noNaN: true }), (one, factor) => {
        const first = loadOf(one);
        const after = loadOf({ ...one, moves: one.moves * factor, cards: one.cards * factor }, first);
        const back = loadOf(one, after);
        expect(loadOf({ ...one, moves: one.moves * factor, cards: one.cards * factor }, back)).toEqual(after);
      }),
    );
  });

  test('only tells of the next edit where one waits for it', () => {
    fc.assert(
      fc.property(traffic, (one) => {
        const load: Load = loadOf(one);
        if (load.everyS > 0) expect(load.kind).toBe('busy');
        if (one.moves === 0 && one.cards === 0) expect(load).toEqual(LIGHT);
      }),
    );
  });
});
