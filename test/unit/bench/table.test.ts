import { expect, test } from 'vitest';
import { FIGURES, rounds } from '../../bench/figures/index.ts';
import type { Row } from '../../bench/harness/figure.ts';
import { filled, markdown, plain, type Run } from '../../bench/harness/table.ts';

const ROWS: Row[] = [
  { figure: 'acks', must: '<= 100 ms', measured: '12 ms', beside: 'B1 | B2', ok: true, values: { p99: 12 } },
  { figure: 'ends', must: '>= 95 %', measured: '20 %', beside: '', ok: false, values: { share: 0.2 } },
];
const RUN: Run = {
  mode: 'full',
  commit: 'abc1234',
  date: '2026-01-02T03:04:05.000Z',
  machine: { cores: 2, cpu: 'a processor', memoryGb: 8, node: '20.20.0', platform: 'linux x64' },
  seconds: 600,
  rows: ROWS,
};

test('the table says what was reached, what was missed, and where', () => {
  const table = markdown(RUN).split('\n');

  expect(table[2]).toBe('| acks | <= 100 ms | 12 ms | B1 \\| B2 | ok |');
  expect(table[3]).toContain('| missed |');
  expect(table.at(-1)).toBe('full run of 2026-01-02 at abc1234, 2 cores (a processor), 8 GB, Node 20.20.0, 10.0 min');
  expect(plain(RUN)).toMatch(/^ok {5}acks\n[^]*^missed ends$/m);
});

test('a page is filled between its markers, again and again, and a page without them is refused', () => {
  const page = 'before\n<!-- bench:begin (npm run bench -- --write) -->\nold\n<!-- bench:end -->\nafter\n';
  const once = filled(page, 'new');

  expect(once).toBe(page.replace('old', 'new'));
  expect(filled(once, 'newer')).toBe(page.replace('old', 'newer'));
  expect(() => filled('nothing here', 'new')).toThrow(/no line/);
});

test('every figure is measured once, in some round, and a name that there is not is refused with those that there are', () => {
  const all = rounds([], false).flat();

  expect(all.map(({ name }) => name).toSorted()).toEqual(FIGURES.map(({ name }) => name).toSorted());
  expect(
    rounds(['ends'], true)
      .flat()
      .map(({ name }) => name),
  ).toEqual(['ends']);
  expect(rounds([], true).flat().length).toBeLessThan(all.length);
  expect(() => rounds(['speed'], false)).toThrow(/there are ack, /);
});
