import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lane } from '../../support/lane.ts';

function keepBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('what comes while the event loop was busy does not overtake what was due meanwhile', async () => {
  const line = lane();
  const ran: number[] = [];
  line.add(performance.now() + 5, () => ran.push(1));
  keepBusy(15);
  // Its delay was turned off: by itself it could run at once.
  line.add(performance.now(), () => ran.push(2));
  expect(ran).toEqual([]);
  await pause(30);

  expect(ran).toEqual([1, 2]);
});

test('nothing runs before its time, and what is due with nothing before it runs at once', async () => {
  const line = lane();
  const ran: { what: string; early: boolean }[] = [];
  const put = (what: string, inMs: number) => {
    const at = performance.now() + inMs;
    line.add(at, () => ran.push({ what, early: performance.now() < at }));
  };
  put('at once', 0);
  expect(ran).toEqual([{ what: 'at once', early: false }]);
  for (const [what, inMs] of [
    ['long', 20.7],
    ['short, behind it', 1],
    ['longest', 30.2],
  ] as const)
    put(what, inMs);
  await pause(80);

  expect(ran.map(({ what }) => what)).toEqual(['at once', 'long', 'short, behind it', 'longest']);
  expect(ran.some(({ early }) => early)).toBe(false);
});
