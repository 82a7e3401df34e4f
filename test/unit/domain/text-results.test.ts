import { expect, test } from 'vitest';
import { describePrompts, shortened } from '../../../src/domain/text-results.ts';

test.each([
  ['plus: numbers and blank lines', '1️⃣ a fox --ar 5:4\n\n2️⃣ a dog\n\n3️⃣ snow\n\n4️⃣ fur'],
  ['trueai: lines without numbers', 'a fox --ar 5:4\r\na dog\r\nsnow\r\nfur'],
  ['typed numbers', '1. a fox --ar 5:4\n2) a dog\n3. snow\n4. fur'],
])('describe, %s', (_, text) => {
  expect(describePrompts(text)).toEqual(['a fox --ar 5:4', 'a dog', 'snow', 'fur']);
});

test('a prompt over several lines stays one', () => {
  expect(describePrompts('1️⃣ a fox\nin snow\n\n2️⃣ a dog')).toEqual(['a fox in snow', 'a dog']);
});

test('shorten: which words matter, and the shorter prompts', () => {
  const text =
    '## Important tokens\n**red** **fox** (0.79) ~~very much~~ in\n██░░\n## Shortened prompts\n1️⃣ red fox\n\n2️⃣ fox';

  expect(shortened(text)).toEqual({
    tokens: [
      { text: 'red', weight: 'strong' },
      { text: 'fox', weight: 'strong' },
      { text: '(0.79)', weight: 'plain' },
      { text: 'very much', weight: 'struck' },
      { text: 'in', weight: 'plain' },
    ],
    prompts: ['red fox', 'fox'],
  });
});

test.each(['', '##', '~~', '**a', 'no headings at all'])('%j is read without a fuss', (text) => {
  expect(Array.isArray(shortened(text).prompts)).toBe(true);
  expect(Array.isArray(describePrompts(text))).toBe(true);
});
