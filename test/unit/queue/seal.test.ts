import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSealer } from '../../../src/queue/seal.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const PLACE = '{mj}:installation:T1';

test('what was sealed opens in its place, whatever it is, and shows nothing', () => {
  const sealer = createSealer([A]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 8, maxLength: 500 }), (plain) => {
      const sealed = sealer.seal(plain, PLACE);
      expect(sealer.open(sealed, PLACE)).toBe(plain);
      expect(sealed).not.toContain(plain);
      expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').includes(plain)).toBe(false);
    }),
  );
});

test('the same text is sealed differently each time', () => {
  const sealer = createSealer([A]);
  const all = new Set(Array.from({ length: 100 }, () => sealer.seal('xoxb-1', PLACE)));
  expect(all.size).toBe(100);
  expect(new Set([...all].map((sealed) => sealed.split('.')[2])).size).toBe(100);
});

test('no changed sign opens, wherever it stands', () => {
  const sealer = createSealer([A]);
  const sealed = sealer.seal('xoxb-secret', PLACE);
  for (let at = 0; at < sealed.length; at++)
    for (const sign of ['A', 'z', '0', '.', '-', ' ']) {
      const changed = sealed.slice(0, at) + sign + sealed.slice(at + 1);
      if (changed !== sealed) expect([changed, sealer.open(changed, PLACE)]).toEqual([changed, undefined]);
    }
  for (const cut of [0, 10, sealed.length - 1]) expect(sealer.open(sealed.slice(0, cut), PLACE)).toBeUndefined();
  expect(sealer.open(`${sealed}A`, PLACE)).toBeUndefined();
});

test('what is sealed for one place opens in no other', () => {
  const sealer = createSealer([A]);
  expect(sealer.open(sealer.seal('xoxb-1', PLACE), '{mj}:installation:T2')).toBeUndefined();
});

test('keys are changed: the first seals, all open, and one that is gone opens nothing', () => {
  const before = createSealer([A]).seal('xoxb-1', PLACE);
  const both = createSealer([B, A]);
  expect(both.open(before, PLACE)).toBe('xoxb-1');
  expect(both.isFresh(before)).toBe(false);
  const after = both.seal('xoxb-1', PLACE);
  expect(both.isFresh(after)).toBe(true);
  expect(createSealer([B]).open(after, PLACE)).toBe('xoxb-1');
  expect(createSealer([A]).open(after, PLACE)).toBeUndefined();
  expect(createSealer([B]).open(before, PLACE)).toBeUndefined();
});

test('the name of a key tells nothing of it', () => {
  const [, name = ''] = createSealer([A]).seal('x', PLACE).split('.');
  expect(name).toMatch(/^[0-9a-f]{8}$/);
  expect(Buffer.from(A).toString('hex')).not.toContain(name);
});
