import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { parametersIn } from '../../../src/domain/parameters.ts';
import { parsePreset, presetsNamed, withoutPresets } from '../../../src/domain/preset.ts';
import { parsePrompt } from '../../../src/domain/prompt.ts';
import { answerPrompt } from '../../../src/domain/step.ts';
import { describePrompts, shortened } from '../../../src/domain/text-results.ts';
import { parseBase } from '../../../src/gateway/base.ts';
import { hear, readJson } from '../../../src/gateway/body.ts';
import { Task } from '../../../src/gateway/schema.ts';
import { createTranslator } from '../../../src/gateway/snapshot.ts';
import { textKind, textOf } from '../../../src/gateway/text-result.ts';
import { pictureLinks } from '../../../src/slack/inbox/links.ts';
import { codeBlock, fromSlack, pieces, withoutMarks, withoutMention } from '../../../src/slack/text.ts';
import { claimIn } from '../../../src/web/callback.ts';
import { refuseAbsurd } from '../../../src/web/paint/body.ts';

/** As long as a message of Slack's may be, and far longer than a command. */
const LONG = 40_000;
const MEGABYTES = 8_000_000;

const HEADS = [
  '',
  'https://',
  'https://acme.slack.com/',
  '<',
  '&',
  '#',
  '--',
  '**',
  '~~',
  '`',
  '1️⃣',
  '1.',
  '# Shortened prompts',
  'a',
];
const PARTS = [
  ' ',
  '\n',
  '\r\n',
  ')',
  '<',
  '>',
  '&lt;',
  '&',
  '—',
  '-',
  '**',
  '~~',
  '*~',
  '#',
  '#\n',
  '# ',
  '1️⃣\n',
  '1.\n',
  ':a',
  ':',
  '`',
  '```',
  '.',
  '/',
  '%',
  'a',
  '0',
  'https://',
  '\u0301',
  '😀',
];
const TAILS = ['', '\n!'];

/** Every head with a run of every part, and something behind it that spoils a match. */
function runs(length: number): string[] {
  return HEADS.flatMap((head) =>
    PARTS.flatMap((part) => TAILS.map((tail) => head + part.repeat(Math.ceil(length / part.length)) + tail)),
  );
}

const RUNS = runs(LONG);

function expectQuick(text: string, look: (text: string) => unknown, patienceMs = 500): void {
  const took = () => {
    const begun = performance.now();
    look(text);
    return performance.now() - begun;
  };
  // The machine may stand still for a moment; a pattern that runs away does so each time.
  const ms = [1, 2, 3].reduce((least) => (least < patienceMs ? least : Math.min(least, took())), took());
  expect(ms, `${text.slice(0, 12)}… of ${text.length}`).toBeLessThan(patienceMs);
}

const forgiving = (look: (text: string) => unknown) => (text: string) => {
  try {
    look(text);
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
  }
};

describe('no pattern runs away with a long text', () => {
  const task = (text: string) => Task.parse({ id: '1', prompt: text, description: text });
  test.each<[string, (text: string) => unknown]>([
    ['fromSlack', fromSlack],
    ['withoutMention', (text) => withoutMention(text, 'U1')],
    ['links', (text) => pictureLinks.find(text)],
    ['the link of a message', (text) => pictureLinks.message(text)],
    ['parsePrompt', forgiving(parsePrompt)],
    ['parametersIn', parametersIn],
    ['presetsNamed', (text) => presetsNamed(`a fox --preset${text}`)],
    ['withoutPresets', (text) => withoutPresets(`a fox --preset ${text}`)],
    ['parsePreset', forgiving((text) => parsePreset({ name: text, parameters: text }))],
    ['answerPrompt', forgiving((text) => answerPrompt('zoom', { prompt: text, zoom: '1.5', ratio: text }))],
    ['describePrompts', describePrompts],
    ['shortened', shortened],
    ['textKind', (text) => textKind(task(text), [])],
    ['textOf', (text) => textOf(task(text), 'shorten')],
    ['withoutMarks', withoutMarks],
    ['codeBlock', codeBlock],
    ['pieces', (text) => pieces(text, 1000)],
  ])(
    '%s',
    (_, look) => {
      for (const text of RUNS) expectQuick(text, look);
    },
    120_000,
  );
});

