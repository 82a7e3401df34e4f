import { expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

async function status(world: ReturnType<typeof fakeWorld>): Promise<unknown> {
  const told = await world.command('mj', 'status');
  return await (told as { later: Promise<unknown> }).later;
}

test('tells whether the gateway answers, and what is running', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a fox');
  await world.run();

  expect(await status(world)).toEqual({
    say: 'status',
    reachable: true,
    ms: 12,
    watched: 1,
    waiting: 0,
    overdue: 0,
    mine: 1,
  });
});

test('a gateway that does not answer is told, not thrown', async () => {
  const world = fakeWorld();
  world.trouble('look', new Unreachable('gateway', 'ECONNREFUSED'));

  expect(await status(world)).toMatchObject({ say: 'status', reachable: false });
});
