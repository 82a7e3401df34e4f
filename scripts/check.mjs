/**
 * `npm run check`: what is to be true before every commit. The unit tests run beside everything else, which runs one after the other: that
 * fills two cores, and leaves the tests that measure time room to be quick. Whatever fails, the rest is still looked at; what a step wrote
 * is shown only where it failed, and the last line names all that did.
 */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Side by side; the steps of each one after the other. */
const LANES = [
  [['unit tests', 'vitest', 'run', '--project', 'unit']],
  [
    ['types', 'tsc', '-p', '.'],
    ['types of the sandbox’s page', 'tsc', '-p', 'src/sandbox/page/static/jsconfig.json'],
    ['types of the painter’s page', 'tsc', '-p', 'src/web/paint/static/jsconfig.json'],
    ['format (`npm run fix` mends it)', 'biome', 'ci', '.'],
    ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
    ['dead code', 'knip'],
  ],
];

const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined ? { FORCE_COLOR: '1' } : {};

const failed = (await Promise.all(LANES.map(inTurn))).flat();
process.stdout.write(failed.length === 0 ? 'all is well\n' : `failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** @returns {Promise<string[]>} the names of the steps that failed */
async function inTurn(steps) {
  const bad = [];
  for (const [name, ...command] of steps) {
    const began = performance.now();
    const { ok, output } = await run(command);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(
      ok ? `ok      ${name}, ${seconds} s\n` : `FAILED  ${name}, ${seconds} s\n${output.trimEnd()}\n\n`,
    );
    if (!ok) bad.push(name);
  }
  return bad;
}

/** @returns {Promise<{ ok: boolean, output: string }>} what it wrote; why it did not start, where it did not */
async function run([program, ...args]) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...colour, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    // There the programs of node_modules/.bin are scripts for the shell.
    shell: process.platform === 'win32',
  });
  let output = '';
  const hear = (chunk) => {
    output += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  return await new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: `${program}: ${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({ ok: code === 0, output: signal === null ? output : `${output}ended by ${signal}` }),
    );
  });
}
