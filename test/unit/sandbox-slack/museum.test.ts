import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ackAll, alice, clientOf, everything, filesOf, png, rawSocket, slackFor } from './harness.ts';

/** The paths of all fields, with the kind of value each holds; elements of arrays fall together. */
function fields(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => fields(each, `${path}[]`)))];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) =>
      fields(inner, `${path}.${key.replace(/^[CDG][A-Z0-9]{4,}$/, 'id')}`),
    );
  return [`${path}: ${value === null ? 'null' : typeof value}`];
}

/** Fields that belong to the content of an example, not to the shape of the payload. */
const incidental = /verbatim|emoji: boolean|\.dispatch_action|\.blocks\[\]|edited/;

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true });

/** The ts of what was posted. */
function stamp(answer: object): string {
  const { ts, message_ts } = answer as { ts?: string; message_ts?: string };
  return ts ?? message_ts ?? '';
}

test('the payloads have every field of the real ones in the museum', async () => {
  const slack = await slackFor({ app: everything });
  const socket = await rawSocket(slack, ackAll);
  const client = clientOf(slack);
  const image = { name: 'fox.png', bytes: await png() };
  const captured = new Map<string, unknown>([['socket-hello.json', socket.frames[0]]]);
  const capture = (file: string): void => void captured.set(file, slack.deliveries.at(-1)?.payload);

  await slack.act.command({ user: alice, channel: 'C0ART', command: '/imagine', text: 'a fox' });
  capture('slash-command.json');
  await slack.act.command({ user: alice, channel: 'D0ALICE', command: '/escaped', text: '@bruno' });
  capture('slash-command-escaped.json');
  const elements = [
    { type: 'button', action_id: 'press', text: plain('U2'), value: 'v1' },
    { type: 'overflow', action_id: 'more', options: [{ text: plain('Show prompt'), value: 'prompt' }] },
  ];
  const card = {
    channel: 'C0ART',
    text: 'a',
    blocks: [{ type: 'actions', elements }],
    metadata: { event_type: 'mj_submission', event_payload: { id: '1' } },
  };
  const ts = stamp(await client.apiCall('chat.postMessage', card));
  await slack.act.click({ user: alice, on: { channel: 'C0ART', ts }, element: { label: 'U2' } });
  capture('block-actions-message.json');
  const reply = stamp(await client.apiCall('chat.postMessage', { ...card, thread_ts: ts }));
  await slack.act.click({
    user: alice,
    on: { channel: 'C0ART', ts: reply },
    element: { actionId: 'more' },
    option: 'prompt',
  });
  capture('block-actions-thread-overflow.json');
  const ephemeral = stamp(await client.apiCall('chat.postEphemeral', { ...card, metadata: undefined, user: alice }));
  await slack.act.click({ user: alice, on: { channel: 'C0ART', ts: ephemeral }, element: { label: 'U2' } });
  capture('block-actions-ephemeral.json');
  await slack.act.globalShortcut({ user: alice, callbackId: 'imagine' });
  capture('global-shortcut.json');
  const view = {
    type: 'modal',
    callback_id: 'blend',
    notify_on_close: true,
    title: plain('Blend'),
    submit: plain('Blend'),
    blocks: [
      { type: 'actions', elements: [elements[0]] },
      {
        type: 'input',
        block_id: 'pictures',
        label: plain('Pictures'),
        element: { type: 'file_input', action_id: 'files' },
      },
      {
        type: 'input',
        block_id: 'prompt',
        optional: true,
        label: plain('Prompt'),
        element: { type: 'plain_text_input', action_id: 'text' },
      },
      {
        type: 'input',
        block_id: 'mode',
        label: plain('Mode'),
        element: { type: 'static_select', action_id: 'mode', options: [{ text: plain('Fast'), value: 'fast' }] },
      },
    ],
  };
  await client.apiCall('views.open', { trigger_id: slack.deliveries.at(-1)?.payload['trigger_id'], view });
  const viewId = slack.world.modals[alice]?.[0]?.id ?? '';
  await slack.act.click({ user: alice, on: { viewId }, element: { label: 'U2' } });
  capture('block-actions-view.json');
  await slack.act.enter({ user: alice, values: { pictures: [image], mode: 'fast' } });
  await slack.act.submitView({ user: alice });
  capture('view-submission-file-input.json');
  await slack.act.globalShortcut({ user: alice, callbackId: 'imagine' });
  await client.apiCall('views.open', { trigger_id: slack.deliveries.at(-1)?.payload['trigger_id'], view });
  await slack.act.enter({ user: alice, values: { pictures: [image], mode: 'fast' } });
  await slack.act.closeView({ user: alice });
  capture('view-closed.json');
  const step = {
    ...view,
    callback_id: 'step',
    blocks: [
      {
        type: 'input',
        block_id: 'cells',
        dispatch_action: true,
        label: plain('Squares'),
        element: {
          type: 'multi_static_select',
          action_id: 'step:cells',
          placeholder: plain('Choose squares'),
          options: ['1', '2', '6'].map((value) => ({ text: plain(value), value })),
        },
      },
      {
        type: 'input',
        block_id: 'zoom',
        label: plain('Zoom'),
        element: { type: 'number_input', action_id: 'step:zoom', is_decimal_allowed: true, initial_value: '1.8' },
      },
      {
        type: 'input',
        block_id: 'prompt',
        label: plain('Prompt'),
        element: { type: 'plain_text_input', action_id: 'step:prompt' },
      },
    ],
  };
  await slack.act.globalShortcut({ user: alice, callbackId: 'imagine' });
  await client.apiCall('views.open', { trigger_id: slack.deliveries.at(-1)?.payload['trigger_id'], view: step });
  await slack.act.enter({ user: alice, values: { prompt: 'a blue fox' } });
  const on = { viewId: slack.world.modals[alice]?.at(-1)?.id ?? '' };
  await slack.act.click({ user: alice, on, element: { blockId: 'cells' }, option: ['2', '6'] });
  capture('block-actions-view-multi-select.json');
  await slack.act.submitView({ user: alice });
  capture('view-submission-multi-select.json');
  const mention = await slack.act.message({
    user: alice,
    channel: 'C0ART',
    text: '@midjourney describe',
    files: [image],
  });
  capture('app-mention-files.json');
  const envelope = () => socket.frames.find((frame) => JSON.stringify(frame).includes('"type":"app_mention"'));
  await expect.poll(envelope).toBeTruthy();
  captured.set('socket-envelope-event.json', envelope());
  await slack.act.messageShortcut({ user: alice, channel: 'C0ART', ts: mention.ts, callbackId: 'use_image' });
  capture('message-shortcut.json');
  await slack.act.message({ user: alice, channel: 'D0ALICE', text: 'describe', files: [image] });
  captured.set('message-file-share-im.json', slack.deliveries.at(-2)?.payload);
  await slack.act.message({ user: alice, channel: 'C0ART', text: '', files: [image] });
  captured.set('message-file-share-channel.json', slack.deliveries.at(-2)?.payload);
  await slack.act.message({ user: alice, channel: 'D0ALICE', text: 'describe', files: [{ ...image, stub: true }] });
  captured.set('message-file-stub.json', slack.deliveries.at(-2)?.payload);
  await slack.act.message({
    user: alice,
    channel: 'D0ALICE',
    text: 'describe',
    files: [{ ...image, unscanned: true }],
  });
  captured.set('file-unscanned.json', filesOf(slack.deliveries.at(-2))[0]);
  await slack.act.openHome({ user: alice });
  capture('app-home-opened.json');
  await slack.act.react({ user: alice, channel: 'C0ART', ts, name: 'x' });
  capture('reaction-added.json');
  await client.filesUploadV2({ channel_id: 'C0ART', file: image.bytes, filename: 'fox.png' });
  const shared = await slack.waitFor(
    (world) => world.messages['C0ART']?.find((each) => each.botId && each.files.length > 0),
    { what: 'the share' },
  );
  await slack.waitFor((world) => world.files[shared.files[0] ?? '']?.ready, { what: 'the scan' });
  captured.set('files-info-shared.json', await client.files.info({ file: shared.files[0] ?? '' }));

  const museum = new URL('../../fixtures/slack/', import.meta.url);
  const payloads = (await readdir(museum)).filter((name) => name.endsWith('.json') && !name.startsWith('refusal-'));
  expect([...captured.keys()].sort()).toEqual(payloads.sort());
  for (const name of payloads) {
    const real: unknown = JSON.parse(await readFile(new URL(name, museum), 'utf8'));
    const ours = new Set(fields(captured.get(name)));
    const missing = fields(real).filter((field) => !ours.has(field) && !incidental.test(field));
    expect({ name, missing }).toEqual({ name, missing: [] });
  }
});
