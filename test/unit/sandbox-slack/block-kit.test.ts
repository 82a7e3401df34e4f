import { expect, test } from 'vitest';
import { clientOf, errorOf, general, refusal, slackFor } from './harness.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const x = (n: number) => 'x'.repeat(n);
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (value: string, text = value) => ({ text: plain(text), value });
const options = (n: number) => Array.from({ length: n }, (_, i) => option(String(i)));
const many = (n: number, item: object) => Array.from({ length: n }, () => item);
const picture = 'https://example.com/a.png';

const refused: [name: string, blocks: object[], pointer: string][] = [
  ['51 blocks', many(51, { type: 'divider' }), '/blocks'],
  ['a section of 3,001 characters', [{ type: 'section', text: plain(x(3001)) }], '/blocks/0/text/text'],
  ['an empty text', [{ type: 'section', text: plain('') }], '/blocks/0/text/text'],
  ['a section without text and fields', [{ type: 'section' }], '/blocks/0'],
  ['eleven fields', [{ type: 'section', fields: many(11, plain('a')) }], '/blocks/0/fields'],
  ['a field of 2,001 characters', [{ type: 'section', fields: [mrkdwn(x(2001))] }], '/blocks/0/fields/0/text'],
  ['a header of 151 characters', [{ type: 'header', text: plain(x(151)) }], '/blocks/0/text/text'],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('a') }], '/blocks/0/text/type'],
  ['eleven context elements', [{ type: 'context', elements: many(11, mrkdwn('a')) }], '/blocks/0/elements'],
  ['26 buttons', [actions(...many(26, button()))], '/blocks/0/elements'],
  ['no button at all', [actions()], '/blocks/0/elements'],
  ['a button text of 76 characters', [actions(button({ text: plain(x(76)) }))], '/blocks/0/elements/0/text/text'],
  ['a button text in mrkdwn', [actions(button({ text: mrkdwn('a') }))], '/blocks/0/elements/0/text/type'],
  ['a button value of 2,001 characters', [actions(button({ value: x(2001) }))], '/blocks/0/elements/0/value'],
  [
    'a button url of 3,001 characters',
    [actions(button({ url: `https://e.com/${x(3001)}` }))],
    '/blocks/0/elements/0/url',
  ],
  ['a button style Slack does not have', [actions(button({ style: 'success' }))], '/blocks/0/elements/0/style'],
  ['an action_id of 256 characters', [actions(button({ action_id: x(256) }))], '/blocks/0/elements/0/action_id'],
  [
    'an accessibility label of 76 characters',
    [actions(button({ accessibility_label: x(76) }))],
    '/blocks/0/elements/0/accessibility_label',
  ],
  [
    'the same action_id twice in a block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '/blocks/0/elements/1/action_id',
  ],
  [
    'the same block_id twice',
    [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '/blocks/1/block_id',
  ],
  ['a block_id of 256 characters', [{ type: 'divider', block_id: x(256) }], '/blocks/0/block_id'],
  [
    'a confirm title of 101 characters',
    [actions(button({ confirm: { text: plain('a'), title: plain(x(101)) } }))],
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    'a confirm text of 301 characters',
    [actions(button({ confirm: { text: plain(x(301)) } }))],
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    'a confirm button of 31 characters',
    [actions(button({ confirm: { text: plain('a'), deny: plain(x(31)) } }))],
    '/blocks/0/elements/0/confirm/deny/text',
  ],
  ['an overflow menu of six', [actions({ type: 'overflow', options: options(6) })], '/blocks/0/elements/0/options'],
  [
    'an option text of 76 characters',
    [actions({ type: 'overflow', options: [option('a', x(76))] })],
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'an option value of 76 characters',
    [actions({ type: 'overflow', options: [option(x(76), 'a')] })],
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'a select of 101 options',
    [actions({ type: 'static_select', options: options(101) })],
    '/blocks/0/elements/0/options',
  ],
  [
    'a select with an initial option it does not have',
    [actions({ type: 'static_select', options: options(2), initial_option: option('9') })],
    '/blocks/0/elements/0',
  ],
  ['eleven radio buttons', [actions({ type: 'radio_buttons', options: options(11) })], '/blocks/0/elements/0/options'],
  ['eleven checkboxes', [actions({ type: 'checkboxes', options: options(11) })], '/blocks/0/elements/0/options'],
  ['an image without alt_text', [{ type: 'image', image_url: picture }], '/blocks/0'],
  ['an alt_text of 2,001 characters', [{ type: 'image', image_url: picture, alt_text: x(2001) }], '/blocks/0/alt_text'],
  [
    'an image with two sources',
    [{ type: 'image', image_url: picture, slack_file: { id: 'F0000000001' }, alt_text: 'a' }],
    '/blocks/0',
  ],
  ['an image without a source', [{ type: 'image', alt_text: 'a' }], '/blocks/0'],
  [
    'an image_url on this machine',
    [{ type: 'image', image_url: 'http://127.0.0.1:1/a.png', alt_text: 'a' }],
    '/blocks/0/image_url',
  ],
  [
    'a file that is not there',
    [{ type: 'image', slack_file: { id: 'F0000000009' }, alt_text: 'a' }],
    '/blocks/0/slack_file',
  ],
  [
    'a file id in the wrong shape',
    [{ type: 'image', slack_file: { id: 'f1' }, alt_text: 'a' }],
    '/blocks/0/slack_file/id',
  ],
  ['a block Slack does not have', [{ type: 'gallery' }], '/blocks/0/type'],
  ['a field Slack does not have', [{ type: 'divider', colour: 'red' }], '/blocks/0'],
  ['an alert, which is for modals only', [{ type: 'alert', text: plain('a') }], '/blocks/0/type'],
  [
    'a file input outside a modal',
    [{ type: 'input', label: plain('a'), element: { type: 'file_input' } }],
    '/blocks/0/element/type',
  ],
  ['a video from nowhere', [{ type: 'video', video_url: 'https://e.com/v', alt_text: 'a' }], '/blocks/0/video_url'],
  ['two tables', many(2, { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }), '/blocks'],
  [
    'a carousel of eleven cards',
    [{ type: 'carousel', elements: many(11, { type: 'card', title: mrkdwn('a') }) }],
    '/blocks/0/elements',
  ],
  [
    'an empty rich text element',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }],
    '/blocks/0/elements/0/elements/0/text',
  ],
];

