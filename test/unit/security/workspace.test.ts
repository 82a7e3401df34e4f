import { createHmac } from 'node:crypto';
import { fetch } from 'undici';
import { describe, expect, test } from 'vitest';
import { isFromElsewhere } from '../../../src/slack/connection/workspace.ts';
import { alice, FakeHandlers, general, listenByHttp, standIn } from '../slack/room.ts';

const OURS = 'T0SANDBOX';
const THEIRS = 'T0STRANGER';

/** A request to the events route, signed as Slack signs it. */
async function deliver(url: string, secret: string, type: string, body: string) {
  const at = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
  const headers = { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature };
  return await fetch(url, { method: 'POST', headers, body });
}

const FORM = 'application/x-www-form-urlencoded';
const interactive = (payload: object) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
const user = { id: alice, team_id: THEIRS };

const place = {
  channel: { id: general, name: 'general' },
  container: { type: 'message', message_ts: '1.000100', channel_id: general },
  trigger_id: '1.2.3',
  response_url: 'http://127.0.0.1:9/nobody',
};
const action = {
  type: 'button',
  action_id: 'press:0',
  action_ts: '1',
  block_id: 'b',
  value: `v1.s${'0'.repeat(19)}.abc`,
};
const view = {
  id: 'V1',
  hash: 'h',
  type: 'modal',
  callback_id: 'form',
  private_metadata: '',
  state: { values: {} },
  app_installed_team_id: OURS,
};

const deliveries = (team: string): [name: string, type: string, body: string][] => [
  [
    'a command',
    FORM,
    new URLSearchParams({
      command: '/imagine',
      text: 'a fox',
      team_id: team,
      user_id: alice,
      channel_id: general,
      trigger_id: '1.2.3',
      response_url: 'http://127.0.0.1:9/nobody',
    }).toString(),
  ],
  ['a press', FORM, interactive({ type: 'block_actions', user, team: { id: team }, ...place, actions: [action] })],
  [
    'a settings modal',
    FORM,
    interactive({
      type: 'view_submission',
      user,
      team: { id: team },
      view: {
        ...view,
        callback_id: 'settings',
        state: { values: { remix: { 'settings:remix': { selected_option: { value: 'on' } } } } },
      },
    }),
  ],
  [
    'a mention',
    'application/json',
    JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: OURS,
      event: {
        type: 'app_mention',
        user: alice,
        user_team: team,
        channel: general,
        ts: '1.000100',
        text: 'imagine a fox',
      },
    }),
  ],
];

async function heardOf(team: string, at: number): Promise<{ status: number; text: string; calls: number }> {
  const slack = await standIn({ mode: 'http' });
  const handlers = new FakeHandlers();
  const { url } = await listenByHttp(slack, handlers);
  const [, type, body] = deliveries(team)[at] ?? ['', '', ''];
  const response = await deliver(url, slack.signingSecret, type, body);
  const { commands, presses, settled, messages } = handlers;
  return {
    status: response.status,
    text: await response.text(),
    calls: commands.length + presses.length + settled.length + messages.length,
  };
}

describe.each(deliveries(THEIRS).map(([name], at) => ({ name, at })))('$name', ({ at }) => {
  test('of our own workspace is heard', async () => {
    expect(await heardOf(OURS, at)).toMatchObject({ status: 200, calls: 1 });
  });

  test('of another workspace is acked, and nothing else happens', async () => {
    const { status, calls, text } = await heardOf(THEIRS, at);
    expect({ status, calls }).toEqual({ status: 200, calls: 0 });
    if (text !== '') expect(text).toContain('only for people of the workspace');
  });
});

test('pictures that people of another workspace share in a channel are none of ours: acked, and nothing is said', async () => {
  const slack = await standIn({ mode: 'http' });
  const handlers = new FakeHandlers();
  const { url, lines } = await listenByHttp(slack, handlers);
  const before = slack.calls.length;
  const files = [{ id: 'F1', name: 'fox.png', mimetype: 'image/png' }];
  const shared = (by: string) =>
    JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: OURS,
      event: {
        type: 'message',
        subtype: 'file_share',
        user: alice,
        user_team: by,
        channel: general,
        channel_type: 'channel',
        ts: '1.000100',
        text: '',
        files,
      },
    });

  expect((await deliver(url, slack.signingSecret, 'application/json', shared(THEIRS))).status).toBe(200);
  expect(handlers.shares).toEqual([]);
  expect(lines.filter(({ message }) => message.includes('refused'))).toEqual([]);
  expect((await deliver(url, slack.signingSecret, 'application/json', shared(OURS))).status).toBe(200);
  expect(handlers.shares).toHaveLength(1);
  expect(slack.calls.slice(before)).toEqual([]);
});

test.each([
  [{}, false],
  [{ team_id: OURS }, false],
  [{ team: null }, false],
  [{ team: { id: 'E0GRID' } }, false],
  [{ team_id: OURS, team: { id: THEIRS } }, true],
  [{ team_id: OURS, event: { user_team: THEIRS } }, true],
  ['text', false],
])('%j is from elsewhere: %j', (body, expected) => {
  expect(isFromElsewhere(body, OURS)).toBe(expected);
});
