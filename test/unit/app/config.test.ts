import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Config, formatProblems, parseConfig, secretsOf } from '../../../src/app/config.ts';
import { VARIABLE_NAMES } from '../../../src/app/config-variables.ts';

const enough = {
  SLACK_BOT_TOKEN: 'xoxb-1-fake',
  SLACK_APP_TOKEN: 'xapp-1-fake',
  MJ_BASE_URL: 'https://gateway.example.com',
  MJ_API_KEY: 'sk-fake',
};

function good(env: Record<string, string | undefined> = {}): { config: Config; warnings: readonly string[] } {
  const result = parseConfig({ ...enough, ...env });
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return result;
}

function bad(env: Record<string, string | undefined>): readonly string[] {
  const result = parseConfig(env);
  if (result.ok) throw new Error('it was accepted');
  return result.problems;
}

describe('a configuration that works', () => {
  test('needs two tokens and an address, and takes everything else from the contract', () => {
    const { config, warnings } = good();

    expect(warnings).toEqual([]);
    expect(config).toEqual({
      role: 'all',
      slack: {
        botToken: 'xoxb-1-fake',
        door: { kind: 'socket', appToken: 'xapp-1-fake' },
        apiUrl: 'https://slack.com/api/',
        fileHosts: ['files.slack.com'],
        tierScale: 1,
      },
      gateway: {
        baseUrl: 'https://gateway.example.com',
        key: 'sk-fake',
        auth: 'auto',
        modeVia: 'auto',
        modePath: '/mj-{mode}',
        defaultMode: undefined,
        accountFilter: undefined,
        taskTimeoutMs: 3_600_000,
        pollMs: 2750,
        notify: false,
        imageHosts: [],
      },
      redis: { kind: 'embedded', dataDir: resolve('data') },
      http: { host: '0.0.0.0', port: 3000, publicUrl: undefined, secretKey: undefined, adminToken: undefined },
      permissions: { adminUsers: [], allowedChannels: [], pressBy: 'anyone' },
      limits: { dailyPerUser: 0, concurrentPerUser: 0 },
      retentionMs: 90 * 24 * 60 * 60_000,
      log: { level: 'info' },
      traces: { endpoint: undefined },
    });
  });

  test('takes every value that it is given', () => {
    const { config } = good({
      ROLE: 'Web',
      SLACK_API_URL: 'http://127.0.0.1:9/api',
      SLACK_FILE_HOSTS: 'Files.slack.com, 127.0.0.1:8080,',
      SLACK_TIER_SCALE: '2.5',
      MJ_AUTH: 'raw',
      MJ_MODE_VIA: 'path',
      MJ_MODE_PATH: '/speed/{mode}',
      MJ_DEFAULT_MODE: 'turbo',
      MJ_ACCOUNT_FILTER: '{"modes":["FAST"]}',
      MJ_TASK_TIMEOUT_MIN: '0.5',
      MJ_POLL_MS: '1500',
      MJ_IMAGE_HOSTS: '[::1]:80',
      REDIS_URL: 'redis://redis:6379/2',
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: 'https://bot.example.com/mj/',
      SECRET_KEY: 'k'.repeat(32),
      ADMIN_USERS: 'U1,W2,U1',
      ALLOWED_CHANNELS: 'C1, G2',
      DAILY_LIMIT_PER_USER: '10',
      CONCURRENT_PER_USER: '3',
      RETENTION_DAYS: '30',
      PRESS_BY: 'requester',
      LOG_LEVEL: 'debug',
    });

    expect(config).toMatchObject({
      role: 'web',
      slack: {
        apiUrl: 'http://127.0.0.1:9/api/',
        fileHosts: ['files.slack.com', '127.0.0.1:8080'],
        tierScale: 2.5,
      },
      gateway: {
        auth: 'raw',
        modeVia: 'path',
        modePath: '/speed/{mode}',
        defaultMode: 'turbo',
        accountFilter: { modes: ['FAST'] },
        taskTimeoutMs: 30_000,
        pollMs: 1500,
        notify: true,
        imageHosts: ['[::1]:80'],
      },
      redis: { kind: 'external', url: 'redis://redis:6379/2' },
      http: { host: '127.0.0.1', port: 0, publicUrl: 'https://bot.example.com/mj', secretKey: 'k'.repeat(32) },
      permissions: { adminUsers: ['U1', 'W2'], allowedChannels: ['C1', 'G2'], pressBy: 'requester' },
      limits: { dailyPerUser: 10, concurrentPerUser: 3 },
      retentionMs: 30 * 24 * 60 * 60_000,
      log: { level: 'debug' },
    });
  });

  test('speaks HTTP with Slack when there is no app token', () => {
    const { config } = good({ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'abc' });

    expect(config.slack.door).toEqual({ kind: 'http', signingSecret: 'abc' });
  });

  test('prefers Socket Mode when both doors are configured', () => {
    expect(good({ SLACK_SIGNING_SECRET: 'abc' }).config.slack.door.kind).toBe('socket');
  });

  test('lets a worker do without a door to Slack', () => {
    const { config } = good({ ROLE: 'worker', SLACK_APP_TOKEN: undefined, REDIS_URL: 'redis://r' });

    expect(config.slack.door).toEqual({ kind: 'none' });
  });

  test('sends no callbacks when they are turned off, whatever the address', () => {
    expect(good({ PUBLIC_URL: 'https://b.example.com', MJ_NOTIFY: 'off' }).config.gateway.notify).toBe(false);
  });

  test.each([
    'redis://:p%40ss@host:6379/0',
    'rediss://user:pass@host',
    'redis://[::1]:6379',
    'redis+sentinel://user:pass@a:26379,b:26379/mymaster/1',
    'redis+cluster://a:7000,b:7001',
    'REDIS://host',
  ])('accepts a Redis address such as %s', (url) => {
    expect(good({ REDIS_URL: url }).config.redis).toEqual({ kind: 'external', url });
  });
});

