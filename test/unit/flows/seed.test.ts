import { expect, test } from 'vitest';
import { Refused } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';

async function later(told: unknown): Promise<unknown> {
  return await (told as { later: Promise<unknown> }).later;
}

test('is found by a task id, by our own id, and by a link to the card', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a fox');
  await world.run();
  const { id, task, channel, card } = world.only();

  for (const name of [task, id, `https://team.slack.com/archives/${channel}/${card.ts}`, '1320098173412546'])
    expect(await later(await world.command('mj', `seed ${name}`))).toMatchObject({ say: 'seed', seed: '636646138' });
});

test('an id opens no door: others are told a seed only where the card stands, an admin neither', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a fox');
  await world.run();
  const { id, task, channel, card } = world.only();

  for (const name of [task, id, `https://team.slack.com/archives/${channel}/${card.ts}`]) {
    for (const user of ['U00BOB', 'U00ADMIN'])
      await expect(world.command('mj', `seed ${name}`, { user, channel: 'C00OTHER' })).rejects.toMatchObject({
        code: 'not-yours-to-see',
      });
    expect(await later(await world.command('mj', `seed ${name}`, { user: 'U00BOB' }))).toMatchObject({ say: 'seed' });
    expect(await later(await world.command('mj', `seed ${name}`, { channel: 'C00OTHER' }))).toMatchObject({
      say: 'seed',
    });
  }
});

test('what the gateway says against it is told', async () => {
  const world = fakeWorld();
  world.trouble('seed', new Refused('gateway', 'invalid', '未找到 seed'));

  expect(await later(await world.command('mj', 'seed 1320098173412546'))).toEqual({
    say: 'no-seed',
    reason: '未找到 seed',
  });
});

test.each([
  ['', 'which-task'],
  ['two words', 'which-task'],
  ['https://team.slack.com/archives/C00ART/1.0', 'unknown-task'],
])('asks again for %j: %s', async (text, code) => {
  await expect(fakeWorld().command('mj', `seed ${text}`)).rejects.toMatchObject({ code });
});
