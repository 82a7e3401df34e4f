import { createHmac } from 'node:crypto';
import { fetch } from 'undici';
import { describe, expect, test } from 'vitest';
import { frameOf, meet } from '../../../src/slack/connection/deliveries.ts';
import { museum } from '../../fuzz/arbitraries.ts';
import { alice, FakeHandlers, general, listenByHttp, listenBySocket, standIn } from '../slack/room.ts';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const user = { id: alice };
const event = { type: 'message', channel: 'D0ALICE', channel_type: 'im', user: alice, ts: '1.000100', text: 'hello' };

/** Payloads that Slack never sends, and over which Bolt stumbles in one place or another. */
const ODD: readonly unknown[] = [
  null,
  0,
  true,
  'text',
  '',
  [],
  [null],
  {},
  { type: null },
  { type: 7 },
  { type: 'event_callback' },
  { type: 'event_callback', event: null },
  { type: 'event_callback', event: 'message' },
  { type: 'event_callback', event: {} },
  { type: 'event_callback', event, authorizations: [null] },
  { type: 'event_callback', event, authorizations: 'none' },
  { type: 'block_actions', user, actions: null },
  { type: 'block_actions', user, actions: [] },
  { type: 'block_actions', user, actions: [null] },
  { type: 'block_actions', actions: [{ action_id: 'menu' }] },
  { type: 'block_actions', user: null, actions: [{ action_id: 'menu' }] },
  { type: 'view_submission', user },
  { type: 'view_submission', user, view: null },
  { type: 'view_submission', view: { callback_id: 'form' } },
  { type: 'shortcut' },
  { type: 'message_action', user, channel: null, team: 'ours' },
  { command: 7 },
  { command: null },
  { ssl_check: 1 },
  { name: 'block_suggestion' },
];

function signed(secret: string, type: string, body: string): Record<string, string> {
  const at = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
  return { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature };
}

test.each([...museum('slack')].filter(([name]) => !/^(file-|files-|message-file-stub|refusal-|socket-)/.test(name)))(
  '%s of the museum is for the listeners',
  (_, payload) => {
    expect(meet(payload)).toBe('known');
  },
);

test.each([...museum('slack')].filter(([name]) => name.startsWith('socket-')))('so is %s', (_, frame) => {
  expect(frameOf(frame)).toEqual(frame);
});

describe('by HTTP, a signed request', () => {
  async function door() {
    const slack = await standIn({ mode: 'http' });
    const handlers = new FakeHandlers();
    const { url } = await listenByHttp(slack, handlers);
    const post = async (type: string, body: string) => {
      const headers = signed(slack.signingSecret, type, body);
      return (await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(2000) })).status;
    };
    const stillHears = async () => {
      await slack.act.command({ user: alice, channel: general, command: '/imagine', text: 'a fox' });
      return handlers.commands.length === 1 && handlers.presses.length + handlers.messages.length === 0;
    };
    return { post, stillHears };
  }

  test('of an odd payload is answered 400, as JSON and as a form, and the next one is heard', async () => {
    const { post, stillHears } = await door();
    for (const payload of ODD) {
      const text = JSON.stringify(payload);
      expect([text, await post(JSON_TYPE, text)]).toEqual([text, 400]);
      const form = new URLSearchParams({ payload: text }).toString();
      expect([form, await post(FORM, form)]).toEqual([form, 400]);
    }
    expect(await stillHears()).toBe(true);
  });

  test.each([
    ['no JSON', JSON_TYPE, '{'],
    ['nothing', JSON_TYPE, ''],
    ['a form where JSON was named', JSON_TYPE, 'payload=%7B%7D'],
    ['JSON where a form was named', FORM, '{"type":"event_callback"}'],
    ['a payload that is no JSON', FORM, 'payload=%7B'],
    ['an empty payload', FORM, 'payload='],
    ['two payloads', FORM, 'payload=%7B%7D&payload=null'],
    ['a depth of a hundred thousand', JSON_TYPE, '['.repeat(100_000)],
    ['a prototype', JSON_TYPE, '{"__proto__":{"type":"event_callback"}}'],
  ])('of %s is answered 400, and the next one is heard', async (_, type, body) => {
    const { post, stillHears } = await door();
    expect(await post(type, body)).toBe(400);
    expect(await stillHears()).toBe(true);
  });

  test('of a kind that we have no use for is acked at once, so that Slack does not repeat it', async () => {
    const { post, stillHears } = await door();
    expect(await post(JSON_TYPE, JSON.stringify({ type: 'app_rate_limited', minute_rate_limited: 1 }))).toBe(200);
    expect(await stillHears()).toBe(true);
  });
});

test('a payload behind an ssl_check, which needs no signature, is not read', async () => {
  const slack = await standIn({ mode: 'http' });
  const handlers = new FakeHandlers();
  const { url } = await listenByHttp(slack, handlers);
  for (const payload of ['null', JSON.stringify({ type: 'event_callback', event })]) {
    const body = new URLSearchParams({ ssl_check: '1', payload }).toString();
    expect((await fetch(url, { method: 'POST', headers: { 'content-type': FORM }, body })).status).toBe(200);
  }
  expect(handlers.messages).toEqual([]);
});

describe('by Socket Mode, a frame', () => {
  const envelope = { envelope_id: 'e1', accepts_response_payload: false };
  const api = (payload: unknown) => ({ ...envelope, type: 'events_api', payload });
  const called = (type: string) => api({ type: 'event_callback', event: { ...event, type } });

  test.each<[string, string[]]>([
    ['that is no frame', ['null', '0', '"text"', '[]', '{}', '{', '']],
    ['of an odd kind', ['error', 'slack_event', 7, null].map((type) => JSON.stringify({ ...envelope, type }))],
    ['without an envelope', [JSON.stringify({ type: 'events_api', payload: { event } })]],
    ['of an odd payload', ODD.map((payload) => JSON.stringify(api(payload)))],
    ['of an odd press', ODD.map((payload) => JSON.stringify({ ...envelope, type: 'interactive', payload }))],
    // The SDK emits an event under the name of its type, and these are names of its own.
    [
      'that is called as the SDK’s own',
      ['error', 'disconnected', 'slack_event', 'ws_message'].map((type) => JSON.stringify(called(type))),
    ],
  ])('%s is left alone, and the next one is heard', async (_, texts) => {
    const slack = await standIn();
    const handlers = new FakeHandlers();
    const { receiver, lines } = await listenBySocket(slack, handlers);

    for (const text of texts) slack.sockets.garble(text);
    for (const text of ['one', 'two'])
      expect((await slack.act.command({ user: alice, channel: general, command: '/imagine', text })).acked).toBe(true);

    expect(handlers.commands).toHaveLength(2);
    expect([handlers.presses, handlers.messages]).toEqual([[], []]);
    expect(receiver.open()).toBe(true);
    expect(slack.sockets.open).toBe(2);
    expect(lines.filter((line) => line.message === 'a frame was not what Slack sends')).toHaveLength(texts.length);
    expect(slack.violations).toEqual([]);
  });
});
