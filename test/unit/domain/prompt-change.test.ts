import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PromptPart, promptChange } from '../../../src/domain/prompt-change.ts';

/** `~red~ *blue*`, as a card shows it. */
function shown(parts: readonly PromptPart[] | undefined): string | undefined {
  const marks = { same: '', removed: '~', added: '*' };
  return parts?.map(({ kind, text }) => `${marks[kind]}${text}${marks[kind]}`).join(' ');
}

describe('the change of a prompt', () => {
  test.each([
    ['a red fox in snow', 'a blue fox in snow', 'a ~red~ *blue* fox in snow'],
    ['a red fox --ar 3:2', 'a red fox --ar 16:9 --zoom 1.4', 'a red fox --ar ~3:2~ *16:9 --zoom 1.4*'],
    ['a red fox', 'a red fox, at night', 'a red ~fox~ *fox, at night*'],
    ['a fox  in   snow', 'a fox in the snow', 'a fox in *the* snow'],
  ])('from “%s” to “%s” is told word by word', (before, after, expected) => {
    expect(shown(promptChange(before, after))).toBe(expected);
  });

  test.each([
    ['the same', 'a red fox', 'a red  fox'],
    ['from nothing', '', 'a red fox'],
    ['to nothing', 'a red fox', ''],
    ['to something else altogether', 'a red fox in snow', 'the harbour of Hamburg at dawn'],
    ['of more words than anybody reads', 'fox '.repeat(200), `${'fox '.repeat(200)}${'hen '.repeat(150)}`],
  ])('%s is none', (_, before, after) => {
    expect(promptChange(before, after)).toBeUndefined();
  });

  test('holds both prompts whole, in order, and says nothing twice', () => {
    const prompt = fc.array(fc.constantFrom('a', 'red', 'fox', 'in', 'snow', '--ar', '16:9', '🦊'), { maxLength: 30 });
    let told = 0;
    fc.assert(
      fc.property(prompt, prompt, (before, after) => {
        const parts = promptChange(before.join(' '), after.join(' '));
        if (parts === undefined) return;
        told += 1;
        const without = (kind: PromptPart['kind']) =>
          parts
            .filter((part) => part.kind !== kind)
            .map((part) => part.text)
            .join(' ');

        expect(without('added')).toBe(before.join(' '));
        expect(without('removed')).toBe(after.join(' '));
        expect(parts.every((part, index) => part.kind !== parts[index + 1]?.kind)).toBe(true);
      }),
    );
    expect(told).toBeGreaterThan(10);
  });

  test('of the longest prompts is found quickly', () => {
    const words = (word: string) => Array.from({ length: 1500 }, (_, n) => `${word}${n}`).join(' ');
    const began = performance.now();

    expect(promptChange(words('a'), words('b'))).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(500);
  });
});
