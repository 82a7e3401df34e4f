import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { UMBRELLA, verbs } from '../../../src/flows/index.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const manifest = parse(readFileSync(path.join(root, 'manifest.yml'), 'utf8')) as {
  features: { slash_commands: { command: string }[] };
};

test('every command of the manifest has a verb, and every verb with a command is in the manifest', () => {
  const inManifest = manifest.features.slash_commands.map((c) => c.command).sort();
  const inFlows = [...verbs.flatMap((v) => v.command ?? []), `/${UMBRELLA}`].sort();

  expect(inManifest).toEqual(inFlows);
  expect(inFlows.length).toBeGreaterThan(1);
});

test('every file in flows/verbs that defines a verb is registered, once', () => {
  const files = readdirSync(path.join(root, 'src/flows/verbs')).filter((file) => file.endsWith('.ts'));
  const defining = files.filter((file) =>
    /: Verb = \{|= orderVerb\(/.test(readFileSync(path.join(root, 'src/flows/verbs', file), 'utf8')),
  );

  expect(defining.map((file) => file.replace('.ts', '')).sort()).toEqual(verbs.map((v) => v.name).sort());
  expect(new Set(verbs.map((v) => v.name)).size).toBe(verbs.length);
});

test('every verb has a test of its own', () => {
  const tests = readdirSync(path.join(root, 'test/unit/flows'));

  for (const verb of verbs) expect(tests).toContain(`${verb.name}.test.ts`);
});
