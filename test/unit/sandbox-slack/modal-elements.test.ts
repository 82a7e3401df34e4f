import { expect, test } from 'vitest';
import type { JsonObject, SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { ackAll, alice, clientOf, errorOf, general, rawSocket, refusal, slackFor } from './harness.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const options = Array.from({ length: 16 }, (_, n) => ({ text: plain(`Square ${n + 1}`), value: String(n + 1) }));
const cells = (more: object = {}) => ({
  type: 'input',
  block_id: 'cells',
  dispatch_action: true,
  optional: true,
  label: plain('Squares'),
  element: { type: 'multi_static_select', action_id: 'it', placeholder: plain('Choose'), options, ...more },
});
const prompt = {
  type: 'input',
  block_id: 'prompt',
  label: plain('Prompt'),
  element: { type: 'plain_text_input', action_id: 'it' },
};
const link = {
  type: 'button',
  action_id: 'open',
  text: plain('Paint'),
  url: 'https://bot.example/paint/1',
  style: 'primary',
};
const modal = (...blocks: object[]) => ({
  type: 'modal',
  callback_id: 'step',
  title: plain('Region'),
  submit: plain('Go'),
  blocks,
});

/** An app that acks everything, a modal opened for Alice. */
async function withModal(...blocks: object[]) {
  const slack = await slackFor();
  const { socket } = await rawSocket(slack, ackAll);
  const client = clientOf(slack);
  const answer = await client.apiCall('views.open', { trigger_id: await trigger(slack), view: modal(...blocks) });
  const { id, hash } = (answer as unknown as { view: { id: string; hash: string } }).view;
  return { slack, client, socket, id, hash };
}

async function trigger(slack: SlackStandIn): Promise<string> {
  await slack.act.command({ user: alice, channel: general, command: '/imagine' });
  return String(slack.deliveries.at(-1)?.payload['trigger_id']);
}

const last = (slack: SlackStandIn) => slack.deliveries.at(-1)?.payload as JsonObject & { view: { state: JsonObject } };

test('a choice in an input that dispatches tells the app, with the state of the whole view', async () => {
  const { slack, id, socket } = await withModal(prompt, cells());
  await slack.act.click({
    user: alice,
    on: { viewId: id },
    element: { blockId: 'cells' },
    option: ['2', '16'],
    values: { prompt: 'a hat' },
  });
  const chosen = [options[1], options[15]];
  expect(last(slack)).toMatchObject({
    type: 'block_actions',
    container: { type: 'view', view_id: id },
    trigger_id: expect.any(String),
    actions: [{ type: 'multi_static_select', block_id: 'cells', action_id: 'it', selected_options: chosen }],
    view: {
      id,
      state: {
        values: {
          prompt: { it: { type: 'plain_text_input', value: 'a hat' } },
          cells: { it: { type: 'multi_static_select', selected_options: chosen } },
        },
      },
    },
  });
  socket.close();
});

test('a choice survives an update that keeps its ids; emptied, it is an empty list', async () => {
  const { slack, client, id, hash, socket } = await withModal(cells());
  const choose = (option: string[]) =>
    slack.act.click({ user: alice, on: { viewId: id }, element: { blockId: 'cells' }, option });
  await choose(['1']);
  await client.apiCall('views.update', {
    view_id: id,
    hash,
    view: modal(cells(), { type: 'section', text: plain('⬜⬛') }),
  });
  const held = () => slack.world.modals[alice]?.[0]?.state['cells']?.['it'];
  expect(held()).toEqual({ type: 'multi_static_select', selected_options: [options[0]] });
  await choose([]);
  expect(held()).toEqual({ type: 'multi_static_select', selected_options: [] });
  socket.close();
});

test('a person cannot choose what is not offered, nor more than is allowed', async () => {
  const { slack, id, socket } = await withModal(cells({ max_selected_items: 2 }));
  const choose = (option: string[]) =>
    slack.act.click({ user: alice, on: { viewId: id }, element: { blockId: 'cells' }, option });
  await expect(choose(['17'])).rejects.toThrow('There is no option "17"');
  await expect(choose(['1', '2', '3'])).rejects.toThrow('at most 2');
  await choose(['1', '2']);
  socket.close();
});

test('an input that does not dispatch tells nobody before the modal is sent', async () => {
  const { slack, id, socket } = await withModal({ ...cells(), dispatch_action: false });
  const choose = slack.act.click({ user: alice, on: { viewId: id }, element: { blockId: 'cells' }, option: ['1'] });
  await expect(choose).rejects.toThrow('no dispatch_action');
  await slack.act.enter({ user: alice, values: { cells: ['1'] } });
  expect(slack.deliveries.at(-1)?.name).toBe('/imagine');
  socket.close();
});

test('a link button tells the app too, in a modal and on a message', async () => {
  const { slack, client, id, socket } = await withModal({ type: 'actions', block_id: 'go', elements: [link] });
  const told = { type: 'button', action_id: 'open', block_id: 'go', url: link.url };
  await slack.act.click({ user: alice, on: { viewId: id }, element: { label: 'Paint' } });
  expect(last(slack)).toMatchObject({ container: { type: 'view' }, actions: [told] });

  const blocks = [{ type: 'actions', block_id: 'go', elements: [link] }];
  const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'a', blocks });
  const noticed = await slack.act.click({ user: alice, on: { channel: general, ts }, element: { label: 'Paint' } });
  expect(noticed.acked).toBe(true);
  expect(last(slack)).toMatchObject({ container: { type: 'message', message_ts: ts }, actions: [told] });
  socket.close();
});

test('a link button that nobody acks shows a warning sign', async () => {
  const slack = await slackFor({ ackMs: 20 });
  const { socket } = await rawSocket(slack);
  const blocks = [{ type: 'actions', elements: [link] }];
  const { ts = '' } = await clientOf(slack).chat.postMessage({ channel: general, text: 'a', blocks });
  const noticed = await slack.act.click({ user: alice, on: { channel: general, ts }, element: { label: 'Paint' } });
  expect(noticed).toMatchObject({ acked: false, error: 'operation_timeout' });
  socket.close();
});

test('a trigger opens one view, whichever process of the app comes first', async () => {
  const slack = await slackFor();
  const { socket } = await rawSocket(slack, ackAll);
  const id = await trigger(slack);
  const [listener, worker] = [clientOf(slack), clientOf(slack)];
  const openBy = (client: typeof worker) => client.apiCall('views.open', { trigger_id: id, view: modal(prompt) });
  await openBy(worker);
  expect(await errorOf(openBy(listener))).toBe('exchanged_trigger_id');
  expect(slack.world.modals[alice]).toHaveLength(1);
  socket.close();
});

test('a trigger whose view was refused can be used again, as long as it lives', async () => {
  const slack = await slackFor();
  const { socket } = await rawSocket(slack, ackAll);
  const id = await trigger(slack);
  const openWith = (...blocks: object[]) =>
    clientOf(slack).apiCall('views.open', { trigger_id: id, view: modal(...blocks) });
  await refusal(openWith({ type: 'image', slack_file: { id: 'F0NOTHING00' }, alt_text: 'a' }));
  expect(await openWith(prompt)).toMatchObject({ ok: true });
  socket.close();
});
