import { expect, test } from 'vitest';
import { alice, bruno, clientOf, errorOf, general, refusal, slackFor, wholeApp } from './harness.ts';

test('a method Slack does not have, no token, a foreign token and the wrong kind of token are refused by name', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  expect(await errorOf(client.apiCall('chat.shout'))).toBe('unknown_method');
  expect(await errorOf(clientOf(slack, '').auth.test())).toBe('not_authed');
  expect(await errorOf(clientOf(slack, 'xoxb-other').auth.test())).toBe('invalid_auth');
  expect(await errorOf(client.apps.connections.open())).toBe('not_allowed_token_type');
  expect(await client.auth.test()).toMatchObject({ ok: true, bot_id: 'B0MIDJOBOT', team: 'Sandbox' });
  expect(slack.calls.map((call) => call.token)).toEqual(['bot', 'none', 'unknown', 'bot', 'bot']);
});

test('a call without its scope says which one is needed and which are there', async () => {
  const slack = await slackFor({ app: { ...wholeApp, scopes: ['commands', 'channels:history'] } });
  const client = clientOf(slack);
  expect(await refusal(client.chat.postMessage({ channel: general, text: 'hi' }))).toMatchObject({
    error: 'missing_scope',
    needed: 'chat:write',
    provided: 'commands,channels:history',
  });
  // The scope of a conversations method depends on the kind of conversation.
  expect(await client.conversations.history({ channel: general })).toMatchObject({ ok: true });
  expect(await refusal(client.conversations.history({ channel: 'D0ALICE' }))).toMatchObject({ needed: 'im:history' });
});

test('the record of calls tells which scopes they needed', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  await client.chat.postMessage({ channel: general, text: 'hi' });
  await client.conversations.info({ channel: 'D0ALICE' });
  await client.auth.test();
  expect(slack.calls.map(({ method, needs, ok }) => ({ method, needs, ok }))).toEqual([
    { method: 'chat.postMessage', needs: ['chat:write'], ok: true },
    { method: 'conversations.info', needs: ['im:read'], ok: true },
    { method: 'auth.test', needs: [], ok: true },
  ]);
  expect(JSON.stringify(slack.calls)).not.toContain(slack.botToken);
});

test('the bot posts only where it is, and does not know of private conversations without it', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const postTo = (channel: string): Promise<string> => errorOf(client.chat.postMessage({ channel, text: 'hi' }));
  expect(await postTo('C0NOBOT')).toBe('not_in_channel');
  expect(await postTo('G0PRIVATE')).toBe('channel_not_found');
  expect(await postTo('D0PEOPLE')).toBe('channel_not_found');
  expect(await postTo('C0NOSUCH')).toBe('channel_not_found');
  expect(await errorOf(client.conversations.history({ channel: 'C0NOBOT' }))).toBe('not_in_channel');
  await slack.act.inviteBot({ user: alice, channel: 'G0PRIVATE' });
  expect(await client.chat.postMessage({ channel: 'G0PRIVATE', text: 'hi' })).toMatchObject({ ok: true });
});

test('with chat:write.public the bot posts in public channels without joining', async () => {
  const slack = await slackFor({ app: { ...wholeApp, scopes: [...wholeApp.scopes, 'chat:write.public'] } });
  await clientOf(slack).chat.postMessage({ channel: 'C0NOBOT', text: 'hi' });
  expect(slack.world.messages['C0NOBOT']).toHaveLength(1);
  expect(slack.calls[0]?.needs).toContain('chat:write.public');
});

test('a post to a person opens the direct conversation with them', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  expect(await client.chat.postMessage({ channel: bruno, text: 'hi' })).toMatchObject({ channel: 'D0BRUNO' });
  expect(await client.conversations.open({ users: bruno })).toMatchObject({ channel: { id: 'D0BRUNO' } });
});

