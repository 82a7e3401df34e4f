import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hearChanges } from '../../bench/harness/changes.ts';
import { listLoop } from '../../bench/peers/b1-list-loop.ts';
import { taskLoop } from '../../bench/peers/b2-task-loop.ts';
import type { PeerTask } from '../../bench/peers/loop.ts';

const GATEWAY = { url: 'http://gateway.test', key: 'sk-1' };
let tasks: Map<string, PeerTask>;
let asked: string[][];

beforeEach(() => {
  vi.useFakeTimers();
  tasks = new Map(['1', '2'].map((id) => [id, { id, status: 'IN_PROGRESS', progress: '31%', imageUrl: null }]));
  asked = [];
  vi.stubGlobal('fetch', async (url: string, init?: { body?: string }) => {
    const [, single] = /\/mj\/task\/(\w+)\/fetch$/.exec(url) ?? [];
    const ids = single === undefined ? (JSON.parse(init?.body ?? '{}') as { ids: string[] }).ids : [single];
    asked.push(ids);
    const found = ids.flatMap((id) => tasks.get(id) ?? []);
    return Response.json(single === undefined ? found : found[0]);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function finish(id: string): void {
  tasks.set(id, { id, status: 'SUCCESS', progress: '100%', imageUrl: null });
}

test('B1 asks for all running tasks every two seconds, and drops what has ended or is missing', async () => {
  const loop = listLoop(GATEWAY);
  loop.add(['1', '2', '3']);
  await vi.advanceTimersByTimeAsync(4000);
  finish('1');
  await vi.advanceTimersByTimeAsync(4000);
  loop.stop();

  expect(asked).toEqual([['1', '2', '3'], ['1', '2'], ['1', '2'], ['2']]);
  expect(loop.noticed.map(({ task }) => task)).toEqual(['1']);
});

test('B2 asks for each task by itself every five seconds, until its end', async () => {
  const loop = taskLoop(GATEWAY);
  loop.add(['1']);
  await vi.advanceTimersByTimeAsync(10_000);
  finish('1');
  await vi.advanceTimersByTimeAsync(20_000);
  loop.stop();

  expect(asked).toEqual([['1'], ['1'], ['1']]);
  expect(loop.noticed.map(({ task }) => task)).toEqual(['1']);
});

test('each change is heard once and in order, and what goes wrong in between is told at the end', async () => {
  const all = [1, 2, 3].map((n) => ({ task: `${n}`, state: '', prompt: '', at: n, percent: 'end' as const }));
  const heard: string[] = [];
  let known = 1;
  const hearing = hearChanges({ changes: async (from) => all.slice(from, known) }, 100, async (changes) => {
    heard.push(...changes.map(({ task }) => task));
    if (heard.includes('3')) throw new Error('the third');
  });
  await vi.advanceTimersByTimeAsync(250);
  known = 2;
  await vi.advanceTimersByTimeAsync(250);
  known = 3;
  await vi.advanceTimersByTimeAsync(250);

  expect(heard).toEqual(['1', '2', '3']);
  await expect(hearing.stop()).rejects.toThrow('the third');
});
