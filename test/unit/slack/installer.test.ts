import { Agent, MockAgent } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SlackStandIn } from '../../../src/sandbox/slack/index.ts';
import { boltLogger } from '../../../src/slack/connection/bolt-logger.ts';
import { checkSlack } from '../../../src/slack/connection/checkup.ts';
import { createInstaller } from '../../../src/slack/connection/installer.ts';
import { slackWithout } from '../../support/workspaces.ts';
import { standIn } from './room.ts';

const BOT = 'http://127.0.0.1:1';
const BACK = `${BOT}/slack/oauth_redirect`;
const log = { debug() {}, info() {}, warn() {}, error() {} };

async function slackOf(): Promise<SlackStandIn> {
  return await standIn({ mode: 'http', ...slackWithout(BOT, 'http') });
}

function agent(): Agent {
  const dispatcher = new Agent();
  onTestFinished(async () => await dispatcher.destroy());
  return dispatcher;
}

function installerFor(slack: SlackStandIn, more: { clientId?: string; clientSecret?: string } = {}) {
  const { clientId, clientSecret, apiUrl } = slack;
  const scopes = ['commands', 'chat:write'];
  return createInstaller({
    clientId,
    clientSecret,
    scopes,
    apiUrl,
    dispatcher: agent(),
    logger: boltLogger(log),
    now: () => 7,
    ...more,
  });
}

const codeIn = (address: string) => new URL(address).searchParams.get('code') ?? '';

describe('an installation', () => {
  test('of a workspace has all that is needed to work there', async () => {
    const slack = await slackOf();
    const installer = installerFor(slack);
    const address = installer.address('a state', BACK);
    expect(new URL(address).origin).toBe(slack.url);
    const way = slack.consent({ address, team: 'T0SCHOOL', by: 'U0SELMA01' });
    expect(new URL(way).searchParams.get('state')).toBe('a state');

    expect(await installer.exchange(codeIn(way), BACK)).toEqual({
      v: 1,
      id: 'T0SCHOOL',
      team: { id: 'T0SCHOOL', name: 'School' },
      url: 'https://school.slack.com/',
      token: slack.tokenIn('T0SCHOOL'),
      botUserId: 'U0MIDJSCHOOL',
      botId: 'B0MIDJSCHOOL',
      appId: 'A0MIDJOAPP',
      scopes: ['commands', 'chat:write'],
      by: 'U0SELMA01',
      at: 7,
    });
  });

  test('of an organisation is its own, whichever workspace it was begun in', async () => {
    const slack = await slackOf();
    const installer = installerFor(slack);
    const way = slack.consent({ address: installer.address('s', BACK), team: 'T0NORTH', by: 'U0NILS001', whole: true });
    const installed = await installer.exchange(codeIn(way), BACK);
    expect(installed).toMatchObject({ id: 'E0COMPASS', enterprise: { id: 'E0COMPASS', name: 'Compass' } });
    expect(installed).not.toHaveProperty('team');
  });

  test('of one workspace of an organisation is of that workspace', async () => {
    const slack = await slackOf();
    const installer = installerFor(slack);
    const way = slack.consent({ address: installer.address('s', BACK), team: 'T0SOUTH', by: 'U0SINA001' });
    expect(await installer.exchange(codeIn(way), BACK)).toMatchObject({
      id: 'T0SOUTH',
      enterprise: { id: 'E0COMPASS' },
    });
  });
});

describe('no installation comes of', () => {
  test.each([
    ['a code that is none', {}, 'invalid_code'],
    ['another client id', { clientId: '1.1' }, 'invalid_client_id'],
    ['another secret', { clientSecret: 'x' }, 'bad_client_secret'],
  ])('%s', async (_, more, reason) => {
    const installer = installerFor(await slackOf(), more);
    await expect(installer.exchange('none', BACK)).rejects.toMatchObject({ kind: 'refused', reason });
  });

  test('a Slack that fails', async () => {
    const slack = await slackOf();
    slack.faults.add({ method: 'oauth.v2.access', effect: { kind: 'status', status: 500, when: 'before' } });
    await expect(installerFor(slack).exchange('c', BACK)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('a token that expires, which two processes would lose', async () => {
    const body = { ok: true, access_token: 'xoxe.xoxb-1', refresh_token: 'xoxe-1', expires_in: 43_200 };
    const mock = new MockAgent();
    mock.disableNetConnect();
    mock.get('https://slack.test').intercept({ path: '/api/oauth.v2.access', method: 'POST' }).reply(200, body);
    const installer = createInstaller({
      clientId: '1.2',
      clientSecret: 's',
      scopes: [],
      apiUrl: 'https://slack.test/api/',
      dispatcher: mock,
      logger: boltLogger(log),
      now: () => 7,
    });
    await expect(installer.exchange('c', BACK)).rejects.toMatchObject({ kind: 'misconfigured' });
    await mock.close();
  });
});

test.each([
  [{}, undefined],
  [{ id: '1.1' }, 'invalid_client_id'],
  [{ secret: 'x' }, 'bad_client_secret'],
])('the doctor is told whether Slack knows the app %j: %s', async (more, word) => {
  const { clientId, clientSecret, apiUrl } = await slackOf();
  const client = { id: clientId, secret: clientSecret, ...more };
  const options = { botToken: undefined, client, appToken: undefined, apiUrl, dispatcher: agent(), now: Date.now, log };
  expect(await checkSlack(options)).toMatchObject({ bot: undefined, client: { ok: true, word }, app: undefined });
});
