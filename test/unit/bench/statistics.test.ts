import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duration, median, percent, perMinute, quantile } from '../../bench/harness/statistics.ts';

test('a quantile is one of the values, and as many as its share lie at or below it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const found = quantile(values, share);
        const below = values.filter((value) => value <= found).length;

        expect(values).toContain(found);
        expect(below / values.length).toBeGreaterThanOrEqual(share - 1e-9);
        expect(values.filter((value) => value < found).length / values.length).toBeLessThanOrEqual(Math.max(share, 0));
      },
    ),
  );
});

test('what never came counts as for ever', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, Number.POSITIVE_INFINITY];

  expect(median(waits)).toBe(5);
  expect(quantile(waits, 0.95)).toBe(Number.POSITIVE_INFINITY);
  expect(duration(quantile(waits, 0.95))).toBe('never');
  expect(quantile([], 0.5)).toBeNaN();
});

test('figures are written for people', () => {
  expect([duration(49.6), duration(1449), percent(0.956), percent(0.004)]).toEqual(['50 ms', '1.4 s', '96 %', '0.4 %']);
  expect(perMinute(12, 30_000)).toBe(24);
});
