import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readToken, signToken } from '../../../src/web/tokens.ts';

const submission = 's0123456789abcdefghi';
const forged = { ok: false, reason: 'forged' };

describe('a token', () => {
  test('gives back what was signed, and is short enough for an address', () => {
    const token = signToken('key', 'callback', submission);

    expect(readToken('key', 'callback', token, 0)).toEqual({ ok: true, payload: submission });
    expect(token).toMatch(/^[\w~.-]{1,60}$/);
  });

  test('is worthless with another key or for another purpose', () => {
    const token = signToken('key', 'callback', submission);

    expect(readToken('other', 'callback', token, 0)).toEqual(forged);
    expect(readToken('key', 'paint', token, 0)).toEqual(forged);
  });

  test('says that it was ours once when its time is over', () => {
    const token = signToken('key', 'paint', 'U1~s2', 10_000);

    expect(readToken('key', 'paint', token, 10_000)).toEqual({ ok: true, payload: 'U1~s2' });
    expect(readToken('key', 'paint', token, 10_001)).toEqual({ ok: false, reason: 'expired' });
  });

  test('cannot be given more time or another payload', () => {
    const [payload, , mac] = signToken('key', 'paint', 's1', 10_000).split('.');

    expect(readToken('key', 'paint', `${payload}..${mac}`, 0)).toEqual(forged);
    expect(readToken('key', 'paint', `${payload}.zzzzzz.${mac}`, 0)).toEqual(forged);
    expect(readToken('key', 'paint', `s2.a.${mac}`, 0)).toEqual(forged);
  });

  test('is not read when anything about its text was changed', () => {
    const token = signToken('key', 'callback', submission);

    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.string({ minLength: 0, maxLength: 2 }), (at, put) => {
        const changed = token.slice(0, at) + put + token.slice(at + 1);
        fc.pre(changed !== token);
        expect(readToken('key', 'callback', changed, 0).ok).toBe(false);
      }),
    );
  });

  test.each(['', '.', '..', 'a.b', `${submission}..`, `${submission}..${'A'.repeat(22)}`, 'a'.repeat(10_000)])(
    'is not %j',
    (text) => {
      expect(readToken('key', 'callback', text, 0)).toEqual(forged);
    },
  );

  test('is not made of a payload that could be mistaken for its own parts', () => {
    expect(() => signToken('key', 'paint', 'a.b')).toThrow(RangeError);
    expect(() => signToken('key', 'paint', '')).toThrow(RangeError);
  });
});
