import { expect, test } from 'vitest';
import { alice, bruno, clientOf, errorOf, general, slackFor, wholeApp } from './harness.ts';

const section = (text: string) => ({ type: 'section', text: { type: 'plain_text' as const, text } });

test('an update with blocks is not marked as edited, one with text alone is and takes the blocks away', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'a', blocks: [section('one')] });
  await client.chat.update({ channel: general, ts, text: 'b', blocks: [section('two')] });
  const message = slack.world.messages[general]?.[0];
  expect(message).toMatchObject({ text: 'b', blocks: [{ text: { text: 'two' } }] });
  expect(message).not.toHaveProperty('edited');
  await client.chat.update({ channel: general, ts, text: 'c' });
  expect(message).toMatchObject({ text: 'c', blocks: [], edited: { user: 'U0MIDJOBOT' } });
  expect(message?.versions.map((version) => version.text)).toEqual(['a', 'b', 'c']);
});

test('metadata stays when an update leaves it out and goes with an empty object', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const metadata = { event_type: 'mj_submission', event_payload: { id: 's1' } };
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'a', metadata });
  await client.chat.update({ channel: general, ts, text: 'b' });
  const readable = async (include: boolean) =>
    (await client.conversations.history({ channel: general, include_all_metadata: include })).messages?.[0]?.metadata;
  expect(await readable(false)).toBeUndefined();
  expect(await readable(true)).toEqual(metadata);
  await client.apiCall('chat.update', { channel: general, ts, text: 'c', metadata: {} });
  expect(await readable(true)).toBeUndefined();
});

test('metadata must name its type and hold a flat payload', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const post = (metadata: unknown) =>
    errorOf(client.apiCall('chat.postMessage', { channel: general, text: 'a', metadata }));
  expect(await post({ event_payload: {} })).toBe('invalid_metadata_format');
  expect(await post({ event_type: 't', event_payload: 'x' })).toBe('invalid_metadata_format');
  expect(await post({ event_type: 't', event_payload: { deep: { er: 1 } } })).toBe('invalid_metadata_schema');
  expect(await post({ event_type: 't', event_payload: { long: 'x'.repeat(9000) } })).toBe('metadata_too_large');
});

test('the bot changes and deletes only its own messages, and no ephemeral ones', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const theirs = await slack.act.message({ user: alice, channel: general, text: 'mine' });
  expect(await errorOf(client.chat.update({ channel: general, ts: theirs.ts, text: 'x' }))).toBe('cant_update_message');
  expect(await errorOf(client.chat.delete({ channel: general, ts: theirs.ts }))).toBe('cant_delete_message');
  const { message_ts: ts = '' } = await client.chat.postEphemeral({ channel: general, user: alice, text: 'psst' });
  expect(await errorOf(client.chat.update({ channel: general, ts, text: 'x' }))).toBe('message_not_found');
  expect(slack.world.ephemerals).toMatchObject([{ user: alice, text: 'psst', dismissed: false }]);
  const own = await client.chat.postMessage({ channel: general, text: 'own' });
  await client.chat.delete({ channel: general, ts: own.ts ?? '' });
  expect(slack.world.messages[general]?.at(-1)).toMatchObject({ text: 'own', deleted: true });
  expect(await errorOf(client.chat.update({ channel: general, ts: own.ts ?? '', text: 'x' }))).toBe(
    'message_not_found',
  );
});

test('an ephemeral goes only to a member of a channel the bot is in', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  expect(await errorOf(client.chat.postEphemeral({ channel: general, user: 'U0NOBODY0', text: 'a' }))).toBe(
    'user_not_in_channel',
  );
  expect(await errorOf(client.chat.postEphemeral({ channel: 'C0NOBOT', user: alice, text: 'a' }))).toBe(
    'not_in_channel',
  );
});

