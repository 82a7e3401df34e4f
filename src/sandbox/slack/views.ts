import { ApiError } from './api-error.ts';
import { viewErrors } from './blockkit/validate.ts';
import { allBlocks, elementsOf } from './blockkit/walk.ts';
import { pictureChecks } from './files.ts';
import { isObject, objectAt, stringAt } from './json.ts';
import { limits } from './limits.ts';
import { withIds } from './messages.ts';
import { initialValue } from './state-values.ts';
import type { JsonObject, View, ViewState } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Modals and homes: the stack of each person, checked and kept as Slack does (slack.md section 2). */

/** @throws ApiError `invalid_arguments` with pointers, `view_too_large`, `duplicate_external_id` */
export function makeView(ws: Workspace, type: View['type'], user: string, json: unknown, previous?: View): View {
  const source = checkedView(ws, type, json);
  const view: View = {
    id: ws.ids.id('V'),
    type,
    user,
    callbackId: '',
    externalId: '',
    privateMetadata: '',
    hash: '',
    clearOnClose: false,
    notifyOnClose: false,
    blocks: [],
    rootViewId: '',
    state: {},
    errors: {},
    busy: false,
  };
  view.rootViewId = previous?.rootViewId ?? view.id;
  if (previous) view.previousViewId = previous.id;
  fill(ws, view, source);
  return view;
}

/** Replaces the content; what was typed stays where block_id and action_id stay. @throws as `makeView` */
export function replaceView(ws: Workspace, view: View, json: unknown): void {
  fill(ws, view, checkedView(ws, view.type, json, view));
  viewChanged(ws, view);
}

/** Opens a modal in place of what the person has open. */
export function openModal(ws: Workspace, view: View): void {
  ws.world.modals[view.user] = [view];
  viewChanged(ws, view);
}

/** @throws ApiError `push_limit_reached` */
export function pushModal(ws: Workspace, view: View): void {
  const stack = stackOf(ws, view.user);
  if (stack.length >= limits.view.stack) throw new ApiError('push_limit_reached');
  ws.world.modals[view.user] = [...stack, view];
  viewChanged(ws, view);
}

/** Takes the visible view away, or all of them. */
export function popModal(ws: Workspace, user: string, all = false): void {
  const stack = stackOf(ws, user);
  ws.world.modals[user] = all ? [] : stack.slice(0, -1);
  ws.changed({ kind: 'view', user });
}

export function stackOf(ws: Workspace, user: string): View[] {
  return ws.world.modals[user] ?? [];
}

/** An open modal or a home, by id or external_id. */
export function findView(
  ws: Workspace,
  by: { id?: string | undefined; externalId?: string | undefined },
): View | undefined {
  const views = [...Object.values(ws.world.modals).flat(), ...Object.values(ws.world.homes)];
  return views.find((view) => (by.id === undefined ? view.externalId === by.externalId : view.id === by.id));
}

export function viewChanged(ws: Workspace, view: View): void {
  ws.changed({ kind: view.type === 'home' ? 'home' : 'view', user: view.user, id: view.id });
}

function checkedView(ws: Workspace, type: View['type'], json: unknown, self?: View): JsonObject {
  if (!isObject(json))
    throw ApiError.withMessages('invalid_arguments', ['[ERROR] must provide an object [json-pointer:/view]']);
  if (Buffer.byteLength(JSON.stringify(json)) > limits.view.bytes) throw new ApiError('view_too_large');
  const errors = viewErrors(json, pictureChecks(ws));
  if (json['type'] !== type) errors.push(`[ERROR] value must be one of: ${type} [json-pointer:/view/type]`);
  if (errors.length > 0) throw ApiError.withMessages('invalid_arguments', errors);
  const externalId = stringAt(json, 'external_id');
  const other = externalId === undefined ? undefined : findView(ws, { externalId });
  if (other && other !== self) throw new ApiError('duplicate_external_id');
  return json;
}

function fill(ws: Workspace, view: View, source: JsonObject): void {
  const blocks = Array.isArray(source['blocks']) ? source['blocks'].filter(isObject) : [];
  view.blocks = withIds(ws, blocks);
  view.callbackId = stringAt(source, 'callback_id') ?? '';
  view.externalId = stringAt(source, 'external_id') ?? '';
  view.privateMetadata = stringAt(source, 'private_metadata') ?? '';
  view.clearOnClose = source['clear_on_close'] === true;
  view.notifyOnClose = source['notify_on_close'] === true;
  view.hash = ws.ids.hash();
  view.errors = {};
  for (const key of ['title', 'submit', 'close'] as const) {
    const text = objectAt(source, key);
    if (text) view[key] = text;
    else delete view[key];
  }
  view.state = stateFor(view.blocks, view.state);
}

/** The state of every element that holds one: kept where it stood before, else its initial value. */
export function stateFor(blocks: JsonObject[], before: ViewState = {}): ViewState {
  const state: ViewState = {};
  for (const block of allBlocks(blocks)) {
    const blockId = String(block['block_id']);
    for (const element of elementsOf(block)) {
      const initial = initialValue(element);
      if (!initial) continue;
      const actionId = String(element['action_id']);
      const kept = before[blockId]?.[actionId];
      const held = state[blockId] ?? {};
      held[actionId] = kept && kept['type'] === initial['type'] ? kept : initial;
      state[blockId] = held;
    }
  }
  return state;
}
