import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPTS = fileURLToPath(new URL('../../../scripts', import.meta.url));

/** Stands in for the TypeScript compiler: notes that it ran, and makes a bot that says so. */
const COMPILER = `
  const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
  appendFileSync('builds', process.argv.slice(2).join(' ') + '\\n');
  console.log('a word from the compiler');
  if (require('node:fs').readFileSync('src/main.ts', 'utf8') === 'broken') process.exit(2);
  mkdirSync('dist/app', { recursive: true });
  writeFileSync('dist/.tsbuildinfo', '');
  writeFileSync('dist/app/main.js', 'process.stdout.write("ready " + process.pid + "\\\\n"); process.exitCode = 7;');
`;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'start-'));
  for (const name of ['start.mjs', 'build.mjs']) await cp(join(SCRIPTS, name), join(root, 'scripts', name));
  await put('src/web/paint/static/page.css', '');
  await put('src/main.ts', '');
  await put('tsconfig.json', '{}');
  await put('package.json', '{"type":"module"}');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}

const putCompiler = async () => {
  await put('node_modules/typescript/package.json', '{"type":"commonjs"}');
  await put('node_modules/typescript/bin/tsc', COMPILER);
};

function start(env: Record<string, string> = {}) {
  return spawnSync(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

const builds = async () => (await readFile(join(root, 'builds'), 'utf8')).trim().split('\n');

test('the first start builds, and then is the bot: same process, its exit code, stdout for its one line', async () => {
  await putCompiler();

  const { pid, stdout, stderr, status } = start();

  expect(stdout).toBe(`ready ${pid}\n`);
  expect(status).toBe(7);
  expect(stderr).toContain('a word from the compiler');
  expect(await builds()).toEqual(['-p tsconfig.build.json']);
});

test('a second start builds only when something changed', async () => {
  await putCompiler();
  start();

  start();
  expect(await builds()).toHaveLength(1);

  const later = new Date(Date.now() + 60_000);
  await utimes(join(root, 'src/main.ts'), later, later);
  start();
  expect(await builds()).toHaveLength(2);
});

test('what stands in `.env` is read, and the environment itself counts more', async () => {
  await putCompiler();
  start();
  await put('dist/app/main.js', 'process.stdout.write(`${process.env.FROM_FILE} ${process.env.FROM_BOTH}`);');
  await put('.env', 'FROM_FILE=a\nFROM_BOTH=b\n');

  expect(start({ FROM_BOTH: 'c' }).stdout).toBe('a c');
});

test('without a compiler the build that is there is started, however old', async () => {
  await putCompiler();
  start();
  await rm(join(root, 'node_modules'), { recursive: true });
  await put('src/main.ts', 'changed');

  expect(start().status).toBe(7);
});

test('with neither a build nor a compiler it says what to type', () => {
  const { status, stderr } = start();

  expect(status).toBe(1);
  expect(stderr).toContain('run `npm ci`');
});

test('a build that fails ends the start, and no older build runs in its place', async () => {
  await putCompiler();
  start();
  await put('src/main.ts', 'broken');
  const later = new Date(Date.now() + 60_000);
  await utimes(join(root, 'src/main.ts'), later, later);

  const { status, stdout, stderr } = start();

  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('was not started');
});
