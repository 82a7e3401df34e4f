/** What others wrote never becomes alive in Slack or on a page: no call to everybody, no mention, no link under another name, no markup. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/domain/catalogue.ts';
import { UserMistake } from '../../src/domain/errors.ts';
import type { Home, HomePlace } from '../../src/domain/home.ts';
import type { Messages, Said } from '../../src/domain/messages.ts';
import type { Submission } from '../../src/domain/submission.ts';
import { parseBase } from '../../src/gateway/base.ts';
import { createTranslator } from '../../src/gateway/snapshot.ts';
import { cardView } from '../../src/slack/views/card.ts';
import { homeTab } from '../../src/slack/views/home-tab.ts';
import { letterView } from '../../src/slack/views/letter.ts';
import { shownCard } from '../../src/slack/views/shown-card.ts';
import { mistakeWords, plainMistake, words } from '../../src/slack/words.ts';
import { paintPage } from '../../src/web/paint/page.ts';
import { mistakeText } from '../../src/web/paint/plain.ts';
import { button, childId, record } from '../unit/slack/records.ts';
import { museum, mutant, nasty, text } from './arbitraries.ts';

const CASES = Number(process.env['FUZZ_CASES'] ?? 300);
const PATIENCE_MS = Math.max(60_000, CASES * 60);
const TEAM = 'https://acme.slack.com/';
const ASKER = 'U1';
const PRESSER = 'U2';

/** Foreign text that would do harm if it came through, with anything around it. */
const hostile = fc.oneof(
  nasty,
  text,
  fc.tuple(text, nasty, text).map((parts) => parts.join('')),
);

/** All mrkdwn in a message or a view. */
function mrkdwnIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text: inside } = value as { type?: unknown; text?: unknown };
  const here = type === 'mrkdwn' && typeof inside === 'string' ? [inside] : [];
  return [...here, ...Object.values(value).flatMap(mrkdwnIn)];
}

function urlsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(urlsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { url } = value as { url?: unknown };
  return [...(typeof url === 'string' ? [url] : []), ...Object.values(value).flatMap(urlsIn)];
}

/** A time of ours: nothing in it is anybody's. */
const DATE = /^!date\^\d+\^(?:\{date_short_pretty\} )?\{time\}\|[\d:TZ -]+(?:UTC)?$/;

/** The tokens of Slack's that are alive in mrkdwn, but for times, mentions of those who took part, and links to the workspace's own messages. */
function alive(mrkdwn: string): string[] {
  return [...mrkdwn.matchAll(/<([^>]*)>/g)]
    .map(([, inside = '']) => inside)
    .filter((inside) => ![`@${ASKER}`, `@${PRESSER}`].includes(inside) && !inside.startsWith(`${TEAM}archives/`))
    .filter((inside) => !DATE.test(inside));
}

const translator = createTranslator(parseBase('https://gateway.example', '/mj-{mode}'), undefined);
const tasks = [...museum('gateway')].filter(([name]) => /fetch|success|upscaled/.test(name)).map(([, one]) => one);

const ends: fc.Arbitrary<Submission['end']> = fc.oneof(
  fc.constant({ kind: 'done' as const }),
  fc.record({
    kind: fc.constant('failed' as const),
    cause: fc.constantFrom('moderation', 'invalid', 'other', 'picture', 'busy', 'operator', 'bug'),
    reason: hostile,
    bannedWord: hostile,
  }),
  fc.constant(undefined),
  fc.constantFrom<Submission['end']>({ kind: 'lost' }, { kind: 'unknown' }, { kind: 'unanswered' }),
);

const records: fc.Arbitrary<Submission> = fc
  .record({
    prompt: hostile,
    reason: hostile,
    label: hostile,
    emoji: hostile,
    url: hostile,
    progress: hostile,
    told: hostile,
    links: fc.option(fc.array(hostile, { maxLength: 4 }), { nil: undefined }),
    end: ends,
    verb: fc.constantFrom('imagine', 'describe', 'shorten', 'press'),
    mark: fc.constantFrom('accepted', 'submitted', 'in doubt', 'confirming', 'uploaded', 'delivered'),
    task: mutant(tasks),
    own: fc.boolean(),
  })
  .map((one): Submission => {
    const buttons = [
      button('MJ::JOB::upsample::1::u', one.label, one.emoji),
      button('MJ::Job::PicReader::1', one.emoji, one.label),
      { label: one.label, emoji: one.emoji, style: 5, url: one.url },
    ];
    const snapshot = one.own ? undefined : translator.snapshot(one.task, '1');
    const order =
      one.verb === 'press'
        ? {
            verb: 'press' as const,
            parent: childId,
            parentTask: '1',
            prompt: one.prompt,
            pictures: [],
            button: buttons[0] ?? button('a', 'a'),
          }
        : undefined;
    return record({
      prompt: one.prompt,
      ...(order === undefined ? {} : { order }),
      asker: ASKER,
      mark: one.mark,
      task: '1',
      card: { mark: 'announced', ts: '1763700001.000100', posts: 0 },
      waiting: { why: 'busy', tries: 1, since: 0, reason: one.reason },
      snapshot: snapshot ?? {
        taskId: '1',
        status: 'running',
        progress: one.progress,
        buttons,
        text: one.told,
        imageUrl: one.url,
        reason: one.reason,
      },
      ...(one.end === undefined ? {} : { end: one.end }),
      ...(one.links === undefined ? {} : { links: one.links }),
      presses: [
        { child: childId, by: PRESSER, name: one.label, customId: 'MJ::JOB::upsample::1::u', ts: '1763700002.000100' },
      ],
    });
  });

