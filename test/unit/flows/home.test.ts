import { describe, expect, test } from 'vitest';
import type { Offer } from '../../../src/domain/draft.ts';
import { Busy, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { HomePlace } from '../../../src/domain/home.ts';
import { fakeWorld } from '../../support/fake-world.ts';

type World = ReturnType<typeof fakeWorld>;

/** Makes pictures, one after the other, each finished. */
async function pictures(world: World, ...prompts: string[]): Promise<void> {
  for (const prompt of prompts) {
    await world.command('imagine', prompt);
    await world.run();
    const record = [...world.store.values()].at(-1);
    world.says(record?.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);
  }
}

const shownTo = (world: World, user = 'U00ANN') => world.shelves.published.get(user);
const promptsOf = (world: World, user = 'U00ANN') =>
  shownTo(world, user)?.home.pictures.map(({ record }) => record.order.prompt);
const idOf = (world: World, prompt: string) => {
  const record = [...world.store.values()].find((one) => one.order.prompt === prompt);
  if (record === undefined) throw new Error(`there is no ${prompt}`);
  return record.id;
};

describe('a home', () => {
  test('of somebody new is empty, and says how much they may have', async () => {
    const world = fakeWorld();
    await world.visit();
    await world.run();

    expect(shownTo(world)?.home).toMatchObject({
      place: { list: 'recent', page: 0 },
      running: [],
      pictures: [],
      total: 0,
      pages: 1,
      usage: { today: 0, daily: 20, running: 0, concurrent: 3 },
    });
  });

  test('says what the admins leave of what the installation allows', async () => {
    const world = fakeWorld();
    world.team.decide({ person: { daily: 7, concurrent: 9 } });
    await world.visit();
    await world.run();

    expect(shownTo(world)?.home.usage).toMatchObject({ daily: 7, concurrent: 3 });
  });

  test('is shown anew when something of that person begins, ends, and can be seen, while they look', async () => {
    const world = fakeWorld();
    await world.visit();
    await world.run();
    await world.command('imagine', 'a red fox');
    await world.run();
    expect(shownTo(world)?.home.running).toMatchObject([{ order: { prompt: 'a red fox' } }]);

    world.says(world.only().task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
    await world.pass(4000);

    expect(shownTo(world)?.home).toMatchObject({
      running: [],
      pictures: [{ record: { mark: 'delivered', picture: { fileId: expect.any(String) } }, kept: false }],
      usage: { today: 1, running: 0 },
    });
  });

  test('is not shown to whoever does not look, nor by what others do', async () => {
    const world = fakeWorld();
    await pictures(world, 'a red fox');
    await world.home();
    expect(shownTo(world)).toBeUndefined();

    await world.visit('U00BOB');
    await world.run();
    await pictures(world, 'a second fox');
    expect(shownTo(world, 'U00BOB')).toMatchObject({ times: 1, home: { pictures: [] } });
  });

  test('shows only one’s own, and of failures and texts nothing', async () => {
    const world = fakeWorld();
    await pictures(world, 'a red fox');
    await world.command('imagine', 'a bob fox', { user: 'U00BOB' });
    await world.command('imagine', 'a failing fox');
    await world.command('shorten', 'a very red fox');
    await world.run();
    for (const { order, task = '' } of world.store.values()) {
      if (order.prompt === 'a bob fox') world.says(task, { status: 'done', imageUrl: 'https://cdn/bob.png' });
      if (order.prompt === 'a failing fox') world.says(task, { status: 'failed', reason: 'no' });
      if (order.prompt === 'a very red fox') world.says(task, { status: 'done', text: 'very **red** fox' });
    }
    await world.pass(4000);
    await world.visit();
    await world.run();

    expect(promptsOf(world)).toEqual(['a red fox']);
  });

  test('is paged, newest first, and stays where it was when something changes', async () => {
    const world = fakeWorld();
    await pictures(world, ...Array.from({ length: 8 }, (_, n) => `fox ${n}`));
    await world.visit();
    await world.run();
    expect(promptsOf(world)).toEqual(['fox 7', 'fox 6', 'fox 5', 'fox 4', 'fox 3', 'fox 2']);
    expect(shownTo(world)?.home).toMatchObject({ total: 8, pages: 2 });

    await world.visit('U00ANN', { page: 1 });
    await world.run();
    expect(promptsOf(world)).toEqual(['fox 1', 'fox 0']);
    await pictures(world, 'fox 8');
    expect(promptsOf(world)).toEqual(['fox 2', 'fox 1', 'fox 0']);

    await world.visit('U00ANN', { page: 77 });
    await world.run();
    expect(shownTo(world)?.home).toMatchObject({ place: { page: 1 }, pages: 2 });
  });

  test('drops what was deleted, and fills the page up', async () => {
    const world = fakeWorld();
    await pictures(world, ...Array.from({ length: 8 }, (_, n) => `fox ${n}`));
    // One whose card somebody deleted in Slack, one whose record is over, one that is deleted here.
    const gone = world.store.get(idOf(world, 'fox 6'));
    if (gone !== undefined) world.store.set(gone.id, { ...gone, card: { ...gone.card, mark: 'removed' } });
    world.store.delete(idOf(world, 'fox 5'));
    await world.visit();
    await world.controls.delete({ submission: idOf(world, 'fox 7'), place: world.place(), key: 'k' });
    await world.run();

    expect(promptsOf(world)).toEqual(['fox 4', 'fox 3', 'fox 2', 'fox 1', 'fox 0']);
    expect(shownTo(world)?.home.total).toBe(5);
  });

  test('leaves out what a later version of the bot wrote, and has it again once that can be read', async () => {
    const world = fakeWorld();
    await pictures(world, 'a red fox', 'a blue fox');
    const [red, blue] = [idOf(world, 'a red fox'), idOf(world, 'a blue fox')];
    const by = { team: 'T00FAKE00', user: 'U00BOB' };
    for (const submission of [red, blue]) await world.keep({ ...by, submission, keep: true });
    world.foreign.add(red);
    await world.visit('U00BOB', { list: 'favourites' });
    await world.run();
    expect(promptsOf(world, 'U00BOB')).toEqual(['a blue fox']);

    world.foreign.delete(red);
    await world.visit('U00BOB', { list: 'favourites' });
    await world.run();
    expect(promptsOf(world, 'U00BOB')?.toSorted()).toEqual(['a blue fox', 'a red fox']);
  });

  test('finds prompts by words in any case and order', async () => {
    const world = fakeWorld();
    await pictures(world, 'a Red FOX in snow', 'a red bird', 'a fox, blue');
    await world.visit('U00ANN', { list: 'found', words: '  fox   RED ' });
    await world.run();
    expect(promptsOf(world)).toEqual(['a Red FOX in snow']);

    await world.visit('U00ANN', { list: 'found', words: 'wolf' });
    await world.run();
    expect(shownTo(world)?.home).toMatchObject({ pictures: [], total: 0, place: { words: 'wolf' } });
  });

  test('lists favourites, whoever made them, the latest kept first, until they are let go', async () => {
    const world = fakeWorld();
    await pictures(world, 'a red fox', 'a blue fox');
    const by = { team: 'T00FAKE00', user: 'U00BOB' };
    await world.keep({ ...by, submission: idOf(world, 'a blue fox'), keep: true });
    world.elapse(10);
    await world.keep({ ...by, submission: idOf(world, 'a red fox'), keep: true });
    await world.visit('U00BOB', { list: 'favourites' });
    await world.run();
    expect(promptsOf(world, 'U00BOB')).toEqual(['a red fox', 'a blue fox']);
    expect(shownTo(world, 'U00BOB')?.home.pictures.every(({ kept }) => kept)).toBe(true);

    await world.keep({ ...by, submission: idOf(world, 'a red fox'), keep: false });
    await world.run();
    expect(promptsOf(world, 'U00BOB')).toEqual(['a blue fox']);
  });

  test('cannot keep what is gone', async () => {
    const world = fakeWorld();
    await pictures(world, 'a red fox');
    await world.controls.delete({ submission: world.only().id, place: world.place(), key: 'k' });
    await world.run();

    const keeping = { team: 'T00FAKE00', user: 'U00BOB', submission: world.only().id, keep: true };
    await expect(world.keep(keeping)).rejects.toMatchObject({ code: 'submission-gone' });
  });

  test('lists a few that run, and counts the rest', async () => {
    const world = fakeWorld();
    for (let n = 0; n < 11; n += 1) await world.command('imagine', `fox ${n}`);
    await world.run();
    await world.visit();
    await world.run();

    expect(shownTo(world)?.home).toMatchObject({ more: 3 });
    expect(shownTo(world)?.home.running).toHaveLength(8);
  });
});

describe('what runs', () => {
  test('is looked at again while it does, and shown when it has moved: nothing that only moves wakes a home', async () => {
    const world = fakeWorld();
    await world.visit();
    await world.command('imagine', 'a red fox');
    await world.run();
    expect(await world.home()).toEqual({ againInMs: 10_000 });
    const before = shownTo(world)?.times;
    const asked = world.asked.length;
    expect(await world.home()).toEqual({ againInMs: 10_000 });
    expect(shownTo(world)?.times).toBe(before);
    expect(world.asked).toHaveLength(asked);

    world.says(world.only().task ?? '', { status: 'running', progress: '31%' });
    await world.pass(4000);
    expect(shownTo(world)?.times).toBe(before);
    world.elapse(60_000);
    expect(await world.home()).toEqual({ againInMs: 10_000 });
    expect(shownTo(world)?.home.running).toMatchObject([{ snapshot: { progress: '31%' } }]);
    expect(world.asked.at(-1)).toMatchObject({ what: 'home', urgency: 'progress' });
  });

  test('and is a series stands in one line', async () => {
    const world = fakeWorld();
    await world.visit();
    await world.command('imagine', 'a grey fox');
    world.elapse(1000);
    const told = (await world.command('imagine', 'a {red, blue} fox')) as { offer: Offer };
    await world.draft(told.offer.draft, 'make');
    await world.run();
    const red = [...world.store.values()].find(({ order }) => order.prompt === 'a red fox');
    world.says(red?.task ?? '', { status: 'done', imageUrl: 'https://cdn/red.png' });
    await world.pass(6000);
    await world.visit();
    await world.run();

    expect(shownTo(world)?.home.running).toMatchObject([
      { series: { order: { prompt: 'a {red, blue} fox' } }, done: 1, count: 2 },
      { order: { prompt: 'a grey fox' } },
    ]);
  });
});

describe('publishing', () => {
  test('waits for Slack’s budget, first as one who asked, then as one who may wait', async () => {
    const world = fakeWorld();
    await world.visit();
    world.spendBudget(700);

    expect(await world.home()).toEqual({ againInMs: 700 });
    expect(world.asked.at(-1)).toMatchObject({ what: 'home', urgency: 'end' });
    world.elapse(60_000);
    await world.home();
    expect(world.asked.at(-1)).toMatchObject({ what: 'home', urgency: 'progress' });
    expect(shownTo(world)).toBeUndefined();
  });

  test('that Slack limits leaves the class alone for everybody and comes again', async () => {
    const world = fakeWorld();
    world.trouble('publish', new Busy('slack', 'rate limited', 9000), new Unreachable('slack', 'HTTP 500'));
    await world.visit();

    expect(await world.home()).toEqual({ againInMs: 9000 });
    expect(world.cooled).toEqual(['home']);
    expect(await world.home()).toEqual({ againInMs: 3000 });
    expect(await world.home()).toBeUndefined();
    expect(shownTo(world)).toMatchObject({ times: 1 });
  });

  test('that Slack refuses is dropped, and the next visit makes another', async () => {
    const world = fakeWorld();
    world.trouble('publish', new Refused('slack', 'other', 'not_enabled'));
    await world.visit();
    expect(await world.home()).toBeUndefined();
    expect(world.logged.filter(({ level }) => level === 'warn')).toMatchObject([{ message: 'Slack refused a home' }]);

    await world.visit();
    await world.run();
    expect(shownTo(world)).toMatchObject({ times: 1 });
  });

  test('without its pictures is better than none', async () => {
    const world = fakeWorld();
    await pictures(world, 'a red fox');
    world.trouble('home pictures', new Refused('slack', 'picture-refused', 'invalid_arguments'));
    await world.visit();
    await world.run();

    expect(shownTo(world)).toMatchObject({ times: 1, pictures: 'none' });
    await world.homeChanged();
    await world.run();

    expect(shownTo(world)).toMatchObject({ times: 2, pictures: 'shown' });
  });
});

test('a place in a home is read kindly, whoever wrote it', () => {
  expect(HomePlace.safeParse({ list: 'elsewhere' }).success).toBe(false);
  expect(HomePlace.parse({})).toEqual({ list: 'recent', page: 0, words: '' });
});
