import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

test('stops the submission that is named, for its requester', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a fox');
  await world.run();
  const { task } = world.only();

  await expect(world.command('mj', `cancel ${task}`, { user: 'U00BOB' })).rejects.toMatchObject({
    code: 'not-yours-to-cancel',
  });
  expect(await world.command('mj', `cancel ${task}`)).toEqual({ tell: { say: 'cancel-asked', prompt: 'a fox' } });
  await world.run();

  expect(world.only().end).toMatchObject({ kind: 'cancelled' });
});

test('knows only what it submitted', async () => {
  await expect(fakeWorld().command('mj', 'cancel 1320098173412546')).rejects.toMatchObject({ code: 'unknown-task' });
});
