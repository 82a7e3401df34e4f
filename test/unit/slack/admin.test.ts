import { describe, expect, test } from 'vitest';
import type { AdminView } from '../../../src/domain/admin.ts';
import { AUDIT_DEEDS } from '../../../src/domain/audit.ts';
import { catalogue } from '../../../src/domain/catalogue.ts';
import { UserMistake } from '../../../src/domain/errors.ts';
import { NO_LIMITS, NO_RULES, RULES_MAX } from '../../../src/domain/team-rules.ts';
import { viewErrors } from '../../../src/sandbox/slack/blockkit/validate.ts';
import type { Handlers } from '../../../src/slack/handlers.ts';
import { adminModal } from '../../../src/slack/views/admin/admin-modal.ts';
import { modal, modalsOf, says, written } from './modal.ts';
import { alice, FakeHandlers, general, listenBySocket, standIn } from './room.ts';

const LONG = '<&>"*_` '.repeat(100);
const counts = { accepted: 1_000_000, done: 1, failed: 1, cancelled: 1 };
const pause = { message: LONG.slice(0, RULES_MAX.pause), by: 'U1', at: 1 };
const word = { words: LONG.slice(0, RULES_MAX.phrase), reason: LONG.slice(0, RULES_MAX.reason) };
const channels = Array.from({ length: RULES_MAX.channels }, (_, n) => `C0000000${n}`);

/** Every page, as full as it can be. */
const FULL: readonly AdminView[] = [
  { page: 'home', rules: { ...NO_RULES, channels, pause }, dead: 100, today: { name: '', ...counts }, done: 'paused' },
  { page: 'home', rules: NO_RULES, dead: 0, today: { name: '', ...counts } },
  { page: 'channels', channels, bound: channels },
  { page: 'channels', channels: [], bound: [] },
  { page: 'limits', person: { daily: 1, concurrent: RULES_MAX.limit }, channel: NO_LIMITS, bound: NO_LIMITS },
  { page: 'own', lines: Array.from({ length: 15 }, () => ({ who: 'U0000001', ...NO_LIMITS })), from: 15, total: 40 },
  { page: 'words', lines: Array.from({ length: 15 }, () => word), from: 15, total: 40, done: 'saved' },
  { page: 'words', lines: [], from: 0, total: 0 },
  { page: 'pause', pause },
  { page: 'pause', pause: undefined },
  {
    page: 'usage',
    days: 30,
    by: 'person',
    rows: Array.from({ length: 15 }, () => ({ name: 'U0000001', ...counts })),
    more: 9,
    all: { name: '', ...counts },
  },
  { page: 'usage', days: 1, by: 'verb', rows: [], more: 0, all: { name: '', ...counts } },
  {
    page: 'audit',
    entries: AUDIT_DEEDS.map((what) => ({ at: 1, by: 'U1', what, of: LONG, was: LONG, is: channels.join(' ') })),
  },
  { page: 'audit', entries: [] },
  {
    page: 'dead',
    dead: Array.from({ length: 10 }, (_, n) => ({ key: `submit-${n}`, job: 'submit', reason: LONG, tries: 8, at: 1 })),
  },
  { page: 'dead', dead: [], used: 'gone' },
  { page: 'forget', own: true, step: 'choose', person: 'U1' },
  { page: 'forget', own: false, step: 'choose' },
  { page: 'forget', own: false, step: 'sure', person: 'U1', cards: true, submissions: 12_000 },
  { page: 'forget', own: false, step: 'begun', person: 'U1', cards: true },
];

describe.each(['en', 'zh'] as const)('every page of the admins’ modal in %s', (language) => {
  test.each(FULL.map((view) => [view.page, view] as const))(
    '%s is one that Slack takes, however full it is',
    (_, view) => {
      const shown = adminModal(view, catalogue[language]);
      expect(viewErrors({ ...shown }, { slackFile: () => undefined, imageUrl: () => undefined })).toEqual([]);
      expect(written({ ...shown } as never)).not.toMatch(/undefined|\[object/);
    },
  );
});

/** A room in which `/mj admin` shows a page; what is done there shows `next`, or fails. */
async function stage(first: AdminView, next: Handlers['admin']) {
  const slack = await standIn();
  const handlers = new FakeHandlers({ command: async () => ({ admin: first }), admin: next });
  await listenBySocket(slack, handlers);
  await slack.act.command({ user: alice, channel: general, command: '/mj', text: 'admin' });
  const press = async (actionId: string) =>
    await slack.act.click({ user: alice, on: { viewId: modalsOf(slack, alice)[0]?.id ?? '' }, element: { actionId } });
  return { slack, handlers, press };
}

const HOME = FULL[1] as AdminView;
const WORDS: AdminView = { page: 'words', lines: [{ words: 'blood', reason: 'no' }], from: 0, total: 1 };

test('a button leads to a page in the same modal, whose form is read and answered with the next', async () => {
  const { slack, handlers, press } = await stage(HOME, async ({ deed }) =>
    deed.do === 'look' ? WORDS : { ...WORDS, total: 2 },
  );

  await modal(slack, alice, 'the first page', says('Midjourney for admins'));
  await press('admin:go:words');
  await modal(slack, alice, 'the words', says('blood'));
  await slack.act.submitView({ user: alice, values: { 'admin:words': 'gore', 'admin:reason': 'Not here.' } });
  await press('admin:drop-words:0');

  expect(handlers.managed.map(({ deed }) => deed)).toEqual([
    { do: 'look', ref: { page: 'words' } },
    { do: 'send', ref: { page: 'words', from: 0 }, given: { words: 'gore', reason: 'Not here.' } },
    { do: 'press', ref: { page: 'words', from: 0 }, button: 'drop-words', value: 'blood' },
  ]);
  expect(modalsOf(slack, alice)).toHaveLength(1);
  // The form for the next line is empty.
  expect(modalsOf(slack, alice)[0]?.state['words.2']?.['admin:words']).toMatchObject({ value: null });
  expect(slack.violations).toEqual([]);
});

test('a mistake stands under its field, and what was typed stays', async () => {
  const { slack } = await stage(WORDS, async () => {
    throw new UserMistake('reason-missing', {}, 'reason');
  });
  await modal(slack, alice, 'the words');
  await slack.act.submitView({ user: alice, values: { 'admin:words': 'gore', 'admin:reason': '-' } });

  const [view] = modalsOf(slack, alice);
  expect(view?.errors).toEqual({ 'reason.1': 'Write what people shall read.' });
  expect(view?.state['words.1']?.['admin:words']).toMatchObject({ value: 'gore' });
});

test('whoever is no admin any more is told so, and the page is gone', async () => {
  const { slack, press } = await stage(HOME, async () => {
    throw new UserMistake('admins-only');
  });
  await modal(slack, alice, 'the first page');
  await press('admin:go:audit');
  await modal(slack, alice, 'the refusal', says('Only an admin'));
});

test('a trigger that is too old leaves a button that opens it', async () => {
  const slack = await standIn();
  const handlers = new FakeHandlers({ command: async () => ({ admin: HOME }) });
  await listenBySocket(slack, handlers);
  slack.faults.add({ method: 'views.open', nth: 1, effect: { kind: 'error', error: 'expired_trigger_id' } });

  await slack.act.command({ user: alice, channel: general, command: '/mj', text: 'admin' });
  const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });
  await slack.act.click({ user: alice, on: { channel: general, ts: told.ts }, element: { label: 'Open' } });
  await modal(slack, alice, 'the first page', says('Midjourney for admins'));

  expect(handlers.commands[1]).toMatchObject({ name: 'admin', user: alice });
});