test('a JSON body needs the token in the header, and a method that takes no JSON sees no arguments', async () => {
  const slack = await slackFor();
  const call = async (method: string, body: object, headers: Record<string, string> = {}): Promise<unknown> => {
    const response = await fetch(slack.apiUrl + method, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const authorization = { authorization: `Bearer ${slack.botToken}` };
  expect(await call('chat.postMessage', { token: slack.botToken, channel: general, text: 'a' })).toMatchObject({
    error: 'not_authed',
  });
  expect(await call('chat.postMessage', { channel: general, text: 'a' }, authorization)).toMatchObject({ ok: true });
  expect(await call('users.info', { user: alice }, authorization)).toMatchObject({
    ok: false,
    error: 'invalid_arguments',
  });
});

test('missing arguments are refused, and arguments Slack does not know are noted as violations', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  expect(await refusal(client.apiCall('chat.update', { channel: general }))).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] missing required field: ts [json-pointer:]'] },
  });
  await client.apiCall('chat.postMessage', { channel: general, text: 'hi', colour: 'red' });
  expect(slack.violations).toEqual(['chat.postMessage: Slack knows no argument colour']);
});

test('people and their time zones and languages can be looked up', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const { user } = await client.users.info({ user: 'U0CHIYO03', include_locale: true });
  expect(user).toMatchObject({ name: 'chiyo', tz: 'Asia/Tokyo', tz_offset: 32400, locale: 'ja-JP', is_admin: false });
  expect(await errorOf(client.users.info({ user: 'U0NOBODY0' }))).toBe('user_not_found');
  expect((await client.users.list({})).members).toHaveLength(5);
});

test('an install is agreed to and its code is exchanged once', async () => {
  const slack = await slackFor();
  const back = await fetch(`${slack.url}/oauth/v2/authorize?redirect_uri=http://127.0.0.1:1/back&state=s`, {
    redirect: 'manual',
  });
  const target = new URL(back.headers.get('location') ?? '');
  expect(target.searchParams.get('state')).toBe('s');
  const exchange = {
    client_id: slack.clientId,
    client_secret: slack.clientSecret,
    code: target.searchParams.get('code') ?? '',
  };
  const client = clientOf(slack, '');
  expect(await client.oauth.v2.access(exchange)).toMatchObject({
    access_token: slack.botToken,
    bot_user_id: 'U0MIDJOBOT',
  });
  expect(await errorOf(client.oauth.v2.access(exchange))).toBe('invalid_code');
});

test('every answer says what its token was granted, and what time it is at Slack', async () => {
  const now = 1_700_000_000_000;
  const slack = await slackFor({
    app: { ...wholeApp, scopes: ['commands'] },
    clock: { now: () => now, after: () => () => undefined },
  });
  const asked = async (token: string, method: string) =>
    (await fetch(`${slack.apiUrl}${method}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } }))
      .headers;

  expect((await asked(slack.botToken, 'auth.test')).get('x-oauth-scopes')).toBe('commands');
  expect((await asked(slack.appToken, 'auth.test')).get('x-oauth-scopes')).toBe('connections:write');
  expect((await asked('xoxb-other', 'auth.test')).has('x-oauth-scopes')).toBe(false);
  expect((await asked(slack.botToken, 'auth.test')).get('date')).toBe(new Date(now).toUTCString());
});

test('a connection is opened for an app token with its scope, while the app is set to Socket Mode', async () => {
  const whole = await slackFor();
  const poor = await slackFor({ appTokenScopes: ['authorizations:read'] });
  const http = await slackFor({ mode: 'http' });
  const open = (slack: typeof whole) => clientOf(slack, slack.appToken).apps.connections.open({});

  expect(await open(whole)).toMatchObject({ ok: true });
  expect(await refusal(open(poor))).toMatchObject({
    error: 'missing_scope',
    needed: 'connections:write',
    provided: 'authorizations:read',
  });
  expect(await errorOf(open(http))).toBe('socket_mode_disabled');
});
