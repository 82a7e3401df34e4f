/** What Slack may send of reactions, channels, homes, settings, drafts and the admins' modal. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { ZodError } from 'zod';
import { ADMIN_PAGES, type AdminRef, USAGE_DAYS } from '../../../src/domain/admin.ts';
import { HomePlace } from '../../../src/domain/home.ts';
import { DraftId } from '../../../src/domain/ids.ts';
import { isFromElsewhere } from '../../../src/slack/connection/workspace.ts';
import { onHomeOpened } from '../../../src/slack/listening/home.ts';
import { isTalk, shareOf } from '../../../src/slack/listening/incoming-shares.ts';
import { viewSentOf } from '../../../src/slack/listening/incoming-views.ts';
import { reactionOf } from '../../../src/slack/listening/reactions.ts';
import { decodeSettings, encodeSettings } from '../../../src/slack/listening/settings-token.ts';
import { refIn } from '../../../src/slack/views/admin/admin-buttons.ts';
import { blockOf, readAdminForm } from '../../../src/slack/views/admin/admin-state.ts';
import { readPlace } from '../../../src/slack/views/home-tab.ts';
import { draftOf, draftWord } from '../../../src/slack/views/offer.ts';
import { readPreset } from '../../../src/slack/views/preset-modal.ts';
import { json, museum, mutant, nasty, text, worn } from '../arbitraries.ts';
import { declared, type Parser, parser, type Verdict } from '../parser.ts';

const payloads = museum('slack');
const named = (pattern: RegExp): unknown[] =>
  [...payloads].filter(([name]) => pattern.test(name)).map(([, one]) => one);
const taken = (value: unknown): Verdict => (value === undefined ? 'refused' : 'accepted');
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Bolt hands on an object with an event in it. */
const events = (pattern: RegExp) =>
  fc
    .oneof({ weight: 4, arbitrary: mutant(named(pattern)) }, { weight: 1, arbitrary: json })
    .map((body) => ({ body, event: isObject(body) ? body['event'] : undefined }));

const identity = { botUserId: 'U05BOT', botId: 'B05BOT', team: 'T061EG9R6', teamUrl: 'https://acme.slack.com/' };

const refs = fc
  .record(
    {
      page: fc.constantFrom(...ADMIN_PAGES),
      from: fc.nat(),
      days: fc.constantFrom(...USAGE_DAYS),
      by: fc.constantFrom('person' as const, 'channel' as const, 'verb' as const),
      person: fc.constant('U0ALICE01'),
      cards: fc.boolean(),
    },
    { requiredKeys: ['page'] },
  )
  .map((ref: AdminRef) => JSON.stringify(ref));

const settingsPlaces = fc
  .record(
    {
      of: fc.constantFrom('person' as const, 'channel' as const),
      page: fc.nat(),
      channel: fc.constant('C0ART'),
      below: fc.string(),
      was: text,
    },
    { requiredKeys: ['of', 'page'] },
  )
  .map(encodeSettings);

const digits = fc
  .array(fc.constantFrom(...Array.from({ length: 32 }, (_, digit) => digit.toString(32))), {
    minLength: 19,
    maxLength: 19,
  })
  .map((all) => all.join(''));

/** Fields of the admins' forms, and blocks that nobody made. */
const held = fc.oneof(
  fc.record({ value: text }),
  fc.record({ selected_options: fc.array(fc.record({ value: text }), { maxLength: 3 }) }),
  fc.record({ selected_conversations: fc.array(text, { maxLength: 3 }) }),
  fc.record({ selected_user: text }),
  json,
);
const adminForms = fc.record({
  ref: worn(refs),
  values: fc.dictionary(
    fc.oneof(fc.constantFrom('channels', 'word.3', 'daily', 'concurrent', 'person', 'message'), nasty),
    fc.dictionary(fc.oneof(fc.constant('admin:field'), nasty), held, { minKeys: 1, maxKeys: 2 }),
    { maxKeys: 4 },
  ),
});

/** Of a workspace, and of a whole organisation: what names another, and what is put into a delivery for that. */
const ELSEWHERE = {
  T061EG9R6: [{ team_id: 'T0OTHER' }, { team: { id: 'T0OTHER' } }, { event: { user_team: 'T0OTHER' } }],
  E0ACME: [
    { enterprise_id: 'E0OTHER' },
    { enterprise: { id: 'E0OTHER' } },
    { team_id: 'T061EG9R6', event: { user_team: 'T0OTHER' }, is_ext_shared_channel: true },
  ],
} as const;

