/** What people type into a prompt. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { NAMES } from '../../../src/domain/lint/facts.ts';
import { corrected, lint } from '../../../src/domain/lint/index.ts';
import { promptsOf, SERIES_MAX } from '../../../src/domain/permutations.ts';
import { PROMPT_MAX } from '../../../src/domain/prompt.ts';
import { text, worn } from '../arbitraries.ts';
import { type Parser, parser } from '../parser.ts';

const typed = worn(
  fc.oneof(
    text,
    fc.constantFrom(
      'a red fox in snow --ar 16:9 --v 7 --stylize 250',
      'https://x.example/a.png a fox --iw 2 --no hats, red scarves',
      'a {red, {light, dark} blue} fox \\{in\\, snow\\} --repeat 2',
    ),
    fc
      .array(fc.tuple(fc.constantFrom(...NAMES), text), { maxLength: 8 })
      .map((some) => some.map(([name, value]) => `--${name} ${value}`).join(' ')),
  ),
).map((prompt) => prompt.slice(0, PROMPT_MAX));

export const domainParsers: readonly Parser[] = [
  parser({
    name: 'the parameters of a prompt',
    inputs: typed,
    feed(prompt) {
      const around = { purpose: 'imagine', pictures: 0, bot: 'midjourney' } as const;
      const findings = lint(prompt, around);
      const mended = corrected(prompt, around);
      expect(corrected(mended, around)).toBe(mended);
      return findings.length === 0 ? 'accepted' : 'refused';
    },
  }),
  parser({
    name: 'a prompt for several pictures',
    inputs: typed,
    feed(prompt) {
      const { prompts, count } = promptsOf(prompt);
      expect(prompts.length).toBe(count > SERIES_MAX ? 0 : count);
      return count > 1 ? 'accepted' : 'refused';
    },
  }),
];
