import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { manualClock } from '../../../src/sandbox/slack/index.ts';
import type { JsonObject, SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { ackAll, alice, bruno, clientOf, general, rawSocket, slackFor, socketApp } from './harness.ts';

const mention = (slack: SlackStandIn) =>
  slack.act.message({ user: alice, channel: general, text: '@midjourney hello' });

/** What an app does in a chat about pictures: a card with a button, and a modal behind it. */
function pictureApp(app: App, heard: string[]): void {
  app.command('/imagine', async ({ ack, command, client }) => {
    await ack();
    const text = { type: 'plain_text' as const, text: 'U2' };
    await client.chat.postMessage({
      channel: command.channel_id,
      text: command.text,
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'press', text, value: 'v1' }] }],
    });
  });
  app.action('press', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'form',
        title: { type: 'plain_text', text: 'Imagine' },
        submit: { type: 'plain_text', text: 'Go' },
        blocks: [
          {
            type: 'input',
            block_id: 'prompt',
            label: { type: 'plain_text', text: 'Prompt' },
            element: { type: 'plain_text_input', action_id: 'text' },
          },
        ],
      },
    });
  });
  app.view('form', async ({ ack, view }) => {
    heard.push(String(view.state.values['prompt']?.['text']?.value));
    await ack();
  });
  app.shortcut('use_image', async ({ ack, shortcut }) => {
    heard.push(shortcut.type);
    await ack();
  });
  app.event('app_mention', async ({ event }) => {
    heard.push(event.text);
  });
}

test('a Bolt app on Socket Mode hears commands, clicks, modals, shortcuts and events', async () => {
  const slack = await slackFor();
  const heard: string[] = [];
  await socketApp(slack, (app) => pictureApp(app, heard));
  const noticed = await slack.act.command({
    user: alice,
    channel: general,
    command: '/imagine',
    text: 'cats & <dogs> @bruno',
  });
  expect(noticed).toMatchObject({ acked: true });
  const card = await slack.waitFor((world) => world.messages[general]?.[0], { what: 'the card' });
  expect(card.text).toBe('cats &amp; &lt;dogs&gt; @bruno');
  await slack.act.click({ user: alice, on: { channel: general, ts: card.ts }, element: { label: 'U2' } });
  await slack.waitFor((world) => world.modals[alice]?.length, { what: 'the modal' });
  await slack.act.submitView({ user: alice, values: { Prompt: 'a fox' } });
  expect(slack.world.modals[alice]).toEqual([]);
  await slack.act.messageShortcut({ user: alice, channel: general, ts: card.ts, callbackId: 'use_image' });
  await mention(slack);
  await slack.waitFor(() => heard.length === 3, { what: 'the mention' });
  expect(heard).toEqual(['a fox', 'message_action', '<@U0MIDJOBOT> hello']);
  expect(slack.violations).toEqual([]);
});

test('the answer in the ack of a command is shown to the person, or to all when it says so', async () => {
  const slack = await slackFor();
  const answers = [
    'only you',
    { response_type: 'in_channel' as const, text: 'everybody' },
    { text: 'a', blocks: [{ type: 'gallery' }] },
  ];
  await socketApp(slack, (app) => {
    app.command('/imagine', async ({ ack }) => ack(answers.shift()));
  });
  const command = () => slack.act.command({ user: alice, channel: general, command: '/imagine' });
  await command();
  expect(slack.world.ephemerals).toMatchObject([{ user: alice, text: 'only you', via: 'ack' }]);
  await command();
  expect(slack.world.messages[general]).toMatchObject([{ text: 'everybody' }]);
  expect(await command()).toMatchObject({ acked: false, error: 'invalid_response' });
});

