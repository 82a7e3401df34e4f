import { expect, test } from 'vitest';
import { createLogger } from '../../../src/app/logger.ts';
import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../../src/domain/errors.ts';

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
