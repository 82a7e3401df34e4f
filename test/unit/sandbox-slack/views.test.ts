import { expect, test } from 'vitest';
import { manualClock } from '../../../src/sandbox/slack/index.ts';
import type { FieldValues, JsonObject, SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { alice, clientOf, errorOf, general, png, refusal, slackFor, socketApp, wholeApp } from './harness.ts';

const plain = (text: string) => ({ type: 'plain_text', text });

const input = (blockId: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: blockId,
  label: plain(`Label ${blockId}`),
  element: { action_id: 'it', ...element },
  ...more,
});

const modal = (more: object = {}): JsonObject => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Title'),
  submit: plain('Go'),
  blocks: [input('prompt', { type: 'plain_text_input' })],
  ...more,
});

/** A trigger as a command brings it; whether anybody acks the command does not matter. */
async function trigger(slack: SlackStandIn): Promise<string> {
  void slack.act.command({ user: alice, channel: general, command: '/imagine' });
  await slack.waitFor(() => slack.deliveries.at(-1)?.name === '/imagine', { what: 'the command on its way' });
  return String(slack.deliveries.at(-1)?.payload['trigger_id']);
}

/** The view that views.* answer with. */
function opened(answer: object): { id: string; hash: string } {
  const { view } = answer as { view: { id: string; hash: string } };
  return view;
}

/** Opens a modal for Alice. */
async function open(slack: SlackStandIn, view: JsonObject = modal()): Promise<{ id: string; hash: string }> {
  return opened(await clientOf(slack).apiCall('views.open', { trigger_id: await trigger(slack), view }));
}

test('a trigger opens one view, within three seconds', async () => {
  const clock = manualClock(Date.now());
  const slack = await slackFor({ clock });
  const client = clientOf(slack);
  const openWith = (id: string) => client.apiCall('views.open', { trigger_id: id, view: modal() });
  const first = await trigger(slack);
  clock.advance(2999);
  await openWith(first);
  expect(slack.world.modals[alice]).toMatchObject([{ callbackId: 'form', user: alice }]);
  expect(await errorOf(openWith(first))).toBe('exchanged_trigger_id');
  const late = await trigger(slack);
  clock.advance(3001);
  expect(await errorOf(openWith(late))).toBe('expired_trigger_id');
  expect(await errorOf(openWith('1.2.3'))).toBe('invalid_trigger_id');
});

test.for([
  ['a title of 25 characters', { title: plain('x'.repeat(25)) }, '/view/title/text'],
  ['a submit of 25 characters', { submit: plain('x'.repeat(25)) }, '/view/submit/text'],
  ['inputs without submit', { submit: undefined }, '/view'],
  ['private_metadata of 3,001 characters', { private_metadata: 'x'.repeat(3001) }, '/view/private_metadata'],
  ['a callback_id of 256 characters', { callback_id: 'x'.repeat(256) }, '/view/callback_id'],
  ['101 blocks', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }, '/view/blocks'],
  [
    'a text input of 3,001 characters',
    { blocks: [input('a', { type: 'plain_text_input', max_length: 3001 })] },
    '/view/blocks/0/element/max_length',
  ],
  [
    'a label of 2,001 characters',
    { blocks: [input('a', { type: 'plain_text_input' }, { label: plain('x'.repeat(2001)) })] },
    '/view/blocks/0/label/text',
  ],
  ['eleven files', { blocks: [input('a', { type: 'file_input', max_files: 11 })] }, '/view/blocks/0/element/max_files'],
  [
    'the focus twice',
    { blocks: ['a', 'b'].map((id) => input(id, { type: 'plain_text_input', focus_on_load: true })) },
    '/view/blocks/1/element/focus_on_load',
  ],
  ['markdown in a modal', { blocks: [{ type: 'markdown', text: 'a' }] }, '/view/blocks/0/type'],
  ['a home in place of a modal', { type: 'home' }, '/view/type'],
] as const)('%s: the modal is refused with a pointer', async ([, more, pointer]) => {
  const slack = await slackFor();
  const answer = await refusal(
    clientOf(slack).apiCall('views.open', { trigger_id: await trigger(slack), view: modal(more) }),
  );
  expect(answer.error).toBe('invalid_arguments');
  expect(answer.response_metadata?.messages?.join()).toContain(`[json-pointer:${pointer}]`);
});

