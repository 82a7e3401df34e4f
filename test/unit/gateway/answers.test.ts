import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { ANSWERS, answerTo, rowFor } from '../../../src/gateway/answers.ts';
import type { Heard } from '../../../src/gateway/body.ts';
import { type Asked, questionOf } from '../../../src/gateway/question.ts';
import { confirm, fixture, heard, imagine, press, ROWS, upload } from './answer-examples.ts';
import { STEP_ROWS } from './step-answer-examples.ts';

const EXAMPLES = [...ROWS, ...STEP_ROWS];

/** What an error tells its caller, without its stack. */
function outcome(answer: Heard, asked: Asked): unknown {
  try {
    return answerTo(answer, asked);
  } catch (error) {
    if (error instanceof Refused)
      return ['Refused', error.code, error.reason, ...(error.momentary ? ['momentary'] : [])];
    if (error instanceof Busy) return ['Busy', error.reason, error.retryAfterMs];
    if (error instanceof Misconfigured) return ['Misconfigured', error.code, error.reason];
    if (error instanceof InDoubt || error instanceof Unreachable) return [error.name, error.message];
    throw error;
  }
}

describe('an answer to a submit', () => {
  test.each(EXAMPLES)('%s (%o)', (row, asked, answer, expected) => {
    expect(rowFor(questionOf(answer, asked)).name).toBe(row);
    expect(outcome(answer, asked)).toEqual(expected);
  });

  test('every row of the table has an example here', () => {
    expect(new Set(EXAMPLES.map(([row]) => row))).toEqual(new Set(ANSWERS.map((row) => row.name)));
  });

  test('a banned word is named', () => {
    expect(() => answerTo(heard(fixture('banned-prompt')), imagine)).toThrow(
      expect.objectContaining({ bannedWord: 'nude' }),
    );
  });

  test.each([
    ['120', 120_000],
    ['1.5', 1500],
    ['86400', 300_000],
    [new Date(1_030_000).toUTCString(), 30_000],
    [new Date(0).toUTCString(), 0],
    ['soon', undefined],
  ])('Retry-After %j asks for %s ms', (retryAfter, ms) => {
    expect(heard('', 429, { retryAfter }).retryAfterMs).toBe(ms);
  });

  test('the id of an accepted submit is the one on the wire, digit by digit, as number or string', () => {
    const digits = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.stringMatching(/^\d{0,24}$/))
      .map(([first, rest]) => `${first}${rest}`);
    fc.assert(
      fc.property(digits, fc.boolean(), fc.constantFrom(1, 22), (id, quoted, code) => {
        const text = `{"code":${code},"description":"ok","result":${quoted ? `"${id}"` : id}}`;
        expect(answerTo(heard(text), imagine)).toEqual({ kind: 'accepted', task: id });
      }),
    );
  });

  test('leading zeros of an id are kept', () => {
    expect(answerTo(heard('{"code":1,"result":"0741798445574458"}'), imagine)).toEqual({
      kind: 'accepted',
      task: '0741798445574458',
    });
  });

  test('whatever comes, the outcome is an answer with an id or links, or one of our errors', () => {
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom('[[[['.repeat(20_000), '{"a":1,"a":2}', '{"__proto__":{"code":1}}'),
    );
    const coded = fc
      .record({ code: fc.anything(), result: fc.jsonValue(), properties: fc.jsonValue() })
      .map((all) => JSON.stringify(all) ?? '');
    fc.assert(
      fc.property(
        fc.oneof(body, coded),
        fc.integer({ min: 200, max: 599 }),
        fc.constantFrom(imagine, press, confirm, upload),
        (text, status, asked) => {
          const what = outcome(heard(text, status), asked);
          const { task = '', links = [] } = what as { task?: string; links?: string[] };
          expect(Array.isArray(what) || task !== '' || links.length > 0).toBe(true);
        },
      ),
    );
  });
});
