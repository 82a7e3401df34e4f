import { expect, test } from 'vitest';
import { Busy } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

async function finished(world: ReturnType<typeof fakeWorld>, prompt: string, where: object) {
  await world.command('imagine', prompt, where);
  await world.run();
  world.says([...world.store.values()].at(-1)?.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
  await world.pass(4000);
}

test('lists what was made in this conversation, whoever asked, and finds in it', async () => {
  const world = fakeWorld();
  await finished(world, 'a red fox', { user: 'U00BOB' });
  await finished(world, 'a blue fox', { user: 'U00ANN' });
  await finished(world, 'a secret fox', { user: 'U00BOB', channel: 'C00PRIVATE' });

  expect(await world.command('mj', 'gallery')).toMatchObject({
    tell: { say: 'found', where: 'here', tasks: [{ prompt: 'a blue fox' }, { prompt: 'a red fox', asker: 'U00BOB' }] },
  });
  expect(await world.command('mj', 'gallery red')).toMatchObject({ tell: { tasks: [{ prompt: 'a red fox' }] } });
  expect(await world.command('mj', 'gallery', { channel: 'C00NEW' })).toEqual({
    tell: { say: 'none-found', words: '', where: 'here' },
  });
});

test('a picture for oneself alone that was ready before its card stood is in the gallery of that conversation', async () => {
  const world = fakeWorld();
  await world.settings({ team: 'T00FAKE00', user: 'U00ANN' }, { do: 'save', given: { results: 'dm' } });
  world.trouble('before post', ...Array.from({ length: 10 }, () => new Busy('slack', 'rate limited', 3000)));
  await world.command('imagine', 'a secret fox');
  await world.pass(5000);
  expect(world.only()).toMatchObject({ mark: 'submitted', channel: 'U00ANN', card: { mark: 'none' } });
  world.says(world.only().task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
  await world.pass(10_000);
  expect(world.only().end).toEqual({ kind: 'done' });
  await world.pass(60_000);

  expect(world.only()).toMatchObject({ mark: 'delivered', channel: 'D00ANN' });
  const there = { channel: 'D00ANN', isDm: true };
  expect(await world.command('mj', 'gallery', there)).toMatchObject({ tell: { tasks: [{ prompt: 'a secret fox' }] } });
  expect(await world.command('mj', 'gallery')).toMatchObject({ tell: { say: 'none-found' } });
});