test('a view over 250 kB is too large', async () => {
  const slack = await slackFor();
  const blocks = Array.from({ length: 100 }, () => ({ type: 'section', text: plain('ü'.repeat(1500)) }));
  expect(
    await errorOf(clientOf(slack).apiCall('views.open', { trigger_id: await trigger(slack), view: modal({ blocks }) })),
  ).toBe('view_too_large');
});

test('an update needs the present hash, and a view that is still open', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const view = await open(slack);
  const update = (more: object) =>
    client.apiCall('views.update', { view_id: view.id, view: modal({ title: plain('New') }), ...more });
  await update({ hash: view.hash });
  expect(slack.world.modals[alice]?.[0]?.title).toEqual(plain('New'));
  expect(await errorOf(update({ hash: view.hash }))).toBe('hash_conflict');
  await slack.act.closeView({ user: alice });
  expect(await errorOf(update({}))).toBe('not_found');
});

test('an external_id is unique and finds its view', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  await open(slack, modal({ external_id: 'e1' }));
  expect(
    await errorOf(
      client.apiCall('views.open', { trigger_id: await trigger(slack), view: modal({ external_id: 'e1' }) }),
    ),
  ).toBe('duplicate_external_id');
  expect(await client.apiCall('views.update', { external_id: 'e1', view: modal({ external_id: 'e1' }) })).toMatchObject(
    { ok: true },
  );
});

test('what was typed survives an update that keeps its ids', async () => {
  const slack = await slackFor();
  const view = await open(slack);
  await slack.act.enter({ user: alice, values: { prompt: 'a fox' } });
  await clientOf(slack).apiCall('views.update', { view_id: view.id, view: modal({ title: plain('New') }) });
  expect(slack.world.modals[alice]?.[0]?.state).toEqual({
    prompt: { it: { type: 'plain_text_input', value: 'a fox' } },
  });
});

test('three views lie on top of each other, a fourth is refused; only a click in a modal can push', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const withButton = modal({ blocks: [{ type: 'actions', elements: [{ type: 'button', text: plain('More') }] }] });
  expect(await errorOf(client.apiCall('views.push', { trigger_id: await trigger(slack), view: withButton }))).toBe(
    'not_found',
  );
  await open(slack, withButton);
  const push = async () => {
    const top = slack.world.modals[alice]?.at(-1)?.id ?? '';
    await slack.act.click({ user: alice, on: { viewId: top }, element: { label: 'More' } });
    return client.apiCall('views.push', {
      trigger_id: slack.deliveries.at(-1)?.payload['trigger_id'],
      view: withButton,
    });
  };
  await push();
  await push();
  expect(await errorOf(push())).toBe('push_limit_reached');
  const [root, second, third] = slack.world.modals[alice] ?? [];
  expect([second?.previousViewId, third?.previousViewId, third?.rootViewId]).toEqual([root?.id, second?.id, root?.id]);
});

