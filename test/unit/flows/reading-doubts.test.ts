import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const away = new Unreachable('gateway', 'time-out');

/** So many submits whose answers were lost, and whose tasks callbacks have named. */
async function doubtful(count: number) {
  const world = fakeWorld();
  world.trouble('after imagine', ...Array.from({ length: count }, () => new InDoubt('gateway', 'time-out')));
  for (let i = 0; i < count; i++) {
    await world.command('imagine', `fox ${i}`);
    await world.run();
  }
  const tasks = world.unlist();
  for (const { state = '', taskId } of tasks) {
    const record = [...world.store.values()].find(({ id }) => id === state);
    if (record !== undefined) await world.callback(record.id, { task: taskId, status: 'SUCCESS' });
  }
  // Callbacks of a quarter of a second share a reading.
  world.elapse(300);
  const before = world.met('read') + world.met('latest');
  return {
    world,
    tasks: tasks.map(({ taskId }) => taskId),
    requests: () => world.met('read') + world.met('latest') - before,
    marks: () => [...new Set([...world.store.values()].map(({ mark }) => mark))],
  };
}

describe('submits in doubt whose tasks were named', () => {
  test('are asked for in one list', async () => {
    const { world, requests, marks } = await doubtful(20);
    await world.follow();
    expect(marks()).toEqual(['submitted']);
    // The second reads them for the first time.
    expect(requests()).toBe(2);
    expect(world.fetched).toEqual([]);
  });

  test('are asked for once while the gateway is away', async () => {
    const { world, requests, marks } = await doubtful(20);
    world.trouble('read', ...Array.from({ length: 100 }, () => away));
    const again = await world.follow();
    expect(requests()).toBe(1);
    expect(again).toMatchObject({ againInMs: expect.any(Number) });
    expect(marks()).toEqual(['in doubt']);
  });

  test('that lists leave out take of the budget of single readings', async () => {
    const { world, tasks } = await doubtful(40);
    for (const task of tasks) world.unlisted.add(task);
    await world.follow();
    expect(world.fetched.length).toBeGreaterThan(15);
    expect(world.fetched.length).toBeLessThan(25);
  });

  test('are found though the request for another fails, and that for the latest', async () => {
    const { world, tasks, marks } = await doubtful(3);
    world.unlisted.add(tasks[0] ?? '');
    world.trouble('read one', away);
    world.trouble('latest', away);
    await world.follow();
    expect([...world.store.values()].map(({ mark }) => mark)).toEqual(['in doubt', 'submitted', 'submitted']);
    expect(world.logged.filter(({ message }) => message === 'reading failed')).toEqual([]);
    await world.pass(10_000);
    expect(marks()).toEqual(['submitted']);
  });
});

test('a list of the latest tasks that asks to wait is obeyed', async () => {
  const { world, requests } = await doubtful(1);
  world.forget(world.only().hint ?? '');
  world.trouble('latest', new Busy('gateway', 'slow down', 30_000));
  expect(await world.follow()).toMatchObject({ againInMs: expect.closeTo(30_000, -3) });
  // The list, the single task, the latest.
  expect(requests()).toBe(3);
});
