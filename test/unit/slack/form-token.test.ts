import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeForm, encodeForm, type FormToken } from '../../../src/slack/listening/form-token.ts';

const token: FormToken = {
  verb: 'video',
  place: { channel: 'C1', threadTs: '1.000100', responseUrl: 'https://hooks.example/1' },
  given: {
    prompt: 'a "fox"\n& snow',
    pictures: [
      { kind: 'file', id: 'F1' },
      { kind: 'message', channel: 'C2', ts: '2.000100' },
      { kind: 'message', channel: 'C2', ts: '3.000100', threadTs: '2.000100' },
    ],
    options: { motion: 'high' },
  },
};

test('what was written is read again', () => {
  expect(decodeForm(encodeForm(token, 2000))).toEqual(token);
});

test.each(['', 'v1.s0.x', '{"v":1}', '{"v":2,"verb":"video"}', 'null'])('%s is not understood', (text) => {
  expect(decodeForm(text)).toBeUndefined();
});

test('however long the prompt is, it fits, is understood, and keeps its beginning and all else', () => {
  const wild = fc.array(fc.constantFrom('fox ', '"', '\n', '🦊', '\u0001'), { maxLength: 3000, size: 'max' });
  fc.assert(
    fc.property(wild, (parts) => {
      const prompt = parts.join('');
      const text = encodeForm({ ...token, given: { ...token.given, prompt } }, 2000);
      const read = decodeForm(text);

      expect(text.length).toBeLessThanOrEqual(2000);
      expect(prompt.startsWith(read?.given.prompt ?? 'nothing')).toBe(true);
      expect(read?.given.prompt).not.toMatch(/[\uD800-\uDBFF]$/);
      expect(read?.given.pictures).toEqual(token.given.pictures);
      if (prompt.length < 200) expect(read?.given.prompt).toBe(prompt);
    }),
  );
});
