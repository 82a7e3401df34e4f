import { describe, expect, test } from 'vitest';
import { promptsOf } from '../../../src/domain/permutations.ts';

describe('a prompt for several pictures', () => {
  test.each([
    ['a {red, blue} fox', ['a red fox', 'a blue fox']],
    ['{a, b} {c, d}', ['a c', 'a d', 'b c', 'b d']],
    ['a {red, {light, dark} blue} fox', ['a red fox', 'a light blue fox', 'a dark blue fox']],
    ['a fox --ar {1:1, 16:9}', ['a fox --ar 1:1', 'a fox --ar 16:9']],
    ['a fox {--tile, --raw --v 7}', ['a fox --tile', 'a fox --raw --v 7']],
    ['a fox {, in snow}', ['a fox', 'a fox in snow']],
    ['a {red\\, wild, blue} fox', ['a red, wild fox', 'a blue fox']],
    ['\\{x, y\\} {a, b}', ['\\{x, y\\} a', '\\{x, y\\} b']],
    ['a fox --repeat 3', ['a fox', 'a fox', 'a fox']],
    ['a {red, blue} fox --r 2 --raw', ['a red fox --raw', 'a red fox --raw', 'a blue fox --raw', 'a blue fox --raw']],
    ['a fox --repeat {1, 2}', ['a fox', 'a fox', 'a fox']],
  ])('%s', (prompt, prompts) => {
    expect(promptsOf(prompt)).toEqual({ prompts, count: prompts.length });
  });
});

describe('what asks for one picture stays as it is to the letter', () => {
  test.each([
    'a red fox',
    'a {red} fox',
    'a {red, blue fox',
    'a red, blue} fox',
    'a \\{red, blue\\} fox',
    'a  fox, {',
    'a fox --repeat many',
    'a fox --repeat 41',
  ])('%s', (prompt) => {
    expect(promptsOf(prompt)).toEqual({ prompts: [prompt], count: 1 });
  });
});

describe('too many', () => {
  test('are counted, and not made', () => {
    expect(promptsOf('{a,b,c,d,e,f,g} {a,b,c,d,e,f,g}')).toEqual({ prompts: [], count: 49 });
    expect(promptsOf('{a,b,c,d,e} --repeat 9')).toEqual({ prompts: [], count: 45 });
    expect(promptsOf('{a,b}'.repeat(500))).toEqual({ prompts: [], count: 1_000_000 });
  });
});
