/** What a gateway, or whoever stands in its place, may answer. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { Snapshot } from '../../../src/domain/task.ts';
import { answerTo } from '../../../src/gateway/answers.ts';
import { parseBase } from '../../../src/gateway/base.ts';
import { hear } from '../../../src/gateway/body.ts';
import { jsonBytes } from '../../../src/gateway/json-bytes.ts';
import { pictureLink } from '../../../src/gateway/links.ts';
import type { Verb } from '../../../src/gateway/question.ts';
import { readingOf } from '../../../src/gateway/readings.ts';
import { Accounts, Panel } from '../../../src/gateway/schema.ts';
import { seedOf } from '../../../src/gateway/seeds.ts';
import { createTranslator } from '../../../src/gateway/snapshot.ts';
import type { Reply } from '../../../src/gateway/transport.ts';
import { json, longRun, museum, mutant, nasty, text, wire, worn } from '../arbitraries.ts';
import { declared, type Parser, parser } from '../parser.ts';

const specimens = museum('gateway');
const tasks = [...specimens].filter(([name]) => /fetch|success|upscaled|list|modal$/.test(name)).map(([, one]) => one);
const base = parseBase('https://gateway.example', '/mj-{mode}');
const translator = createTranslator(base, undefined);

const replies: fc.Arbitrary<Reply> = fc.record({
  status: fc.oneof(
    { weight: 4, arbitrary: fc.constant(200) },
    { weight: 2, arbitrary: fc.constantFrom(204, 301, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504, 521) },
  ),
  contentType: fc.constantFrom('application/json', 'text/html', ''),
  retryAfter: fc.option(fc.oneof(fc.constantFrom('3', '-1', '1e9', 'Wed, 21 Oct 2026 07:28:00 GMT'), text), {
    nil: undefined,
  }),
  location: fc.option(text, { nil: undefined }),
  text: wire(fc.oneof({ weight: 4, arbitrary: mutant(specimens.values()) }, { weight: 1, arbitrary: json })),
});

/** What else the doctor looks at: accounts, bare and in an envelope, and the panel that may stand at the address. */
const ACCOUNTS = [
  [
    { id: '1', enable: true, userToken: 'secret' },
    { id: '2', enable: false },
  ],
  { code: 1, description: 'ok', result: [{ id: '1', enable: true, userToken: 'secret' }] },
];
const PANEL = { success: true, message: '', data: { system_name: 'One API', version: 'v0.6', start_time: 1 } };

/** What an answer says in JSON, whatever it is labelled. */
function valueIn(body: string): unknown {
  const heard = hear({ status: 200, contentType: '', retryAfter: undefined, location: undefined, text: body }, 0);
  return heard.body.kind === 'json' ? heard.body.value : undefined;
}

const VERBS = [
  'imagine',
  'blend',
  'describe',
  'shorten',
  'faceswap',
  'video',
  'edit',
  'upload',
  'change',
  'press',
  'confirm',
] as const satisfies readonly Verb[];

