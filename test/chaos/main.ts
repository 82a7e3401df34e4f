/**
 * `npm run test:chaos -- [--seed N] [--kills N] [--minutes M] [--from ROUND] [--rounds N] [--redis single|sentinel|cluster]`: faults on real processes,
 * by a schedule that the seed fixes. Exit code 1 when the books are red, or when the run fell short of what was asked of it. `--seed` and `--from` of
 * the red round play the same schedule again, but for kills that an earlier round had left waiting for their mark.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import buildOnce from '../support/build-once.ts';
import { shortfalls, table } from '../support/chaos-report.ts';
import { runChaos } from '../support/chaos-run.ts';

const OUTPUT = fileURLToPath(new URL('../output/', import.meta.url));

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    kills: { type: 'string' },
    minutes: { type: 'string' },
    from: { type: 'string' },
    rounds: { type: 'string' },
    redis: { type: 'string', default: 'single' },
  },
});
const number = (name: Exclude<keyof typeof values, 'redis'>, otherwise: number): number => {
  const given = Number(values[name] ?? otherwise);
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
const seed = number('seed', 1);
// Whoever bounds a run otherwise asks for no number of kills.
const asksKills = values.kills !== undefined || (values.minutes === undefined && values.rounds === undefined);
const kills = number('kills', 1000);
const figures = await runChaos({
  seed,
  redis,
  kills: 66,
  weather: 14,
  lastsMs: 26_000,
  rounds: number('rounds', 1_000_000),
  totalKills: kills,
  totalMs: number('minutes', 60) * 60_000,
  from: number('from', 0),
  tell: (line) => process.stdout.write(`${line}\n`),
  async keep(outputs) {
    for (const [name, output] of Object.entries(outputs))
      await writeFile(path.join(OUTPUT, `chaos-${redis}-${seed}-${name}.log`), output);
  },
});
process.stdout.write(table(figures));
await writeFile(path.join(OUTPUT, `chaos-${seed}.json`), `${JSON.stringify(figures, undefined, 2)}\n`);
const short = shortfalls(figures, asksKills ? kills : undefined);
for (const say of short) process.stdout.write(`SHORT: ${say}\n`);
process.exit(figures.reds.length === 0 && short.length === 0 ? 0 : 1);
