import { expect, test } from 'vitest';
import { fakeWorld } from '../../support/fake-world.ts';

test.each(['', '   ', 'help', 'HELP me'])('/mj %j explains, and submits nothing', async (text) => {
  const world = fakeWorld();

  expect(await world.command('mj', text)).toMatchObject({ tell: { say: 'help' } });
  expect(world.store.size).toBe(0);
});

test('help leaves out what the gateway is known to lack', async () => {
  const world = fakeWorld();
  world.lacking.push('video');
  const told = await world.command('mj', 'help');

  const names =
    told !== undefined && 'tell' in told && told.tell.say === 'help' ? told.tell.commands.map((c) => c.name) : [];
  expect(names).toContain('blend');
  expect(names).not.toContain('video');
});
