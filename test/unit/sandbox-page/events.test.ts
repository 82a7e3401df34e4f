import { expect, test } from 'vitest';
import { difference } from '../../../src/sandbox/page/events.ts';

test('only what is new, changed or gone is told', () => {
  const sent = new Map<string, string>();
  const tell = (entries: Record<string, unknown>) => {
    const { set, drop } = difference(sent, new Map(Object.entries(entries)));
    return { set: JSON.parse(`{${set.join(',')}}`), drop };
  };
  expect(tell({ a: 1, 'b"c': { d: [2] } })).toEqual({ set: { a: 1, 'b"c': { d: [2] } }, drop: [] });
  expect(tell({ a: 1, 'b"c': { d: [3] } })).toEqual({ set: { 'b"c': { d: [3] } }, drop: [] });
  expect(tell({ a: 1 })).toEqual({ set: {}, drop: ['b"c'] });
  expect(tell({ a: 1 })).toEqual({ set: {}, drop: [] });
});

test('a value that is undefined is not told at all', () => {
  expect(difference(new Map(), new Map([['home', undefined]]))).toEqual({ set: [], drop: [] });
});
