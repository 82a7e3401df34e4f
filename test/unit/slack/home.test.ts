import type { HomeView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { Refused, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import type { Home } from '../../../src/domain/home.ts';
import { english } from '../../../src/domain/messages.en.ts';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts';
import type { Submission } from '../../../src/domain/submission.ts';
import { verbs } from '../../../src/flows/index.ts';
import { viewErrors } from '../../../src/sandbox/slack/blockkit/validate.ts';
import type { Handlers } from '../../../src/slack/handlers.ts';
import { homeTab } from '../../../src/slack/views/home-tab.ts';
import { modal, says, written } from './modal.ts';
import { aSeries, record } from './records.ts';
import { alice, bruno, FakeHandlers, listenBySocket, picture, roomFor, standIn } from './room.ts';

const TEAM = 'https://acme.slack.com/';
const FILE = 'F00FAKE0001';

function done(more: Partial<Submission> = {}): Submission {
  return record({
    asker: alice,
    prompt: 'a red fox',
    mark: 'delivered',
    at: { accepted: 1_763_700_000_000, ended: 1_763_700_060_000 },
    end: { kind: 'done' },
    card: { mark: 'announced', ts: '1763700001.000100', posts: 1 },
    picture: { fileId: FILE, inThread: false },
    ...more,
  });
}

function aHome(more: Partial<Home> = {}): Home {
  return {
    place: { list: 'recent', page: 0, words: '' },
    usage: { today: 3, running: 1, daily: 20, concurrent: 0 },
    running: [],
    more: 0,
    pictures: [],
    total: 0,
    pages: 1,
    ...more,
  };
}

const looked = (home: Home, pictures: 'shown' | 'none' = 'shown') =>
  homeTab(home, english, { user: alice, teamUrl: TEAM, pictures });
const errorsOf = (view: HomeView) => viewErrors({ ...view }, { slackFile: () => undefined, imageUrl: () => undefined });
const textOf = (view: HomeView) => JSON.stringify(view.blocks);

describe('a home', () => {
  test('that is empty teaches how it fills, in each of its lists', () => {
    for (const list of ['recent', 'favourites', 'found'] as const) {
      const view = looked(aHome({ place: { list, page: 0, words: 'wolf' } }));
      expect(errorsOf(view)).toEqual([]);
      expect(textOf(view)).toContain({ recent: '/imagine', favourites: '⭐', found: 'wolf' }[list]);
    }
    expect(textOf(looked(aHome()))).toContain('*3 of 20*');
  });

  test('shows pictures with their prompt, a way to their card, and who else asked for them', () => {
    const view = looked(
      aHome({
        total: 2,
        pictures: [
          { record: done(), kept: false },
          {
            record: done({ asker: bruno, order: { verb: 'blend', prompt: '', pictures: [], shape: 'square' } }),
            kept: true,
          },
        ],
      }),
    );
    const text = textOf(view);

    expect(errorsOf(view)).toEqual([]);
    expect(text).toContain(`"slack_file":{"id":"${FILE}"}`);
    expect(text).toContain(`${TEAM}archives/${done().channel}/p1763700001000100`);
    expect(text).toContain('*a red fox*\\n<!date^1763700060^');
    expect(text).toContain(`*A blend*\\n<@${bruno}> ·`);
    expect(text).toMatch(/Keep.*⭐ Kept/);
    expect(textOf(looked(aHome({ pictures: [{ record: done(), kept: false }] }), 'none'))).not.toContain('slack_file');
  });

  test('says of what runs how far it is and when it will be done, and can stop it; of a series how many are done', () => {
    const running = record({
      mark: 'submitted',
      estimate: { endAt: 1_763_700_100_000 },
      snapshot: { taskId: '1', status: 'running', progress: '31%', percent: 31, buttons: [] },
    });
    const series = aSeries(['a red fox', 'a blue fox'], {
      message: { mark: 'announced', ts: '1763700003.000100', posts: 1 },
    });
    const several = { series, done: 1, count: 2, isOver: false };
    const view = looked(aHome({ running: [running, several], more: 4 }));
    const text = textOf(view);

    expect(errorsOf(view)).toEqual([]);
    expect(text).toContain('Drawing (31%), done about <!date^1763700120^{time}|');
    expect(text).toMatch(new RegExp(`1 of 2 pictures done · <${TEAM}archives/${series.channel}/p1763700003000100`));
    expect(text).toContain('and 4 more');
    expect(text.match(/home:cancel:\d/g)).toEqual(['home:cancel:0']);
    const stopping = looked(aHome({ running: [{ ...running, cancelAsked: alice }] }));
    expect(textOf(stopping)).not.toContain('home:cancel');
  });

  test('has a way to the pages before and after, where there are any', () => {
    const turns = (page: number) =>
      [
        ...textOf(looked(aHome({ place: { list: 'recent', page, words: '' }, pages: 3, total: 13 }))).matchAll(
          /page\.\d/g,
        ),
      ].map(String);
    expect(turns(0)).toEqual(['page.1']);
    expect(turns(1)).toEqual(['page.0', 'page.2']);
    expect(turns(2)).toEqual(['page.1']);
  });

  test('stays within Slack’s limits whatever stands in it', () => {
    const long = done({ order: { verb: 'shorten', prompt: '&*<'.repeat(1000), pictures: [] } });
    const view = looked(
      aHome({
        place: { list: 'found', page: 999, words: '&'.repeat(200) },
        running: Array.from({ length: 8 }, () => long),
        more: 100,
        pictures: Array.from({ length: 6 }, () => ({ record: long, kept: true })),
        pages: 1000,
        total: 1000,
      }),
    );
    expect(errorsOf(view)).toEqual([]);
  });
});

describe('publishing', () => {
  test('puts the home into the person’s tab, each time in the place of the last', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    await room.homeTab.publish(alice, aHome(), 'en', 'shown');
    await room.homeTab.publish(alice, aHome({ total: 1, pictures: [{ record: done(), kept: true }] }), 'en', 'none');

    expect(JSON.stringify(slack.world.homes[alice]?.blocks)).toContain('a red fox');
    expect(slack.world.homes[bruno]).toBeUndefined();
    expect(slack.violations).toEqual([]);
  });

  test('tells a picture that Slack does not show from other refusals, and a lost answer is no answer', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const shown = aHome({ pictures: [{ record: done(), kept: true }] });

    await expect(room.homeTab.publish(alice, shown, 'en', 'shown')).rejects.toMatchObject({ code: 'picture-refused' });
    await expect(room.homeTab.publish('U0NOBODY0', aHome(), 'en', 'shown')).rejects.toBeInstanceOf(Refused);
    slack.faults.add({ method: 'views.publish', effect: { kind: 'status', status: 500, when: 'after' } });
    await expect(room.homeTab.publish(alice, aHome(), 'en', 'shown')).rejects.toBeInstanceOf(Unreachable);
  });

  test('shows a picture that the bot has brought to Slack', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const fileId = await room.files.upload({ bytes: await picture('png'), type: 'image/png', name: 'fox' });
    await slack.waitFor((world) => world.files[fileId]?.ready, { what: 'the file' });
    const one = done({ picture: { fileId, inThread: false } });
    await room.homeTab.publish(alice, aHome({ pictures: [{ record: one, kept: true }] }), 'en', 'shown');

    expect(JSON.stringify(slack.world.homes[alice]?.blocks)).toContain(fileId);
  });
});

