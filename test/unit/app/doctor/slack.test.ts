import { describe, expect, test } from 'vitest';
import { type Config, parseConfig } from '../../../../src/app/config.ts';
import { judgeSlack } from '../../../../src/app/doctor/judge/slack.ts';
import { SCOPES } from '../../../../src/app/manifest/scopes.ts';
import { Busy, Unreachable } from '../../../../src/domain/errors.ts';
import type { SlackCheckup } from '../../../../src/slack/connection/checkup.ts';
import type { TokenTrouble } from '../../../../src/slack/connection/errors.ts';

const ENOUGH = {
  SLACK_BOT_TOKEN: 'xoxb-1-fake',
  SLACK_APP_TOKEN: 'xapp-1-fake',
  MJ_BASE_URL: 'https://mj.example.com',
};
const HTTP = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' };

function configOf(env: Record<string, string> = {}): Config {
  const parsed = parseConfig({ ...ENOUGH, ...env });
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed.config;
}

const WELL: SlackCheckup = {
  bot: {
    ok: true,
    team: 'Acme',
    teamId: 'T1',
    teamUrl: 'https://acme.slack.com/',
    botName: 'midjourney',
    scopes: SCOPES.map(({ scope }) => scope),
    appId: undefined,
  },
  app: { ok: true, appId: 'A1' },
  clockAheadMs: 800,
};

function judged(checkup: Partial<SlackCheckup>, env: Record<string, string> = {}) {
  return judgeSlack({ ...WELL, ...checkup }, configOf(env));
}
const states = (...args: Parameters<typeof judged>) => judged(...args).map(({ state }) => state);
const wrong = (...args: Parameters<typeof judged>) => judged(...args).filter(({ state }) => state !== 'well');
const failed = (trouble: TokenTrouble | undefined, error: unknown = new Error('refused')) =>
  ({ ok: false, trouble, error }) as const;

test('what is well is said to be, with the workspace that the token is of', () => {
  expect(states({})).toEqual(['well', 'well', 'well']);
  expect(judged({})[0]?.what).toContain('“Acme” (T1), https://acme.slack.com/');
});

test.each([
  [['users:read'], ['remark']],
  [['reactions:read', 'users:read'], ['remark']],
  [['files:read'], ['problem']],
  [
    ['files:read', 'users:read'],
    ['problem', 'remark'],
  ],
])('an app that lacks %j is a %j: without some scopes the bot works, and it is said how', (lacking, expected) => {
  const scopes = SCOPES.map(({ scope }) => scope).filter((scope) => !lacking.includes(scope));
  const found = wrong({ bot: { ...WELL.bot, scopes } as SlackCheckup['bot'] });

  expect(found.map(({ state }) => state)).toEqual(expected);
  const named = found.flatMap(({ details = [] }) => details.map((detail) => detail.split(': ')[0]));
  expect(new Set(named)).toEqual(new Set(lacking));
  expect(found.flatMap(({ details = [] }) => details).join('\n')).toMatch(
    lacking.includes('users:read')
      ? /users:read: everybody is answered in English, and only ADMIN_USERS are admins/
      : /./,
  );
});

test.each<[TokenTrouble, RegExp]>([
  ['unknown', /copy the Bot User OAuth Token/],
  ['wrong-kind', /copy the Bot User OAuth Token/],
  ['revoked', /Install to Workspace/],
  ['expired', /make a new app from manifest\.yml/],
  ['restricted', /ask an admin of the workspace/],
])('a bot token that is %s', (trouble, todo) => {
  expect(wrong({ bot: failed(trouble) })).toEqual([
    expect.objectContaining({
      state: 'problem',
      what: expect.stringMatching(/^SLACK_BOT_TOKEN/),
      todo: expect.stringMatching(todo),
    }),
  ]);
});

