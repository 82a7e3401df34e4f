/** What Slack, and people in Slack, may send. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { ZodError } from 'zod';
import { UserMistake } from '../../../src/domain/errors.ts';
import { SubmissionId } from '../../../src/domain/ids.ts';
import {
  customIdHash,
  decodeControl,
  decodePress,
  encodeControl,
  encodePress,
} from '../../../src/domain/press-token.ts';
import { PROMPT_MAX, parsePrompt } from '../../../src/domain/prompt.ts';
import { answerPrompt, StepKind } from '../../../src/domain/step.ts';
import { describePrompts, shortened } from '../../../src/domain/text-results.ts';
import { forms, verbs } from '../../../src/flows/index.ts';
import { frameOf, meet } from '../../../src/slack/connection/deliveries.ts';
import { houseOf, partedFrom } from '../../../src/slack/connection/houses.ts';
import { pictureLinks } from '../../../src/slack/inbox/links.ts';
import { decodeForm, encodeForm } from '../../../src/slack/listening/form-token.ts';
import { clickOf, messageOf, messageShortcutOf, picturesOf } from '../../../src/slack/listening/incoming.ts';
import { viewClickOf, viewSentOf } from '../../../src/slack/listening/incoming-views.ts';
import { decodeStep, encodeStep } from '../../../src/slack/steps/step-token.ts';
import { fromSlack, withoutMention } from '../../../src/slack/text.ts';
import { readForm } from '../../../src/slack/views/form-state.ts';
import { readSettings } from '../../../src/slack/views/settings-fields.ts';
import { readStep } from '../../../src/slack/views/step-state.ts';
import { json, museum, mutant, nasty, text, worn } from '../arbitraries.ts';
import { declared, type Parser, parser, type Verdict } from '../parser.ts';

const payloads = museum('slack');
const named = (pattern: RegExp): unknown[] =>
  [...payloads].filter(([name]) => pattern.test(name)).map(([, one]) => one);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Bolt hands nothing but objects on. */
const bodies = (...specimens: unknown[]): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .oneof({ weight: 4, arbitrary: mutant(specimens) }, { weight: 1, arbitrary: json })
    .map((one) => (isObject(one) ? one : {}));

function eventOf(body: unknown): unknown {
  if (!isObject(body)) return body;
  const inner = isObject(body['payload']) ? body['payload'] : body;
  return inner['event'] ?? inner;
}

function firstAction(body: Record<string, unknown>): object {
  const actions = body['actions'];
  const first: unknown = Array.isArray(actions) ? actions[0] : undefined;
  return isObject(first) ? first : {};
}

/** Where a whole organisation installed the app, and a removal. */
const ORGANISATION = [
  { type: 'block_actions', team: null, enterprise: { id: 'E1' }, is_enterprise_install: true, user: { team_id: 'T1' } },
  { type: 'view_submission', team: { id: 'T9' }, view: { app_installed_team_id: 'T1' }, is_enterprise_install: false },
  { command: '/imagine', team_id: 'T1', enterprise_id: 'E1', is_enterprise_install: 'true' },
  {
    type: 'event_callback',
    team_id: 'T1',
    authorizations: [{ team_id: null, enterprise_id: 'E1', is_enterprise_install: true }],
    event: { type: 'app_uninstalled' },
  },
];

const taken = (value: unknown): Verdict => (value === undefined ? 'refused' : 'accepted');

const submission = fc
  .array(fc.constantFrom(...Array.from({ length: 32 }, (_, digit) => digit.toString(32))), {
    minLength: 19,
    maxLength: 19,
  })
  .map((digits) => SubmissionId.parse(`s${digits.join('')}`));

const link = fc.oneof(
  fc.constantFrom(
    'https://acme.slack.com/files/U0ALICE01/F0123456789/fox.png',
    'https://files.slack.com/files-pri/T0TEAM-F0123456789/download/red_fox.png',
    'https://acme.slack.com/archives/C0ART/p1763712000000100?thread_ts=1763712000.000100&cid=C0ART',
    'https://acme.enterprise.slack.com/archives/C0ART/p1763712000000100',
    'https://evil.example/archives/C0ART/p1763712000000100',
    'https://acme.slack.com.evil.example/files/U0ALICE01/F0123456789/fox.png',
    'https://files.slack.com@evil.example/files-pri/T0TEAM-F0123456789/x.png',
  ),
  fc.webUrl(),
);
const linked = worn(fc.tuple(text, link, text).map((parts) => parts.join(' ')));

