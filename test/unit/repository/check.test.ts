import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** `npm run check` in a folder of its own, where each program is a script that says how it was called and ends as the test wants. */
async function check(ends: Record<string, string> = {}) {
  const root = await mkdtemp(path.join(tmpdir(), 'check-'));
  onTestFinished(async () => await rm(root, { recursive: true, force: true }));
  const bin = path.join(root, 'node_modules/.bin');
  await mkdir(bin, { recursive: true });
  await cp(path.resolve(import.meta.dirname, '../../../scripts/check.mjs'), path.join(root, 'scripts/check.mjs'));
  for (const program of ['vitest', 'tsc', 'biome', 'oxlint', 'knip']) {
    if (ends[program] === 'missing') continue;
    const file = path.join(bin, program);
    await writeFile(
      file,
      `#!/bin/sh\necho "${program} $*" >> "${root}/calls"\necho "words of ${program}"\n${ends[program] ?? ''}\n`,
    );
    await chmod(file, 0o755);
  }
  const { status, stdout } = spawnSync(process.execPath, ['scripts/check.mjs'], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin' },
  });
  return { status, stdout, calls: (await readFile(path.join(root, 'calls'), 'utf8')).trim().split('\n') };
}

test('what is well is said in a line each, without its words', async () => {
  const { status, stdout, calls } = await check();

  expect(status).toBe(0);
  expect(calls.toSorted()).toEqual([
    'biome ci .',
    'knip',
    'oxlint --type-aware --deny-warnings',
    'tsc -p .',
    'tsc -p src/sandbox/page/static/jsconfig.json',
    'tsc -p src/web/paint/static/jsconfig.json',
    'vitest run --project unit',
  ]);
  expect(stdout).not.toContain('words of');
  expect(stdout.trim().split('\n').at(-1)).toBe('all is well');
});

test('whatever fails is named with its words, and the rest is looked at all the same', async () => {
  const { status, stdout, calls } = await check({ biome: 'exit 1', vitest: 'kill -9 $$', knip: 'missing' });

  expect(status).toBe(1);
  expect(calls).toHaveLength(6);
  for (const words of ['words of biome', 'words of vitest', 'ended by SIGKILL', 'knip: '])
    expect(stdout).toContain(words);
  expect(stdout).not.toContain('words of tsc');
  expect(stdout.trim().split('\n').at(-1)).toMatch(/^failed: unit tests, format .*, dead code$/);
});
