import { describe, expect, test } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { type Around, type Finding, lint } from '../../../src/domain/lint/index.ts';
import { english } from '../../../src/domain/messages.en.ts';
import { findingWords, mistakeWords, plainMistake } from '../../../src/slack/words.ts';
import { mistakeText } from '../../../src/web/paint/plain.ts';

const found = (prompt: string, around: Partial<Around> = {}): Finding[] =>
  lint(prompt, { purpose: 'imagine', pictures: 0, bot: 'midjourney', ...around });

/** Prompts in which every rule finds something. */
const findings: Finding[] = [
  ...found('hot::2 dog --sparkle --stilyze 5 --width 3 -- chaos 5 --v7 --tile. --ar --raw 5 --loop --sw 5 --iw 1 --hq'),
  ...found(
    'a fox --c high --weird 4000 --stylize 5.5 --ar wide --motion fast --seed 1 --seed 2 --hd --draft --tile a hat',
  ),
  ...found('a fox --cref https://x/a.png --q 4 --ar 20:1 --v 6'),
  ...found('a fox --cref https://x/a.png --ar 20:1 --stop 5 --v 7'),
  ...found('a fox --q 4 --v 6'),
  ...found('a fox --no snow', { purpose: 'shorten' }),
  ...found('a fox --ar 1:1 --repeat 2', { purpose: 'video' }),
  ...found('a fox --v 7', { bot: 'niji' }),
  ...found('a fox --hd'),
];

describe('every finding', () => {
  test('has a sentence of its own, that speaks of what was typed', () => {
    const rules = new Set(findings.map(({ rule }) => rule));
    expect(Object.keys(english.lint.findings).filter((rule) => !rules.has(rule as Finding['rule']))).toEqual([]);
    for (const finding of findings) {
      const text = findingWords(english, finding);
      expect(text).toMatch(/^[A-Z`].*[.?]$/);
      expect(text).not.toMatch(/undefined|NaN|\n|gateway/);
    }
  });

  test('is said of an answer that is refused: in a message, under a field, on a page', () => {
    const [finding] = found('a fox --chaos <!channel>');
    const mistake = new UserMistake('bad-parameter', {}, 'prompt', finding);

    expect(mistakeWords(english, mistake)).toContain('`--chaos` takes a number from 0 to 100, and `&lt;!channel&gt;`');
    for (const text of [plainMistake(english, mistake), mistakeText(english, mistake)])
      expect(text).toContain('--chaos takes a number from 0 to 100, and <!channel> is none.');
  });

  test('shows what was typed without its formatting', () => {
    const [finding] = found('a fox --chaos *`_x_`*');
    expect(findingWords(english, finding as Finding)).not.toMatch(/\*|_x_/);
  });
});
