import { expect, test } from 'vitest';
import { manualClock } from '../../../src/sandbox/slack/index.ts';
import type { JsonObject, SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { alice, bruno, clientOf, general, slackFor } from './harness.ts';

const blocks = [{ type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] }];

const latestUrl = (slack: SlackStandIn): string => String(slack.deliveries.at(-1)?.payload['response_url']);

/** The response_url of a command; nobody acks it. */
function fromCommand(slack: SlackStandIn, channel: string): string {
  void slack.act.command({ user: alice, channel, command: '/imagine' });
  return latestUrl(slack);
}

async function fromClick(slack: SlackStandIn, user: string, ts: string): Promise<string> {
  const before = slack.deliveries.length;
  void slack.act.click({ user, on: { channel: general, ts }, element: { label: 'Go' } });
  await expect.poll(() => slack.deliveries.length).toBe(before + 1);
  return latestUrl(slack);
}

async function answer(url: string, body: JsonObject): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

test('an answer is for the person alone unless it says in_channel, and works where the bot is not', async () => {
  const slack = await slackFor();
  const url = fromCommand(slack, 'G0PRIVATE');
  expect(await answer(url, { text: 'just you' })).toEqual({ status: 200, text: 'ok' });
  expect(slack.world.ephemerals).toMatchObject([
    { user: alice, channel: 'G0PRIVATE', text: 'just you', via: 'response_url' },
  ]);
  await answer(url, { text: 'all', response_type: 'in_channel' });
  expect(slack.world.messages['G0PRIVATE']).toMatchObject([{ text: 'all', botId: 'B0MIDJOBOT' }]);
});

test('five answers are taken, a sixth is not, nor any after thirty minutes', async () => {
  const clock = manualClock(Date.now());
  const slack = await slackFor({ clock });
  const url = fromCommand(slack, general);
  for (let i = 0; i < 5; i += 1) await answer(url, { text: 'a' });
  expect(await answer(url, { text: 'a' })).toEqual({ status: 404, text: '{"ok":false,"error":"used_url"}' });
  const second = fromCommand(slack, general);
  clock.advance(30 * 60_000 + 1);
  expect((await answer(second, { text: 'a' })).text).toContain('expired_url');
});

test('for a command replace_original does nothing', async () => {
  const slack = await slackFor();
  const url = fromCommand(slack, general);
  await answer(url, { text: 'one' });
  await answer(url, { text: 'two', replace_original: true });
  expect(slack.world.ephemerals.map(({ text, dismissed }) => ({ text, dismissed }))).toEqual([
    { text: 'one', dismissed: false },
    { text: 'two', dismissed: false },
  ]);
  expect(slack.violations[0]).toContain('do nothing here');
});

test('a click on an ephemeral can replace and delete it, and only its person can click', async () => {
  const slack = await slackFor();
  const { message_ts: ts = '' } = await clientOf(slack).chat.postEphemeral({
    channel: general,
    user: alice,
    text: 'ask',
    blocks,
  });
  await expect(
    slack.act.click({ user: bruno, on: { channel: general, ts }, element: { label: 'Go' } }),
  ).rejects.toThrow('does not see');
  const url = await fromClick(slack, alice, ts);
  await answer(url, { text: 'again', blocks, replace_original: true });
  expect(slack.world.ephemerals[0]).toMatchObject({ text: 'again', dismissed: false });
  await answer(url, { delete_original: true });
  expect(slack.world.ephemerals[0]?.dismissed).toBe(true);
});

test('a click on a message can replace it; without saying so it makes a new ephemeral, which is noted', async () => {
  const slack = await slackFor();
  const { ts = '' } = await clientOf(slack).chat.postMessage({ channel: general, text: 'card', blocks });
  const url = await fromClick(slack, alice, ts);
  await answer(url, { text: 'for you', replace_original: false });
  expect(slack.violations).toEqual([]);
  await answer(url, { text: 'for you too' });
  expect(slack.violations).toEqual(['response_url: say replace_original true or false']);
  await answer(url, { text: 'new', replace_original: true });
  expect(slack.world.messages[general]).toMatchObject([{ text: 'new', blocks: [] }]);
  expect(slack.world.ephemerals.map((each) => each.text)).toEqual(['for you', 'for you too']);
});

test('faulty blocks in an answer are refused', async () => {
  const slack = await slackFor();
  const refused = await answer(fromCommand(slack, general), { text: 'a', blocks: [{ type: 'gallery' }] });
  expect(refused).toMatchObject({ status: 500, text: expect.stringContaining('invalid_blocks') });
});
