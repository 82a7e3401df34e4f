import { describe, expect, test } from 'vitest';
import { csv } from '../../../src/domain/csv.ts';
import { limitsFor, NO_RULES, refusedIn, type TeamRules, tighter } from '../../../src/domain/team-rules.ts';

const refusing = (...words: string[]): TeamRules => ({
  ...NO_RULES,
  words: words.map((word) => ({ words: word, reason: 'because' })),
});

describe('refused words', () => {
  test.each([
    ['blood', 'a fox, Blood red', true],
    ['blood', 'a bloody fox', false],
    ['blood', 'lifeblood', false],
    ['blood', 'a fox,blood,snow', true],
    ['Red  Fox', 'the red\n fox sleeps', true],
    ['red fox', 'the red foxes', false],
    ['café', 'a CAFE\u0301 at night', true],
    ['blood', 'ｂｌｏｏｄ', true],
    ['blood', 'blo\u200Bod', true],
    ['c++', 'a c++ book', true],
    ['c++', 'a c+++ book', true],
    ['.*', 'anything', false],
    ['血', '一只血红的狐狸', true],
    ['fox', '一只fox在雪里', true],
    ['fox', '', false],
  ])('%j in %j: %s', (word, prompt, refused) => {
    expect(refusedIn(refusing(word), [prompt]) !== undefined).toBe(refused);
  });

  test('the first of the list is named, whichever text has it', () => {
    expect(refusedIn(refusing('snow', 'fox'), ['a fox', 'in snow'])).toEqual({ words: 'snow', reason: 'because' });
  });
});

describe('limits', () => {
  test('of the environment and of the admins the lower holds, where 0 is none', () => {
    expect(tighter({ daily: 0, concurrent: 3 }, { daily: 5, concurrent: 7 })).toEqual({ daily: 5, concurrent: 3 });
    expect(tighter({ daily: 0, concurrent: 0 }, { daily: 0, concurrent: 0 })).toEqual({ daily: 0, concurrent: 0 });
  });

  test('of their own take the place of everybody’s; a direct conversation has none', () => {
    const rules: TeamRules = {
      ...NO_RULES,
      person: { daily: 5, concurrent: 1 },
      channel: { daily: 50, concurrent: 10 },
      own: [
        { who: 'U2', daily: 0, concurrent: 0 },
        { who: 'C2', daily: 1, concurrent: 1 },
      ],
    };
    const at = (user: string, channel: string, isDm = false) => limitsFor(rules, { user, channel, isDm });

    expect(at('U1', 'C1')).toMatchObject({ person: { daily: 5 }, channel: { daily: 50 } });
    expect(at('U2', 'C2')).toMatchObject({ person: { daily: 0 }, channel: { daily: 1 } });
    expect(at('U1', 'D1', true)).toMatchObject({ person: { daily: 5 }, channel: { daily: 0 } });
  });
});

test('a table runs no formula of anybody’s, and keeps commas, quotes and lines', () => {
  const cells = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1', 'a "b", c', 'two\nlines', 'plain'];

  expect(csv([cells, [-1]])).toBe(
    `\uFEFF'=1+1,'+1,'-1,'@SUM(A1),"'\t=1",'＝1,"a ""b"", c","two\nlines",plain\r\n-1\r\n`,
  );
});
