import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SAY_MS, startStep } from '../../../src/app/start-step.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listen() {
  const lines: string[] = [];
  const say = (fields: object, message: string) => void lines.push(`${message}: ${JSON.stringify(fields)}`);
  return { lines, log: { warn: say, info: say } as never };
}
const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

test('a quick step is not spoken of', async () => {
  const { lines, log } = listen();
  const step = startStep(log, 'Redis', after(SAY_MS - 1, 'there'));
  await vi.advanceTimersByTimeAsync(10 * SAY_MS);

  expect(await step).toBe('there');
  expect(lines).toEqual([]);
});

test('a slow one is named once, and when it is over', async () => {
  const { lines, log } = listen();
  const step = startStep(log, 'Redis', after(4 * SAY_MS, 'there'));
  await vi.advanceTimersByTimeAsync(3 * SAY_MS);
  expect(lines).toEqual(['the start waits: {"waitingFor":"Redis"}']);
  await vi.advanceTimersByTimeAsync(SAY_MS);

  expect(await step).toBe('there');
  expect(lines).toHaveLength(2);
});

test('one that never ends is ended by its bound, and one that fails fails as it did', async () => {
  const { log } = listen();
  const endless = startStep(log, 'Redis', new Promise(() => undefined), {
    ms: 30_000,
    late: () => new Error('too late'),
  });
  const failing = startStep(log, 'Slack', Promise.reject(new Error('refused')), { ms: 1, late: () => new Error('no') });
  const outcomes = Promise.allSettled([endless, failing]);
  await vi.advanceTimersByTimeAsync(30_000);

  expect((await outcomes).map((one) => String((one as PromiseRejectedResult).reason))).toEqual([
    'Error: too late',
    'Error: refused',
  ]);
});
