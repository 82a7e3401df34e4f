import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationOf, estimated, expectedLeft, kindOf, plannedEnd, timeLeft } from '../../../src/domain/estimate.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { aDone, aSnapshot, aSubmission, aWatched } from '../../support/records.ts';

const minute = [55_000, 57_000, 60_000, 62_000, 66_000];
const press = (customId: string) =>
  aSubmission({
    order: {
      verb: 'press',
      parent: aSubmission().id,
      parentTask: '1',
      button: { customId, label: '', emoji: '', style: 2 },
      prompt: 'a fox --relax',
      pictures: [],
    },
  });

describe('the time left', () => {
  test('is the median of what is left of those that took longer', () => {
    expect(expectedLeft(minute, 0)).toBe(60_000);
    expect(expectedLeft(minute, 56_000)).toBe(5000);
  });

  test('is not known with little experience, or of what outlasts nearly all', () => {
    expect(expectedLeft(minute.slice(1), 0)).toBeUndefined();
    expect(expectedLeft(minute, 61_000)).toBeUndefined();
  });

  test('follows the percentage, the more the nearer the end', () => {
    expect(expectedLeft([], 30_000, 50)).toBe(30_000);
    expect(expectedLeft([], 30_000, 15)).toBeUndefined();
    const usual = expectedLeft(minute, 40_000) ?? 0;
    const steady = (40_000 * 50) / 50;
    expect(expectedLeft(minute, 40_000, 50)).toBeCloseTo((usual + steady) / 2);
  });

  test('is never negative, and never longer than what is known to happen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 600_000 }), { maxLength: 50 }),
        fc.integer({ min: 0, max: 700_000 }),
        fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
        (recent, elapsed, percent) => {
          const left = expectedLeft(recent, elapsed, percent);
          if (left === undefined) return;
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBeLessThanOrEqual(Math.max(...recent, (elapsed * 100) / 30));
        },
      ),
    );
  });
});

describe('the estimate of a record', () => {
  const before = aWatched(0);

  test('stands when it is submitted, and does not change with each reading', () => {
    const first = estimated(minute, 0)(before);
    expect(first.estimate).toEqual({ endAt: 60_000 });
    const later = { ...first, snapshot: aSnapshot({ percent: 62, progress: '62%' }) };
    expect(estimated(minute, 36_000)(later)).toBe(later);
  });

  test('is corrected when it is well off', () => {
    const slow = { ...estimated(minute, 0)(before), snapshot: aSnapshot({ percent: 31 }) };
    expect(estimated(minute, 50_000)(slow).estimate?.endAt).toBeGreaterThan(75_000);
  });

  test('is read as what is left, while it lasts', () => {
    const record = estimated(minute, 0)(before);
    expect(timeLeft(record, 20_000)).toBe(40_000);
    expect(timeLeft(record, 60_000)).toBeUndefined();
    expect(timeLeft(before, 0)).toBeUndefined();
    expect(timeLeft({ ...record, end: { kind: 'done' } }, 0)).toBeUndefined();
  });

  test('is not made of what has not been submitted', () => {
    const accepted = aSubmission();
    expect(estimated(minute, 0)(accepted)).toBe(accepted);
  });
});

test('an end is planned for when it is estimated, else for a whole life later, which is longer in relax mode', () => {
  expect(plannedEnd({ ...aWatched(), estimate: { endAt: 7 } }, 1000)).toBe(7);
  const fast = plannedEnd(aWatched(), 1000) - 1000;
  expect(fast).toBe(57_000);
  const relax: Submission = { ...aWatched(), order: { verb: 'imagine', prompt: 'a fox --relax', pictures: [] } };
  expect(plannedEnd(relax, 1000) - 1000).toBeGreaterThan(fast);
});

describe('a kind', () => {
  test('is verb, what a press does, and speed', () => {
    expect(kindOf(aSubmission())).toBe('imagine.usual');
    expect(kindOf(aSubmission({ mode: 'fast' }))).toBe('imagine.fast');
    expect(kindOf(press('MJ::JOB::upsample_v6_2x_subtle::1::uuid::SOLO'))).toBe('press-upsample-v6-2x-subtle.relax');
    expect(kindOf(press('MJ::Outpaint::50::1::uuid'))).toBe('press-outpaint.relax');
    expect(kindOf(press(''))).toBe('press-other.relax');
  });

  test('is short and plain, whatever a gateway invents', () => {
    fc.assert(
      fc.property(fc.string(), (customId) => {
        expect(kindOf(press(customId))).toMatch(/^[a-z0-9.-]{1,60}$/);
      }),
    );
  });
});

describe('a duration', () => {
  const done = aDone({ at: { submitted: 1000, ended: 61_000 } });

  test('ends between the last two readings', () => {
    expect(durationOf(done, 57_000)).toBe(58_000);
  });

  test('is not taken from what was not looked at for long, did not end well, or waited for a person', () => {
    expect(durationOf(done, 20_000)).toBeUndefined();
    expect(durationOf({ ...done, end: { kind: 'deadline', minutes: 60 } }, 57_000)).toBeUndefined();
    expect(durationOf({ ...done, at: { ...done.at, confirming: 9000 } }, 57_000)).toBeUndefined();
  });
});
