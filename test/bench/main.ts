/**
 * `npm run bench [-- [--quick] [--write] [--profile] [name ...]]`: measures the bot between the stand-ins, prints the table, writes
 * `test/output/bench.json`, and with `--write` puts the table into the README. Exits with 1 when a target was missed or a figure failed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import buildOnce from '../support/build-once.ts';
import { FIGURES, rounds } from './figures/index.ts';
import type { Bench, Figure, Row } from './harness/figure.ts';
import { filled, markdown, plain, type Run } from './harness/table.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OUTPUT = path.join(ROOT, 'test/output');
const README = path.join(ROOT, 'README.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  },
});
// A round may start a dozen processes, each of which is ended with this one.
process.setMaxListeners(50);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
await main();

async function main(): Promise<void> {
  const began = performance.now();
  const bench: Bench = {
    quick: values.quick,
    profileDir: values.profile ? OUTPUT : undefined,
    say: (line) =>
      process.stderr.write(`${`${Math.round((performance.now() - began) / 1000)}`.padStart(4)} s  ${line}\n`),
  };
  const wanted = wantedRounds();
  mkdirSync(OUTPUT, { recursive: true });
  bench.say('building');
  buildOnce();

  const found = new Map<string, Row[]>();
  let failed = false;
  for (const round of wanted) {
    bench.say(`measuring ${round.map(({ name }) => name).join(' and ')}`);
    await Promise.all(
      round.map(async (figure) => {
        const rows = await attempt(bench, figure);
        failed ||= rows === undefined;
        found.set(figure.name, rows ?? []);
      }),
    );
  }
  const rows = FIGURES.flatMap(({ name }) => found.get(name) ?? []);
  const run: Run = {
    mode: positionals.length > 0 ? 'some' : values.quick ? 'quick' : 'full',
    commit: commit(),
    date: new Date().toISOString(),
    machine: machine(),
    seconds: (performance.now() - began) / 1000,
    rows,
  };
  writeFileSync(path.join(OUTPUT, 'bench.json'), `${JSON.stringify(run, null, 2)}\n`);
  process.stdout.write(`${plain(run)}\n`);
  if (values.write) writeFileSync(README, filled(readFileSync(README, 'utf8'), markdown(run)));
  process.exit(failed || rows.some(({ ok }) => ok === false) ? 1 : 0);
}

function wantedRounds(): Figure[][] {
  try {
    if (values.write && (values.quick || positionals.length > 0))
      throw new Error('the README holds a full run: leave out --quick and the names, or --write');
    return rounds(positionals, values.quick);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** A figure that cannot be measured must not take the others with it. */
async function attempt(bench: Bench, figure: Figure): Promise<Row[] | undefined> {
  try {
    return await figure.measure(bench);
  } catch (error) {
    bench.say(`${figure.name} could not be measured: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    return undefined;
  }
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'src') === '' ? '' : ' with changes'}`;
  } catch {
    return 'no commit';
  }
}

function machine(): Run['machine'] {
  const [first] = cpus();
  return {
    cores: cpus().length,
    cpu: first?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
}
