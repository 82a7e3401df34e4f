import { expect, test } from 'vitest';
import { shortfalls, table } from '../../support/chaos-report.ts';
import type { Figures } from '../../support/chaos-run.ts';

const WELL: Figures = {
  seed: 1,
  rounds: 16,
  kills: 600,
  faults: { kill: 200, 'kill-at': 400, 'slack-500 after': 3 },
  strikes: { accepted: 300, 'series:removed': 1 },
  deeds: {},
  submissions: 900,
  orders: 900,
  answers: 40,
  ends: { done: 900 },
  lost: 0,
  doubled: 0,
  reds: [],
  recoveryMs: { count: 90, median: 200, most: 7000 },
  tookMs: 60_000,
};
const NEVER = { accepted: 300, 'series:removed': 0 };
const UNMEASURED = { count: 0, median: 0, most: 0 };

test.for<[name: string, figures: Partial<Figures>, kills: number | undefined, short: string[]]>([
  ['what was asked for is no shortfall', {}, 600, []],
  ['too few kills', { kills: 599 }, 600, ['599 kills of 600']],
  ['no kills were asked for', { kills: 7, strikes: NEVER }, undefined, []],
  ['a mark that was never struck', { strikes: NEVER }, 500, ['no kill at series:removed']],
  ['a mark that was never struck by few kills', { strikes: NEVER }, 499, []],
  [
    'a recovery that took long',
    { recoveryMs: { count: 1, median: 10_001, most: 10_001 } },
    undefined,
    ['a kill was recovered from after 10001 ms'],
  ],
  ['no recovery at all', { recoveryMs: UNMEASURED }, 600, ['no recovery was measured']],
])('%s', ([, figures, kills, short]) => {
  expect(shortfalls({ ...WELL, ...figures }, kills)).toEqual(short);
});

test('the last line of a table has the faults of each kind', () => {
  expect(table(WELL).trimEnd().split('\n').at(-1)).toBe('kill 200, kill-at 400, slack-500 after 3');
});
