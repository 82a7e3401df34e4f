/**
 * `npm run test:chaos -- [--seed N] [--kills N] [--minutes M] [--from ROUND] [--rounds N] [--redis single|sentinel|cluster]`: faults on real processes, by a schedule that the seed
 * fixes. Exit code 1 when the books are red; `--seed` and `--from` of the red round play the same schedule again, but for kills that an earlier
 * round had left waiting for their mark.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import buildOnce from '../support/build-once.ts';
import { table } from '../support/chaos-report.ts';
import { RECOVERY_MS, runChaos } from '../support/chaos-run.ts';

const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url));

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '60' },
    from: { type: 'string', default: '0' },
    rounds: { type: 'string', default: '1000000' },
    redis: { type: 'string', default: 'single' },
  },
});
const number = (name: Exclude<keyof typeof values, 'redis'>): number => {
  const given = Number(values[name]);
  if (Number.isFinite(given) && given >= 0) return given;
  process.stderr.write(`--${name} must be a number, not "${values[name]}"\n`);
  process.exit(2);
};

const { redis } = values;
if (redis !== 'single' && redis !== 'sentinel' && redis !== 'cluster') {
  process.stderr.write(`--redis must be single, sentinel or cluster, not "${redis}"\n`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
buildOnce();
await mkdir(OUTPUT, { recursive: true });
const seed = number('seed');
const figures = await runChaos({
  seed,
  redis,
  kills: 66,
  weather: 14,
  lastsMs: 26_000,
  rounds: number('rounds'),
  totalKills: number('kills'),
  totalMs: number('minutes') * 60_000,
  from: number('from'),
  tell: (line) => process.stdout.write(`${line}\n`),
  async keep(outputs) {
    for (const [name, output] of Object.entries(outputs))
      await writeFile(path.join(OUTPUT, `chaos-${redis}-${seed}-${name}.log`), output);
  },
});
process.stdout.write(table(figures));
await writeFile(path.join(OUTPUT, `chaos-${seed}.json`), `${JSON.stringify(figures, undefined, 2)}\n`);
const isGreen = figures.reds.length === 0 && figures.recoveryMs.most <= RECOVERY_MS;
process.exit(isGreen ? 0 : 1);