test('both tokens are judged, and one that is right is said to be', () => {
  const findings = judged({ bot: failed('unknown'), app: failed('missing-scope') });

  expect(findings.map(({ what }) => what.split(':')[0])).toEqual(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']);
  expect(states({ bot: failed('unknown') })).toEqual(['problem', 'well']);
});

test('apps are compared only where both are known', () => {
  const bot = { ...WELL.bot, appId: 'A2' } as SlackCheckup['bot'];

  expect(wrong({ bot })[0]?.what).toMatch(/of another app \(A1\) than SLACK_BOT_TOKEN \(A2\)/);
  expect(wrong({ bot, app: { ok: true, appId: undefined } })).toEqual([]);
});

describe('where Slack did not get to look at the token', () => {
  const error = (code: string) => new Unreachable('slack', 'no', { cause: Object.assign(new Error('x'), { code }) });

  test('nothing is said of the token, once for both', () => {
    const silent = failed(undefined, error('ENOTFOUND'));

    expect(judged({ bot: silent, app: silent })).toEqual([
      expect.objectContaining({ state: 'problem', what: 'Slack cannot be reached: there is no host slack.com' }),
    ]);
  });

  test('an address of one’s own is pointed at, Slack’s own never', () => {
    const silent = failed(undefined, error('ECONNREFUSED'));

    expect(wrong({ bot: silent }, { SLACK_API_URL: 'https://slack.example/api' })[0]).toMatchObject({
      what: expect.stringMatching(/^SLACK_API_URL: nothing listens at slack\.example/),
      todo: expect.stringContaining('leave SLACK_API_URL out'),
    });
    expect(wrong({ bot: silent })[0]?.what).not.toContain('SLACK_API_URL');
  });

  test('being asked to wait is no fault of the token', () => {
    expect(wrong({ bot: failed(undefined, new Busy('slack', 'rate limited', 1000)) })).toEqual([
      expect.objectContaining({ what: 'Slack asks to wait: too many requests' }),
    ]);
  });
});

test('the clock: half a minute passes, more is a remark, five minutes are one too where nothing is signed', () => {
  expect(wrong({ clockAheadMs: -29_000 })).toEqual([]);
  expect(wrong({ clockAheadMs: -31_000 })).toEqual([
    expect.objectContaining({ state: 'remark', what: 'The clock of this machine is 31 s behind Slack’s' }),
  ]);
  expect(states({ clockAheadMs: 600_000 })).toContain('remark');
  expect(states({ app: undefined, clockAheadMs: 600_000 }, HTTP)).toContain('problem');
  expect(wrong({ clockAheadMs: undefined })).toEqual([]);
});

test('a Signing Secret of another form is a remark', () => {
  expect(states({ app: undefined }, HTTP)).toEqual(['well', 'well', 'well']);
  expect(wrong({ app: undefined }, { ...HTTP, SLACK_SIGNING_SECRET: 'not-of-that-form' })).toEqual([
    expect.objectContaining({
      state: 'remark',
      todo: expect.stringContaining('Signing Secret, not the Client Secret'),
    }),
  ]);
});

describe('an app for several workspaces', () => {
  const SEVERAL = {
    SLACK_BOT_TOKEN: '',
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'secret',
    SLACK_STATE_SECRET: 's'.repeat(32),
    ENCRYPTION_KEY: 'e'.repeat(32),
    PUBLIC_URL: 'https://bot.example.com',
  };
  const knows = (word: string | undefined) => ({ bot: undefined, client: { ok: true, word } as const });

  test('that Slack knows is well, and its addresses are named', () => {
    expect(states(knows(undefined), SEVERAL)).toEqual(['well', 'well', 'well']);
    expect(judged(knows(undefined), SEVERAL)[1]?.what).toContain('https://bot.example.com/slack/oauth_redirect');
  });

  test.each([
    ['invalid_client_id', /^SLACK_CLIENT_ID/],
    ['bad_client_secret', /^SLACK_CLIENT_SECRET/],
    ['something_new', /says something_new/],
  ])('of which Slack says %s', (word, what) => {
    expect(wrong(knows(word), SEVERAL)).toEqual([
      expect.objectContaining({ state: 'problem', what: expect.stringMatching(what) }),
    ]);
  });
});