test('with nobody connected or no ack in three seconds the person is told, and nothing is delivered again', async () => {
  const clock = manualClock(Date.now());
  const slack = await slackFor({ clock });
  const command = () => slack.act.command({ user: alice, channel: general, command: '/imagine' });
  expect(await command()).toMatchObject({
    acked: false,
    error: 'dispatch_failed',
    notice: '/imagine failed with the error "dispatch_failed"',
  });
  const { frames } = await rawSocket(slack);
  const waiting = command();
  clock.advance(3000);
  expect(await waiting).toMatchObject({ acked: false, ms: 3000, error: 'operation_timeout' });
  clock.advance(600_000);
  await expect.poll(() => frames.filter((frame) => frame['type'] === 'slash_commands').length).toBe(1);
  expect(slack.deliveries.every((delivery) => delivery.done)).toBe(true);
});

test('an event without an ack comes again at once, after one minute and after five, and then no more', async () => {
  const clock = manualClock(Date.now());
  const slack = await slackFor({ clock });
  const { frames } = await rawSocket(slack);
  await mention(slack);
  const events = () => frames.filter((frame) => frame['type'] === 'events_api');
  for (const [i, wait] of [0, 60_000, 300_000, 900_000].entries()) {
    await expect.poll(() => events().length).toBe(i + 1);
    clock.advance(3_000);
    await slack.waitFor(() => slack.deliveries[0]?.attempts.length === i + 1, { what: 'the end of the attempt' });
    clock.advance(wait);
  }
  expect(slack.deliveries[0]).toMatchObject({ acked: false, done: true });
  expect(events().map((frame) => [frame['retry_attempt'], frame['retry_reason']])).toEqual([
    [0, ''],
    [1, 'timeout'],
    [2, 'timeout'],
    [3, 'timeout'],
  ]);
  const eventIds = events().map((frame) => (frame['payload'] as JsonObject)['event_id']);
  expect(new Set(eventIds).size).toBe(1);
});

const count = (frames: JsonObject[]) => frames.filter((frame) => frame['type'] === 'slash_commands').length;

test('each payload goes to one of several sockets, and its ack counts from there only', async () => {
  const slack = await slackFor();
  const first = await rawSocket(slack, ackAll);
  const second = await rawSocket(slack, ackAll);
  for (let i = 0; i < 4; i += 1) await slack.act.command({ user: alice, channel: general, command: '/imagine' });
  expect([count(first.frames), count(second.frames)]).toEqual([2, 2]);
  const envelope = first.frames.at(-1);
  second.socket.send(JSON.stringify({ envelope_id: envelope?.['envelope_id'] }));
  await slack.waitFor(() => slack.violations.length, { what: 'the violation' });
  expect(slack.violations[0]).toContain('acks no envelope of its own');
});

test('late acks, and payloads where none is taken, are noted', async () => {
  const clock = manualClock(Date.now());
  const slack = await slackFor({ clock });
  const { socket, frames } = await rawSocket(slack, (frame) =>
    frame['type'] === 'events_api' ? { envelope_id: frame['envelope_id'], payload: { text: 'x' } } : undefined,
  );
  const waiting = slack.act.command({ user: alice, channel: general, command: '/imagine' });
  await expect.poll(() => frames.length).toBe(2);
  clock.advance(3000);
  await waiting;
  socket.send(JSON.stringify({ envelope_id: frames[1]?.['envelope_id'] }));
  await mention(slack);
  await slack.waitFor(() => slack.violations.length === 2, { what: 'two violations' });
  expect(slack.violations).toEqual([
    '/imagine was acked after 3000 ms',
    'app_mention was acked with a payload, which it does not take',
  ]);
});