/** A room in which Alice's home stands, with one picture of hers. */
async function opened(
  does: Partial<Handlers> = {},
  home = aHome({ total: 7, pages: 2, pictures: [{ record: done(), kept: false }] }),
) {
  const slack = await standIn();
  const handlers = new FakeHandlers(does);
  const { room, lines } = await listenBySocket(slack, handlers);
  await room.homeTab.publish(alice, home, 'en', 'none');
  const click = async (label: string | RegExp, option?: string) =>
    await slack.act.click({
      user: alice,
      on: { home: true },
      element: { label },
      ...(option === undefined ? {} : { option }),
    });
  return { slack, handlers, click, lines };
}

describe('a person in their home', () => {
  test('is heard when they come, and not when they come to write', async () => {
    const { slack, handlers } = await opened();
    await slack.act.openHome({ user: alice, tab: 'messages' });
    await slack.act.openHome({ user: bruno });
    await slack.waitFor(
      () => slack.deliveries.filter(({ name }) => name === 'app_home_opened').every(({ acked }) => acked),
      {
        what: 'both acks',
      },
    );

    expect(handlers.visits).toEqual([{ team: 'T0SANDBOX', user: bruno, place: {} }]);
  });

  test('whose visit could not be stored comes again', async () => {
    let times = 0;
    const { slack, handlers } = await opened({
      home: async () => {
        times += 1;
        if (times === 1) throw new Unreachable('redis', 'connection refused');
      },
    });
    await slack.act.openHome({ user: alice });
    await slack.waitFor(() => handlers.visits.length === 2, { what: 'the second delivery' });
    expect(times).toBe(2);
  });

  test.each([
    ['Next ›', { page: 1 }],
    ['⭐ Favourites', { list: 'favourites', page: 0 }],
    ['Recent ✓', { list: 'recent', page: 0 }],
  ])('goes elsewhere by %s', async (label, place) => {
    const { handlers, click } = await opened();
    await click(label);
    expect(handlers.visits).toEqual([{ team: 'T0SANDBOX', user: alice, place }]);
  });

  test.each([
    ['  red   fox ', { list: 'found', page: 0, words: 'red   fox' }],
    ['  ', { list: 'recent', page: 0 }],
  ])('finds by typing %j', async (typed, place) => {
    const { handlers, click } = await opened();
    await click('Find in your prompts', typed);
    expect(handlers.visits).toEqual([{ team: 'T0SANDBOX', user: alice, place }]);
  });

  test('keeps a picture', async () => {
    const { handlers, click } = await opened();
    await click('☆ Keep');
    expect(handlers.keeps).toEqual([{ team: 'T0SANDBOX', user: alice, submission: done().id, keep: true }]);
    expect(handlers.visits).toHaveLength(1);
  });

  test('stops what runs, and is told why where that cannot be', async () => {
    let times = 0;
    const control: Handlers['control'] = async () => {
      times += 1;
      if (times > 1) throw new UserMistake('already-ended');
      return undefined;
    };
    const running = record({ mark: 'submitted', asker: alice });
    const { slack, handlers, click } = await opened({ control }, aHome({ running: [running] }));
    await click('Cancel');
    expect(handlers.controls).toMatchObject([{ control: 'cancel', submission: running.id, user: alice }]);
    expect(handlers.visits).toEqual([{ team: 'T0SANDBOX', user: alice, place: {} }]);
    await click('Cancel');
    await modal(slack, alice, 'the refusal');
    expect(handlers.visits).toHaveLength(1);
    expect(slack.violations).toEqual([]);
  });

  test('opens the builder, which asks where the picture goes', async () => {
    const { slack, click } = await opened();
    await click(/^Imagine$/);
    const view = await modal(slack, alice, 'the builder');
    expect(view.callbackId).toBe('form');
    expect(written(view)).toContain('Where');
  });

  test('opens settings and help as modals', async () => {
    const { slack, handlers, click } = await opened({
      command: async ({ text }) =>
        text === 'settings'
          ? { settings: { of: 'person', settings: DEFAULT_SETTINGS } }
          : { tell: { say: 'help', commands: verbs } },
    });
    await click('Settings');
    await modal(slack, alice, 'the settings', says('Remix'));
    await slack.act.closeView({ user: alice });
    await click('Help');
    const help = await modal(slack, alice, 'the help', says('I make pictures'));
    // Longer than one section holds.
    expect(written(help)).toContain('`/mj search red fox`');
    expect(slack.violations).toEqual([]);

    expect(handlers.commands.map(({ name, text, isDm }) => [name, text, isDm])).toEqual([
      ['mj', 'settings', true],
      ['mj', 'help', true],
    ]);
  });

  test('runs one again with changes', async () => {
    const { slack, handlers, click } = await opened({
      control: async () => ({
        open: { verb: 'imagine', fields: [{ kind: 'prompt', name: 'prompt', required: true }] },
        given: { prompt: 'a red fox', pictures: [], options: {} },
      }),
    });
    await click('Run again with changes');
    const view = await modal(slack, alice, 'the builder', says('Imagine'));
    expect(JSON.stringify(view.blocks)).toContain('"initial_value":"a red fox"');
    expect(handlers.controls).toMatchObject([{ control: 'edit-again', submission: done().id, user: alice }]);
  });

  test('is told in a modal what could not be done', async () => {
    const { slack, click } = await opened({
      home: async () => {
        throw new Unreachable('redis', 'connection refused');
      },
    });
    await click('Next ›');
    await modal(slack, alice, 'the sentence', says('could not do that'));
  });
});
