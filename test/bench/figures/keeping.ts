/** What Redis keeps of a submission when all is over, and so how large it must be. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { type Scene, withScene } from '../harness/scene.ts';
import { count } from '../harness/statistics.ts';

export const keeping: Figure = { name: 'keeping', measure };

/** As long as prompts are; each ends with its number. */
const PROMPT = 'a red fox in deep snow between birches, golden hour, oil painting, thick strokes --ar 16:9 --s 250';
const MUST_KB = 12;
/** What goes with the end of a job is gone by then. */
const SETTLING_MS = 3000;

async function measure(bench: Bench): Promise<Row[]> {
  const times = bench.quick ? 100 : 400;
  const options = { slack: { rateScale: 0, callMs: 0, forgetBytes: true }, gateway: { slower: 0.05 } } as const;
  return await withScene(bench, 'keeping', options, async (scene) => {
    await scene.startBot({ env: { SLACK_TIER_SCALE: '1000' } });
    bench.say(`keeping: ${times} submissions`);
    // The first ones bring what is there once, whatever comes later.
    await play(scene, 20, 20);
    const before = await scene.redisBytes();
    await play(scene, times, 20 + times);
    const bytes = ((await scene.redisBytes()) - before) / times;
    return [
      {
        figure: 'Redis memory that a finished submission keeps, until RETENTION_DAYS are over',
        must: `<= ${MUST_KB} KB`,
        measured: `${(bytes / 1000).toFixed(1)} KB`,
        beside: `${count(times)} submissions with nine buttons each`,
        ok: bytes <= MUST_KB * 1000,
        values: { bytes },
      },
    ];
  });
}

async function play(scene: Scene, times: number, until: number): Promise<void> {
  const shown = scene.slack.pictures(0, until, 240_000);
  await scene.slack.imagine(0, { times, everyMs: 50, text: PROMPT });
  if (!(await shown)) throw new Error('not all pictures were shown');
  await pause(SETTLING_MS);
}
