import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SubmissionId } from '../../../src/domain/ids.ts';
import {
  customIdHash,
  decodeControl,
  decodePress,
  encodeControl,
  encodePress,
} from '../../../src/domain/press-token.ts';

const submission = SubmissionId.parse('s0123456789abcdefghi');

test('a button value names version, submission and hash', () => {
  expect(encodePress({ submission, hash: 'abc' })).toBe('v1.s0123456789abcdefghi.abc');
});

test('a control of ours is told apart from a press', () => {
  const token = { submission, control: 'try-again' };

  expect(decodeControl(encodeControl(token))).toEqual(token);
  expect(decodePress(encodeControl(token))).toBeUndefined();
  expect(decodeControl(encodePress({ submission, hash: 'abc' }))).toBeUndefined();
});

test('every customId survives as its hash', () => {
  fc.assert(
    fc.property(fc.string(), (customId) => {
      const token = { submission, hash: customIdHash(customId) };
      expect(decodePress(encodePress(token))).toEqual(token);
    }),
  );
});

test.each([
  '',
  'v1',
  'v2.s0123456789abcdefghi.abc',
  'v1.x.abc',
  'v1.s0123456789abcdefghi.',
  'v1.s0123456789abcdefghi.a.b',
  'MJ::JOB::upsample::1',
])('%j is no value of ours', (value) => {
  expect(decodePress(value)).toBeUndefined();
});

test('the hash is FNV-1a of 64 bits', () => {
  // Published test vectors: the empty string, "a", "foobar".
  expect(hash('')).toBe(0xcbf29ce484222325n);
  expect(hash('a')).toBe(0xaf63dc4c8601ec8cn);
  expect(hash('foobar')).toBe(0x85944171f73967e8n);
});

test('buttons that differ in one digit have different hashes', () => {
  const ids = [1, 2, 3, 4].flatMap((n) => [`MJ::JOB::upsample::${n}::u`, `MJ::JOB::variation::${n}::u`]);

  expect(new Set(ids.map(customIdHash)).size).toBe(ids.length);
});

/** The digest as a number again. */
function hash(text: string): bigint {
  let value = 0n;
  for (const digit of customIdHash(text)) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}
