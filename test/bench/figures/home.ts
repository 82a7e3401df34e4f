/** A person with a full gallery opens their home, and looks for what is not there: the dearest that a home can be asked for. */
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { withScene } from '../harness/scene.ts';
import { count, duration, largest, median } from '../harness/statistics.ts';

const FINISHED = 1000;

export const home: Figure = { name: 'home', measure };

async function measure(bench: Bench): Promise<Row[]> {
  const times = bench.quick ? 5 : 20;
  return await withScene(bench, 'home', {}, async (scene) => {
    const asker = 'U0BENCH00';
    await scene.store().finish(FINISHED, { team: 'T0BENCH', channel: 'C0BENCH00', asker });
    await scene.startBot();
    await scene.slack.openHome(0, asker);
    const opened: number[] = [];
    const searched: number[] = [];
    for (let n = 0; n < times; n += 1) {
      opened.push(await scene.slack.openHome(0, asker));
      searched.push(await scene.slack.openHome(0, asker, `nothing ${n}`));
      await scene.slack.openHome(0, asker, ' ');
    }
    const row = (what: string, took: readonly number[]): Row => ({
      figure: `${what}, ${count(FINISHED)} finished pictures: until it is published`,
      must: '<= 1 s',
      measured: `median ${duration(median(took))}, longest ${duration(largest(took))}`,
      beside: `${times} times`,
      ok: largest(took) <= 1000,
      values: { median: median(took), longest: largest(took) },
    });
    return [row('a home is opened', opened), row('a search in it that finds nothing', searched)];
  });
}
