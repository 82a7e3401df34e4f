import { expect, test } from 'vitest';
import { createLogger } from '../../../src/app/logger.ts';
import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { answerTo } from '../../../src/gateway/answers.ts';
import { hear } from '../../../src/gateway/body.ts';
import { readingOf } from '../../../src/gateway/readings.ts';

const PROMPT = 'a quokka in a cerulean scarf';
const WORDS = `banned near "${PROMPT}"`;

function logged(level: 'info' | 'warn' | 'error' | 'debug', err: Error): string {
  let lines = '';
  const log = createLogger({ level: 'debug', to: { write: (line: string) => void (lines += line) } });
  log[level]({ err }, 'it happened');
  return lines;
}

test.each([
  ['Refused', new Refused('gateway', 'banned-word', WORDS, { bannedWord: PROMPT })],
  ['Busy', new Busy('gateway', WORDS, 1000)],
  ['InDoubt', new InDoubt('gateway', WORDS)],
  ['what cannot be read', new Misconfigured('gateway', 'unreadable', WORDS)],
  ['one as a cause', new Unreachable('redis', 'later', { cause: new Busy('gateway', WORDS) })],
])('the gateway’s words in %s, which may repeat a prompt, are written at debug only', (_, err) => {
  for (const level of ['info', 'warn', 'error'] as const) {
    const line = logged(level, err);
    expect(line).not.toContain('quokka');
    // Where it happened is still told.
    expect(line).toContain('logs.test.ts');
  }
  expect(logged('debug', err)).toContain('quokka');
});

test('the gateway’s words about the key are for the operator, and Slack’s are no prompts', () => {
  expect(logged('warn', new Misconfigured('gateway', 'key-refused', 'Invalid token'))).toContain('Invalid token');
  expect(logged('warn', new Refused('slack', 'other', 'not_in_channel'))).toContain('not_in_channel');
});

/** Where a body may say something in words (gateway.md 1.5, 1.6). */
const BODIES = [
  { description: WORDS },
  { code: 5, description: WORDS },
  { code: 25, description: WORDS },
  { error: { message: WORDS, type: 'new_api_error' } },
  { message: WORDS },
  { title: WORDS, path: '/mj' },
].map((body) => JSON.stringify(body));
const STATUSES = [200, 400, 401, 403, 404, 405, 408, 413, 418, 429, 500, 501, 502, 503, 504, 521, 525];

function failures(meaning: (answer: ReturnType<typeof hear>) => unknown): Error[] {
  return STATUSES.flatMap((status) =>
    [...BODIES, WORDS].flatMap((text) => {
      try {
        meaning(hear({ status, contentType: '', retryAfter: undefined, location: undefined, text }, 0));
        return [];
      } catch (error) {
        return error instanceof Error ? [error] : [];
      }
    }),
  );
}

test('whatever a submit is answered with, its words are written at debug only', () => {
  const errors = failures((answer) => answerTo(answer, { ask: 'imagine' }));
  expect(new Set(errors.map(({ name }) => name))).toEqual(
    new Set(['Refused', 'Busy', 'InDoubt', 'Misconfigured', 'Unreachable']),
  );
  for (const err of errors) expect(logged('warn', err)).not.toContain('quokka');
});

test('whatever a read is answered with, its words are written at debug only, but those about the key', () => {
  const errors = failures(readingOf);
  expect(new Set(errors.map(({ name }) => name))).toEqual(new Set(['Busy', 'Misconfigured', 'Unreachable']));
  for (const err of errors)
    expect(logged('warn', err).includes('quokka')).toBe(err instanceof Misconfigured && err.code === 'key-refused');
});

test('a failure that is told by its status keeps that, and the code beside it', () => {
  const [plain, coded] = failures(readingOf).filter((err) => err instanceof Unreachable && /500/.test(err.message));
  expect([plain?.message, coded?.message]).toEqual(['HTTP 500', 'HTTP 500, code 5']);
});
