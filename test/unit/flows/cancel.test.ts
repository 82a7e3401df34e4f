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

test('stops for an admin what another asked for, without telling its prompt', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a fox');
  await world.run();

  const admin = { user: 'U00ADMIN', channel: 'C00OTHER' };
  expect(await world.command('mj', `cancel ${world.only().id}`, admin)).toEqual({
    tell: { say: 'cancel-asked', prompt: '' },
  });
  await world.run();

  expect(world.only().end).toMatchObject({ kind: 'cancelled' });
});

test('does not say elsewhere whose it is', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a fox');
  await world.run();
  const elsewhere = { user: 'U00BOB', channel: 'C00OTHER' };

  await expect(world.command('mj', `cancel ${world.only().id}`, elsewhere)).rejects.toMatchObject({
    code: 'not-yours-to-see',
  });
  expect(world.only().cancelAsked).toBeUndefined();
});

test('knows only what it submitted', async () => {
  await expect(fakeWorld().command('mj', 'cancel 1320098173412546')).rejects.toMatchObject({ code: 'unknown-task' });
});