test('every kind of field arrives in state.values in its own shape', async () => {
  const slack = await slackFor();
  const seen: JsonObject[] = [];
  await socketApp(slack, (app) => {
    app.view('form', async ({ ack, view }) => {
      seen.push(view.state.values);
      await ack();
    });
  });
  const options = ['a', 'b'].map((value) => ({ text: plain(value.toUpperCase()), value }));
  const optional = { optional: true };
  await open(
    slack,
    modal({
      blocks: [
        input('text', { type: 'plain_text_input', initial_value: 'first' }),
        input('none', { type: 'plain_text_input' }, optional),
        input('number', { type: 'number_input', is_decimal_allowed: false }),
        input('select', { type: 'static_select', options }),
        input('multi', { type: 'multi_static_select', options }),
        input('radio', { type: 'radio_buttons', options }),
        input('checks', { type: 'checkboxes', options, initial_options: [options[0]] }),
        input('user', { type: 'users_select' }),
        input('date', { type: 'datepicker' }),
        input('files', { type: 'file_input', max_files: 2, filetypes: ['png'] }),
      ],
    }),
  );
  const values: FieldValues = {
    number: '7',
    select: 'b',
    multi: ['a', 'b'],
    radio: 'A',
    user: alice,
    date: '2026-01-02',
    files: [{ name: 'x.png', bytes: await png() }],
  };
  await slack.act.submitView({ user: alice, values });
  const [a, b] = options;
  expect(seen[0]).toMatchObject({
    text: { it: { type: 'plain_text_input', value: 'first' } },
    none: { it: { type: 'plain_text_input', value: null } },
    number: { it: { type: 'number_input', value: '7' } },
    select: { it: { type: 'static_select', selected_option: b } },
    multi: { it: { type: 'multi_static_select', selected_options: [a, b] } },
    radio: { it: { type: 'radio_buttons', selected_option: a } },
    checks: { it: { type: 'checkboxes', selected_options: [a] } },
    user: { it: { type: 'users_select', selected_user: alice } },
    date: { it: { type: 'datepicker', selected_date: '2026-01-02' } },
    files: {
      it: {
        type: 'file_input',
        files: [{ name: 'x.png', mimetype: 'image/png', url_private_download: expect.any(String) }],
      },
    },
  });
  // What was handed over in a modal can be fetched, though it is shared nowhere.
  const id = Object.keys(slack.world.files)[0] ?? '';
  expect((await clientOf(slack).files.info({ file: id })).file?.id).toBe(id);
  expect(slack.world.modals[alice]).toEqual([]);
});

test('the client sends no modal with an empty required field, a text too long or a wrong file', async () => {
  const slack = await slackFor();
  await open(
    slack,
    modal({
      blocks: [
        input('text', { type: 'plain_text_input', max_length: 3 }),
        input('file', { type: 'file_input', filetypes: ['png'] }, { optional: true }),
      ],
    }),
  );
  const submit = (values: FieldValues) => slack.act.submitView({ user: alice, values });
  await expect(submit({})).rejects.toThrow('"Label text" is required.');
  await expect(submit({ text: 'abcd' })).rejects.toThrow('0 to 3 characters');
  await expect(submit({ file: [{ name: 'a.gif', bytes: new Uint8Array(1) }] })).rejects.toThrow('not one of png');
  await expect(submit({ file: [{ name: 'a.png', bytes: new Uint8Array(10 * 1024 * 1024 + 1) }] })).rejects.toThrow(
    'larger than 10 MB',
  );
  await expect(submit({ nothing: 'a' })).rejects.toThrow('no field "nothing"');
});

test('a submission is answered by errors, an update, another view or the end of all', async () => {
  const slack = await slackFor();
  const acks: object[] = [
    { response_action: 'errors', errors: { prompt: 'Too short.' } },
    { response_action: 'update', view: modal({ title: plain('Second') }) },
    { response_action: 'push', view: modal({ title: plain('Third') }) },
    { response_action: 'clear' },
  ];
  await socketApp(slack, (app) => {
    app.view('form', async ({ ack }) => ack(acks.shift() as never));
  });
  await open(slack);
  const submit = () => slack.act.submitView({ user: alice, values: { prompt: 'a' } });
  const titles = () => (slack.world.modals[alice] ?? []).map((view) => view.title?.['text']);
  await submit();
  expect(slack.world.modals[alice]?.[0]).toMatchObject({ errors: { prompt: 'Too short.' }, busy: false });
  await submit();
  expect(titles()).toEqual(['Second']);
  await submit();
  expect(titles()).toEqual(['Second', 'Third']);
  await submit();
  expect(titles()).toEqual([]);
  expect(slack.violations).toEqual([]);
});

