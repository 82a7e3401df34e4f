import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FACTS, NAMES, RETIRED } from '../../../../src/domain/lint/facts.ts';
import { type Around, corrected, lint } from '../../../../src/domain/lint/index.ts';
import { promptsOf, SERIES_MAX } from '../../../../src/domain/permutations.ts';
import { PROMPT_MAX } from '../../../../src/domain/prompt.ts';
import { text } from '../../../fuzz/arbitraries.ts';

const words = fc.constantFrom(
  'a',
  'red',
  'fox',
  '--',
  '-v',
  '::',
  'hot::2',
  'https://x/a.png',
  '16:9',
  '16',
  ':',
  '9',
  '{a,',
  'b}',
);
const name = fc.constantFrom(...NAMES, ...Object.keys(RETIRED), 'sparkle', 'stilyze');
const value = fc.constantFrom(
  '',
  '7',
  '6.1',
  'high',
  '16:9',
  '0:1',
  '16/9',
  '1.39:1',
  '-5',
  '100000',
  '50.5',
  '20,',
  'https://x/a.png',
  '1234',
  'a red fox',
);
const parameter = fc
  .tuple(fc.constantFrom('--', '-- ', '---', '-'), name, fc.constantFrom(' ', '=', '', ':', ', '), value)
  .map((parts) => parts.join(''));
/** What people type: words, and parameters right and wrong, now and then with nothing between them. */
const prompts = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 2, arbitrary: words }, { weight: 3, arbitrary: parameter }),
      fc.constantFrom(' ', ' ', ' ', ''),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.flat().join(''));
const arounds: fc.Arbitrary<Around> = fc.record({
  purpose: fc.constantFrom('imagine', 'remix', 'video', 'edit', 'shorten'),
  pictures: fc.nat(2),
  bot: fc.constantFrom('midjourney', 'niji'),
});
const any = fc.oneof({ weight: 4, arbitrary: prompts }, { weight: 1, arbitrary: text });
const RUNS = { numRuns: 2000 };
/** A hundred times what it takes; what grows faster than the prompt takes longer still. */
const PATIENCE_MS = 1000;

describe('whatever is typed', () => {
  test('is read without an error, and every mend lies inside it', () => {
    fc.assert(
      fc.property(any, arounds, (prompt, around) => {
        for (const { fix } of lint(prompt, around))
          for (const { start, end } of fix) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(prompt.length);
          }
      }),
      RUNS,
    );
  });

  test('is mended once and for all, and what had a mend is gone', () => {
    let mended = 0;
    fc.assert(
      fc.property(any, arounds, (prompt, around) => {
        const once = corrected(prompt, around);
        expect(corrected(once, around)).toBe(once);
        if (once === prompt) return;
        mended += 1;
        expect(lint(once, around).filter(({ fix }) => fix.length > 0)).toEqual([]);
      }),
      RUNS,
    );
    expect(mended).toBeGreaterThan(200);
  });

  test('keeps its words when it is mended', () => {
    const plain = fc
      .array(fc.constantFrom('red', 'fox', 'snow'), { minLength: 1, maxLength: 5 })
      .map((some) => some.join(' '));
    fc.assert(
      fc.property(plain, fc.array(parameter, { maxLength: 5 }), arounds, (begin, parameters, around) => {
        expect(corrected([begin, ...parameters].join(' '), around).startsWith(begin)).toBe(true);
      }),
      RUNS,
    );
  });

  test('stays as it is to the letter where there is nothing to mend', () => {
    let untouched = 0;
    fc.assert(
      fc.property(any, arounds, (prompt, around) => {
        if (lint(prompt, around).some(({ fix }) => fix.length > 0)) return;
        untouched += 1;
        expect(corrected(prompt, around)).toBe(prompt);
      }),
      RUNS,
    );
    expect(untouched).toBeGreaterThan(100);
  });
});

describe('a prompt of 3,000 characters', () => {
  const long = (piece: string) => piece.repeat(Math.ceil(PROMPT_MAX / piece.length)).slice(0, PROMPT_MAX);

  test.each([
    'a ',
    '-',
    '--ar ',
    '--ar 16:9 ',
    '--chaos 999 fox ',
    '--stilyze ',
    'x--v',
    '--v7',
    ':: ',
    '{',
    '{a,',
    '-- ar ',
  ])('made of %j takes no time', (piece) => {
    const prompt = long(piece);
    const begun = performance.now();
    for (let times = 0; times < 5; times += 1) {
      corrected(prompt, { purpose: 'imagine', pictures: 0, bot: 'midjourney' });
      promptsOf(prompt);
    }
    expect((performance.now() - begun) / 5).toBeLessThan(PATIENCE_MS);
  });
});

describe('the table', () => {
  test('knows no name twice, and none that is retired', () => {
    expect(new Set(NAMES).size).toBe(NAMES.length);
    expect(NAMES.filter((one) => Object.hasOwn(RETIRED, one))).toEqual([]);
  });

  test('leads from what is needed, or takes another’s place, to what there is', () => {
    for (const { needs, replacedBy } of FACTS)
      for (const other of [
        ...(needs === undefined || needs.includes(' ') ? [] : [needs]),
        ...Object.values(replacedBy),
      ])
        expect(NAMES).toContain(other);
  });
});

describe('expanding', () => {
  test('makes as many prompts as it counted, none with a group, and is the same the second time', () => {
    const piece = fc.constantFrom('{', '}', ',', 'a', ' b ', '\\{', '\\}', '\\,', ' --repeat 2', ' --ar 1:1');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 24 }).map((parts) => parts.join('')),
        (prompt) => {
          const { prompts: made, count } = promptsOf(prompt);
          expect(made.length).toBe(count > SERIES_MAX ? 0 : count);
          for (const one of made) expect(promptsOf(one)).toEqual({ prompts: [one], count: 1 });
        },
      ),
      RUNS,
    );
  });
});