const formTokens = fc
  .record({
    verb: fc.constantFrom(...forms.map((form) => form.verb)),
    place: fc.record({ channel: fc.string(), threadTs: fc.string(), responseUrl: fc.webUrl() }),
    given: fc.record({
      prompt: text,
      pictures: fc.array(fc.constant({ kind: 'file' as const, id: 'F0123456789' }), { maxLength: 5 }),
      options: fc.dictionary(fc.oneof(nasty, fc.string({ maxLength: 6 })), fc.string({ maxLength: 20 }), {
        maxKeys: 4,
      }),
    }),
  })
  .map((token) => encodeForm(token, 3000));

const stepTokens = fc
  .record({
    submission,
    kind: fc.constantFrom(...StepKind.options),
    button: text,
    channel: fc.string(),
    responseUrl: fc.webUrl(),
  })
  .map(({ submission: id, kind, button, channel, responseUrl }) =>
    encodeStep(
      {
        step: { ref: { of: 'submission', submission: id }, kind, button, prompt: '' },
        place: { channel, responseUrl },
      },
      3000,
    ),
  );

export const slackParsers: readonly Parser[] = [
  parser({
    name: 'text of a command or a message',
    inputs: worn(
      fc
        .tuple(text, fc.constantFrom('<@U1|ada>', '<https://x.example|x>', '&lt;3', '<!here>'), text)
        .map((all) => all.join(' ')),
    ),
    feed(sent) {
      const read = fromSlack(sent);
      expect(withoutMention(sent, 'U1').length).toBeLessThanOrEqual(sent.length);
      // Undone once: what a person typed as an entity stays one.
      expect(fromSlack(sent.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))).toBe(sent);
      return read === sent ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'prompts',
    inputs: fc.oneof(text, worn(fc.constant('a red fox —ar 16:9 –v 7 ——raw'))),
    feed(typed) {
      const prompt = declared(() => parsePrompt(typed), UserMistake);
      if (prompt === undefined) return 'refused';
      expect(prompt.length).toBeLessThanOrEqual(PROMPT_MAX);
      expect(prompt).not.toMatch(/[\p{Cc}\u202A-\u202E]/u);
      expect(prompt).not.toMatch(/\p{Cs}/u);
      return 'accepted';
    },
  }),
  parser({
    name: 'answers to a step',
    inputs: fc.record({
      kind: fc.constantFrom(...StepKind.options),
      prompt: text,
      zoom: fc.oneof(fc.constantFrom('1.5', '2', '1,8', '9'), text),
      ratio: fc.oneof(fc.constantFrom('16:9', '1x1', '', '0:1'), text),
    }),
    feed: ({ kind, ...given }) => taken(declared(() => answerPrompt(kind, given), UserMistake)),
  }),
  parser({
    name: 'events',
    inputs: bodies(...named(/^(?:app-mention|message-file|socket-envelope|reaction|app-home|file-unscanned)/)),
    feed(body) {
      const event = eventOf(body);
      const message = isObject(event) ? declared(() => messageOf(event), ZodError) : undefined;
      if (message !== undefined) for (const one of picturesOf(message)) expect(one.kind).toBe('file');
      return taken(message);
    },
  }),
  parser({
    name: 'block_actions on a message',
    inputs: bodies(...named(/^block-actions/)),
    feed: (body) => taken(clickOf(body, firstAction(body), 'T1')),
  }),
  parser({
    name: 'block_actions in a modal',
    inputs: bodies(...named(/^block-actions/)),
    feed: (body) => taken(viewClickOf(body, firstAction(body))),
  }),
  parser({
    name: 'view_submission',
    inputs: bodies(...named(/^view-/)),
    feed(body) {
      const sent = declared(() => viewSentOf(body), ZodError);
      if (sent === undefined) return 'refused';
      for (const form of forms) readForm(form, [], sent.state);
      for (const kind of StepKind.options)
        readStep(
          {
            ref: { of: 'submission', submission: SubmissionId.parse(`s${'0'.repeat(19)}`) },
            kind,
            button: '',
            prompt: '',
          },
          sent.state,
        );
      readSettings(sent.state);
      return 'accepted';
    },
  }),
  parser({
    name: 'message shortcuts',
    inputs: bodies(...named(/shortcut/)),
    feed: (body) => taken(declared(() => messageShortcutOf(body), ZodError)),
  }),
  parser({
    name: 'what a form was filled in with',
    inputs: fc.record({
      verb: fc.constantFrom(...verbs.filter((one) => one.preview !== undefined)),
      prompt: text,
      options: fc.dictionary(
        fc.constantFrom('ratio', 'version', 'stylize', 'chaos', 'raw', 'mode', 'bot'),
        fc.oneof(fc.constantFrom('16:9', '100', 'yes', '7'), text),
      ),
    }),
    feed({ verb, prompt, options }) {
      const shown = verb.preview?.({ prompt, options, pictures: [] }) ?? '';
      return shown === prompt ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'links to files and messages',
    inputs: linked,
    feed(typed) {
      const { text: rest, pictures } = pictureLinks.find(typed);
      expect(rest.length).toBeLessThanOrEqual(typed.length + 1);
      for (const one of pictures) expect(one.kind === 'file' ? one.id : one.channel).toMatch(/^[A-Z][A-Z0-9]+$/);
      pictureLinks.message(typed);
      return pictures.length === 0 ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'deliveries',
    inputs: fc.oneof({ weight: 4, arbitrary: mutant(payloads.values()) }, { weight: 1, arbitrary: json }),
    feed(body) {
      const kind = meet(body);
      // What Bolt reads without looking.
      if (kind !== 'malformed') expect(isObject(body)).toBe(true);
      return kind === 'known' ? 'accepted' : 'refused';
    },
  }),
  parser({
    name: 'where deliveries are from',
    inputs: fc.oneof(
      { weight: 4, arbitrary: mutant([...payloads.values(), ...ORGANISATION]) },
      { weight: 1, arbitrary: json },
    ),
    feed(body) {
      const house = houseOf(body);
      if (house !== undefined) expect(house).toMatch(/^[TE]/);
      for (const one of partedFrom(body)) expect(one).toMatch(/^[TE]/);
      return taken(house);
    },
  }),
  parser({
    name: 'frames of a socket',
    inputs: fc.oneof({ weight: 4, arbitrary: mutant(named(/^socket-/)) }, { weight: 1, arbitrary: json }),
    feed: (frame) => taken(frameOf(frame)),
  }),
  parser({
    name: 'form tokens',
    inputs: worn(formTokens),
    feed: (token) => taken(decodeForm(token)),
  }),
  parser({ name: 'step tokens', inputs: worn(stepTokens), feed: (token) => taken(decodeStep(token)) }),
  parser({
    name: 'press tokens',
    inputs: worn(
      fc.tuple(submission, text).map(([one, id]) => encodePress({ submission: one, hash: customIdHash(id) })),
    ),
    feed(value) {
      const read = decodePress(value);
      if (read !== undefined) expect(encodePress(read)).toBe(value);
      return taken(read);
    },
  }),
  parser({
    name: 'control tokens',
    inputs: worn(
      fc
        .tuple(submission, fc.constantFrom('cancel', 'delete', 'x'))
        .map(([one, control]) => encodeControl({ submission: one, control })),
    ),
    feed(value) {
      const read = decodeControl(value);
      if (read !== undefined) expect(encodeControl(read)).toBe(value);
      return taken(read);
    },
  }),
  parser({
    name: 'results of describe and shorten',
    inputs: worn(
      fc.constantFrom(
        '1️⃣ a fox --ar 3:2\n\n2️⃣ a hare\n\n3️⃣ a dog\n\n4️⃣ a cat',
        '## Important tokens\n**fox** ~~very~~ red\n## Shortened prompts\n1️⃣ red fox\n2️⃣ fox',
      ),
    ),
    feed(said) {
      const { prompts } = shortened(said);
      describePrompts(said);
      return prompts.length === 0 ? 'refused' : 'accepted';
    },
  }),
];