test('errors on a block that is no input, or a faulty view in the ack, are what Slack refuses', async () => {
  const slack = await slackFor();
  const acks: object[] = [
    { response_action: 'errors', errors: { nowhere: 'x' } },
    { response_action: 'update', view: modal({ title: undefined }) },
  ];
  await socketApp(slack, (app) => {
    app.view('form', async ({ ack }) => ack(acks.shift() as never));
  });
  await open(slack);
  const submit = () => slack.act.submitView({ user: alice, values: { prompt: 'a' } });
  expect(await submit()).toMatchObject({ acked: false, error: 'invalid_response' });
  expect(await submit()).toMatchObject({ acked: false, error: 'invalid_response' });
  expect(slack.violations).toHaveLength(2);
});

test('closing tells the app only when the view asks for it', async () => {
  const slack = await slackFor();
  await open(slack);
  await slack.act.closeView({ user: alice });
  await open(slack, modal({ notify_on_close: true }));
  await slack.act.closeView({ user: alice });
  expect(slack.deliveries.map((delivery) => delivery.name)).toEqual(['/imagine', '/imagine', 'view_closed']);
});

test('a home is published for a person when the app has a Home tab', async () => {
  const home = { type: 'home', blocks: [{ type: 'section', text: plain('Hello') }] };
  const slack = await slackFor();
  const client = clientOf(slack);
  const first = await client.apiCall('views.publish', { user_id: alice, view: home });
  await client.apiCall('views.publish', { user_id: alice, view: home, hash: opened(first).hash });
  expect(await errorOf(client.apiCall('views.publish', { user_id: alice, view: home, hash: 'old' }))).toBe(
    'hash_conflict',
  );
  expect(slack.world.homes[alice]?.blocks).toMatchObject([{ text: { text: 'Hello' } }]);
  const without = await slackFor({ app: { ...wholeApp, homeTab: false } });
  expect(await errorOf(clientOf(without).apiCall('views.publish', { user_id: alice, view: home }))).toBe('not_enabled');
});

test.for([
  ['a modal in its place', { type: 'modal', title: plain('Hello') }, 'invalid_arguments'],
  ['more than 100 blocks', { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }, 'invalid_arguments'],
  ['a title', { title: plain('Hello') }, 'invalid_arguments'],
  ['more than 250 kB', { private_metadata: 'x'.repeat(250_001) }, 'view_too_large'],
] as const)('a home is refused with %s', async ([, wrong, error]) => {
  const slack = await slackFor();
  const home = { type: 'home', blocks: [], ...wrong };
  expect(await errorOf(clientOf(slack).apiCall('views.publish', { user_id: alice, view: home }))).toBe(error);
});

test.for(['U0NOBODY0', 'U0MIDJOBOT'])('nobody publishes a home for %s', async (user) => {
  const slack = await slackFor();
  const home = { type: 'home', blocks: [] };
  expect(await errorOf(clientOf(slack).apiCall('views.publish', { user_id: user, view: home }))).toBe('user_not_found');
});

test('what is typed into a home reaches the app with Enter, and stays when it is published anew', async () => {
  const slack = await slackFor();
  const client = clientOf(slack);
  const find = { type: 'input', block_id: 'find', dispatch_action: true, label: plain('Find') };
  const home = { type: 'home', blocks: [{ ...find, element: { type: 'plain_text_input', action_id: 'words' } }] };
  await client.apiCall('views.publish', { user_id: alice, view: home });
  await slack.act.click({ user: alice, on: { home: true }, element: { actionId: 'words' }, option: 'fox' });
  expect(slack.deliveries.at(-1)?.payload).toMatchObject({
    container: { type: 'view' },
    view: { type: 'home', state: { values: { find: { words: { value: 'fox' } } } } },
    actions: [{ value: 'fox' }],
  });
  await client.apiCall('views.publish', { user_id: alice, view: home });
  expect(slack.world.homes[alice]?.state).toMatchObject({ find: { words: { value: 'fox' } } });
});

test('an app without a Home tab has none to be opened', async () => {
  const slack = await slackFor({ app: { ...wholeApp, homeTab: false } });
  await expect(slack.act.openHome({ user: alice })).rejects.toThrow('no Home tab');
});