test.for(refused)('%s: refused with a pointer to the place', async ([, blocks, pointer]) => {
  const slack = await slackFor({ rateScale: 0 });
  const answer = await refusal(clientOf(slack).apiCall('chat.postMessage', { channel: general, text: 'a', blocks }));
  expect(answer.error).toBe('invalid_blocks');
  expect(answer.response_metadata?.messages?.join()).toContain(`[json-pointer:${pointer}]`);
  expect(slack.world.messages[general]).toEqual([]);
});

test('what is within the limits is taken, and gets the ids it came without', async () => {
  const slack = await slackFor();
  const blocks = [
    { type: 'header', text: plain(x(150)) },
    { type: 'section', text: mrkdwn(x(3000)), accessory: { type: 'image', image_url: picture, alt_text: 'a' } },
    { type: 'context', elements: many(10, mrkdwn('a')) },
    { type: 'image', image_url: picture, alt_text: 'a', title: plain('t') },
    actions(
      ...Array.from({ length: 24 }, (_, i) => button({ action_id: `a${i}`, value: x(2000) })),
      button({ text: plain(x(75)) }),
    ),
    actions(
      { type: 'overflow', options: options(5) },
      { type: 'static_select', options: options(100), initial_option: option('3') },
      { type: 'radio_buttons', options: options(10) },
    ),
    { type: 'carousel', elements: [{ type: 'card', title: mrkdwn('a'), actions: [button()] }] },
    { type: 'container', title: plain('a'), child_blocks: [{ type: 'divider' }] },
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'trash', text: plain('Delete') }] },
    { type: 'markdown', text: '**a**' },
    { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a' }] }] },
    { type: 'input', label: plain('a'), element: { type: 'plain_text_input' } },
  ];
  await clientOf(slack).apiCall('chat.postMessage', { channel: general, text: 'a', blocks });
  const kept = slack.world.messages[general]?.[0]?.blocks ?? [];
  expect(kept).toHaveLength(blocks.length);
  expect(kept.every((block) => typeof block['block_id'] === 'string')).toBe(true);
  expect(JSON.stringify(kept[5])).toContain('"action_id":');
});

const sections = (n: number, last: number) => [
  ...many(n, { type: 'section', text: plain(x(3000)) }),
  { type: 'section', text: plain(x(last)) },
];

test('all text of the blocks together stays under 13,200 characters', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  await client.apiCall('chat.postMessage', { channel: general, text: 'a', blocks: sections(4, 1200) });
  expect(
    await errorOf(client.apiCall('chat.postMessage', { channel: general, text: 'a', blocks: sections(4, 1201) })),
  ).toBe('msg_blocks_too_long');
});

test('blocks that are no list are refused as such', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  expect(await errorOf(client.apiCall('chat.postMessage', { channel: general, text: 'a', blocks: '{not json' }))).toBe(
    'invalid_blocks_format',
  );
});

test('blocks.validate checks without a token', async () => {
  const slack = await slackFor();
  const client = clientOf(slack, '');
  expect(await client.apiCall('blocks.validate', { blocks: [{ type: 'divider' }] })).toMatchObject({ ok: true });
  expect(await errorOf(client.apiCall('blocks.validate', { blocks: [{ type: 'gallery' }] }))).toBe('invalid_blocks');
  expect(await errorOf(client.apiCall('blocks.validate', { view: { type: 'modal', blocks: [] } }))).toBe(
    'invalid_blocks',
  );
});
