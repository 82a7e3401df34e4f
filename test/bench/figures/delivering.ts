/** Memory of a worker that does nothing but bring large pictures into Slack, and of the reading of pictures that people hand over. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { withScene } from '../harness/scene.ts';
import { count, largest, median, perMinute } from '../harness/statistics.ts';
import { watchUsage } from '../harness/usage.ts';

const PEAK_MB = 450;
/** How far it wavers by itself; if every picture stayed it would be hundreds. */
const GROWTH_MB = 40;

export const delivering: Figure = { name: 'delivering', measure };
export const pictures: Figure = { name: 'pictures', measure: measurePictures };

async function measure(bench: Bench): Promise<Row[]> {
  const times = bench.quick ? 20 : 60;
  const options = {
    slack: { rateScale: 0, forgetBytes: true },
    gateway: { pictures: 'large', slower: 0.1 },
  } as const;
  return await withScene(bench, 'delivering', options, async (scene) => {
    const bot = await scene.startBot({ env: { SLACK_TIER_SCALE: '1000' } });
    bench.say(`delivering: ${times} pictures of 8 MB`);
    const usage = watchUsage(bot.pid, 100);
    const began = Date.now();
    const shown = scene.slack.pictures(0, times, 240_000);
    await scene.slack.imagine(0, { times, everyMs: 100, text: 'a fox' });
    if (!(await shown)) throw new Error('not all pictures were delivered');
    const ms = Date.now() - began;
    const { rssMb, cores } = usage.stop();

    // The first third loads and compiles; what stays of each picture would show between the second and the last.
    const third = Math.floor(rssMb.length / 3);
    const growth = median(rssMb.slice(-third)) - median(rssMb.slice(third, 2 * third));
    const peak = largest(rssMb);
    return [
      {
        figure: `memory of one worker that delivers ${times} pictures of 8 MB (every fifth is transcoded)`,
        must: bench.quick ? `<= ${PEAK_MB} MB` : `<= ${PEAK_MB} MB, no growth`,
        measured: `peak ${peak} MB; the last third ${growth >= 0 ? '+' : ''}${growth} MB to the second`,
        beside: `${count(perMinute(times, ms))} a minute, ${cores.toFixed(2)} core`,
        // A quick look is over before the process has all the memory that it works with.
        ok: peak <= PEAK_MB && (bench.quick || growth <= GROWTH_MB),
        values: { peak, growth, cores, perMinute: perMinute(times, ms) },
      },
    ];
  });
}

interface Outcome {
  rssMb: { peak: number; left: number[] };
  ok: boolean;
}

async function measurePictures(bench: Bench): Promise<Row[]> {
  const times = bench.quick ? 16 : 24;
  bench.say(`pictures: ${times} of about 10 MB`);
  const program = fork(path.join(import.meta.dirname, '../pictures.ts'), [String(times)], {
    execArgv: [...process.execArgv, '--expose-gc'],
    env: { ...process.env, MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' },
  });
  const exit = once(program, 'exit');
  const outcome = await Promise.race([
    once(program, 'message').then(([message]) => message as Outcome),
    exit.then(([code]) => Promise.reject(new Error(`pictures.ts ended with ${code}`))),
  ]);
  await exit;
  const { peak, left } = outcome.rssMb;
  return [
    {
      figure: `memory while ${times} pictures of 9 to 18 MB are handed over, four at a time`,
      must: `peak <= ${PEAK_MB} MB, no growth`,
      measured: `peak ${peak} MB; left after each quarter ${left.join(', ')} MB`,
      beside: '',
      ok: outcome.ok,
      values: { peak, growth: (left.at(-1) ?? 0) - (left[1] ?? 0) },
    },
  ];
}
