import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Refused, Unreachable } from '../../../src/domain/errors.ts';
import type { Reacted } from '../../../src/flows/reactions/reactions.ts';
import { fakeWorld } from '../../support/fake-world.ts';

let events = 0;

async function drawing() {
  const world = fakeWorld();
  await world.command('imagine', 'a red fox');
  await world.run();
  const { id, task = '', channel, card } = world.only();
  const react = async (meaning: Reacted['meaning'], more: Partial<Reacted> = {}) => {
    events += 1;
    const who = { team: 'T00FAKE00', user: 'U00ANN', channel, ts: card.ts ?? '', key: `Ev${events}` };
    await world.react({ ...who, meaning, added: true, shared: false, at: world.now, ...more });
    await world.run();
  };
  return { world, id, task, react };
}

async function done() {
  const stage = await drawing();
  stage.world.says(stage.task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
  await stage.world.pass(4000);
  return stage;
}

const favourites = (world: ReturnType<typeof fakeWorld>, user: string) => [
  ...world.shelves.shelf({ team: 'T00FAKE00', owner: user, kind: 'kept' }).keys(),
];

describe('❌', () => {
  test('stops one that runs, and takes a finished one away', async () => {
    const { world, react } = await drawing();
    await react('away');
    expect(world.only().end).toMatchObject({ kind: 'cancelled', by: 'U00ANN' });
    expect([...world.channel.values()]).toMatchObject([{ removed: false }]);

    world.elapse(1);
    await react('away');
    expect([...world.channel.values()]).toMatchObject([{ removed: true }]);
  });

  test('is for the requester and admins; of others it says nothing', async () => {
    const { world, react } = await done();
    await react('away', { user: 'U00BOB' });
    expect([...world.channel.values()]).toMatchObject([{ removed: false }]);

    await react('away', { user: 'U00ADMIN' });
    expect([...world.channel.values()]).toMatchObject([{ removed: true }]);
    expect(world.files.size).toBe(0);
  });

  test('that cancelled never deletes, however often it is delivered', async () => {
    const { world, react } = await drawing();
    const once = { key: 'Ev-again', at: world.now };
    await react('away', once);
    await react('away', once);
    // A kill came before the event was noted.
    await react('away', { ...once, key: 'Ev-unnoted' });

    expect(world.only().end).toMatchObject({ kind: 'cancelled' });
    expect([...world.channel.values()]).toMatchObject([{ removed: false }]);
  });

  test('taken back does nothing', async () => {
    const { world, react } = await drawing();
    await react('away', { added: false });
    expect(world.only().end).toBeUndefined();
  });
});

describe('⭐', () => {
  test('by anyone keeps it for them, and taken back lets it go', async () => {
    const { world, id, react } = await done();
    await react('keep', { user: 'U00BOB' });
    expect(favourites(world, 'U00BOB')).toEqual([id]);
    expect(favourites(world, 'U00ANN')).toEqual([]);

    await react('keep', { user: 'U00BOB', added: false });
    expect(favourites(world, 'U00BOB')).toEqual([]);
  });

  test('delivered again, after it was taken back, does not come back', async () => {
    const { world, react } = await done();
    const once = { key: 'Ev-star' };
    await react('keep', once);
    await react('keep', { added: false });
    await react('keep', once);
    expect(favourites(world, 'U00ANN')).toEqual([]);
  });

  test('that could not be stored is not taken as done, and works when it comes again', async () => {
    const { world, id, react } = await done();
    const once = { key: 'Ev-lost' };
    world.trouble('keep', new Unreachable('redis', 'connection refused'));
    await expect(react('keep', once)).rejects.toThrow(Unreachable);
    await react('keep', once);
    expect(favourites(world, 'U00ANN')).toEqual([id]);
  });
});

describe('✉️', () => {
  test('sends whoever reacted the picture, its seed and its ids, once', async () => {
    const { world, id, task, react } = await done();
    const once = { user: 'U00BOB', key: 'Ev-letter' };
    await react('letter', once);
    await react('letter', once);

    expect(world.shelves.letters).toMatchObject([
      { user: 'U00BOB', pictures: 'shown', letter: { seed: '636646138', record: { id, task } } },
    ]);
  });

  test('goes without a seed that cannot be told, and without a picture that Slack does not show', async () => {
    const { world, react } = await done();
    world.trouble('seed', new Refused('gateway', 'failed', 'no such task'));
    world.trouble('letter pictures', new Refused('slack', 'picture-refused', 'invalid_blocks'));
    await react('letter');

    expect(world.shelves.letters).toMatchObject([{ pictures: 'none', letter: { seed: undefined } }]);
  });

  test('waits while Slack is busy, and is not repeated when its fate is unknown', async () => {
    const { world, react } = await done();
    world.trouble('letter', new Busy('slack', 'rate limited', 2000), new InDoubt('slack', 'HTTP 500'));
    await react('letter');
    expect(world.cooled).toEqual(['post']);
    await world.pass(10_000);

    expect(world.shelves.letters).toEqual([]);
    await react('letter', { key: 'Ev-another' });
    expect(world.shelves.letters).toHaveLength(1);
  });

  test('of one that runs says that it is not finished, once, and sends the picture when it is', async () => {
    const { world, task, react } = await drawing();
    await react('letter', { user: 'U00BOB', key: 'Ev-early' });
    await react('letter', { user: 'U00BOB', key: 'Ev-early' });
    const line = { say: 'letter-without-picture', yet: true };
    expect(world.shelves.said).toEqual([{ user: 'U00BOB', line, language: 'en' }]);

    world.says(task, { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
    await react('letter', { user: 'U00BOB' });
    expect(world.shelves.letters).toHaveLength(1);
  });

  test('of one that failed says that there is no picture', async () => {
    const { world, task, react } = await drawing();
    world.says(task, { status: 'failed', reason: 'Banned prompt' });
    await world.pass(4000);
    world.trouble('direct', new Busy('slack', 'rate limited', 2000));
    await react('letter');
    await world.pass(5000);

    const line = { say: 'letter-without-picture', yet: false };
    expect(world.shelves.said).toEqual([{ user: 'U00ANN', line, language: 'en' }]);
    expect(world.shelves.letters).toEqual([]);
  });

  test('waits for its budget, which is no 429: nobody else’s posts are held up', async () => {
    const { world, id, react } = await drawing();
    world.spendBudgetFor(4000);
    for (const user of ['U00ANN', 'U00BOB']) await react('letter', { user });
    const dead = { job: 'letter', id, user: 'U00CAT', key: 'Ev-dead' } as const;
    expect(await world.giveUp(dead)).toEqual({ againInMs: 4000 });
    expect(world.shelves.said).toEqual([]);

    await world.pass(5000);
    await world.giveUp(dead);
    expect(world.shelves.said.map(({ user }) => user)).toEqual(['U00ANN', 'U00BOB', 'U00CAT']);
    expect(world.cooled).toEqual([]);
  });

  test('that fails for good cools the posts when Slack has too many of them', async () => {
    const { world, id } = await done();
    world.trouble('direct', new Busy('slack', 'rate limited', 2000));

    expect(await world.giveUp({ job: 'letter', id, user: 'U00BOB', key: 'Ev-dead' })).toEqual({ againInMs: 2000 });
    expect(world.cooled).toEqual(['post']);
  });

  test('that fails for good: whoever asked for it is told', async () => {
    const { world, id } = await done();
    await world.giveUp({ job: 'letter', id, user: 'U00BOB', key: 'Ev-dead' });

    expect(world.shelves.said).toEqual([{ user: 'U00BOB', line: { say: 'letter-lost' }, language: 'en' }]);
  });

  test('of one that was taken away meanwhile is not sent', async () => {
    const { world, id, react } = await done();
    await world.controls.delete({ submission: id, place: world.place(), key: 'k' });
    await world.run();
    await react('letter');
    expect(world.shelves.letters).toEqual([]);
  });
});

test('in a channel that is shared, only those who have asked for something are known to be of the workspace', async () => {
  const { world, id, react } = await done();
  await react('keep', { user: 'U00STRANGER', shared: true });
  await react('letter', { user: 'U00STRANGER', shared: true });
  await react('keep', { shared: true });

  expect(favourites(world, 'U00STRANGER')).toEqual([]);
  expect(world.shelves.letters).toEqual([]);
  expect(favourites(world, 'U00ANN')).toEqual([id]);
});

test.each(['away', 'letter', 'keep'] as const)('%s on another message does nothing', async (meaning) => {
  const { world, react } = await done();
  await react(meaning, { ts: '1700000000.999999' });
  await react(meaning, { channel: 'C00OTHER' });

  expect([...world.channel.values()]).toMatchObject([{ removed: false }]);
  expect(world.shelves.letters).toEqual([]);
  expect(favourites(world, 'U00ANN')).toEqual([]);
});
