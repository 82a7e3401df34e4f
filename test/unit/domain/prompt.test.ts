import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { PROMPT_MAX, parsePrompt, promptMode } from '../../../src/domain/prompt.ts';

function mistake(text: string): UserMistake {
  try {
    parsePrompt(text);
  } catch (error) {
    if (error instanceof UserMistake) return error;
  }
  throw new Error('was taken');
}

describe('parsePrompt', () => {
  test.each([
    ['a fox —ar 16:9', 'a fox --ar 16:9'],
    ['a fox –v 7 —no trees', 'a fox --v 7 --no trees'],
    ['a fox ——stylize 50', 'a fox --stylize 50'],
    ['—ar 3:2', '--ar 3:2'],
    ['a fox —tile', 'a fox --tile'],
  ])('repairs the dash that a phone made of -- in %j', (typed, meant) => {
    expect(parsePrompt(typed)).toBe(meant);
  });

  test.each(['a cat — a dog', 'a cat —a small one', 'well—known', 'pages 3–5', '“a fox” ‘red’', 'a fox --ar 16:9'])(
    'leaves %j as it is',
    (text) => {
      expect(parsePrompt(text)).toBe(text);
    },
  );

  test('turns control characters and odd spacing into single spaces', () => {
    expect(parsePrompt('  a\u0000red\u0007 fox\r\n\tin\u00a0 snow\u202e ')).toBe('a red fox in snow');
  });

  test('keeps emoji that are built with joiners', () => {
    expect(parsePrompt('👩‍🚀 on 🌕')).toBe('👩‍🚀 on 🌕');
  });

  test.each(['', '   ', '\n\u0000\u200b'])('refuses %j as empty', (text) => {
    expect(mistake(text).code).toBe('empty-prompt');
  });

  test('takes 3,000 characters and refuses one more, naming both numbers', () => {
    expect(parsePrompt('x'.repeat(PROMPT_MAX))).toHaveLength(PROMPT_MAX);
    expect(mistake('x'.repeat(PROMPT_MAX + 1))).toMatchObject({
      code: 'long-prompt',
      params: { length: 3001, max: 3000 },
    });
  });

  test('is a fixed point: cleaning a clean prompt changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        fc.pre(parseOrNothing(text) !== undefined);
        const once = parsePrompt(text);
        expect(parsePrompt(once)).toBe(once);
        expect(once).not.toMatch(/[\p{Cc}\p{Cs}]|\s\s|^\s|\s$/u);
      }),
    );
  });
});

function parseOrNothing(text: string): string | undefined {
  try {
    return parsePrompt(text);
  } catch {
    return undefined;
  }
}

test('promptMode reads the last speed flag and nothing else', () => {
  expect(promptMode('a fox --fast --Relax')).toBe('relax');
  expect(promptMode('a fox --turbo')).toBe('turbo');
  expect(promptMode('a fox --fastest, go fast')).toBeUndefined();
});
