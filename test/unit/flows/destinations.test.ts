import { describe, expect, test } from 'vitest';
import { InDoubt, Refused } from '../../../src/domain/errors.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { BUTTONS, onCard } from '../../support/on-card.ts';

const ANN = { team: 'T00FAKE00', user: 'U00ANN' };

describe('results for oneself alone', () => {
  async function alone(options: Parameters<typeof fakeWorld>[0] = {}) {
    const world = fakeWorld(options);
    await world.settings(ANN, { do: 'save', given: { results: 'dm' } });
    return world;
  }

  test('stand in the direct conversation, and the person is told so', async () => {
    const world = await alone();

    expect(await world.command('imagine', 'a fox')).toEqual({ tell: { say: 'in-direct-messages' } });
    expect(world.only()).toMatchObject({ channel: 'U00ANN', askedIn: 'C00ART' });
    await world.run();
    expect(world.only()).toMatchObject({ channel: 'D00ANN', card: { mark: 'announced' } });
  });

  test('are still asked for in the channel: its rules, its defaults, its pictures', async () => {
    const world = await alone({ rules: { allowedChannels: ['C00ART'] } });
    await world.settings({ ...ANN, channel: 'C00ART' }, { do: 'save', given: { stylize: '9' } });
    await world.send('imagine', { prompt: 'a fox', files: ['F1'] });
    await world.run();

    expect(world.submits[0]?.body).toMatchObject({ prompt: 'a fox --stylize 9' });
    expect(world.handedBy).toEqual([{ user: 'U00ANN', channel: 'C00ART' }]);
    await expect(world.command('imagine', 'a fox', { channel: 'C00OTHER' })).rejects.toMatchObject({
      code: 'channel-not-allowed',
    });
  });

  test.each([
    ['in a thread', { threadTs: '1700000000.000001' }],
    ['for a conversation that was named', { named: true }],
    ['in a direct conversation', { channel: 'D00BOT', isDm: true }],
  ] as const)('but not what is asked for %s', async (_, place) => {
    const world = await alone();

    expect(await world.command('imagine', 'a fox', place)).toBeUndefined();
    expect(world.only()).toMatchObject({ channel: world.place(place).channel });
    expect(world.only().askedIn).toBeUndefined();
  });

  test.each([
    ['before anything was sent', 0, 'cannot-post-direct'],
    ['after the submit did not wait for the card', 30_000, 'cannot-show-direct'],
  ] as const)('that Slack refuses, %s: the person is told what to do about that', async (_, waitMs, say) => {
    const world = await alone();
    world.trouble('before post', new Refused('slack', 'cannot-post', 'cannot_dm_bot'));
    world.spendBudget(waitMs);
    await world.command('imagine', 'a fox', { responseUrl: 'https://hooks/1' });
    await world.pass(5000);
    world.spendBudget(0);
    await world.pass(60_000);

    expect(world.notes).toEqual([{ say }]);
    expect(world.submits).toHaveLength(waitMs === 0 ? 0 : 1);
  });

  test('are listed for that person, and for nobody in the channel', async () => {
    const world = await alone();
    await world.command('imagine', 'a secret fox');
    await world.run();
    world.says(world.only().task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
    await world.visit();
    await world.run();
    const home = world.shelves.published.get('U00ANN')?.home;

    expect(home?.pictures.map(({ record }) => record.typed ?? record.order.prompt)).toEqual(['a secret fox']);
    expect(await world.command('mj', 'gallery')).toMatchObject({ tell: { say: 'none-found' } });
    await expect(world.command('mj', `show ${world.only().id}`, { user: 'U00BOB' })).rejects.toMatchObject({
      code: 'not-yours-to-see',
    });
    expect(await world.command('mj', `show ${world.only().id}`)).toMatchObject({ card: { record: world.only() } });
  });

  test('are posted once more, and no more, where a post is in doubt: that conversation has no id yet', async () => {
    const world = await alone();
    world.trouble('after post', new InDoubt('slack', 'timeout'));
    await world.command('imagine', 'a fox');
    await world.pass(20_000);

    expect(world.only()).toMatchObject({ channel: 'D00ANN', card: { mark: 'announced' } });
  });
});

describe('what comes of a press', () => {
  const given = { results: 'channel' } as const;
  const BOB = { ...ANN, user: 'U00BOB' };

  test('is shown in the channel too, for whoever wants that', async () => {
    const { world, press, children } = await onCard();
    await world.settings(BOB, { do: 'save', given });
    await press(BUTTONS.vary);
    await press(BUTTONS.pan, 'U00CAT');

    expect(children().map(({ card }) => [card.threadTs !== undefined, card.aloud])).toEqual([
      [true, true],
      [true, undefined],
    ]);
  });

  test('inside a thread stays there', async () => {
    const { world, press, child } = await onCard({ place: { threadTs: '1700000000.000001' } });
    await world.settings(BOB, { do: 'save', given });
    await press(BUTTONS.vary);

    expect(child().card).toMatchObject({ threadTs: '1700000000.000001' });
    expect(child().card.aloud).toBeUndefined();
  });

  test('stays in its thread for those who want theirs alone: others follow it', async () => {
    const { world, press, child, parent } = await onCard();
    await world.settings(BOB, { do: 'save', given: { results: 'dm' } });
    await press(BUTTONS.vary);

    expect(child()).toMatchObject({ channel: 'C00ART', card: { threadTs: parent().card.ts } });
  });
});

describe('the line at the end', () => {
  test.each([
    ['long', 0, 0],
    ['long', 61_000, 1],
    ['always', 0, 1],
    ['never', 61_000, 0],
  ] as const)('with “%s”, after %i ms more: %i', async (mention, ms, lines) => {
    const world = fakeWorld();
    await world.settings(ANN, { do: 'save', given: { mention } });
    await world.command('imagine', 'a fox');
    await world.run();
    await world.pass(ms);
    world.says(world.only().task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(10_000);

    expect(world.only().mark).toBe('delivered');
    expect(world.replies.map(({ line }) => line)).toEqual(
      Array.from({ length: lines }, () => ({ say: 'finished', mention: 'U00ANN' })),
    );
  });

  test.each([
    ['failed', { status: 'failed', reason: 'the moon fell down' }],
    ['is lost', 'gone'],
  ] as const)('of one that %s says that nothing came of it', async (_, says) => {
    const world = fakeWorld();
    await world.settings(ANN, { do: 'save', given: { mention: 'always' } });
    await world.command('imagine', 'a fox');
    await world.run();
    const task = world.only().task ?? '';
    if (says === 'gone') world.forget(task);
    else world.says(task, says);
    await world.pass(120_000);

    expect(world.only().mark).toBe('delivered');
    expect(world.replies.map(({ line }) => line)).toEqual([{ say: 'not-finished', mention: 'U00ANN' }]);
  });

  test.each([
    ['waits for its place where many end at once', 20_000, 1],
    ['is left out where there is none for a minute', 120_000, 0],
  ] as const)('%s', async (_, fullMs, lines) => {
    const world = fakeWorld();
    await world.settings(ANN, { do: 'save', given: { mention: 'always' } });
    await world.command('imagine', 'a fox');
    await world.run();
    world.spendProgress(3000);
    world.says(world.only().task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(fullMs);
    expect(world.replies).toEqual([]);
    world.spendProgress(0);
    await world.pass(10_000);

    expect(world.only().mark).toBe('delivered');
    expect(world.replies).toHaveLength(lines);
  });
});

describe('who may press', () => {
  const mine = async (options: Parameters<typeof onCard>[0] = {}) => {
    const card = await onCard(options);
    await card.world.settings(ANN, { do: 'save', given: { pressBy: 'me' } });
    return card;
  };

  test('is only whoever asked and admins, where they want that', async () => {
    const { press, children, world, parent } = await mine();

    await expect(press(BUTTONS.vary)).rejects.toMatchObject({
      code: 'not-yours-to-press',
      params: { owner: 'U00ANN' },
    });
    await expect(press(BUTTONS.zoom)).rejects.toMatchObject({ code: 'not-yours-to-press' });
    const use = { submission: parent().id, place: world.place({ user: 'U00BOB' }), key: 'k' };
    await expect(world.controls['edit-again'](use)).rejects.toMatchObject({ code: 'not-yours-to-press' });
    await press(BUTTONS.vary, 'U00ANN');
    await press(BUTTONS.pan, 'U00ADMIN');
    expect(children()).toHaveLength(2);
  });

  test('holds for the step of a press, too', async () => {
    const { world, refOf } = await mine();

    await expect(world.step(refOf(BUTTONS.zoom), { prompt: 'x', zoom: '2' }, 'U00BOB')).rejects.toMatchObject({
      code: 'not-yours-to-press',
    });
  });

  test('is no more than the operator allows', async () => {
    const { world, press } = await onCard({ rules: { pressBy: 'requester' } });
    await world.settings(ANN, { do: 'save', given: { pressBy: 'anyone' } });

    await expect(press(BUTTONS.vary)).rejects.toMatchObject({ code: 'not-yours-to-press' });
  });
});