test('empty messages are refused, long texts are refused or cut', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  expect(await errorOf(client.apiCall('chat.postMessage', { channel: general }))).toBe('no_text');
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'x'.repeat(40_001) });
  expect(slack.world.messages[general]?.[0]?.text).toHaveLength(40_000);
  expect(await errorOf(client.chat.update({ channel: general, ts, text: 'x'.repeat(4_001) }))).toBe('msg_too_long');
  expect(await errorOf(client.chat.postMessage({ channel: general, markdown_text: 'a', text: 'b' }))).toBe(
    'markdown_text_conflict',
  );
});

test('blocks without a text for notifications are noted', async () => {
  const slack = await slackFor();
  await clientOf(slack).apiCall('chat.postMessage', { channel: general, blocks: [section('a')] });
  expect(slack.violations).toEqual(['chat.postMessage: blocks without a text for notifications and screen readers']);
});

test('rich text is not swapped for blocks without it', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const rich = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }],
  };
  const { ts = '' } = (await client.apiCall('chat.postMessage', { channel: general, text: 'a', blocks: [rich] })) as {
    ts?: string;
  };
  expect(await errorOf(client.chat.update({ channel: general, ts, text: 'b', blocks: [section('b')] }))).toBe(
    'block_mismatch',
  );
});

test('replies stand in their thread, whose root counts them', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const root = await slack.act.message({ user: alice, channel: general, text: 'root' });
  const reply = await client.chat.postMessage({ channel: general, text: 'one', thread_ts: root.ts });
  await slack.act.message({ user: bruno, channel: general, text: 'two', threadTs: root.ts });
  const { messages = [] } = await client.conversations.replies({ channel: general, ts: reply.ts ?? '' });
  expect(messages.map((message) => message.text)).toEqual(['root', 'one', 'two']);
  expect(messages[0]).toMatchObject({ reply_count: 2, reply_users: ['U0MIDJOBOT', bruno] });
  expect((await client.conversations.history({ channel: general })).messages).toHaveLength(1);
  expect(await errorOf(client.chat.postMessage({ channel: general, text: 'a', thread_ts: '1.000001' }))).toBe(
    'thread_not_found',
  );
});

test('a post to a person opens the direct conversation, whose own id every other call wants', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const posted = await client.chat.postMessage({ channel: alice, text: 'psst' });
  const { channel = '', ts = '' } = posted;
  expect(channel).toMatch(/^D/);
  expect((await client.chat.postMessage({ channel: alice, text: 'again' })).channel).toBe(channel);
  expect(await errorOf(client.chat.update({ channel: alice, ts, text: 'x' }))).toBe('channel_not_found');
  expect(await errorOf(client.chat.delete({ channel: alice, ts }))).toBe('channel_not_found');
  expect(await errorOf(client.conversations.history({ channel: alice }))).toBe('channel_not_found');
  await client.chat.update({ channel, ts, text: 'changed' });
  expect(await errorOf(client.chat.postMessage({ channel: 'U0NOBODY', text: 'x' }))).toBe('channel_not_found');
  expect(slack.violations).toEqual([]);
});

test('nobody can be written to where the app has no Messages tab', async () => {
  const slack = await slackFor({ app: { ...wholeApp, messagesTab: false } });

  expect(await errorOf(clientOf(slack).chat.postMessage({ channel: alice, text: 'x' }))).toBe('messages_tab_disabled');
});

test('an edit does not also show a reply in the channel, and only a reply can be shown there', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'root' });
  await client.apiCall('chat.postMessage', { channel: general, text: 'x', reply_broadcast: true });
  expect(await errorOf(client.chat.update({ channel: general, ts, text: 'x', reply_broadcast: true }))).toBe(
    'no_dual_broadcast_content_update',
  );
  expect(slack.violations).toEqual([expect.stringContaining('reply_broadcast without thread_ts')]);
});

test('a reply that is broadcast stands in the channel too', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const root = await slack.act.message({ user: alice, channel: general, text: 'root' });
  await client.chat.postMessage({ channel: general, text: 'all', thread_ts: root.ts, reply_broadcast: true });
  const { messages = [] } = await client.conversations.history({ channel: general });
  expect(messages.map(({ text, subtype }) => ({ text, subtype }))).toEqual([
    { text: 'all', subtype: 'thread_broadcast' },
    { text: 'root', subtype: undefined },
  ]);
});

