import { expect, test } from 'vitest';
import type { Offer } from '../../../src/domain/draft.ts';
import { fakeWorld } from '../../support/fake-world.ts';

test('lists what a person asked for, newest first, and has the running ones read anew', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a first fox');
  await world.run();
  world.says(world.only().task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
  await world.pass(4000);
  await world.command('imagine', 'a second fox');
  await world.run();

  const told = await world.command('mj', 'tasks');

  expect(told).toMatchObject({
    tell: {
      say: 'tasks',
      tasks: [
        { prompt: 'a second fox', state: 'waiting' },
        { prompt: 'a first fox', state: 'done' },
      ],
    },
  });
  expect([...world.due.values()].every((at) => at <= world.now + 250)).toBe(true);
});

test('says so when there is nothing', async () => {
  expect(await fakeWorld().command('mj', 'tasks')).toEqual({ tell: { say: 'no-tasks' } });
});

test('lists a series in one line, and has all of it read anew', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a grey fox');
  world.elapse(1000);
  const told = (await world.command('imagine', 'a {red, blue} fox --repeat 5')) as { offer: Offer };
  await world.draft(told.offer.draft, 'make');
  await world.run();

  const [ts] = [...world.series.messages.keys()];
  expect(await world.command('mj', 'tasks')).toMatchObject({
    tell: {
      tasks: [
        { prompt: 'a {red, blue} fox --repeat 5', state: 'running', pictures: { done: 0, count: 10 }, ts },
        { prompt: 'a grey fox', state: 'waiting' },
      ],
    },
  });
  expect([...world.due.values()].every((at) => at <= world.now + 250)).toBe(true);
  expect(world.due.size).toBe(11);
});

test('lists the submissions of a series that cannot be read by themselves', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a grey fox');
  world.elapse(1000);
  const told = (await world.command('imagine', 'a {red, blue} fox')) as { offer: Offer };
  await world.draft(told.offer.draft, 'make');
  await world.run();
  for (const id of world.series.store.keys()) world.series.foreign.add(id);

  const listed = await world.command('mj', 'tasks');
  expect(listed).toMatchObject({
    tell: { tasks: [{ prompt: 'a blue fox' }, { prompt: 'a red fox' }, { prompt: 'a grey fox' }] },
  });
  expect(JSON.stringify(listed)).not.toContain('pictures');

  await world.visit();
  await world.run();
  expect(world.shelves.published.get('U00ANN')?.home.running).toHaveLength(3);
});
