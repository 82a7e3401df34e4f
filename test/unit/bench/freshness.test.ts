import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf } from '../../bench/harness/cadence.ts';
import { type Card, idealCards, samples } from '../../bench/harness/freshness.ts';
import { median } from '../../bench/harness/statistics.ts';

const OPTIONS = { readMs: 3000, callMs: 100 };

/** Cards of tasks that begin one after the other, with a pace of their own each; posted when they begin. */
function cards(count: number, slower = 1): Card[] {
  let state = 1;
  const random = () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: count }, (_, index) => {
    const began = index * 50;
    const steps = stepsOf({ slower }, random);
    const at = (ms: number) => Math.round(began + ms);
    return {
      truth: {
        changes: steps.flatMap(({ afterMs, percent }) => (percent === 'end' ? [] : [{ at: at(afterMs), percent }])),
        endedAt: at(steps.at(-1)?.afterMs ?? 0),
      },
      shown: [{ at: began, percent: undefined, first: true }],
    };
  });
}
const middle = (all: readonly Card[]) => median(samples(all, 25_000, 45_000).map(({ ageMs }) => ageMs));

test('what a card shows is as old as what the gateway said, words as old as their becoming untrue', () => {
  const card: Card = {
    truth: { changes: [0, 15, 31].map((percent, n) => ({ at: n * 6000, percent })), endedAt: 20_000 },
    shown: [
      { at: 0, percent: undefined, first: true },
      { at: 8000, percent: 15, first: false },
      { at: 15_000, percent: undefined, first: false },
    ],
  };
  const at = (ms: number) => samples([card], ms, ms + 1)[0];

  expect(at(5000)).toEqual({ ageMs: 0, behindMs: 0, bar: false });
  expect(at(7000)).toEqual({ ageMs: 1000, behindMs: 1000, bar: false });
  expect(at(9000)).toEqual({ ageMs: 3000, behindMs: 0, bar: true });
  expect(at(14_000)).toEqual({ ageMs: 8000, behindMs: 2000, bar: true });
  expect(at(16_000)).toEqual({ ageMs: 0, behindMs: 0, bar: false });
  // Once it has ended it is no running card.
  expect(at(20_000)).toBeUndefined();
});

test('the ideal keeps within the tier, ends first, and never shows what is not yet so', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(0.5, 1, 3.5), (count, slower) => {
      const all = cards(count, slower);
      const best = idealCards(all, OPTIONS);
      const edits = best.flatMap(({ shown }) => shown.slice(1)).toSorted((a, b) => a.at - b.at);
      const [first] = edits;

      for (const [index, { at }] of edits.entries())
        expect(index + 1).toBeLessThanOrEqual(50 + ((at - (first?.at ?? 0)) * 50) / 60_000 + 1e-6);
      for (const { truth, shown } of best)
        for (const showing of shown.slice(1)) {
          const said = truth.changes.find(({ percent }) => percent === showing.percent);
          expect(said?.at).toBeLessThanOrEqual(showing.at);
        }
    }),
    { numRuns: 30 },
  );
});

test('few cards are as fresh as the readings, many as the tier allows', () => {
  const [few, many, more] = [5, 40, 120].map((count) => middle(idealCards(cards(count), OPTIONS)));

  // Half a step of 6.5 s, half a reading of 3 s, a call.
  expect(few).toBeLessThan(6000);
  expect(many).toBeGreaterThan(few ?? 0);
  expect(more).toBeGreaterThan(many ?? 0);
});