/** Each has sentences of its own around the same foreign text. */
const languages = fc.constantFrom(...Object.values(catalogue));
const lists = fc.array(
  fc.record({
    prompt: hostile,
    verb: fc.constant('imagine' as const),
    state: fc.constantFrom('running' as const, 'done' as const),
    progress: hostile,
    asker: fc.constant(ASKER),
    at: fc.constant(0),
    channel: fc.constant('C1'),
    ts: fc.constant('1.000100'),
  }),
  { minLength: 1, maxLength: 15 },
);

describe('nothing that others wrote is alive', () => {
  test('and it would be seen', () => {
    expect(alive(`<@${ASKER}> <${TEAM}archives/C1/p1|x> <!channel> <@U9> <https://x.example|y>`)).toEqual([
      '!channel',
      '@U9',
      'https://x.example|y',
    ]);
  });

  test(
    'on a card',
    () => {
      let foreign = 0;
      fc.assert(
        fc.property(records, languages, (one, messages) => {
          const view = cardView(one, messages, { teamUrl: TEAM }) as { text?: string };
          for (const mrkdwn of [view.text ?? '', ...mrkdwnIn(view)]) expect(alive(mrkdwn)).toEqual([]);
          for (const url of urlsIn(view)) expect(url).toMatch(/^https?:\/\//i);
          if (/&lt;|&amp;/.test(JSON.stringify(view))) foreign += 1;
        }),
        { numRuns: CASES },
      );
      expect(foreign).toBeGreaterThan(CASES / 20);
    },
    PATIENCE_MS,
  );

  test(
    'in a home, on a card that is shown once more, in a letter',
    () => {
      const list = fc.constantFrom<HomePlace['list']>('recent', 'favourites', 'found');
      fc.assert(
        fc.property(records, records, hostile, list, languages, (one, other, typed, which, messages) => {
          const home: Home = {
            place: { list: which, page: 0, words: typed },
            usage: { today: 1, running: 1, daily: 0, concurrent: 0 },
            running: [other],
            more: 1,
            pictures: which === 'found' ? [] : [{ record: one, kept: true }],
            total: 7,
            pages: 2,
          };
          const views = [
            homeTab(home, messages, { user: PRESSER, teamUrl: TEAM, pictures: 'shown' }),
            shownCard({ record: one, parent: other }, messages, TEAM, 'shown'),
            letterView({ record: one, seed: typed }, messages, TEAM, 'shown'),
          ];
          for (const mrkdwn of mrkdwnIn(views)) expect(alive(mrkdwn)).toEqual([]);
          for (const url of urlsIn(views)) expect(url).toMatch(/^https?:\/\//i);
        }),
        { numRuns: CASES },
      );
    },
    PATIENCE_MS,
  );

  test(
    'in a sentence',
    () => {
      const said: fc.Arbitrary<Said> = fc.oneof(
        fc.record({ say: fc.constant('no-seed' as const), reason: hostile }),
        fc.record({ say: fc.constant('seed' as const), seed: hostile, task: hostile }),
        fc.record({ say: fc.constant('cancel-asked' as const), prompt: hostile }),
        fc.record({ say: fc.constant('needs-input' as const), mention: fc.constant(ASKER), button: hostile }),
        fc.record({
          say: fc.constant('already-made' as const),
          button: hostile,
          channel: fc.constant('C1'),
          ts: fc.constant('1.000100'),
        }),
        lists.map((lines) => ({ say: 'tasks' as const, tasks: lines })),
        fc.record({
          say: fc.constant('found' as const),
          words: hostile,
          where: fc.constantFrom('mine' as const, 'here' as const),
          more: fc.boolean(),
          tasks: lists,
        }),
        fc.record({
          say: fc.constant('none-found' as const),
          words: hostile,
          where: fc.constantFrom('mine' as const, 'here' as const),
        }),
      );
      fc.assert(
        fc.property(said, languages, (one, messages) => {
          const mrkdwn = words(messages, one, TEAM);
          expect(alive(mrkdwn)).toEqual([]);
        }),
        { numRuns: CASES },
      );
    },
    PATIENCE_MS,
  );

  test(
    'in the sentence of a mistake, in Slack or on the painter page',
    () => {
      fc.assert(
        fc.property(
          fc.constantFrom('unknown-verb', 'not-offered', 'too-few-pictures', 'bad-number'),
          hostile,
          languages,
          (code, verb, messages) => {
            const mistake = new UserMistake(code, { verb, min: 1, given: verb });
            expect(alive(mistakeWords(messages, mistake))).toEqual([]);
            plainMistake(messages, mistake);
            mistakeText(messages, mistake);
          },
        ),
        { numRuns: CASES },
      );
    },
    PATIENCE_MS,
  );

  test(
    'on the painter page',
    () => {
      const pageOf = ({ painter }: Messages, prompt: string, name: string) =>
        paintPage(painter, { prompt, button: name, width: 1, height: 1, canReturn: true }, []);
      fc.assert(
        fc.property(hostile, hostile, languages, (prompt, name, messages) => {
          const page = pageOf(messages, prompt, name);
          expect(tagsOf(page)).toEqual(tagsOf(pageOf(messages, '', '')));
          expect(page).not.toContain('<script>alert');
        }),
        { numRuns: CASES },
      );
    },
    PATIENCE_MS,
  );
});

/** Every tag and the names of its attributes: foreign text can add none. */
function tagsOf(page: string): string[] {
  return [...page.matchAll(/<\/?[a-z][^>"]*(?:"[^"]*"[^>"]*)*>/gi)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
}
