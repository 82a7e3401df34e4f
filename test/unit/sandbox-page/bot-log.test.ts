import { expect, test } from 'vitest';
import { readableLine } from '../../../src/sandbox/stage/bot-log.ts';

const at = new Date(2026, 10, 21, 10, 42, 7);

test.each([at.getTime(), at.toISOString()])('an entry with time %s reads as one line', (time) => {
  const entry = { level: 30, time, pid: 7, hostname: 'h', msg: 'submitted', submission: 's1', ms: 12, more: { a: 1 } };
  expect(readableLine(JSON.stringify(entry))).toBe('10:42:07 info  submitted submission=s1 ms=12 more={"a":1}');
});

test('a level in words stays, and a missing time leaves its place free', () => {
  expect(readableLine('{"level":"warn","msg":"late"}')).toBe('         warn  late');
});

test('an error shows its stack', () => {
  const entry = { level: 50, time: at.getTime(), msg: 'failed', err: { type: 'Error', stack: 'Error: no\n  at x' } };
  expect(readableLine(JSON.stringify(entry))).toBe('10:42:07 error failed\nError: no\n  at x');
});

test.each(['ready for nothing', '{ not json', ''])('anything else stays as it is: %j', (line) => {
  expect(readableLine(line)).toBe(line);
});
