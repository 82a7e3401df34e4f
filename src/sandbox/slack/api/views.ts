import { ApiError } from '../api-error.ts';
import { stringAt } from '../json.ts';
import { viewJson } from '../render.ts';
import type { View } from '../types.ts';
import { findView, makeView, openModal, pushModal, replaceView, stackOf, viewChanged } from '../views.ts';
import { type Call, type Handlers, requiredString } from './call.ts';

export const views: Handlers = {
  'views.open'(call) {
    const { ws, args } = call;
    const trigger = ws.triggers.look(args['trigger_id']);
    const view = makeView(ws, 'modal', trigger.user, args['view']);
    ws.triggers.use(args['trigger_id']);
    openModal(ws, view);
    return { ok: true, view: viewJson(ws, view) };
  },

  'views.push'(call) {
    const { ws, args } = call;
    const trigger = ws.triggers.look(args['trigger_id']);
    const stack = stackOf(ws, trigger.user);
    // A push needs an interaction with a modal that is still open.
    const below = stack.at(-1);
    if (!below || !stack.some((each) => each.id === trigger.viewId)) throw new ApiError('not_found');
    const view = makeView(ws, 'modal', trigger.user, args['view'], below);
    pushModal(ws, view);
    ws.triggers.use(args['trigger_id']);
    return { ok: true, view: viewJson(ws, view) };
  },

  'views.update'(call) {
    const { ws, args } = call;
    const id = stringAt(args, 'view_id');
    const externalId = stringAt(args, 'external_id');
    if (id === undefined && externalId === undefined)
      throw ApiError.withMessages('invalid_arguments', [
        '[ERROR] missing required field: view_id or external_id [json-pointer:]',
      ]);
    const view = findView(ws, { id, externalId });
    if (!view) throw new ApiError('not_found');
    checkHash(call, view);
    replaceView(ws, view, args['view']);
    return { ok: true, view: viewJson(ws, view) };
  },

  'views.publish'(call) {
    const { ws, args } = call;
    const user = requiredString(args, 'user_id', 'user_not_found');
    if (!ws.world.users[user] || ws.world.users[user].isBot) throw new ApiError('user_not_found');
    if (!ws.app.homeTab) throw new ApiError('not_enabled');
    const existing = ws.world.homes[user];
    if (existing) {
      checkHash(call, existing);
      replaceView(ws, existing, args['view']);
      return { ok: true, view: viewJson(ws, existing) };
    }
    const view = makeView(ws, 'home', user, args['view']);
    ws.world.homes[user] = view;
    viewChanged(ws, view);
    return { ok: true, view: viewJson(ws, view) };
  },
};

function checkHash(call: Call, view: View): void {
  const hash = stringAt(call.args, 'hash');
  if (hash !== undefined && hash !== view.hash) throw new ApiError('hash_conflict');
}
