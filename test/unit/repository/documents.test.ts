import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { VARIABLE_NAMES } from '../../../src/app/config-variables.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const readme = read('README.md');
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);

describe('the README', () => {
  test('has a row for every variable that the bot reads, and for no other', () => {
    const section = readme.split('## Configuration')[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| (.*?) \|/gm)].flatMap((row) =>
      [...(row[1] ?? '').matchAll(/`([A-Z][A-Z_]+)`/g)].map((m) => m[1] ?? ''),
    );

    expect(rows.toSorted()).toEqual([...VARIABLE_NAMES].toSorted());
  });

  test('names only commands that exist', () => {
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map((m) => m[1] ?? '');

    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  test('gives a reason for every dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const table = readme.split('## Dependencies')[1] ?? '';
    const missing = [...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})].filter(
      (name) => !table.includes(name.replace(/^@types\//, '').replace(/^@biomejs\//, '')),
    );

    expect(missing).toEqual([]);
  });

  test('links to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((m) => m[1] ?? '');

    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => !existsSync(path.join(root, link)))).toEqual([]);
  });
});

test('every room has a README', () => {
  const rooms = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(rooms.length).toBeGreaterThan(7);
  const without = rooms.filter(({ name }) => !existsSync(path.join(root, 'src', name, 'README.md')));
  expect(without).toEqual([]);
});

test('CI runs the README’s test command', () => {
  expect(readme).toContain('npm ci && npm test');
  expect(read('.ci/run')).toContain('npm ci && npm test');
});
