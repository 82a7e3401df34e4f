import { describe, expect, onTestFinished, test } from 'vitest';
import { demoWorkspace } from '../../../src/sandbox/slack/demo-workspace.ts';
import { type SlackStandIn, startSlack } from '../../../src/sandbox/slack/index.ts';
import { slackWithout } from '../../support/workspaces.ts';
import { clientOf, errorOf } from './harness.ts';

const BOT = 'http://127.0.0.1:1';
const [COMPANY, SCHOOL, NORTH, SOUTH] = ['T0SANDBOX', 'T0SCHOOL', 'T0NORTH', 'T0SOUTH'] as const;

async function slackOf(): Promise<SlackStandIn> {
  const more = slackWithout(BOT, 'http');
  const slack = await startSlack({ ...demoWorkspace, app: '', mode: 'http', ...more });
  onTestFinished(async () => await slack.close());
  return slack;
}

function page(slack: SlackStandIn, more: Record<string, string> = {}): string {
  const query = {
    client_id: slack.clientId,
    scope: 'commands,chat:write',
    redirect_uri: `${BOT}/slack/oauth_redirect`,
    state: 's',
    ...more,
  };
  return `${slack.url}/oauth/v2/authorize?${new URLSearchParams(query).toString()}`;
}

async function exchange(slack: SlackStandIn, code: string, more: Record<string, string> = {}) {
  return await clientOf(slack, '').oauth.v2.access({
    client_id: slack.clientId,
    client_secret: slack.clientSecret,
    redirect_uri: `${BOT}/slack/oauth_redirect`,
    code,
    ...more,
  });
}

const codeIn = (address: string) => new URL(address).searchParams.get('code') ?? '';
const agree = (slack: SlackStandIn, team: string, by: string, more = {}) =>
  codeIn(slack.consent({ address: page(slack), team, by, ...more }));

test('nobody has the app before somebody agreed, and then only they', async () => {
  const slack = await slackOf();
  expect(slack.tokenIn(SCHOOL)).toBeUndefined();
  expect(await errorOf(clientOf(slack).auth.test())).toBe('invalid_auth');
  const given = await exchange(slack, agree(slack, SCHOOL, 'U0SELMA01'));
  expect(given).toMatchObject({
    team: { id: SCHOOL },
    is_enterprise_install: false,
    enterprise: null,
    scope: 'commands,chat:write',
  });
  expect(slack.tokenIn(SCHOOL)).toBe(given.access_token);
  const client = clientOf(slack, given.access_token);
  expect(await client.auth.test()).toMatchObject({ team_id: SCHOOL });
  // A token opens its own workspace and no other.
  expect(await client.chat.postMessage({ channel: 'C0ARTS', text: 'hello' })).toMatchObject({ ok: true });
  expect(await errorOf(client.chat.postMessage({ channel: 'C0ART', text: 'hello' }))).toBe('channel_not_found');
  await expect(slack.act.command({ user: 'U0ALICE01', channel: 'C0ART', command: '/imagine' })).rejects.toThrow(
    'not installed',
  );
});

test.each<[string, Record<string, string>, RegExp]>([
  ['another client', { client_id: '1.1' }, /client_id/],
  ['another way back', { redirect_uri: 'https://evil.example/' }, /redirect_uri/],
  ['a scope that the app has not', { scope: 'admin' }, /permissions/],
])('Slack’s page refuses %s', async (_, more, message) => {
  const slack = await slackOf();
  expect(() => slack.consent({ address: page(slack, more), team: SCHOOL, by: 'U0SELMA01' })).toThrow(message);
});

test('a code works once, for ten minutes, with the way back that it was asked for', async () => {
  const slack = await slackOf();
  const code = agree(slack, SCHOOL, 'U0SELMA01');
  await exchange(slack, code);
  expect(await errorOf(exchange(slack, code))).toBe('invalid_code');
  expect(await errorOf(exchange(slack, agree(slack, SCHOOL, 'U0SELMA01', { agoMs: 601_000 })))).toBe('invalid_code');
  const other = { redirect_uri: `${BOT}/elsewhere` };
  expect(await errorOf(exchange(slack, agree(slack, SCHOOL, 'U0SELMA01'), other))).toBe('bad_redirect_uri');
  expect(await errorOf(exchange(slack, 'x', { client_secret: 'x' }))).toBe('bad_client_secret');
});

describe('a removal', () => {
  test('takes the token back, and the app gets another when it is added again', async () => {
    const slack = await slackOf();
    const first = (await exchange(slack, agree(slack, SCHOOL, 'U0SELMA01'))).access_token;
    expect((await exchange(slack, agree(slack, SCHOOL, 'U0SELMA01'))).access_token).toBe(first);
    slack.uninstall(SCHOOL);
    expect(await errorOf(clientOf(slack, first).auth.test())).toBe('account_inactive');
    expect((await exchange(slack, agree(slack, SCHOOL, 'U0SELMA01'))).access_token).not.toBe(first);
  });

  test('is told to the app, with nobody for whom it is meant', async () => {
    const slack = await slackOf();
    await exchange(slack, agree(slack, SCHOOL, 'U0SELMA01'));
    slack.uninstall(SCHOOL);
    const told = slack.in(SCHOOL).deliveries;
    expect(told.map(({ name }) => name)).toEqual(['tokens_revoked', 'app_uninstalled']);
    expect(told[0]?.payload).toMatchObject({ team_id: SCHOOL, authorizations: [] });
    expect(slack.in(COMPANY).deliveries).toEqual([]);
  });
});

test('an organisation’s token works in all its workspaces, and its deliveries have no team', async () => {
  const slack = await slackOf();
  const given = await exchange(slack, agree(slack, NORTH, 'U0NILS001', { whole: true }));
  expect(given).toMatchObject({ team: null, enterprise: { id: 'E0COMPASS' }, is_enterprise_install: true });
  const client = clientOf(slack, given.access_token);
  expect(await client.auth.test()).toMatchObject({ team_id: 'E0COMPASS', is_enterprise_install: true });
  for (const channel of ['C0ARTN', 'C0ARTZ'])
    expect(await client.chat.postMessage({ channel, text: 'hello' })).toMatchObject({ channel });
  expect(slack.in(SOUTH).world.messages['C0ARTZ']).toHaveLength(1);
  expect(await client.users.info({ user: 'U0SINA001' })).toMatchObject({
    user: { enterprise_user: { is_admin: false } },
  });

  await slack.in(SOUTH).act.globalShortcut({ user: 'U0SINA001', callbackId: 'imagine' });
  expect(slack.in(SOUTH).deliveries.at(-1)?.payload).toMatchObject({
    team: null,
    enterprise: { id: 'E0COMPASS' },
    is_enterprise_install: true,
    user: { team_id: SOUTH },
  });
  expect(() => agree(slack, SCHOOL, 'U0SELMA01', { whole: true })).toThrow('does not offer');
});
