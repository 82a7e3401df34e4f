import { describe, expect, test } from 'vitest';
import { Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import { STALL_MS } from '../../../src/domain/pace.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { gridButtons } from '../../support/records.ts';

async function watched() {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  return { world, task: world.only().task ?? '' };
}

describe('following', () => {
  test('edits the card as the task moves, and not when it does not', async () => {
    const { world, task } = await watched();
    const card = [...world.channel.values()][0];
    const edits: (string | undefined)[] = [];
    for (const progress of ['15%', '15%', '31%', '31%', '31%', '93%']) {
      world.says(task, { status: 'running', progress, percent: Number.parseInt(progress, 10) });
      await world.pass(6000);
      edits.push(card?.record.snapshot?.progress);
    }

    expect(edits).toEqual(['15%', '15%', '31%', '31%', '31%', '93%']);
    // One more for "taken by the gateway".
    expect(card?.edits).toBe(4);
  });

  test('ends done: picture brought in, buttons kept, no longer watched', async () => {
    const { world, task } = await watched();
    world.says(task, { status: 'done', progress: '100%', imageUrl: 'https://cdn/fox.png', buttons: gridButtons });

    await world.pass(4000);

    expect(world.only()).toMatchObject({
      mark: 'delivered',
      end: { kind: 'done' },
      picture: { fileId: 'F00FAKE1000' },
    });
    expect(world.only().snapshot?.buttons).toEqual(gridButtons);
    expect(world.due.size).toBe(0);
  });

  test('tasks that are due together share one reading', async () => {
    const world = fakeWorld();
    for (const n of [1, 2, 3, 4, 5]) await world.command('imagine', `fox ${n}`);
    await world.run();

    const before = world.reads;
    await world.pass(3500);
    expect(world.reads - before).toBeLessThanOrEqual(2);
  });

  test('a refused reading ends nothing, alerts the operator, and goes on when it is let in again', async () => {
    const { world, task } = await watched();
    const refused = new Misconfigured('gateway', 'key-refused', '该令牌无权访问模型');
    world.trouble('read', refused, refused, refused);
    await world.pass(8000);
    expect(world.only().end).toBeUndefined();
    expect(world.logged.some((l) => l.level === 'error')).toBe(true);

    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(60_000);

    expect(world.only().end).toEqual({ kind: 'done' });
  });

  test('an unreachable gateway is left alone for longer and longer', async () => {
    const { world } = await watched();
    world.trouble('read', ...Array.from({ length: 50 }, () => new Unreachable('gateway', 'ECONNREFUSED')));
    await world.pass(120_000);

    const warnings = world.logged.filter((l) => l.level === 'warn').length;
    expect(warnings).toBeGreaterThan(3);
    expect(warnings).toBeLessThan(10);
  });

  test('a task that never moves says so, then ends at the deadline, and may be checked again', async () => {
    const { world, task } = await watched();
    await world.pass(STALL_MS + 30_000);
    expect([...world.channel.values()][0]?.record.stalled).toBe(true);

    await world.pass(56 * 60_000);
    expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'deadline', minutes: 60 } });

    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.controls['check-again']({ submission: world.only().id, place: world.place(), key: 'k' });
    await world.pass(2000);
    expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
  });

  test('a task that vanishes is lost after a minute of misses', async () => {
    const { world, task } = await watched();
    world.forget(task);
    await world.pass(50_000);
    expect(world.only().end).toBeUndefined();
    await world.pass(30_000);

    expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'lost' } });
  });

  test.each(['submitted', 'in doubt'] as const)(
    'one that was found unsent, and is %s by the time it leaves the watch, is followed all the same',
    async (mark) => {
      const { world, task } = await watched();
      const record = world.only();
      const { task: _, ...unsent } = record;
      world.store.set(record.id, { ...unsent, mark: 'submitting' });
      await world.watch.at(record.id, world.now);
      world.meanwhile('after get many', () => {
        world.store.set(record.id, mark === 'submitted' ? record : { ...unsent, mark });
        world.due.set(record.id, world.now + 3000);
      });
      await world.follow();
      expect(world.due.has(record.id)).toBe(true);

      world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
      await world.pass(12_000);
      expect(world.only()).toMatchObject({ mark: 'delivered', end: { kind: 'done' } });
    },
  );
});
