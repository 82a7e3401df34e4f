import { describe, expect, test } from 'vitest';
import { killInPost, killInSubmit, type Play, slowProgress } from '../support/chaos-plays.ts';
import { type Figures, runChaos } from '../support/chaos-run.ts';

/** The books of `test/chaos` can turn red: each planted fault is found by a play that leads to it. */

const PLANTS = './test/support/plants';
/** Longer than a sound bot needs, restart and all; far shorter than BullMQ's own limits. */
const QUIET_MS = 25_000;

async function played(plant: string, script: Play): Promise<Figures> {
  return await runChaos({
    seed: 6,
    kills: 0,
    weather: 0,
    lastsMs: 0,
    rounds: 1,
    totalKills: 1,
    totalMs: 60_000,
    plants: [`${PLANTS}/${plant}.mjs`],
    script,
    quietMs: QUIET_MS,
    tell: () => undefined,
  });
}

describe.concurrent('the books turn red', { timeout: 240_000 }, () => {
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
