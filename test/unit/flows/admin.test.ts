import { describe, expect, test } from 'vitest';
import type { AdminPage, AdminView } from '../../../src/domain/admin.ts';
import type { Offer } from '../../../src/domain/draft.ts';
import { PersonSettings } from '../../../src/domain/settings.ts';
import { fakeWorld } from '../../support/fake-world.ts';

const ADMIN = 'U00ADMIN';
const ANN = 'U00ANN';
const DONE = { status: 'done', imageUrl: 'https://cdn/fox.png' } as const;

type World = ReturnType<typeof fakeWorld>;

const look = (world: World, page: AdminPage, user = ADMIN) => world.admin(user, { do: 'look', ref: { page } });
const send = (world: World, page: AdminPage, given: Record<string, string | string[]>, user = ADMIN) =>
  world.admin(user, { do: 'send', ref: { page }, given });
const homeOf = (view: AdminView) => (view.page === 'home' ? view : expect.fail(`it is the page ${view.page}`));

describe('/mj admin', () => {
  test('opens for those of ADMIN_USERS and whoever runs the workspace, and for nobody else', async () => {
    const world = fakeWorld();
    world.team.workspaceAdmins.add('U00OWNER');

    for (const user of [ADMIN, 'U00OWNER'])
      expect(await world.command('mj', 'admin', { user })).toMatchObject({ admin: { page: 'home', dead: 0 } });
    await expect(world.command('mj', 'admin')).rejects.toMatchObject({ code: 'admins-only' });
  });

  test('says so where Slack does not tell in time who somebody is, and help is given all the same', async () => {
    const world = fakeWorld();
    world.team.unknown.add('U00OWNER');
    await expect(world.command('mj', 'admin', { user: 'U00OWNER' })).rejects.toMatchObject({ code: 'admin-unknown' });
    expect(await world.command('mj', 'help', { user: 'U00OWNER' })).toMatchObject({ tell: { say: 'help' } });
  });

  test('lets nobody else look at a page, send a form or press a button', async () => {
    const world = fakeWorld();
    const deeds = [
      { do: 'look', ref: { page: 'audit' } },
      { do: 'look', ref: { page: 'forget', person: ADMIN } },
      { do: 'send', ref: { page: 'pause' }, given: { message: 'stop' } },
      { do: 'send', ref: { page: 'forget', person: ADMIN, cards: true }, given: {} },
      { do: 'press', ref: { page: 'usage' }, button: 'export-usage', value: '-' },
      { do: 'press', ref: { page: 'forget', person: ANN }, button: 'resume', value: '-' },
    ] as const;

    for (const deed of deeds) await expect(world.admin(ANN, deed)).rejects.toMatchObject({ code: 'admins-only' });
    expect([world.team.entries, world.team.tables, world.team.forgetting]).toEqual([[], [], []]);
  });
});

