import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const src = path.resolve(import.meta.dirname, '../../../src');

/** What a process loads before its first line runs: modules by way of `import`, not of `import type` nor of `import()`. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, clause = '', from = ''] of text.matchAll(/^(?:import|export)\s([^'"`;]*?)from\s+'([^']+)'/gm)) {
    if (/^type\s/.test(clause) || /^\{(?:\s*type\s[^,}]+,?)+\s*\}\s*$/.test(clause)) continue;
    if (from.startsWith('.')) loadedBy(path.join(path.dirname(file), from), seen);
    else seen.add(from);
  }
  return seen;
}

test('what only some operators use is not loaded at the start', () => {
  const loaded = [...loadedBy(path.join(src, 'app/main.ts'))];

  expect(loaded).toContain('prom-client');
  expect(loaded.length).toBeGreaterThan(150);
  expect(loaded.filter((name) => /^(@opentelemetry|@bull-board|bullmq-otel)/.test(name))).toEqual([]);
});

/** They were 447 modules when this was written, and loading them is most of what a start takes. */
test('a start loads about as many modules as it did', () => {
  expect(loadedBy(path.join(src, 'app/main.ts')).size).toBeLessThanOrEqual(470);
});

test('a start waits for these, one after the other, and for nothing else', () => {
  const waits = ['main', 'wire'].flatMap((name) =>
    [...readFileSync(path.join(src, `app/${name}.ts`), 'utf8').matchAll(/startStep\(\s*log,\s*['`](.*?)['`],/g)].map(
      ([, what]) => what,
    ),
  );

  expect(waits).toEqual([
    'the embedded Redis',
    // Nothing where there are no traces.
    'the code that makes traces',
    'Redis',
    // With several workspaces.
    'Redis, for the workspaces',
    'Slack, to say whose bot token it is',
    // Unless SECRET_KEY is set.
    'Redis, for the key that signs links',
    'Redis, to give out jobs',
    '${host}:${port}, to listen on',
    'Slack, to let deliveries in',
  ]);
});