export const placeParsers: readonly Parser[] = [
  parser({
    name: 'reactions',
    inputs: fc.record({ sent: events(/^reaction/), added: fc.boolean() }),
    feed({ sent: { body, event }, added }) {
      const reaction = reactionOf(body, event, added, identity);
      if (reaction === undefined) return 'refused';
      expect(['away', 'letter', 'keep']).toContain(reaction.meaning);
      expect(reaction.user).not.toBe(identity.botUserId);
      // It is a score in Redis, and compared with times of ours.
      expect(reaction.at).toBeGreaterThanOrEqual(0);
      return 'accepted';
    },
  }),
  parser({
    name: 'what is said and shared in a channel',
    inputs: events(/^message-file|^app-mention/),
    feed({ body, event }) {
      if (isTalk(body) || !isObject(event)) return 'refused';
      const share = declared(() => shareOf(event, identity.botUserId), ZodError);
      if (share !== undefined) expect(share.pictures.length).toBeGreaterThan(0);
      return taken(share);
    },
  }),
  parser({
    name: 'visits to a home',
    inputs: events(/^app-home/),
    async feed({ event }) {
      const visits: unknown[] = [];
      const handlers = { home: async (visit: unknown) => void visits.push(visit) };
      await onHomeOpened({ handlers, identity } as unknown as Parameters<typeof onHomeOpened>[0], event);
      expect(visits.length).toBeLessThanOrEqual(1);
      return taken(visits[0]);
    },
  }),
  parser({
    name: 'places in a home',
    inputs: worn(
      fc.oneof(
        fc.constantFrom('recent', 'favourites'),
        fc.nat(2000).map((page) => `page.${page}`),
      ),
    ),
    feed(value) {
      const place = readPlace(value);
      // What it takes is a place, whatever stands behind the button.
      if (place !== undefined) expect(HomePlace.safeParse(place).success).toBe(true);
      return taken(place);
    },
  }),
  parser({
    name: 'where settings stand',
    inputs: worn(settingsPlaces),
    feed(metadata) {
      const place = decodeSettings(metadata);
      expect(decodeSettings(encodeSettings(place))).toEqual(place);
      expect(Number.isInteger(place.page) && place.page >= 0).toBe(true);
      // What cannot be read is the person's own, on the first page, and of no channel.
      return place.of === 'person' && place.page === 0 && place.channel === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'presets and forms of admins, as they were filled in',
    inputs: adminForms,
    feed({ ref, values }) {
      const view = { id: 'V1', hash: 'h', callback_id: 'admin', private_metadata: ref, state: { values } };
      const sent = declared(() => viewSentOf({ user: { id: 'U1' }, view }), ZodError);
      if (sent === undefined) return 'refused';
      const given = readAdminForm(sent.state);
      for (const [field, value] of Object.entries(given)) {
        expect(typeof value === 'string' || value.every((one) => typeof one === 'string')).toBe(true);
        expect(blockOf(sent.state, field)).toBeDefined();
      }
      expect(Object.getPrototypeOf(given)).toBe(Object.prototype);
      const { name, parameters } = readPreset(sent.state);
      expect([typeof name, typeof parameters]).toEqual(['string', 'string']);
      return taken(refIn(sent.metadata));
    },
  }),
  parser({
    name: 'buttons of a draft',
    inputs: fc.record({
      id: worn(digits.map((id) => `d${id}`)),
      action: worn(fc.constantFrom('draft:correct', 'draft:make', 'draft:edit', 'draft:drop')),
    }),
    feed({ id, action }) {
      const draft = draftOf(id);
      const what = draftWord(action);
      if (draft !== undefined) expect(DraftId.parse(id)).toBe(draft);
      if (what !== undefined) expect(action).toBe(`draft:${what}`);
      return draft === undefined || what === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'who is of another workspace',
    inputs: fc.record({
      body: fc.oneof({ weight: 4, arbitrary: mutant(payloads.values()) }, { weight: 1, arbitrary: json }),
      ours: fc.constantFrom('T061EG9R6' as const, 'E0ACME' as const),
      other: fc.option(fc.nat(2)),
    }),
    feed({ body, ours, other }) {
      if (other === null) return isFromElsewhere(body, ours) ? 'refused' : 'accepted';
      // Whatever else it says: who names another one is let in by nothing.
      expect(isFromElsewhere({ ...(isObject(body) ? body : {}), ...ELSEWHERE[ours][other] }, ours)).toBe(true);
      return 'refused';
    },
  }),
];