describe('the rules of a team', () => {
  test('allow the channels that were chosen, direct messages always, and none that the environment does not', async () => {
    const world = fakeWorld({ rules: { allowedChannels: ['C00ART', 'C00FUN'] } });

    const outside = send(world, 'channels', { channels: ['C00ART', 'C00OTHER'] });
    await expect(outside).rejects.toMatchObject({ code: 'channel-out-of-bounds', field: 'channels' });
    await send(world, 'channels', { channels: ['C00FUN'] });

    await expect(world.command('imagine', 'a fox')).rejects.toMatchObject({ code: 'channel-not-allowed' });
    await world.command('imagine', 'a fox', { channel: 'C00FUN' });
    await world.command('imagine', 'a fox', { channel: 'D00ANN', isDm: true });
    expect(world.store.size).toBe(2);
  });

  test('limit each person and each channel, or one of them', async () => {
    const world = fakeWorld();
    await send(world, 'limits', { personDaily: '2', channelDaily: '3' });
    await send(world, 'own', { person: 'U00BOB', daily: '1' });
    const ask = async (user: string) => await world.command('imagine', 'a fox', { user });

    await ask(ANN);
    await ask('U00BOB');
    await expect(ask('U00BOB')).rejects.toMatchObject({ code: 'daily-limit', params: { limit: 1 } });
    await ask(ANN);
    await expect(ask(ANN)).rejects.toMatchObject({ code: 'daily-limit', params: { limit: 2 } });
    await expect(ask('U00CAT')).rejects.toMatchObject({ code: 'channel-daily-limit', params: { limit: 3 } });
    await world.admin(ADMIN, { do: 'press', ref: { page: 'own' }, button: 'drop-own', value: 'U00BOB' });

    expect((await world.team.rules()).own).toEqual([]);
    expect(world.store.size).toBe(3);
  });

  test('take no mistake: it names its field, and nothing is changed', async () => {
    const world = fakeWorld();
    const mistakes = [
      ['limits', { personDaily: 'many' }, 'personDaily'],
      ['limits', { channelConcurrent: '1000001' }, 'channelConcurrent'],
      ['own', { daily: '1' }, 'person'],
      ['own', { person: 'U1', place: 'C1', daily: '1' }, 'person'],
      ['words', { words: ' ?! ', reason: 'no' }, 'words'],
      ['words', { words: 'blood', reason: '  ' }, 'reason'],
      ['pause', { message: '' }, 'message'],
    ] as const;

    for (const [page, given, field] of mistakes)
      await expect(send(world, page, given)).rejects.toMatchObject({ field });
    expect(world.team.entries).toEqual([]);
  });

  test('refuse a prompt with a word, with the reason that was given, before anything is sent', async () => {
    const world = fakeWorld();
    await send(world, 'words', { words: 'Blood', reason: 'We make children’s books.' });

    await expect(world.command('imagine', 'a fox, blood red')).rejects.toMatchObject({
      code: 'words-refused',
      field: 'prompt',
      params: { words: 'Blood', reason: 'We make children’s books.' },
    });
    await world.command('imagine', 'a bloodhound');
    await world.run();
    expect(world.submits).toHaveLength(1);

    await send(world, 'words', { words: 'BLOOD', reason: 'Not here.' });
    expect((await world.team.rules()).words).toEqual([{ words: 'BLOOD', reason: 'Not here.' }]);
    await world.admin(ADMIN, { do: 'press', ref: { page: 'words' }, button: 'drop-words', value: 'blood' });
    await world.command('imagine', 'a fox, blood red');
  });

  test('pause everything with a message, but for what runs', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await world.run();

    expect(await send(world, 'pause', { message: 'Budget is spent until Monday.' })).toMatchObject({
      page: 'home',
      done: 'paused',
    });
    await expect(world.command('imagine', 'a cat')).rejects.toMatchObject({
      code: 'paused',
      params: { message: 'Budget is spent until Monday.' },
    });
    world.says(world.only().task ?? '', DONE);
    await world.pass(10_000);
    expect(world.only().end).toEqual({ kind: 'done' });

    await world.admin(ADMIN, { do: 'press', ref: { page: 'pause' }, button: 'resume', value: '-' });
    await world.command('imagine', 'a cat');
    expect(world.store.size).toBe(2);
  });

  test('hold for presses and answers, too', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox in blood');
    await world.run();
    const button = { customId: 'MJ::JOB::variation::1::x', label: 'V1', emoji: '', style: 2 };
    world.says(world.only().task ?? '', { ...DONE, buttons: [button] });
    await world.pass(10_000);
    const { id } = world.only();
    world.team.decide({ words: [{ words: 'blood', reason: 'no' }] });

    await expect(
      world.controls['try-again']({ submission: id, place: world.place(), key: 'again' }),
    ).rejects.toMatchObject({ code: 'words-refused' });
    expect(world.submits).toHaveLength(1);
  });

  test('hold before several pictures are offered, and again when they are wanted', async () => {
    const world = fakeWorld();
    world.team.decide({ words: [{ words: 'blood moon', reason: 'no' }] });
    await expect(world.command('imagine', 'a blood {moon, orange}')).rejects.toMatchObject({ code: 'words-refused' });

    const told = await world.command('imagine', 'a {red, blue} fox');
    const { draft } = (told as { offer: Offer }).offer;
    world.team.decide({ pause: { message: 'lunch', by: ADMIN, at: 1 } });
    await expect(world.draft(draft, 'make')).rejects.toMatchObject({ code: 'paused' });
    expect(world.store.size).toBe(0);
  });

  test('hold where something was asked for, though its result goes elsewhere', async () => {
    const world = fakeWorld();
    await world.settings({ team: 'T00FAKE00', user: ANN }, { do: 'save', given: { results: 'dm' } });
    world.team.decide({ channel: { daily: 1, concurrent: 0 } });
    await world.command('imagine', 'a fox');
    await expect(world.command('imagine', 'a cat')).rejects.toMatchObject({ code: 'channel-daily-limit' });

    world.team.decide({ channels: ['C00FUN'] });
    await expect(world.command('imagine', 'a cat')).rejects.toMatchObject({ code: 'channel-not-allowed' });
  });
});