describe('a gateway’s answer that is a bomb', () => {
  const reply = (text: string) => ({ status: 200, contentType: '', retryAfter: undefined, location: undefined, text });

  test.each([
    ['open brackets', '['.repeat(MEGABYTES)],
    ['open objects', '{"a":'.repeat(MEGABYTES / 5)],
    ['brackets that close', `${'['.repeat(MEGABYTES / 2)}${']'.repeat(MEGABYTES / 2)}`],
    ['keys', `{${Array.from({ length: MEGABYTES / 12 }, (_, i) => `"k${i}":1`).join(',')}}`],
    ['numbers', `[${'1,'.repeat(MEGABYTES / 2)}1]`],
    ['one number', '1'.repeat(MEGABYTES)],
    ['one text', `"${'a'.repeat(MEGABYTES)}"`],
    ['a text without an end', `"${'{\\"a\\":'.repeat(MEGABYTES / 7)}`],
    ['quotes', '"'.repeat(MEGABYTES)],
    ['escapes', `"${'\\n'.repeat(MEGABYTES / 2)}"`],
    ['spaces', `{${' '.repeat(MEGABYTES)}}`],
  ])('of %s is looked at for less than a second', (_, text) => {
    expectQuick(text, () => hear(reply(text), 0), 1000);
  });

  test('in a callback neither', () => {
    for (const part of ['[', '{"a":', '"k":1,', '1,', '\\"']) {
      const body = `{"id":"1","x":${part.repeat(1_000_000 / part.length)}`;
      expect(claimIn(Buffer.from(body))).toEqual({});
      expectQuick(body, (text) => claimIn(Buffer.from(text)), 1000);
    }
  });

  test('in what the painter sends neither', () => {
    expect(() => refuseAbsurd(Buffer.from('['.repeat(1_000_000)))).toThrow(RangeError);
    expect(() => refuseAbsurd(Buffer.from(`{"a":1${',"b":2'.repeat(100_000)}}`))).toThrow(RangeError);
    const honest = JSON.stringify({
      prompt: '{['.repeat(1500),
      then: 'redraw',
      mask: `data:image/png;base64,${'A'.repeat(6_000_000)}`,
    });
    expect(() => refuseAbsurd(Buffer.from(honest))).not.toThrow();
  });

  test('does not grow into a record', () => {
    const endless = 'x'.repeat(1_000_000);
    const translator = createTranslator(parseBase('https://gateway.example', '/mj-{mode}'), undefined);
    const button = { customId: 'MJ::a', label: endless, emoji: endless, style: 2 };
    const snapshot = translator.snapshot({
      id: '1',
      status: 'SUCCESS',
      action: 'DESCRIBE',
      prompt: endless,
      progress: endless,
      failReason: endless,
      imageUrl: `https://x.example/${endless}`,
      imageUrls: Array.from({ length: 10_000 }, (_, i) => `https://x.example/${i}`),
      buttons: Array.from({ length: 10_000 }, () => button),
      properties: { finalPrompt: endless },
    });
    expect(JSON.stringify(snapshot).length).toBeLessThan(200_000);
    expect(snapshot?.buttons.length).toBeGreaterThan(100);
  });

  test('keeps long ids to the digit, wherever they stand', () => {
    const told =
      '{"a":9007199254740993,"b":-12345678901234567890,"c":[0.12345678901234567],"d":"12345678901234567890","e":9007199254740991,"f":1e-20}';
    expect(readJson(told)).toEqual({
      a: '9007199254740993',
      b: '-12345678901234567890',
      c: [Number('0.12345678901234567')],
      d: '12345678901234567890',
      e: 9_007_199_254_740_991,
      f: 1e-20,
    });
  });
});
