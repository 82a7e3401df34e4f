import { expect, test } from 'vitest';
import { type MistakeCode, UserMistake } from '../../../src/domain/errors.ts';
import { english } from '../../../src/domain/messages.en.ts';
import { End, Picture } from '../../../src/domain/submission.ts';
import { forms, verbs } from '../../../src/flows/index.ts';
import { LIMITS } from '../../../src/slack/limits.ts';
import { mistakeWords, plainMistake, words } from '../../../src/slack/words.ts';
import { card, writing } from './look.ts';
import { failed, finished, record } from './records.ts';

/** The compiler keeps this list whole. */
const codes = Object.keys({
  'empty-prompt': 0,
  'long-prompt': 0,
  'unknown-verb': 0,
  'channel-not-allowed': 0,
  'daily-limit': 0,
  'concurrent-limit': 0,
  'channel-daily-limit': 0,
  'channel-concurrent-limit': 0,
  'words-refused': 0,
  paused: 0,
  'channel-out-of-bounds': 0,
  'nothing-chosen': 0,
  'too-many-rules': 0,
  'reason-missing': 0,
  'not-yours-to-press': 0,
  'not-yours-to-cancel': 0,
  'not-yours-to-delete': 0,
  'not-yours-to-see': 0,
  'button-gone': 0,
  'submission-gone': 0,
  'already-ended': 0,
  'nothing-to-check': 0,
  unavailable: 0,
  'too-few-pictures': 0,
  'too-many-pictures': 0,
  'bad-ratio': 0,
  'bad-number': 0,
  'not-offered': 0,
  'which-task': 0,
  'unknown-task': 0,
  'step-answered': 0,
  'step-over': 0,
  'mask-missing': 0,
  'mask-empty': 0,
  'mask-full': 0,
  'mask-size': 0,
  'mask-not-png': 0,
  'mask-too-large': 0,
  'mask-unreadable': 0,
  'picture-not-here': 0,
  'admins-only': 0,
  'unknown-preset': 0,
  'preset-not-here': 0,
  'preset-name': 0,
  'presets-full': 0,
  'preset-taken': 0,
  'empty-preset': 0,
  'preset-text': 0,
  'preset-twice': 0,
  'preset-in-preset': 0,
  'long-preset': 0,
  'niji-version': 0,
  'no-channel-here': 0,
  'too-many-of-one': 0,
  'draft-gone': 0,
  'bad-parameter': 0,
  'admin-unknown': 0,
} satisfies Record<MistakeCode, 0>) as MistakeCode[];