test('whoever runs the workspace may press where a person lets nobody else', async () => {
  const world = fakeWorld();
  world.chosen.people.set('U00ANN', PersonSettings.parse({ pressBy: 'me' }));
  await world.command('imagine', 'a fox');
  await world.run();
  const { id } = world.only();
  const again = (user: string) =>
    world.controls['try-again']({ submission: id, place: world.place({ user }), key: `by-${user}` });
  await expect(again('U00BOSS')).rejects.toMatchObject({ code: 'not-yours-to-press' });

  world.team.workspaceAdmins.add('U00BOSS');
  await again('U00BOSS');
  expect(world.store.size).toBe(2);
});

describe('who did what', () => {
  test('tells what was and what is, and nothing where nothing changed', async () => {
    const world = fakeWorld();
    await send(world, 'limits', { personDaily: '5' });
    await send(world, 'limits', { personDaily: '5' });
    await send(world, 'own', { place: 'C00FUN', daily: '1', concurrent: '2' });

    expect(await look(world, 'audit')).toMatchObject({
      entries: [
        { by: ADMIN, what: 'own-limits', of: 'C00FUN', was: '', is: '1/2' },
        { by: ADMIN, what: 'limits', was: '0/0, 0/0', is: '5/0, 0/0' },
      ],
    });
  });

  test('has cancels by another person, deletions of cards and replays, but no prompt', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a secret fox');
    await world.run();
    const { id } = world.only();
    const by = (user: string) => ({ submission: id, place: world.place({ user }), key: 'click' });
    const key = world.die('deliver', id);
    await world.dead({ key, what: 'drop', team: 'T00FAKE00', user: ADMIN });

    await world.controls.cancel(by(ADMIN));
    await world.run();
    await world.controls.delete(by(ANN));

    expect(world.team.entries).toMatchObject([
      { by: ANN, what: 'delete-card', of: id, was: ANN },
      { by: ADMIN, what: 'cancel', of: id, was: ANN },
      { by: ADMIN, what: 'drop', of: id, was: 'deliver' },
    ]);
    expect(JSON.stringify(world.team.entries)).not.toContain('secret');
  });

  test('has no cancel of one’s own', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await world.run();

    await world.controls.cancel({ submission: world.only().id, place: world.place(), key: 'click' });

    expect(world.team.entries).toEqual([]);
  });
});

describe('usage', () => {
  test('is summed by person, channel and verb, and given as a table', async () => {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await world.run();
    world.says(world.only().task ?? '', DONE);
    await world.pass(10_000);
    await world.command('imagine', 'a cat', { user: 'U00BOB', channel: 'C00FUN' });
    const ref = { page: 'usage', days: 7, by: 'channel' } as const;

    const view = await world.admin(ADMIN, { do: 'look', ref });
    const sent = await world.admin(ADMIN, { do: 'press', ref, button: 'export-usage', value: '-' });

    expect(view).toMatchObject({ all: { accepted: 2, done: 1 }, more: 0 });
    expect(view.page === 'usage' && view.rows.map(({ name, accepted, done }) => [name, accepted, done])).toEqual([
      ['C00ART', 1, 1],
      ['C00FUN', 1, 0],
    ]);
    expect(sent).toMatchObject({ page: 'usage', days: 7, done: 'sent' });
    expect(world.team.tables).toMatchObject([{ user: ADMIN, name: expect.stringMatching(/^usage-7d-/) }]);
    expect(world.team.tables[0]?.csv).toContain(',U00ANN,C00ART,imagine,1,1,0,0\r\n');
    expect(homeOf(await look(world, 'home')).today).toMatchObject({ accepted: 2 });
  });
});

test('a long list is shown page by page, and the new line is on the page that is shown', async () => {
  const world = fakeWorld();
  world.team.decide({ words: Array.from({ length: 30 }, (_, n) => ({ words: `word${n}`, reason: 'no' })) });

  expect(await look(world, 'words')).toMatchObject({ from: 0, total: 30, lines: { length: 15 } });
  expect(await send(world, 'words', { words: 'last', reason: 'no' })).toMatchObject({
    from: 30,
    total: 31,
    lines: [{ words: 'last' }],
  });
});
