import { expect, test } from 'vitest';
import { timeLeft } from '../../../src/domain/estimate.ts';
import { fakeWorld } from '../../support/fake-world.ts';

/** Draws so many pictures, each in about a minute, and gives the world back. */
async function experienced(pictures: number) {
  const world = fakeWorld();
  for (let n = 0; n < pictures; n++) {
    await world.command('imagine', `fox ${n}`);
    await world.run();
    const task = [...world.store.values()].at(-1)?.task ?? '';
    await world.pass(60_000);
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(10_000);
  }
  await world.command('imagine', 'the next fox');
  await world.run();
  return world;
}

test('after a few pictures, a new one has an estimate from the moment of its submit', async () => {
  const world = await experienced(6);
  const record = [...world.store.values()].at(-1);
  expect(record?.mark).toBe('submitted');
  const left = record === undefined ? undefined : timeLeft(record, world.now);
  expect(left).toBeGreaterThan(50_000);
  expect(left).toBeLessThan(70_000);
});

test('before that it has none', async () => {
  const record = [...(await experienced(3)).store.values()].at(-1);
  expect(record?.estimate).toBeUndefined();
});

test('a task that is much slower than usual has its estimate corrected, and not with each reading', async () => {
  const world = await experienced(6);
  const record = () => [...world.store.values()].at(-1);
  const task = record()?.task ?? '';
  const first = record()?.estimate?.endAt ?? 0;
  const seen = new Set<number | undefined>();
  for (const percent of [31, 32, 33, 34, 35, 36, 37, 38]) {
    world.says(task, { status: 'running', progress: `${percent}%`, percent });
    await world.pass(6000);
    seen.add(record()?.estimate?.endAt);
  }
  expect(record()?.estimate?.endAt).toBeGreaterThan(first + 10_000);
  expect(seen.size).toBeLessThanOrEqual(5);
});
