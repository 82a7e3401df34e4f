import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

test('are shown by the command, and by the word alone', async () => {
  const world = fakeWorld();
  expect(await world.command('mj', 'settings')).toEqual({ settings: { v: 1, remix: 'ask' } });
  expect(await world.said('settings')).toEqual({ settings: { v: 1, remix: 'ask' } });
});

test('are each person’s own, and changed one by one', async () => {
  const world = fakeWorld();
  const sent = { team: 'T00FAKE00', user: 'U00ANN', settings: { remix: 'off' } } as const;
  expect(await world.settings(sent)).toEqual({ v: 1, remix: 'off' });
  expect(await world.settings({ ...sent, settings: {} })).toEqual({ v: 1, remix: 'off' });

  expect(await world.command('mj', 'settings')).toMatchObject({ settings: { remix: 'off' } });
  expect(await world.command('mj', 'settings', { user: 'U00BOB' })).toMatchObject({ settings: { remix: 'ask' } });
});
