import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/domain/task.ts';
import { parseBase } from '../../../src/gateway/base.ts';
import { readJson } from '../../../src/gateway/body.ts';
import { createTranslator } from '../../../src/gateway/snapshot.ts';

const base = parseBase('https://gw.example/api', '/mj-{mode}');

const fixture = (name: string) =>
  readJson(readFileSync(new URL(`../../fixtures/gateway/${name}.json`, import.meta.url), 'utf8'));

function translate(task: unknown): Snapshot {
  const snapshot = createTranslator(base, undefined).snapshot(task);
  if (snapshot === undefined) throw new Error('no snapshot');
  return snapshot;
}

describe('a text result', () => {
  test('of describe is found wherever the dialect puts it', () => {
    const done = { id: '1', action: 'DESCRIBE', status: 'SUCCESS' };
    expect(translate(fixture('describe-success')).text).toMatch(/^1️⃣ /);
    expect(translate({ ...done, properties: { finalPrompt: 'a' }, promptEn: 'b', prompt: 'c' }).text).toBe('a');
    expect(translate({ ...done, properties: null, promptEn: 'b', prompt: 'c' }).text).toBe('b');
    expect(translate({ ...done, promptEn: '', prompt: 'c' }).text).toBe('c');
  });

  test('is known by its buttons where the action says nothing', () => {
    const buttons = [{ customId: 'MJ::JOB::PromptAnalyzer::1', emoji: '1️⃣' }];
    expect(
      translate({ id: '1', status: 'SUCCESS', buttons, properties: { finalPrompt: '## Important tokens' } }),
    ).toMatchObject({
      text: '## Important tokens',
    });
  });

  test('of describe is not the command line, and may be lines without numbers', () => {
    const done = { id: '1', action: 'DESCRIBE', status: 'SUCCESS' };
    expect(translate({ ...done, description: '/describe 1.png' })).not.toHaveProperty('text');
    expect(translate({ ...done, description: '1️⃣ a\n2️⃣ b' }).text).toBe('1️⃣ a\n2️⃣ b');
    expect(translate({ ...done, properties: { finalPrompt: 'a\r\nb\r\nc\r\nd' } }).text).toBe('a\r\nb\r\nc\r\nd');
  });

  test('of shorten is not what was to be shortened', () => {
    const text = '## Important tokens\n**a** ~~b~~\n## Shortened prompts\n1️⃣ a';
    const done = { id: '1', action: 'SHORTEN', status: 'SUCCESS', prompt: 'a long prompt', promptEn: 'a long prompt' };
    expect(translate({ ...done, description: text }).text).toBe(text);
    expect(translate({ ...done, properties: { finalPrompt: text }, description: text }).text).toBe(text);
    expect(translate({ ...done, properties: { finalPrompt: 'in a form not seen yet' } }).text).toBe(
      'in a form not seen yet',
    );
    expect(translate(done)).not.toHaveProperty('text');
  });

  test('is known by its look where neither action nor buttons say anything', () => {
    const done = { id: '1', status: 'SUCCESS' };
    expect(translate({ ...done, promptEn: '1️⃣ a --ar 5:4\n\n2️⃣ b' }).text).toBe('1️⃣ a --ar 5:4\n\n2️⃣ b');
    expect(translate({ ...done, properties: { finalPrompt: '## Important tokens\n**a**' } }).text).toMatch(/^##/);
    const buttons = [{ customId: 'MJ::JOB::upsample::1::u', label: 'U1' }];
    expect(translate({ ...done, buttons, promptEn: '1️⃣ a\n2️⃣ b' })).not.toHaveProperty('text');
  });

  test('is there only at the end', () => {
    expect(translate({ id: '1', action: 'DESCRIBE', status: 'IN_PROGRESS', prompt: 'a' })).not.toHaveProperty('text');
  });

  test('a picture has none, however long its prompt', () => {
    expect(translate({ id: '1', action: 'IMAGINE', status: 'SUCCESS', promptEn: 'b' })).not.toHaveProperty('text');
  });
});
