import { expect, test } from 'vitest';
import type { JsonObject, SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { alice, bruno, clientOf, everything, filesOf, general, png, slackFor, wholeApp } from './harness.ts';

const names = (slack: SlackStandIn) => slack.deliveries.map((delivery) => delivery.name);
const lastEvent = (slack: SlackStandIn) => slack.deliveries.at(-1)?.payload['event'];

test('a mention where the bot is causes two events with one ts, elsewhere none', async () => {
  const slack = await slackFor({ app: everything });
  const { ts } = await slack.act.message({ user: alice, channel: general, text: 'hey @midjourney, look' });
  expect(names(slack)).toEqual(['message', 'app_mention']);
  expect(slack.deliveries.map((delivery) => (delivery.payload['event'] as JsonObject)['ts'])).toEqual([ts, ts]);
  expect(slack.deliveries.map((delivery) => delivery.needs)).toEqual([['channels:history'], ['app_mentions:read']]);
  await slack.act.message({ user: alice, channel: 'C0NOBOT', text: '@midjourney' });
  await slack.act.message({ user: alice, channel: 'D0PEOPLE', text: '@midjourney' });
  expect(slack.deliveries).toHaveLength(2);
});

test('a message to the bot is an im message, with its files, and no mention', async () => {
  const slack = await slackFor({ app: everything });
  await slack.act.message({
    user: alice,
    channel: 'D0ALICE',
    text: '@midjourney look',
    files: [{ name: 'a.png', bytes: await png() }],
  });
  expect(names(slack)).toEqual(['message', 'file_shared']);
  expect(slack.deliveries[0]?.payload['event']).toMatchObject({
    channel_type: 'im',
    subtype: 'file_share',
    files: [{ name: 'a.png' }],
  });
});

test('in a channel where the app is, everything that is said is an event, its own uploads too, as shared files', async () => {
  const slack = await slackFor({ app: everything });
  const image = { name: 'a.png', bytes: await png() };
  await slack.act.message({ user: alice, channel: general, text: 'hello' });
  await slack.act.message({ user: alice, channel: general, text: '', files: [image] });
  await slack.act.message({ user: alice, channel: 'C0NOBOT', text: '', files: [image] });
  await clientOf(slack).filesUploadV2({ channel_id: general, file: image.bytes, filename: 'b.png' });
  const own = () => slack.deliveries.filter(({ name }) => name === 'message');
  await slack.waitFor(() => own().length === 3, { what: 'the message of the upload' });
  expect(own().map(({ payload }) => payload['event'])).toMatchObject([
    { channel_type: 'channel', user: alice, text: 'hello' },
    { channel_type: 'channel', user: alice, subtype: 'file_share', files: [{ name: 'a.png' }] },
    { channel_type: 'channel', bot_id: 'B0MIDJOBOT', subtype: 'file_share', files: [{ name: 'b.png' }] },
  ]);
});

test('a file may arrive as a stub, or before it is scanned, and files.info then knows more', async () => {
  const slack = await slackFor({ app: everything });
  const bytes = await png();
  await slack.act.message({
    user: alice,
    channel: general,
    text: '',
    files: [
      { name: 'a.png', bytes, stub: true },
      { name: 'b.png', bytes, unscanned: true },
    ],
  });
  const [stub, unscanned] = filesOf(slack.deliveries[0]);
  expect(stub).toMatchObject({ mode: 'file_access', file_access: 'check_file_info' });
  expect(stub).not.toHaveProperty('url_private');
  expect(unscanned).toMatchObject({ mimetype: '' });
  const client = clientOf(slack);
  expect((await client.files.info({ file: String(stub?.['id']) })).file?.url_private_download).toBeTruthy();
  await slack.waitFor((world) => world.files[String(unscanned?.['id'])]?.ready, { what: 'the scan' });
});

test('an event the app did not subscribe to stays away; one without its scope is noted', async () => {
  const slack = await slackFor({ app: { ...wholeApp, events: ['app_mention'], scopes: [] } });
  await slack.act.message({ user: alice, channel: general, text: '@midjourney' });
  expect(slack.deliveries).toEqual([]);
  expect(slack.violations).toEqual(['subscribed to app_mention without the scope app_mentions:read']);
});

test('updates, deletions, reactions, invitations and visits are events too', async () => {
  const slack = await slackFor({ app: everything });
  const client = clientOf(slack);
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'a' });
  expect(lastEvent(slack)).toMatchObject({ type: 'message', bot_id: 'B0MIDJOBOT' });
  await client.chat.update({ channel: general, ts, text: 'b' });
  expect(lastEvent(slack)).toMatchObject({
    subtype: 'message_changed',
    message: { text: 'b' },
    previous_message: { text: 'a' },
  });
  await slack.act.react({ user: alice, channel: general, ts, name: 'x' });
  expect(lastEvent(slack)).toMatchObject({ type: 'reaction_added', reaction: 'x', item: { ts } });
  await slack.act.react({ user: alice, channel: general, ts, name: 'x', remove: true });
  expect(lastEvent(slack)).toMatchObject({ type: 'reaction_removed' });
  await slack.act.deleteMessage({ user: alice, channel: general, ts });
  expect(lastEvent(slack)).toMatchObject({ subtype: 'message_deleted', deleted_ts: ts });
  await slack.act.inviteBot({ user: alice, channel: 'G0PRIVATE' });
  expect(lastEvent(slack)).toMatchObject({ type: 'member_joined_channel', inviter: alice });
  await slack.act.openHome({ user: alice });
  expect(lastEvent(slack)).toMatchObject({ type: 'app_home_opened', channel: 'D0ALICE', tab: 'home' });
});

