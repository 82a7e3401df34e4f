import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseRedisUrl } from '../../../src/queue/connection.ts';
import { RESTART_MS } from '../../../src/queue/generation.ts';
import { keys } from '../../../src/queue/keys.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const guide = readFileSync(path.join(root, 'docs/growing.md'), 'utf8');

/** What an operator copies from `docs/growing.md` works. */

test('every address of Redis is one that the bot reads', () => {
  const addresses = [...guide.matchAll(/REDIS_URL=(\S+)/g)].map(([, url = '']) => parseRedisUrl(url).kind);
  expect(addresses).toEqual(['sentinel', 'cluster']);
});

test('a new generation is begun by hand at the key at which the bot looks, after the time that it names', () => {
  const [, key] = /redis-cli hincrby (\S+) n 1/.exec(guide) ?? [];
  expect(key).toBe(keys.generation());
  expect(guide).toContain('half a minute old');
  expect(RESTART_MS).toBe(30_000);
});

test('links lead to files, and names of commands and tests to what there is', () => {
  const links = [...guide.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((link) => !existsSync(path.join(root, 'docs', link)))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object };
  const commands = [...guide.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  const tests = [...guide.matchAll(/`(test\/[\w/.-]+)`/g)].map(([, file = '']) => file);
  expect(tests.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