describe('values that were copied carelessly', () => {
  test('lose the quotes and white space around them, with a warning that does not repeat them', () => {
    const { config, warnings } = good({ SLACK_BOT_TOKEN: ' "xoxb-2-fake"\n', MJ_API_KEY: 'sk-spaced ' });

    expect(config.slack.botToken).toBe('xoxb-2-fake');
    expect(config.gateway.key).toBe('sk-spaced');
    expect(warnings).toEqual([
      'SLACK_BOT_TOKEN: had quotes around it; they were left out',
      'MJ_API_KEY: had white space around it; it was left out',
    ]);
  });

  test('count as unset when nothing is left of them', () => {
    expect(good({ PORT: '""', LOG_LEVEL: '  ', MJ_DEFAULT_MODE: '' }).config.http.port).toBe(3000);
  });
});

describe('warnings', () => {
  test('name secrets that could be guessed, and slips of the pen', () => {
    const { warnings } = good({
      ADMIN_TOKEN: 'abcdefghijkl',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      MJ_BASEURL: 'https://x.example.com',
      SECRET_KEY: 'short',
      HOME: '/root',
    });

    expect(warnings).toEqual([
      expect.stringMatching(/^SECRET_KEY: is short enough/),
      expect.stringMatching(/^ADMIN_TOKEN: is short enough/),
      'MJ_BASEURL: is not a variable of this bot and is ignored',
    ]);
  });
});

