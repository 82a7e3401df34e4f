/** Two workers on one Redis against one, where what takes the time is waiting for Slack. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { withScene } from '../harness/scene.ts';
import { count, perMinute } from '../harness/statistics.ts';

const FOLLOWED_MS = 12_000;

export const workers: Figure = { name: 'workers', measure };

interface Outcome {
  endsAMinute: number;
  requestsAMinute: number;
}

async function measure(bench: Bench): Promise<Row[]> {
  const one = await run(bench, 1);
  const two = await run(bench, 2);
  const ratio = two.endsAMinute / one.endsAMinute;
  // Two readings more in a window is chance; a worker that reads for itself would double them.
  const asked = two.requestsAMinute / one.requestsAMinute;
  return [
    {
      figure: 'two workers on one Redis against one: ends a minute, no tiers; gateway requests',
      must: '>= 1.6 x; no more',
      measured: `${ratio.toFixed(2)} x (${count(one.endsAMinute)} and ${count(two.endsAMinute)}); ${count(
        one.requestsAMinute,
      )} and ${count(two.requestsAMinute)} requests a minute`,
      beside: '',
      ok: ratio >= 1.6 && asked <= 1.15,
      values: { ratio, one: one.endsAMinute, two: two.endsAMinute, asked },
    },
  ];
}

/** All tasks end at the same moment; what counts is how long it takes from when the first end was noticed until the last picture is on its card. */
async function run(bench: Bench, processes: number): Promise<Outcome> {
  const tasks = bench.quick ? 40 : 240;
  const options = {
    slack: { rateScale: 0 },
    gateway: { ending: 'held', slower: 0.1 },
  } as const;
  return await withScene(bench, `workers-${processes}`, options, async (scene) => {
    const env = { SLACK_TIER_SCALE: '1000' };
    // The commands come to a process of its own, so that what is compared are workers alone.
    await scene.startBot({ env: { ...env, ROLE: 'web' } });
    for (let n = 0; n < processes; n += 1) await scene.startBot({ env: { ...env, ROLE: 'worker' } });
    await scene.slack.imagine(0, { times: tasks, everyMs: 50, text: 'a fox' });
    const from = Date.now();
    await pause(bench.quick ? FOLLOWED_MS / 2 : FOLLOWED_MS);
    const to = Date.now();
    const requests = (await scene.gateway.readings(from, to))['bot']?.all ?? 0;
    const shown = scene.slack.pictures(0, tasks, 120_000);
    await scene.gateway.finish();
    if (!(await shown)) throw new Error('not all pictures were delivered');
    const cards = await scene.slack.cards(0);
    const last = Math.max(...cards.map(({ versions }) => versions.find((v) => v.picture !== undefined)?.at ?? 0));
    const records = await scene.store().records(cards.map(({ submission }) => submission));
    // A reading's wait of up to three seconds is the same for any number of workers.
    const noticed = Math.min(...records.map(({ at }) => at.ended ?? last));
    return { endsAMinute: perMinute(tasks, last - noticed), requestsAMinute: perMinute(requests, to - from) };
  });
}