export const gatewayParsers: readonly Parser[] = [
  parser({
    name: 'answers to a submit',
    inputs: fc.tuple(
      replies,
      fc.constantFrom(...VERBS),
      fc.option(fc.constantFrom('636646138', '0'), { nil: undefined }),
    ),
    feed([reply, ask, parent]) {
      const heard = hear(reply, 1_763_700_000_000);
      expect(heard.retryAfterMs ?? 0).toBeGreaterThanOrEqual(0);
      const answer = declared(
        () => answerTo(heard, { ask, parent }),
        Refused,
        Busy,
        InDoubt,
        Unreachable,
        Misconfigured,
      );
      if (answer === undefined) return 'refused';
      if (answer.kind === 'links') for (const link of answer.links) expect(link).toMatch(/^https?:\/\//i);
      else expect(answer.task).toMatch(/\S/);
      return 'accepted';
    },
  }),
  parser({
    name: 'answers to a read',
    inputs: replies,
    feed(reply) {
      const reading = declared(() => readingOf(hear(reply, 0)), Busy, Unreachable, Misconfigured);
      if (reading?.kind === 'list') translator.snapshots(reading.values);
      if (reading?.kind === 'task') translator.snapshot(reading.value, '1');
      return reading?.kind === 'task' || reading?.kind === 'list' ? 'accepted' : 'refused';
    },
  }),
  parser({
    name: 'answers to a question for a seed',
    inputs: fc.tuple(
      replies,
      fc.option(
        mutant([specimens.get('image-seed.json')]).map((one) => JSON.stringify(one) ?? ''),
        { nil: undefined },
      ),
    ),
    feed([reply, body]) {
      const seed = declared(
        () => seedOf(hear({ ...reply, text: body ?? reply.text }, 0)),
        Refused,
        Busy,
        Unreachable,
        Misconfigured,
      );
      if (seed !== undefined) expect(seed).toMatch(/^\d{1,20}$/);
      return seed === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'accounts of a gateway',
    inputs: wire(fc.oneof({ weight: 4, arbitrary: mutant(ACCOUNTS) }, { weight: 1, arbitrary: json })),
    feed(body) {
      const { data } = Accounts.safeParse(valueIn(body));
      // Nothing of an account is taken along but whether it is enabled.
      for (const account of data ?? []) expect(account).toEqual({ enable: expect.any(Boolean) });
      return data === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'the panel at an address',
    inputs: wire(fc.oneof({ weight: 4, arbitrary: mutant([PANEL]) }, { weight: 1, arbitrary: json })),
    feed(body) {
      const { data } = Panel.safeParse(valueIn(body));
      if (data !== undefined) expect(data.data.system_name.length).toBeLessThanOrEqual(200);
      return data === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'snapshots of a task',
    inputs: fc.oneof({ weight: 4, arbitrary: mutant(tasks) }, { weight: 1, arbitrary: json }),
    feed(value) {
      const snapshot = translator.snapshot(value);
      if (snapshot === undefined) return 'refused';
      expect(Snapshot.safeParse(snapshot).success).toBe(true);
      for (const { url } of snapshot.buttons) if (url !== undefined) expect(url).toMatch(/^https?:\/\//i);
      // A record holds it, and every change of the record writes it anew.
      expect(JSON.stringify(snapshot).length).toBeLessThan(1_000_000);
      return 'accepted';
    },
  }),
  parser({
    name: 'texts of a task',
    inputs: fc.record({
      place: fc.constantFrom('prompt', 'promptEn', 'description', 'failReason', 'finalPrompt'),
      words: fc.oneof(longRun, text),
      action: fc.constantFrom('DESCRIBE', 'SHORTEN', 'IMAGINE', ''),
    }),
    feed({ place, words, action }) {
      const task = {
        id: '1',
        status: 'SUCCESS',
        action,
        [place]: words,
        properties: { finalPrompt: place === 'finalPrompt' ? words : '' },
      };
      return translator.snapshot(task)?.text === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'links of pictures',
    inputs: worn(
      fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constant('http://localhost:3000/mj/image/17?rand=1&x=2')),
    ),
    feed(link) {
      const led = pictureLink(base, link);
      if (led === undefined) return 'refused';
      expect(['http:', 'https:']).toContain(new URL(led).protocol);
      return 'accepted';
    },
  }),
  parser({
    name: 'the address of a gateway',
    inputs: worn(fc.oneof(fc.webUrl(), fc.constantFrom('https://h.example/mj', 'https://h.example/mj-fast/mj/'))),
    feed(address) {
      const read = declared(() => parseBase(address, '/mj-{mode}'), Misconfigured);
      return read === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'what is sent as JSON',
    inputs: fc.dictionary(fc.oneof(nasty, fc.string()), fc.oneof(json, longRun), { maxKeys: 5 }),
    feed(value) {
      const sent = jsonBytes(value).toString('utf8');
      expect(JSON.parse(sent)).toEqual(JSON.parse(JSON.stringify(value)));
      return Object.keys(value).length === 0 ? 'refused' : 'accepted';
    },
  }),
];