test('ten sockets are greeted, an eleventh is sent away, and a ticket works once', async () => {
  const slack = await slackFor();
  for (let i = 0; i < 10; i += 1) await rawSocket(slack);
  expect(slack.sockets.open).toBe(10);
  const { frames } = await rawSocket(slack);
  expect(frames[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  const refused = new WebSocket(`${slack.url.replace('http', 'ws')}/link/?ticket=guessed`);
  await expect(new Promise((_, reject) => refused.once('error', reject))).rejects.toThrow('403');
});

test('a socket that is told to refresh gets nothing more, and the app comes back', async () => {
  const slack = await slackFor();
  const { frames } = await rawSocket(slack, ackAll);
  slack.sockets.disconnect('refresh_requested');
  await expect.poll(() => frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  expect(slack.sockets.open).toBe(0);
  expect(await slack.act.command({ user: alice, channel: general, command: '/imagine' })).toMatchObject({
    acked: false,
  });
  await rawSocket(slack, ackAll);
  expect(await slack.act.command({ user: alice, channel: general, command: '/imagine' })).toMatchObject({
    acked: true,
  });
});

test('sockets can be cut, left without hello, and given an event twice', async () => {
  const slack = await slackFor();
  const first = await rawSocket(slack, ackAll);
  const closed = new Promise((resolve) => first.socket.once('close', resolve));
  slack.sockets.drop();
  await closed;
  slack.faults.add({ times: 1, effect: { kind: 'no_hello' } });
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  const silent = new WebSocket(url);
  await new Promise((resolve) => silent.once('open', resolve));
  expect(slack.sockets.open).toBe(0);
  slack.faults.add({ method: 'app_mention', times: 1, effect: { kind: 'duplicate' } });
  const second = await rawSocket(slack, ackAll);
  await mention(slack);
  await expect.poll(() => second.frames.filter((frame) => frame['type'] === 'events_api').length).toBe(2);
});

test('an event comes again late, as often as is wanted, and is under way until it has', async () => {
  const slack = await slackFor();
  const { frames } = await rawSocket(slack, ackAll);
  slack.faults.add({ times: 1, effect: { kind: 'duplicate', laterMs: [30, 120] } });
  await mention(slack);
  const over = await slack.waitFor(() => slack.deliveries.find(({ name, done }) => name === 'app_mention' && done), {
    what: 'the last of it',
  });

  const [first = 0, ...again] = over.attempts.map(({ at }) => at);
  expect(over.attempts.map(({ acked }) => acked)).toEqual([true, true, true]);
  expect(again[0]).toBeGreaterThanOrEqual(first + 29);
  expect(again[1]).toBeGreaterThanOrEqual(first + 119);
  expect(frames.filter((frame) => frame['type'] === 'events_api')).toHaveLength(3);
});

test('a command and a click come again as they were, and the person sees the ack of the first alone', async () => {
  const slack = await slackFor();
  let said = 0;
  const { frames } = await rawSocket(slack, (frame) =>
    frame['type'] === 'slash_commands'
      ? { envelope_id: frame['envelope_id'], payload: { text: `answer ${(said += 1)}` } }
      : ackAll(frame),
  );
  slack.faults.add({
    method: /^\/|^block_actions$/,
    args: { user_id: alice },
    effect: { kind: 'duplicate', laterMs: [20, 40] },
  });
  const noticed = await slack.act.command({ user: alice, channel: general, command: '/imagine' });
  const [delivery] = slack.deliveries;
  expect([noticed.acked, delivery?.done]).toEqual([true, false]);
  await slack.waitFor(() => delivery?.done, { what: 'the last of it' });
  await slack.act.command({ user: bruno, channel: general, command: '/imagine' });

  const triggers = frames
    .filter((frame) => frame['type'] === 'slash_commands')
    .map((frame) => (frame['payload'] as JsonObject)['trigger_id']);
  expect(triggers).toHaveLength(4);
  expect(new Set(triggers).size).toBe(2);
  expect(new Set(frames.map((frame) => frame['envelope_id'])).size).toBe(frames.length);
  expect(slack.world.ephemerals.map(({ user, text }) => [user, text])).toEqual([
    [alice, 'answer 1'],
    [bruno, 'answer 4'],
  ]);
  expect(slack.violations).toEqual([]);
});
