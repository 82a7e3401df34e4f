/** What an operator may write into the environment. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { formatProblems, parseConfig, secretsOf } from '../../../src/app/config.ts';
import { VARIABLE_NAMES } from '../../../src/app/config-variables.ts';
import { Misconfigured } from '../../../src/domain/errors.ts';
import { parseRedisUrl } from '../../../src/queue/index.ts';
import { text, worn } from '../arbitraries.ts';
import { declared, type Parser, parser } from '../parser.ts';

const redis = worn(
  fc.constantFrom(
    'redis://127.0.0.1:6379',
    'rediss://user:p%40ss@redis.example:6380/2',
    'redis+sentinel://:secret@a:26379,b:26379/mymaster/1',
    'redis+cluster://a:1,[::1]:2',
    'redis://:p@ss/w@rd@host',
  ),
);

const good = {
  SLACK_BOT_TOKEN: 'xoxb-1-good',
  SLACK_APP_TOKEN: 'xapp-1-good',
  MJ_BASE_URL: 'https://gateway.example',
};
const PASSWORD = 'hunter2-do-not-print';

export const appParsers: readonly Parser[] = [
  parser({
    name: 'REDIS_URL',
    inputs: redis,
    feed(url) {
      const target = declared(() => parseRedisUrl(url), Misconfigured);
      return target === undefined ? 'refused' : 'accepted';
    },
  }),
  parser({
    name: 'the environment',
    inputs: fc
      .dictionary(
        fc.constantFrom(...VARIABLE_NAMES),
        fc.oneof(fc.constantFrom('on', '1', '0', 'https://x.example', 'C0ART', 'U0ALICE01', 'all'), redis, text),
        { maxKeys: 4 },
      )
      .map((some) => ({ ...good, ...some })),
    feed(env) {
      const secret = { ...env, MJ_API_KEY: PASSWORD, SLACK_SIGNING_SECRET: `${PASSWORD}é` };
      const result = parseConfig(secret);
      // The second secret is not one that a header can carry, and is told of without being repeated.
      expect(result.ok).toBe(false);
      if (!result.ok) expect(formatProblems(result.problems)).not.toContain(PASSWORD);
      const read = parseConfig(env);
      if (!read.ok) return 'refused';
      for (const one of secretsOf(read.config)) expect(one).not.toBe('');
      return 'accepted';
    },
  }),
];
