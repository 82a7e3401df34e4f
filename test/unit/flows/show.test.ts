import { describe, expect, test } from 'vitest';
import { Busy, InDoubt } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

async function drawing() {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  const task = world.only().task ?? '';
  const card = [...world.channel.values()][0];
  if (card === undefined) throw new Error('no card');
  return { world, task, card };
}

describe('the card', () => {
  test('waits as long as Slack asks, and then shows the newest', async () => {
    const { world, task, card } = await drawing();
    world.trouble('before update', new Busy('slack', 'ratelimited', 20_000));
    world.says(task, { status: 'running', progress: '15%', percent: 15 });
    await world.pass(4000);
    world.says(task, { progress: '62%', percent: 62 });
    await world.pass(30_000);

    expect(card.record.snapshot?.progress).toBe('62%');
  });

  test('whose edit may still land is written once more when it no longer can', async () => {
    const { world, task, card } = await drawing();
    world.trouble('after update', new InDoubt('slack', 'time-out'));
    world.says(task, { status: 'running', progress: '15%', percent: 15 });
    await world.pass(4000);
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
    const atEnd = card.edits;
    expect(card.record.end).toEqual({ kind: 'done' });

    await world.pass(20_000);

    expect(card.edits).toBe(atEnd + 1);
    expect(world.only().card.unsettledUntil).toBeUndefined();
  });

  test('that somebody deleted is left alone, and the task ends all the same', async () => {
    const { world, task, card } = await drawing();
    card.removed = true;
    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(8000);

    expect(world.only()).toMatchObject({ mark: 'delivered', card: { mark: 'removed' } });
    expect(world.channel.size).toBe(1);
  });
});
