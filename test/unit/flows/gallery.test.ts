import { expect, test } from 'vitest';
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
