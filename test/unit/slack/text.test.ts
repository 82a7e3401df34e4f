import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, cutToSlack, fromSlack, pieces, toSlack, withoutMarks, withoutMention } from '../../../src/slack/text.ts';

describe('text from Slack', () => {
  test.each([
    ['a fox for <@U1|ada>', 'a fox for @ada'],
    ['a fox for <@U1>', 'a fox for @U1'],
    ['in <#C1|art>', 'in #art'],
    ['in <#C1|>', 'in #C1'],
    ['<https://x.example/a.png?b=1&amp;c=2>', 'https://x.example/a.png?b=1&c=2'],
    ['<https://x.example/a.png|x.example/a.png> as a fox', 'https://x.example/a.png as a fox'],
    ['<mailto:ada@x.example|ada@x.example>', 'ada@x.example'],
    ['<!channel> a fox', '@channel a fox'],
    ['<!here|here> a fox', '@here a fox'],
    ['<!subteam^S1|@designers>', '@designers'],
    ['<!subteam^S1>', '@S1'],
    ['<!date^1392734382^{date_short}|Feb 18, 2014>', 'Feb 18, 2014'],
    ['cats &amp; dogs &lt;3', 'cats & dogs <3'],
    ['&amp;lt; stays an entity', '&lt; stays an entity'],
    ['typed: &lt;@U1&gt;', 'typed: <@U1>'],
    ['a fox --ar 16:9', 'a fox --ar 16:9'],
  ])('%s reads %s', (sent, read) => {
    expect(fromSlack(sent)).toBe(read);
  });

  test('loses the mention of the bot, wherever it stands, and no other', () => {
    expect(withoutMention('<@B1> imagine a fox', 'B1')).toBe('imagine a fox');
    expect(withoutMention('imagine a fox <@B1|bot> for <@U1>', 'B1')).toMatch(/^imagine a fox\s+for <@U1>$/);
  });
});

describe('any text', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(fromSlack(toSlack(text))).toBe(text);
      }),
    );
  });

  test('holds no live token after escaping or cutting', () => {
    fc.assert(
      fc.property(nasty, length, (text, max) => {
        for (const escaped of [toSlack(text), cutToSlack(text, max)]) {
          expect(escaped).not.toMatch(/[<>]/);
          expect(withoutEntities(escaped)).not.toContain('&');
        }
      }),
    );
  });

  test('is cut to its limit, between characters', () => {
    fc.assert(
      fc.property(nasty, length, (text, max) => {
        for (const short of [cut(text, max), cutToSlack(text, max)]) {
          expect(short.length).toBeLessThanOrEqual(max);
          expect(Buffer.from(short).toString()).toBe(short);
        }
      }),
    );
  });

  test('shorter than its limit is not cut', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(cut(text, text.length)).toBe(text);
        expect(cutToSlack(text, toSlack(text).length)).toBe(toSlack(text));
      }),
    );
  });

  test('is split without loss, within the limit, never inside an entity', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const split = pieces(toSlack(text), 10);

        expect(split.join('')).toBe(toSlack(text));
        for (const piece of split) {
          expect(piece.length).toBeLessThanOrEqual(10);
          expect(withoutEntities(piece)).not.toContain('&');
        }
      }),
    );
  });
});

const length = fc.integer({ min: 1, max: 80 });
/** Text made of what hurts: tokens, entities, halves of them, emoji. */
describe('text outside a code block', () => {
  test.each([
    ['a *bold* ~old~ _low_ `code`', 'a ∗bold∗ ∼old∼ ˍlowˍ ˋcodeˋ'],
    ['hot::dog::2 :fox_face:', 'hot:∶dog::2 ∶foxˍface:'],
    ['--ar 16:9 https://x.example/a', '--ar 16:9 https://x.example/a'],
    ['  two\n lines ', 'two lines'],
  ])('%s has no marks and no emoji', (text, expected) => {
    expect(withoutMarks(text)).toBe(expected);
  });
});

const bits = [
  '<!channel>',
  '<@U1|x>',
  '&amp;',
  '&lt;',
  '&',
  '<',
  '>',
  '|',
  '🦊',
  '👩‍👩‍👧',
  'é',
  ' ',
  'fox',
  '```',
  '\n',
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...bits), fc.string({ unit: 'grapheme' })))
  .map((parts) => parts.join(''));

function withoutEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, '');
}
