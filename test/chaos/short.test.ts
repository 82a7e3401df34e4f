import { describe, expect, test } from 'vitest';
import { MARKS, planRound } from '../support/chaos-plan.ts';
import { killInPost, killInSubmit, slowProgress } from '../support/chaos-plays.ts';
import { table } from '../support/chaos-report.ts';
import { RECOVERY_MS, runChaos } from '../support/chaos-run.ts';

/** The short form of `npm run test:chaos`: the same books, fewer rounds. That they can turn red is shown by `test/e2e/red-books.test.ts`. */

const SEED = 4;
/** Kinds of faults in the plan. */
const KINDS = 22;

test('nothing is lost and nothing doubled, whatever is killed and whatever breaks', async () => {
  const said: string[] = [];
  const figures = await runChaos({
    seed: SEED,
    kills: 8,
    deeds: 26,
    weather: 8,
    lastsMs: 9000,
    rounds: 2,
    totalKills: 100,
    totalMs: 60_000,
    overture: [killInSubmit, slowProgress, killInPost],
    tell: (line) => said.push(line),
  });

  expect(figures.reds, `${said.join('\n')}\n${table(figures)}`).toEqual([]);
  expect(figures.kills).toBeGreaterThan(5);
  expect(figures.submissions).toBeGreaterThan(10);
  expect(figures.recoveryMs.count).toBeGreaterThan(0);
  expect(figures.recoveryMs.most).toBeLessThan(RECOVERY_MS);
});

describe('the schedule', () => {
  const options = { seed: SEED, kills: 8, weather: 8, lastsMs: 9000 };
  const rounds = (seed: number) => Array.from({ length: 80 }, (_, n) => planRound(n, { ...options, seed }));

  test('follows from the seed and the round alone', () => {
    expect(rounds(SEED)).toEqual(rounds(SEED));
    expect(planRound(7, options)).toEqual(rounds(SEED)[7]);
    expect(rounds(SEED + 1)).not.toEqual(rounds(SEED));
  });

  test('kills at every mark in every manner, and leaves no kind of fault out', () => {
    const faults = rounds(SEED).flatMap((round) => round.faults);
    const manners = faults.flatMap((fault) => (fault.kind === 'kill-at' ? [`${fault.mark} ${fault.manner}`] : []));
    expect(new Set(manners).size).toBe(MARKS.length * 3);
    expect(new Set(faults.map(({ kind }) => kind)).size).toBe(KINDS);
  });
});
