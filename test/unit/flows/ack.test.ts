import { expect, test } from 'vitest';
import { customIdHash } from '../../../src/domain/press-token.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { gridButtons } from '../../support/records.ts';

type World = ReturnType<typeof fakeWorld>;

/** Whatever would make the ack wait for somebody else than Redis. */
function outside(world: World) {
  const { submits, reads, fetched, looks, channel, writes, asked, replies } = world;
  return { submits, reads, fetched, looks, writes, asked, replies, cards: [...channel.values()] };
}

const NOBODY = { submits: [], reads: 0, fetched: [], looks: [], writes: [], asked: [], replies: [], cards: [] };

test.each([
  ['imagine', 'a red fox --ar 3:2'],
  ['shorten', 'a very long prompt about a red fox'],
  ['mj', 'imagine a red fox'],
])('/%s %s is acked as a record and a job: neither the gateway nor Slack is asked before', async (name, text) => {
  const world = fakeWorld();

  await world.command(name, text);

  expect(world.only().mark).toBe('accepted');
  expect(outside(world)).toEqual(NOBODY);
  await world.run();
  expect(world.submits).toHaveLength(1);
});

test('a press is acked so, too', async () => {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  const parent = world.only();
  world.says(parent.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png', buttons: gridButtons });
  await world.pass(4000);
  const before = JSON.stringify(outside(world));

  const hash = customIdHash(gridButtons[1]?.customId ?? '');
  await world.press({ submission: parent.id, hash, place: world.place(), key: 'click' });

  expect(world.store.size).toBe(2);
  expect(JSON.stringify(outside(world))).toBe(before);
  await world.run();
  expect(world.submits).toHaveLength(2);
});
