import { isObject, objectAt, stringAt } from '../json.ts';
import { findEphemeral, findMessage, messageOrEphemeralJson } from '../messages.ts';
import { viewJson } from '../render.ts';
import { initialValue, optionOf, textIn } from '../state-values.ts';
import type {
  Channel,
  ClickInput,
  Ephemeral,
  FieldValue,
  JsonObject,
  Message,
  Noticed,
  Person,
  View,
  ViewState,
} from '../types.ts';
import { findView, stackOf, stateFor, viewChanged } from '../views.ts';
import type { Workspace } from '../workspace.ts';
import { type Found, findElement } from './elements.ts';
import { fillFields, newValue } from './fill.ts';
import { actorJson, channelOf, commonFields, noticed, payloadChannelName, teamJson } from './interact.ts';

type Place = { source: Message | Ephemeral; channel: Channel } | { view: View };

/** A click on a message, an ephemeral, a modal or the home: one `block_actions`, never redelivered. */
export async function click(ws: Workspace, input: ClickInput): Promise<Noticed> {
  const person = ws.person(input.user);
  const place = placeOf(ws, person, input.on);
  if ('view' in place && place.view.busy)
    throw new Error('The modal is waiting for the app; nothing on it can be clicked.');
  if ('view' in place && input.values) await fillFields(ws, place.view, person.id, input.values);
  const blocks = 'view' in place ? place.view.blocks : place.source.blocks;
  const found = findElement(blocks, input.element);
  if (found.block['type'] === 'input' && found.block['dispatch_action'] !== true)
    throw new Error('This input tells the app nothing before the modal is submitted (no dispatch_action).');
  const state = 'view' in place ? place.view.state : stateFor(blocks);
  const action = await actionOf(ws, person, found, input.option ?? null, state);
  if ('view' in place) viewChanged(ws, place.view);
  const payload = {
    type: 'block_actions',
    user: actorJson(ws, person),
    ...commonFields(ws),
    team: teamJson(ws),
    ...('view' in place ? viewFields(ws, place.view) : messageFields(ws, person, place, state)),
    trigger_id: ws.triggers.issue(person.id, 'view' in place ? place.view.id : undefined),
    actions: [action],
  };
  const answer = await ws.courier.deliver('interactive', 'block_actions', payload, []);
  return noticed(answer, 'This app did not respond in time. The button shows a warning sign.');
}

function placeOf(ws: Workspace, person: Person, on: ClickInput['on']): Place {
  if ('channel' in on) {
    const channel = channelOf(ws, person, on.channel);
    const source = findMessage(ws, channel.id, on.ts) ?? findEphemeral(ws, channel.id, on.ts);
    if (!source) throw new Error(`There is no message ${on.ts} in ${channel.name}.`);
    if ('via' in source && source.user !== person.id) throw new Error(`${person.name} does not see this message.`);
    return { source, channel };
  }
  const view = 'home' in on ? ws.world.homes[person.id] : findView(ws, { id: on.viewId });
  if (!view || view.user !== person.id) throw new Error(`${person.name} has no such view open.`);
  if (view.type === 'modal' && stackOf(ws, person.id).at(-1) !== view)
    throw new Error('Another view lies on top of this one.');
  return { view };
}

async function actionOf(
  ws: Workspace,
  person: Person,
  found: Found,
  option: FieldValue,
  state: ViewState,
): Promise<JsonObject> {
  const { block, element } = found;
  const blockId = String(block['block_id']);
  const actionId = String(element['action_id']);
  const action: JsonObject = { type: element['type'], action_id: actionId, block_id: blockId, action_ts: ws.ids.ts() };
  if (initialValue(element)) {
    const value = await newValue(ws, person.id, element, option);
    state[blockId] = { ...state[blockId], [actionId]: value };
    return { ...action, ...value, ...copied(element, ['placeholder', 'confirm']) };
  }
  if (element['type'] === 'overflow') {
    if (typeof option !== 'string') throw new Error('An overflow menu needs one option.');
    return { ...action, selected_option: optionOf(element, option) };
  }
  if (element['type'] === 'feedback_buttons') {
    const chosen = ['positive_button', 'negative_button']
      .map((key) => objectAt(element, key))
      .find((each) => each?.['value'] === option || textIn(each?.['text']) === option);
    if (!chosen) throw new Error('Feedback buttons need the text or value of one of them as option.');
    return { ...action, ...copied(chosen, ['text', 'value']) };
  }
  const visibleTo = element['visible_to_user_ids'];
  if (Array.isArray(visibleTo) && !visibleTo.includes(person.id))
    throw new Error(`${person.name} does not see this button.`);
  return { ...action, ...copied(element, ['text', 'value', 'url', 'style', 'confirm', 'icon', 'accessibility_label']) };
}

function messageFields(
  ws: Workspace,
  person: Person,
  place: { source: Message | Ephemeral; channel: Channel },
  state: ViewState,
): JsonObject {
  const { source, channel } = place;
  const ephemeral = 'via' in source;
  const threadTs = source.threadTs;
  const origin = { kind: 'action' as const, user: person.id, channel: channel.id, sourceTs: source.ts, threadTs };
  return {
    container: {
      type: 'message',
      message_ts: source.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    },
    channel: { id: channel.id, name: payloadChannelName(channel) },
    message: messageOrEphemeralJson(ws, source),
    state: { values: state },
    response_url: ws.baseUrl + ws.responseUrls.issue(origin),
  };
}

function viewFields(ws: Workspace, view: View): JsonObject {
  return { container: { type: 'view', view_id: view.id }, view: viewJson(ws, view) };
}

function copied(from: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => (isObject(from[key]) || stringAt(from, key) !== undefined ? [[key, from[key]]] : [])),
  );
}