test.for([
  [
    '/imagine',
    'a & b <c> @bruno #art https://e.com/?a=1&b=2',
    'a &amp; b &lt;c&gt; @bruno #art https://e.com/?a=1&amp;b=2',
  ],
  [
    '/escaped',
    'for @bruno. in #art https://e.com/?a=1&b=2.',
    'for <@U0BRUNO02|bruno>. in <#C0ART|art> <https://e.com/?a=1&amp;b=2>.',
  ],
  ['/escaped', 'mail me@bruno.org &lt;', 'mail me@bruno.org &amp;lt;'],
] as const)('%s delivers "%s" as Slack would', async ([command, typed, delivered]) => {
  const slack = await slackFor();
  await slack.act.command({ user: alice, channel: general, command, text: typed });
  expect(slack.deliveries[0]?.payload['text']).toBe(delivered);
});

test('what was typed is escaped and marked up in a message, with rich text beside it', async () => {
  const slack = await slackFor();
  const message = await slack.act.message({ user: alice, channel: general, text: '@bruno <!channel> & @here' });
  expect(message.text).toBe('<@U0BRUNO02> &lt;!channel&gt; &amp; <!here>');
  expect(message.blocks).toMatchObject([
    {
      type: 'rich_text',
      elements: [
        {
          elements: [
            { type: 'user', user_id: bruno },
            { type: 'text', text: ' <!channel> & ' },
            { type: 'broadcast', range: 'here' },
          ],
        },
      ],
    },
  ]);
  expect(slack.world.pings).toEqual([]);
});

test('nobody does what a person could not do', async () => {
  const slack = await slackFor({
    app: { ...wholeApp, scopes: wholeApp.scopes.filter((scope) => scope !== 'commands') },
  });
  const { act } = slack;
  await expect(act.message({ user: 'U0NOBODY0', channel: general, text: 'a' })).rejects.toThrow('no person');
  await expect(act.message({ user: 'U0CHIYO03', channel: 'D0ALICE', text: 'a' })).rejects.toThrow('not in');
  await expect(act.command({ user: alice, channel: general, command: '/nothing' })).rejects.toThrow(
    'not a valid command',
  );
  await expect(act.command({ user: alice, channel: general, command: '/imagine' })).rejects.toThrow(
    'no scope "commands"',
  );
  const card = await act.message({ user: alice, channel: general, text: 'a' });
  await expect(act.react({ user: alice, channel: general, ts: card.ts, name: ':x:' })).rejects.toThrow('no emoji');
  await expect(act.submitView({ user: alice })).rejects.toThrow('no modal open');
  const { ts } = await act.message({ user: alice, channel: general, text: 'a' });
  await expect(act.click({ user: alice, on: { channel: general, ts }, element: { label: 'U1' } })).rejects.toThrow(
    'Nothing to click',
  );
  await expect(act.deleteMessage({ user: bruno, channel: general, ts })).rejects.toThrow('Only admins');
});

const button = (text: string, actionId: string, value: string) => ({
  type: 'button',
  text: { type: 'plain_text', text },
  action_id: actionId,
  value,
});

test('an element is found by exact text, part of it, emoji, id or value, and an overflow needs its option', async () => {
  const slack = await slackFor();
  const overflow = {
    type: 'overflow',
    action_id: 'more',
    options: [{ text: { type: 'plain_text', text: 'Show prompt' }, value: 'prompt' }],
  };
  const elements = [
    button('Vary U1', 'a', 'v1'),
    button('U1', 'b', 'v2'),
    button(':arrows_counterclockwise:', 'c', 'v3'),
    overflow,
  ];
  const { ts = '' } = (await clientOf(slack).apiCall('chat.postMessage', {
    channel: general,
    text: 'a',
    blocks: [{ type: 'actions', elements }],
  })) as { ts?: string };
  const pressed = async (element: object, option?: string): Promise<unknown> => {
    await slack.act.click({
      user: alice,
      on: { channel: general, ts },
      element,
      ...(option === undefined ? {} : { option }),
    });
    const [action] = (slack.deliveries.at(-1)?.payload['actions'] ?? []) as JsonObject[];
    return action?.['value'] ?? action?.['selected_option'];
  };
  expect(await pressed({ label: 'U1' })).toBe('v2');
  expect(await pressed({ label: 'Vary' })).toBe('v1');
  expect(await pressed({ label: /arrows/ })).toBe('v3');
  expect(await pressed({ actionId: 'b' })).toBe('v2');
  expect(await pressed({ value: 'v3' })).toBe('v3');
  expect(await pressed({ actionId: 'more' }, 'Show prompt')).toEqual({
    text: { type: 'plain_text', text: 'Show prompt' },
    value: 'prompt',
  });
  await expect(pressed({ actionId: 'more' }, 'Nothing')).rejects.toThrow('There is no option "Nothing"');
});

test('a manifest says what the app may do', async () => {
  const app = `
display_information: { name: Midjourney }
features:
  bot_user: { display_name: midjourney }
  app_home: { home_tab_enabled: true }
  slash_commands: [{ command: /mj, description: All of it, should_escape: true }]
  shortcuts: [{ name: Use, type: message, callback_id: use_image, description: Use it }]
oauth_config: { scopes: { bot: [commands], bot_optional: [users:read] } }
settings: { event_subscriptions: { bot_events: [app_mention] } }
`;
  const slack = await slackFor({ app });
  expect(slack.world.commands).toEqual([{ command: '/mj', description: 'All of it', shouldEscape: true }]);
  expect(slack.world.shortcuts).toMatchObject([{ type: 'message', callbackId: 'use_image' }]);
  const { ok } = await clientOf(slack).users.info({ user: alice });
  expect(ok).toBe(true);
});
