import { describe, expect, test } from 'vitest';
import { MARKS, planRound } from '../support/chaos-plan.ts';
import { killInPost, killInSubmit, type Play, slowProgress } from '../support/chaos-plays.ts';
import { table } from '../support/chaos-report.ts';
import { type Figures, RECOVERY_MS, runChaos } from '../support/chaos-run.ts';

/** The short form of `npm run test:chaos`: the same books, fewer rounds, and a test that the books can turn red. */

const SEED = 6;
/** Kinds of faults in the plan. */
const KINDS = 22;
const PLANTS = './test/support/plants';

test('nothing is lost and nothing doubled, whatever is killed and whatever breaks', async () => {
  const said: string[] = [];
  const figures = await runChaos({
    seed: SEED,
    kills: 8,
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

/** Longer than a sound bot needs, restart and all; far shorter than BullMQ's own limits. */
const PLAY_QUIET_MS = 25_000;

async function played(plant: string, script: Play): Promise<Figures> {
  return await runChaos({
    seed: SEED,
    kills: 0,
    weather: 0,
    lastsMs: 0,
    rounds: 1,
    totalKills: 1,
    totalMs: 60_000,
    plants: [`${PLANTS}/${plant}.mjs`],
    script,
    quietMs: PLAY_QUIET_MS,
    tell: () => undefined,
  });
}

describe.concurrent('the books turn red', () => {
  test('without the submitting mark: the order is sent twice', async () => {
    const { reds } = await played('no-submitting-mark', killInSubmit);
    expect(reds).toContainEqual(
      expect.objectContaining({ what: 'doubled', say: expect.stringMatching(/submitted 2 times/) }),
    );
  });

  test('without a lease on a card: progress stands on top of the end', async () => {
    const { reds } = await played('no-card-lease', slowProgress);
    expect(reds).toContainEqual(
      expect.objectContaining({ what: 'card', say: expect.stringMatching(/that it runs|ran on/) }),
    );
  });

  test('with the default stall limits: a killed worker’s job is left over', async () => {
    const { reds } = await played('default-stalls', killInPost);
    expect(reds).toContainEqual(expect.objectContaining({ what: 'left over' }));
  });
});