test('history comes newest first, in pages and within bounds', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const stamps: string[] = [];
  for (const text of ['a', 'b', 'c']) stamps.push((await client.chat.postMessage({ channel: general, text })).ts ?? '');
  const first = await client.conversations.history({ channel: general, limit: 2 });
  expect(first.messages?.map((message) => message.text)).toEqual(['c', 'b']);
  const second = await client.conversations.history({
    channel: general,
    limit: 2,
    cursor: first.response_metadata?.next_cursor ?? '',
  });
  expect(second.messages?.map((message) => message.text)).toEqual(['a']);
  const after = await client.conversations.history({
    channel: general,
    oldest: stamps[0] ?? '',
    latest: stamps[2] ?? '',
  });
  expect(after.messages?.map((message) => message.text)).toEqual(['b']);
});

test('reactions are added once and seen on the message', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const { ts } = await slack.act.message({ user: alice, channel: general, text: 'a' });
  await client.reactions.add({ channel: general, timestamp: ts, name: 'eyes' });
  expect(await errorOf(client.reactions.add({ channel: general, timestamp: ts, name: 'eyes' }))).toBe(
    'already_reacted',
  );
  await slack.act.react({ user: alice, channel: general, ts, name: 'eyes' });
  const { message } = await client.reactions.get({ channel: general, timestamp: ts });
  expect(message?.reactions).toMatchObject([{ name: 'eyes', count: 2 }]);
});

test('a permalink names channel and time', async () => {
  const slack = await slackFor();
  const { ts } = await slack.act.message({ user: alice, channel: general, text: 'a' });
  const { permalink } = await clientOf(slack).chat.getPermalink({ channel: general, message_ts: ts });
  expect(permalink).toBe(`https://sandbox.slack.com/archives/${general}/p${ts.replace('.', '')}`);
});

test.for([
  ['<!channel> look', [{ kind: 'channel', where: 'text' }]],
  [
    '<!here|here> and <!everyone>',
    [
      { kind: 'here', where: 'text' },
      { kind: 'everyone', where: 'text' },
    ],
  ],
  ['<@U0ALICE01>', [{ kind: 'user', id: 'U0ALICE01', where: 'text' }]],
  ['<!subteam^S012>', [{ kind: 'usergroup', id: 'S012', where: 'text' }]],
  ['&lt;!channel&gt; @channel @alice', []],
] as const)('posting %s notifies those and nobody else', async ([text, pings]) => {
  const slack = await slackFor();
  await clientOf(slack).chat.postMessage({ channel: general, text });
  expect(slack.world.pings).toMatchObject(pings);
  expect(slack.world.pings).toHaveLength(pings.length);
});

test('an update links bare names unless parse is none, as Slack does', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'a' });
  await client.chat.update({ channel: general, ts, text: '@here', parse: 'none' });
  expect(slack.world.pings).toEqual([]);
  await client.chat.update({ channel: general, ts, text: '@here' });
  expect(slack.world.pings).toMatchObject([{ kind: 'here', by: 'update' }]);
});

test('mentions count in mrkdwn and rich text, not in plain text', async () => {
  const slack = await slackFor();
  const blocks = [
    { type: 'section', text: { type: 'plain_text', text: '<!channel>' } },
    { type: 'section', text: { type: 'mrkdwn', text: '<!here>' } },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'broadcast', range: 'everyone' },
            { type: 'text', text: '<!channel>' },
          ],
        },
      ],
    },
  ];
  await clientOf(slack).apiCall('chat.postMessage', { channel: general, text: 'a', blocks });
  expect(slack.world.pings).toMatchObject([
    { kind: 'here', where: 'blocks' },
    { kind: 'everyone', where: 'blocks' },
  ]);
});
