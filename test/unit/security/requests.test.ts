import { createHmac } from 'node:crypto';
import { fetch } from 'undici';
import { describe, expect, test } from 'vitest';
import { alice, FakeHandlers, general, listenByHttp, standIn } from '../slack/room.ts';

const FORM = 'application/x-www-form-urlencoded';
const COMMAND = {
  command: '/imagine',
  text: 'a fox',
  team_id: 'T0SANDBOX',
  user_id: alice,
  channel_id: general,
  trigger_id: '1.2.3',
  response_url: 'http://127.0.0.1:9/nobody',
};

interface Signed {
  secret: string;
  body: string;
  /** Seconds from now. */
  age?: number;
  /** What is really sent. */
  sent?: string;
  headers?: Record<string, string>;
}

async function send(url: string, { secret, body, age = 0, sent = body, headers = {} }: Signed) {
  const at = String(Math.floor(Date.now() / 1000) + age);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': FORM, 'x-slack-request-timestamp': at, 'x-slack-signature': signature, ...headers },
    body: sent,
  });
}

async function door() {
  const slack = await standIn({ mode: 'http' });
  const handlers = new FakeHandlers();
  const { url } = await listenByHttp(slack, handlers);
  return { url, secret: slack.signingSecret, handlers };
}

describe('a request that says that it is from Slack', () => {
  test('is heard when its signature is right', async () => {
    const { url, secret, handlers } = await door();
    expect((await send(url, { secret, body: new URLSearchParams(COMMAND).toString() })).status).toBe(200);
    expect(handlers.commands).toHaveLength(1);
  });

  test.each<[string, Partial<Signed>]>([
    ['has another signature', { secret: 'not the secret' }],
    ['has an empty secret’s signature', { secret: ' ' }],
    ['is a replay, older than five minutes', { age: -301 }],
    ['says a time that is no number', { headers: { 'x-slack-request-timestamp': 'now' } }],
    ['has no time', { headers: { 'x-slack-request-timestamp': '' } }],
    ['has no signature', { headers: { 'x-slack-signature': '' } }],
    ['has a signature cut short', { headers: { 'x-slack-signature': 'v0=' } }],
    ['has a signature of another version', { headers: { 'x-slack-signature': 'v1=00' } }],
    ['was altered by one byte that means nothing', { sent: `${new URLSearchParams(COMMAND).toString()}&` }],
  ])('is refused when it %s', async (_, how) => {
    const { url, secret, handlers } = await door();
    const response = await send(url, { secret, body: new URLSearchParams(COMMAND).toString(), ...how });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain(secret);
    expect(handlers.commands).toEqual([]);
  });

  test.each(['1', '0', 'true'])('does not get in as an ssl_check of %s', async (ssl) => {
    const { url, handlers } = await door();
    const body = new URLSearchParams({ ...COMMAND, ssl_check: ssl }).toString();
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': FORM }, body });
    expect(response.status).toBe(ssl === '1' ? 200 : 401);
    expect(handlers.commands).toEqual([]);
  });

  test('is not read beyond 4 MiB', async () => {
    const { url, secret, handlers } = await door();
    const body = new URLSearchParams({ ...COMMAND, text: 'x'.repeat(5 * 1024 * 1024) }).toString();
    const outcome = await send(url, { secret, body }).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(outcome);
    expect(handlers.commands).toEqual([]);
  });
});