describe('problems', () => {
  test('are all told at once, in the order of the table, whether of one value or between several', () => {
    const problems = bad({ MJ_NOTIFY: 'on', PORT: '70000', LOG_LEVEL: 'loud', SLACK_FILE_HOSTS: 'https://x' });

    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_FILE_HOSTS',
      'MJ_BASE_URL',
      'MJ_NOTIFY',
      'PORT',
      'LOG_LEVEL',
    ]);
    expect(problems).toContain(
      "MJ_BASE_URL: is missing; set it to your gateway's address, such as https://gateway.example.com",
    );
  });

  test('read as one list', () => {
    const text = formatProblems(['A: is missing; set it', 'B: is wrong; mend it']);

    expect(text).toBe('2 things are wrong with the configuration:\n  A: is missing; set it\n  B: is wrong; mend it\n');
  });

  test('recognise two tokens in each other’s place, in one line', () => {
    const problems = bad({ ...enough, SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xoxb-1' });

    expect(problems).toEqual(['SLACK_BOT_TOKEN: and SLACK_APP_TOKEN are swapped; exchange the two values']);
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1-fake', 'is a user token'],
    ['SLACK_BOT_TOKEN', 'xoxe.xoxb-1-fake', 'token rotation is on'],
    ['SLACK_BOT_TOKEN', 'xoxb-', 'does not begin with xoxb-'],
    ['SLACK_BOT_TOKEN', 'xoxb-1 fake', 'space or line break'],
    ['SLACK_APP_TOKEN', 'A012345', 'does not begin with xapp-'],
    ['SLACK_SIGNING_SECRET', 'xoxb-1-fake', 'is a token'],
    ['SLACK_API_URL', 'example.org/api', 'not an http or https address'],
    ['SLACK_TIER_SCALE', '0', 'number from 0.01'],
    ['MJ_BASE_URL', 'ftp://gateway', 'not an http or https address'],
    ['MJ_BASE_URL', 'https://user:pw@gateway', 'user name or password'],
    ['MJ_BASE_URL', 'https://gateway/?key=1', 'behind ?'],
    ['MJ_BASE_URL', 'https://gateway/mj/submit/imagine', 'address of one call'],
    ['MJ_API_KEY', 'sk-ключ', 'characters that no key contains'],
    ['MJ_AUTH', 'basic', 'auto, bearer, secret, both or raw'],
    ['MJ_MODE_PATH', '/fast', 'lacks {mode}'],
    ['MJ_ACCOUNT_FILTER', '{"a":', 'not a JSON object'],
    ['MJ_ACCOUNT_FILTER', '["a"]', 'not a JSON object'],
    ['MJ_TASK_TIMEOUT_MIN', 'an hour', 'number from'],
    ['MJ_POLL_MS', '1e9', 'whole number'],
    ['MJ_POLL_MS', '2.5', 'whole number'],
    ['MJ_NOTIFY', 'maybe', 'on or off'],
    ['MJ_IMAGE_HOSTS', 'ok.example.com,*.example.com', 'entry 2 is not a host'],
    ['REDIS_URL', 'http://redis', 'not a Redis address'],
    ['REDIS_URL', 'redis://a:1,b:2', 'names several hosts'],
    ['REDIS_URL', 'redis+sentinel://a:1', 'name of the master'],
    ['REDIS_URL', 'redis://a/first', 'not a database number'],
    ['REDIS_URL', 'redis://a:99999', 'not host:port'],
    ['HOST', 'http://0.0.0.0', 'not an address to listen on'],
    ['HOST', '0.0.0.0:80', 'set the port with PORT'],
    ['PORT', '-1', 'from 0 to 65535'],
    ['PUBLIC_URL', 'bot.example.org', 'not an http or https address'],
    ['ROLE', 'boss', 'all, web or worker'],
    ['ROLE', 'web', 'REDIS_URL: is missing'],
    ['ROLE', 'worker', 'REDIS_URL: is missing'],
    ['ADMIN_USERS', 'U1,@anna', 'entry 2 is not a member id'],
    ['ALLOWED_CHANNELS', '#general', 'entry 1 is not a channel id'],
    ['DAILY_LIMIT_PER_USER', 'ten', 'whole number'],
    ['PRESS_BY', 'nobody', 'anyone or requester'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector', 'not an http or https address'],
    ['ALLOWED_WORKSPACES', 'acme', 'entry 1 is not the id of a workspace'],
  ])('%s=%s is refused: %s', (name, value, sentence) => {
    const problems = bad({ ...enough, [name]: value });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });
});

describe('several workspaces', () => {
  const several = {
    SLACK_BOT_TOKEN: '',
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'client-secret',
    SLACK_STATE_SECRET: 's'.repeat(32),
    ENCRYPTION_KEY: `${'a'.repeat(32)}, ${'b'.repeat(40)}`,
    PUBLIC_URL: 'https://bot.example.com',
  };

  test('need no bot token; the first key encrypts, and all are secrets', () => {
    const { config, warnings } = good({ ...several, ALLOWED_WORKSPACES: 'T1,E2' });

    expect(config.slack).toMatchObject({
      botToken: '',
      several: {
        clientId: '1.2',
        clientSecret: 'client-secret',
        stateSecret: 's'.repeat(32),
        encryptionKeys: ['a'.repeat(32), 'b'.repeat(40)],
        allowed: ['T1', 'E2'],
      },
    });
    expect(secretsOf(config)).toEqual(
      expect.arrayContaining(['client-secret', 's'.repeat(32), 'a'.repeat(32), 'b'.repeat(40)]),
    );
    expect(warnings).toEqual([]);
  });

  test('let anybody in who finds the page, which the operator is told', () => {
    expect(good(several).warnings).toEqual([expect.stringContaining('ALLOWED_WORKSPACES: is not set')]);
  });

  test('are told of a state secret that could be guessed', () => {
    const { warnings } = good({ ...several, ALLOWED_WORKSPACES: 'T1', SLACK_STATE_SECRET: 'short' });
    expect(warnings).toEqual([expect.stringContaining('SLACK_STATE_SECRET: is short enough to be guessed')]);
  });

  test('a worker needs no address', () => {
    const env = { ...several, PUBLIC_URL: '', ROLE: 'worker', REDIS_URL: 'redis://r' };
    expect(good(env).config.slack.several).toBeDefined();
  });

  test.each([
    ['SLACK_CLIENT_ID', '', 'SLACK_CLIENT_ID: is missing'],
    ['SLACK_CLIENT_ID', 'A0123', 'two numbers with a dot'],
    ['SLACK_CLIENT_SECRET', '', 'SLACK_CLIENT_SECRET: is missing'],
    ['SLACK_CLIENT_SECRET', 'xoxb-1', 'is a token'],
    ['SLACK_STATE_SECRET', '', 'SLACK_STATE_SECRET: is missing'],
    ['ENCRYPTION_KEY', '', 'ENCRYPTION_KEY: is missing'],
    ['ENCRYPTION_KEY', 'short', 'too short to keep tokens safe'],
    ['ENCRYPTION_KEY', `${'a'.repeat(32)},short`, 'has a key that is too short'],
    ['ENCRYPTION_KEY', `${'a'.repeat(32)},`, 'has a key that is too short'],
    ['ENCRYPTION_KEY', `${'a'.repeat(32)},${'a'.repeat(32)}`, 'the same key twice'],
    ['PUBLIC_URL', '', 'PUBLIC_URL: is missing; several workspaces need it'],
    ['SLACK_BOT_TOKEN', 'xoxb-1-fake', 'SLACK_BOT_TOKEN: is of one workspace'],
  ])('%s=%s is refused: %s', (name, value, sentence) => {
    const problems = bad({ ...enough, ...several, [name]: value });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });

  test('one variable of four asks for the others', () => {
    const problems = bad({ ...enough, SLACK_BOT_TOKEN: '', SLACK_CLIENT_ID: '1.2' });

    for (const name of ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'ENCRYPTION_KEY', 'PUBLIC_URL'])
      expect(problems).toContainEqual(expect.stringMatching(`^${name}: is missing; several workspaces need it`));
  });
});

test('no problem ever repeats a value, so that a token pasted into the wrong variable reaches no log', () => {
  const everywhere = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, 'canary-?-canary']));

  const problems = bad({ ...everywhere, MJ_ACCOUNT_FILTER: '{canary' });

  expect(problems.length).toBeGreaterThan(20);
  expect(problems.join('\n')).not.toContain('canary');
});

test('what must not be logged is every secret that was given', () => {
  const { config } = good({
    SLACK_APP_TOKEN: '',
    SLACK_SIGNING_SECRET: 'signing',
    REDIS_URL: 'redis://user:redis-pass@host',
    SECRET_KEY: 'links',
    ADMIN_TOKEN: 'admin',
  });

  expect(secretsOf(config).sort()).toEqual(['admin', 'links', 'redis-pass', 'signing', 'sk-fake', 'xoxb-1-fake']);
});

test('the example file names variables of the bot only, the three needed ones first', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const names = [...text.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name);

  expect(names.slice(0, 3)).toEqual(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'MJ_BASE_URL']);
  expect(names.filter((name) => !VARIABLE_NAMES.some((known) => known === name))).toEqual([]);
});
