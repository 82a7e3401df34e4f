import { expect, test } from 'vitest';
import { killInSubmit, redisDiesInSubmit } from '../support/chaos-plays.ts';
import { table } from '../support/chaos-report.ts';
import { runChaos } from '../support/chaos-run.ts';
import { FULL } from '../support/full.ts';
import { startRedis } from '../support/redis.ts';

/**
 * The same books on three Sentinels with a master and two replicas, and on a Cluster of three masters with a replica each: where the plan kills Redis,
 * the master that holds our keys is killed, and another takes over. How soon a killed process's work is taken up is measured by `short.test.ts`.
 * Each takes most of a minute: Sentinels are left to the full run, and to `failover.test.ts`.
 */
test.for(FULL ? (['sentinel', 'cluster'] as const) : (['cluster'] as const))(
  'nothing is lost and nothing doubled when masters are killed, too (%s)',
  async (redis, { skip }) => {
    const probe = await startRedis();
    await probe.stop();
    skip(!probe.real, 'no redis-server is installed, and the in-process stand-in stands alone');
    const said: string[] = [];
    const figures = await runChaos({
      seed: 1,
      redis,
      kills: 4,
      deeds: 22,
      weather: 8,
      lastsMs: 9000,
      rounds: 1,
      totalKills: 100,
      totalMs: 60_000,
      // In this order: right after a failover a person may be told to try again.
      overture: [killInSubmit, redisDiesInSubmit],
      tell: (line) => said.push(line),
    });

    expect(figures.reds, `${said.join('\n')}\n${table(figures)}`).toEqual([]);
    expect(figures.faults).toHaveProperty('redis-kill');
    // Kills at marks strike only where the processes are behind their gates.
    expect(Object.values(figures.strikes).reduce((a, b) => a + b)).toBeGreaterThan(0);
    expect(figures.submissions).toBeGreaterThan(8);
  },
);
