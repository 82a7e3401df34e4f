import type { LookupFunction } from 'node:net';
import { expect, test } from 'vitest';
import { isPublic, PrivateAddress, publicLookup } from '../../../src/gateway/addresses.ts';

const both: LookupFunction = (_, __, done) =>
  done(null, [
    { address: '10.0.0.1', family: 4 },
    { address: '93.184.216.34', family: 4 },
    { address: '::1', family: 6 },
    { address: '2606:2800:220:1:248:1893:25c8:1946', family: 6 },
  ]);

const inside: LookupFunction = (_, __, done) => done(null, [{ address: '10.0.0.1', family: 4 }]);
const unknown: LookupFunction = (_, __, done) =>
  done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);

function resolve(lookup: LookupFunction, all: boolean): Promise<unknown> {
  return new Promise((resolved, rejected) =>
    publicLookup(lookup)('cdn.example', { all }, (error, address) =>
      error === null ? resolved(address) : rejected(error),
    ),
  );
}

test.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34'])(
  '%s is public',
  (address) => {
    expect(isPublic(address)).toBe(true);
  },
);

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '169.254.169.254',
  '::1',
  'fe80::1',
  '::ffff:10.0.0.1',
  '2002:7f00:1::',
  '0.0.0.0',
  '',
  'x',
])('%j is not public', (address) => {
  expect(isPublic(address)).toBe(false);
});

test('of the addresses of a name only the public ones remain', async () => {
  expect(await resolve(both, true)).toEqual([
    { address: '93.184.216.34', family: 4 },
    { address: '2606:2800:220:1:248:1893:25c8:1946', family: 6 },
  ]);
  expect(await resolve(both, false)).toBe('93.184.216.34');
});

test('a name with none of them, or none at all, does not resolve', async () => {
  await expect(resolve(inside, true)).rejects.toBeInstanceOf(PrivateAddress);
  await expect(resolve(unknown, true)).rejects.toThrow('no such name');
});
