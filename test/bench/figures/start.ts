/** From the start of the process to the line `ready`, with the embedded Redis as a small machine has it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { withScene } from '../harness/scene.ts';
import { duration, largest, median } from '../harness/statistics.ts';

export const start: Figure = { name: 'start', measure };

async function measure(bench: Bench): Promise<Row[]> {
  const starts = bench.quick ? 3 : 7;
  return await withScene(bench, 'start', { slack: { callMs: 0 } }, async (scene) => {
    const took: number[] = [];
    for (let n = 0; n <= starts; n += 1) {
      const dataDir = await mkdtemp(path.join(tmpdir(), 'mj-bench-'));
      const began = performance.now();
      const bot = await scene.startBot({ env: { REDIS_URL: '', DATA_DIR: dataDir } });
      took.push(performance.now() - began);
      await bot.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
    // The first one warms the disk.
    const warm = took.slice(1);
    return [
      {
        figure: 'start to `ready`, warm disk',
        must: '<= 1.5 s',
        measured: `median ${duration(median(warm))}, longest ${duration(largest(warm))}`,
        beside: `${starts} starts`,
        ok: median(warm) <= 1500,
        values: { median: median(warm), longest: largest(warm) },
      },
    ];
  });
}
