import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

test.each(['', '   ', 'help', 'HELP me'])('/mj %j explains, and submits nothing', async (text) => {
  const world = fakeWorld();

  expect(await world.command('mj', text)).toMatchObject({ tell: { say: 'help' } });
  expect(world.store.size).toBe(0);
});