test.each(codes)('the mistake %s has one paragraph of words, with and without what fills it', (code) => {
  const bare = mistakeWords(english, new UserMistake(code));
  const full = mistakeWords(
    english,
    new UserMistake(code, { verb: 'v', owner: 'U1', limit: 3, length: 9, min: 2, max: 5, given: 1, button: 'B' }),
  );

  for (const text of [bare, full]) {
    expect(text).toMatch(/^[A-Z*].*[.`]$/);
    expect(text).not.toMatch(/undefined|NaN|\n|gateway/);
  }
});

test('a mistake escapes what a person wrote', () => {
  expect(mistakeWords(english, new UserMistake('unknown-verb', { verb: '<!channel>' }))).toContain(
    '“&lt;!channel&gt;”',
  );
});

test('a prompt that is too long is told how long it is and how long it may be', () => {
  const text = mistakeWords(english, new UserMistake('long-prompt', { length: 6000, max: 3000 }));

  expect(text).toContain('6,000');
  expect(text).toContain('3,000');
});

test('every failure and every missing picture has its own words, and none speaks of a gateway', () => {
  const causes = End.options.flatMap((option) => ('cause' in option.shape ? option.shape.cause.options : []));
  const missing = Picture.shape.missing.unwrap().options;
  const texts = [
    ...causes.map((cause) => writing(card(failed(cause, 'because')))),
    ...missing.map((one) => writing(card(finished({ picture: { inThread: false, missing: one } })))),
  ];

  expect(causes.length).toBeGreaterThan(5);
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) expect(text).not.toMatch(/undefined|gateway/i);
});

test('a cancel says whether the service was told', () => {
  expect(cancelled(true, true)).toContain('was told to stop');
  expect(cancelled(true, false)).toContain('may still finish');
  expect(cancelled(false, false)).toContain('Nothing was submitted');
});

test.each(forms.map((form) => [form.verb, form] as const))(
  'the form of %s has words for every field and choice',
  (verb, form) => {
    const { title, submit, fields } = english.forms[verb];

    expect(Object.keys(fields).sort()).toEqual(form.fields.map((field) => field.name).sort());
    for (const text of [title, submit]) expect(text.length).toBeLessThanOrEqual(LIMITS.modalTitle);
    for (const field of form.fields) {
      const choices = Object.keys(fields[field.name]?.choices ?? {});
      if (field.kind === 'flag') expect(choices).toEqual(['yes']);
      // A version number is its own word.
      else if (field.kind === 'choice' && field.name !== 'version')
        expect(choices.sort()).toEqual([...field.options].sort());
    }
  },
);

test('every verb is explained in the help', () => {
  for (const { name } of verbs) expect(english.verbs[name]?.does).toMatch(/^[a-z].*[^.]$/);
});

test('a mistake under a field is plain: no marks, nothing escaped', () => {
  const text = plainMistake(english, new UserMistake('unknown-verb', { verb: 'a & b' }));

  expect(text).toContain('“a & b”');
  expect(text).not.toMatch(/[`*]/);
});

test('the tasks link to their cards, replies with their thread, and escape what a person wrote', () => {
  const line = {
    prompt: '<!channel> & co',
    verb: 'imagine',
    asker: 'U1',
    at: 1_763_700_000_000,
    channel: 'C1',
  } as const;
  const when = '<!date^1763700000^{date_short_pretty} {time}|2025-11-21T04:40Z>';
  const text = words(
    english,
    {
      say: 'tasks',
      tasks: [
        { ...line, state: 'running', progress: '31%', ts: '1763700001.000100' },
        { ...line, state: 'done', progress: '', ts: '1763700001.000200', threadTs: '1763700001.000100' },
        { ...line, prompt: '', verb: 'blend', state: 'waiting', progress: '' },
      ],
    },
    'https://acme.slack.com/',
  );

  expect(text.split('\n').slice(0, -1)).toEqual([
    '*Running*',
    `• “&lt;!channel&gt; &amp; co” · drawing (31%) · ${when} · <https://acme.slack.com/archives/C1/p1763700001000100|open>`,
    `• \`blend\` · queued · ${when}`,
    '*Your latest*',
    `• “&lt;!channel&gt; &amp; co” · ${when} · <https://acme.slack.com/archives/C1/p1763700001000200?thread_ts=1763700001.000100&amp;cid=C1|open>`,
  ]);
});

test('what was found is headed by the words, escaped, and says who asked where others did, too', () => {
  const line = {
    prompt: 'a fox',
    verb: 'imagine',
    state: 'done',
    progress: '',
    asker: 'U1',
    at: 0,
    channel: 'C1',
  } as const;
  const found = { say: 'found', words: '<fox>', more: true, tasks: [line] } as const;

  expect(words(english, { ...found, where: 'mine' })).toMatch(
    /^\*Your pictures\* with “&lt;fox&gt;”.*\n• “a fox” · <!date/,
  );
  expect(words(english, { ...found, where: 'here' })).toMatch(
    /^\*Pictures made here\*.*\n• “a fox” · <@U1> · .*\nThere are more/,
  );
  expect(words(english, { say: 'none-found', words: '<b>', where: 'mine' })).toContain(
    'No picture of yours has “&lt;b&gt;”',
  );
  expect(words(english, { say: 'none-found', words: '', where: 'here' })).toContain(
    'in this conversation yet. Begin with',
  );
});

test('the longest list of tasks fits a message', () => {
  const task = { prompt: '&'.repeat(3000), verb: 'imagine', state: 'running', progress: '&'.repeat(200) } as const;
  const place = { channel: 'C0123456789', ts: '1763700001.000200', threadTs: '1763700001.000100' };
  const by = { asker: 'U0123456789', at: 1_763_700_000_000 };
  const text = words(
    english,
    { say: 'tasks', tasks: Array.from({ length: 10 }, () => ({ ...task, ...place, ...by })) },
    'https://acme.slack.com/',
  );

  expect(text.length).toBeLessThanOrEqual(LIMITS.fallbackText);
});

test('a seed is told with how to use it, and a refusal in the words of the service', () => {
  expect(words(english, { say: 'seed', seed: '123', task: '9' })).toContain('--seed 123');
  expect(words(english, { say: 'no-seed', reason: 'no <seed>' })).toContain('says: no &lt;seed&gt;');
  expect(words(english, { say: 'no-seed', reason: '' })).toContain('does not answer');
});

test('the status counts, and tells whether the service answers', () => {
  const status = { say: 'status', reachable: true, ms: 12, watched: 1, waiting: 2, overdue: 3, mine: 0 } as const;

  expect(words(english, status)).toMatch(
    /answers \(in 12 ms\).*\n1 submission is .*2 wait .*late in looking at 3.*\nNone/,
  );
  expect(words(english, { ...status, reachable: false, mine: 4 })).toMatch(/does not answer.*[\s\S]*Yours: 4/);
});

test('the help lists every verb as it is typed, escaped', () => {
  const commands = [
    { name: 'imagine', command: '/imagine', usage: 'imagine <prompt>' },
    { name: 'help', usage: 'help' },
  ];
  const text = words(english, { say: 'help', commands });

  expect(text).toContain('`/mj imagine &lt;prompt&gt;` or `/imagine &lt;prompt&gt;` makes a picture');
  expect(text).toContain('`/mj help`');
});

test('where the bot cannot post, the person hears that nothing was submitted and what to do', () => {
  expect(words(english, { say: 'cannot-post-here' })).toMatch(/cannot post.*Nothing was submitted.*Invite/);
});

function cancelled(sent: boolean, told: boolean): string {
  return writing(card(record({ mark: 'ended', task: '1', end: { kind: 'cancelled', by: 'U2', sent, told } })));
}
