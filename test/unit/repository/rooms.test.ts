import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The walls between rooms (design.md): what each room may import besides itself. Packages are listed where only one room may know them. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  gateway: ['domain'],
  slack: ['domain'],
  queue: ['domain'],
  web: ['domain'],
  mask: ['domain'],
  flows: ['domain'],
  app: ['domain', 'gateway', 'slack', 'queue', 'web', 'mask', 'flows'],
  sandbox: [],
};
const ONLY_IN: Record<string, readonly string[]> = {
  '@slack/bolt': ['slack'],
  '@slack/web-api': ['slack', 'app'],
  bullmq: ['queue'],
  ioredis: ['queue'],
  undici: ['gateway', 'slack', 'app', 'sandbox'],
  express: ['web'],
  'prom-client': ['app'],
  '@opentelemetry/api': ['app'],
  '@bull-board/api': ['web'],
  '@bull-board/api/bullMQAdapter': ['queue'],
};

const src = path.resolve(import.meta.dirname, '../../../src');

interface Import {
  file: string;
  room: string;
  of: string;
}

function imports(): Import[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(src, file), 'utf8');
      const room = file.split(path.sep)[0] ?? '';
      const found = text.matchAll(
        /^(?:import|export)\b[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm,
      );
      return [...found].map((m) => ({ file, room, of: m[1] ?? m[2] ?? m[3] ?? '' }));
    });
}

function roomOf({ file, of }: Import): string | undefined {
  return of.startsWith('.') ? path.join(path.dirname(file), of).split(path.sep)[0] : undefined;
}

test('every room imports only what its walls allow', () => {
  const edges = imports();
  const broken = edges.filter((edge) => {
    const target = roomOf(edge);
    return target !== undefined && target !== edge.room && !(MAY_IMPORT[edge.room] ?? []).includes(target);
  });

  expect(broken).toEqual([]);
  expect(edges.filter((e) => roomOf(e) !== undefined).length).toBeGreaterThan(50);
  expect(new Set(edges.map((e) => e.room))).toEqual(new Set(Object.keys(MAY_IMPORT)));
});

test('packages that belong to one room stay there', () => {
  const edges = imports();
  const broken = edges.filter(({ room, of }) => ONLY_IN[of] !== undefined && !ONLY_IN[of].includes(room));

  expect(broken).toEqual([]);
  for (const name of Object.keys(ONLY_IN)) expect(edges.map((e) => e.of)).toContain(name);
});

test('domain imports nothing but zod, and diff to compare texts', () => {
  const outside = imports().filter((e) => e.room === 'domain' && !e.of.startsWith('.'));

  expect(new Set(outside.map((e) => e.of))).toEqual(new Set(['diff', 'zod']));
});

test('only app and the sandbox, which is a program of its own, read the environment', () => {
  const readers = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && /process\.env/.test(readFileSync(path.join(src, file), 'utf8')))
    .map((file) => file.split(path.sep)[0]);

  expect(readers.length).toBeGreaterThan(0);
  expect(readers.filter((room) => room !== 'app' && room !== 'sandbox')).toEqual([]);
});

test('clock and dice are arguments outside app and sandbox', () => {
  const hidden = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(app|sandbox)\b/.test(file))
    .filter((file) => /\bDate\.now\(|\bMath\.random\(|new Date\(\)/.test(readFileSync(path.join(src, file), 'utf8')));

  expect(hidden).toEqual([]);
});
