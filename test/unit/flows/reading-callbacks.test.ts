import { describe, expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';
import { simulate } from '../../support/reading-sim.ts';

describe('with callbacks', () => {
  test('100 tasks that call back about nine times each: 120 requests a minute, an end within half a second', async () => {
    const seen = await simulate({ tasks: 100, callbacks: { lost: 0 } });
    expect(seen.ends).toBeGreaterThan(300);
    expect(seen.worstMinute).toBeLessThanOrEqual(120);
    expect(seen.p95).toBeLessThanOrEqual(500);
    // A row where something is new, and few besides.
    expect(seen.rowsPerTaskMinute).toBeLessThanOrEqual(12);
  });

  test('what is lost of them costs nothing but freshness, and little of that', async () => {
    const seen = await simulate({ tasks: 100, callbacks: { lost: 0.3 }, minutes: 6 });
    expect(seen.p50).toBeLessThanOrEqual(500);
    expect(seen.p95).toBeLessThanOrEqual(8000);
    expect(seen.max).toBeLessThanOrEqual(20_000);
    expect(seen.worstMinute).toBeLessThanOrEqual(120);
  });

  test('all of them lost, it is as without', async () => {
    const seen = await simulate({ tasks: 50, callbacks: { lost: 1 } });
    expect(seen.p95).toBeLessThanOrEqual(3000);
  });
});

async function watched() {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  await world.pass(6000);
  const { id, task = '' } = world.only();
  return { world, id, task };
}

describe('a callback', () => {
  test('of progress does not wake: the next common window reads', async () => {
    const { world, id, task } = await watched();
    const before = world.reads;
    await world.callback(id, { task, status: 'IN_PROGRESS' });
    await world.run();
    expect(world.reads).toBe(before);
    world.says(task, { status: 'running', progress: '31%', percent: 31 });
    await world.pass(3000);
    expect(world.only().snapshot?.progress).toBe('31%');
  });

  test('lets the ordinary interval stretch to 15 s, and news shorten it again', async () => {
    const { world, id, task } = await watched();
    await world.callback(id, { task, status: 'IN_PROGRESS' });
    await world.pass(3000);
    const before = world.reads;
    await world.pass(9000);
    expect(world.reads).toBe(before);
    await world.callback(id, { task, status: 'IN_PROGRESS' });
    await world.pass(3000);
    expect(world.reads).toBe(before + 1);
    await world.pass(30_000);
    expect(world.reads).toBeGreaterThanOrEqual(before + 2);
  });

  test('that never came for what moved lets it be read as before', async () => {
    const { world, id, task } = await watched();
    await world.callback(id, { task, status: 'IN_PROGRESS' });
    await world.pass(4000);
    world.says(task, { status: 'running', progress: '15%', percent: 15 });
    await world.pass(20_000);
    const before = world.reads;
    await world.pass(12_000);
    expect(world.reads - before).toBeGreaterThanOrEqual(3);
  });

  test('of an end wakes within a quarter of a second, and twelve of them cause one reading', async () => {
    const { world, id, task } = await watched();
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    const before = world.reads;
    for (let i = 0; i < 12; i++) await world.callback(id, { task, status: 'SUCCESS' });
    await world.pass(250);
    expect(world.only().end).toEqual({ kind: 'done' });
    expect(world.reads).toBe(before + 1);
    await world.callback(id, { task, status: 'SUCCESS' });
    await world.callback(id, { task, status: 'IN_PROGRESS' });
    await world.pass(20_000);
    expect(world.reads).toBe(before + 1);
  });

  test('of an end wakes as soon as ever where one of a confirmation came just before', async () => {
    const { world, press, child } = await onCard();
    await press(BUTTONS.vary);
    await world.run();
    const { id, task = '' } = child();
    await world.pass(6000);
    world.says(task, { status: 'confirming' });
    await world.callback(id, { task, status: 'MODAL' });
    await world.pass(250);
    const place = world.place({ user: 'U00BOB' });
    await world.step({ of: 'submission', submission: id }, { prompt: 'a blue fox' }, place.user);
    await world.run();
    expect(child().mark).toBe('confirmed');
    await world.pass(500);

    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.callback(id, { task, status: 'SUCCESS' });
    await world.pass(250);
    expect(child().end).toEqual({ kind: 'done' });
  });

  test('of an end that a reading does not confirm is checked no more often than the shortest interval', async () => {
    const { world, id, task } = await watched();
    const before = world.reads;
    for (let second = 0; second < 30; second++) {
      await world.callback(id, { task, status: 'SUCCESS' });
      await world.pass(1000);
    }
    expect(world.reads - before).toBeLessThanOrEqual(12);
    expect(world.only().end).toBeUndefined();
  });

  test('before the answer to the submit, of a stranger, or after the end does no harm', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a red fox');
    const { id } = world.only();
    await world.callback(id, { task: '17415315780009999', status: 'SUCCESS' });
    await world.run();
    await world.pass(6000);
    expect(world.only()).toMatchObject({ mark: 'submitted', task: world.submits.length > 0 ? expect.any(String) : '' });
    expect(world.only().task).not.toBe('17415315780009999');
    expect(world.only().end).toBeUndefined();
  });
});
