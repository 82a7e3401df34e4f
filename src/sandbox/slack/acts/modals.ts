import { ApiError } from '../api-error.ts';
import type { Answer } from '../delivery/courier.ts';
import { isObject, objectAt } from '../json.ts';
import { viewJson } from '../render.ts';
import type { Acts, JsonObject, Noticed, View, ViewErrors } from '../types.ts';
import { makeView, popModal, pushModal, replaceView, stackOf, viewChanged } from '../views.ts';
import type { Workspace } from '../workspace.ts';
import { checkRequired, fillFields } from './fill.ts';
import { actorJson, commonFields, noticed, teamJson } from './interact.ts';

const failure = 'We had some trouble connecting. Try again?';

/** Types and chooses without telling the app, as the client keeps it between clicks. */
export async function enter(ws: Workspace, input: Parameters<Acts['enter']>[0]): Promise<void> {
  await fillFields(ws, visibleView(ws, input.user), ws.person(input.user).id, input.values);
}

export async function submitView(ws: Workspace, input: Parameters<Acts['submitView']>[0]): Promise<Noticed> {
  const person = ws.person(input.user);
  const view = visibleView(ws, person.id);
  if (view.busy) throw new Error('The modal is already being submitted.');
  if (!view.submit) throw new Error('This modal has no submit button.');
  if (input.values) await fillFields(ws, view, person.id, input.values);
  checkRequired(view);
  view.busy = true;
  view.errors = {};
  viewChanged(ws, view);
  const answer = await ws.courier.deliver(
    'interactive',
    'view_submission',
    {
      type: 'view_submission',
      team: teamJson(ws),
      user: actorJson(ws, person),
      ...commonFields(ws),
      trigger_id: ws.triggers.issue(person.id, view.id),
      view: viewJson(ws, view),
      response_urls: [],
    },
    [],
  );
  if (answer.body !== undefined) await ws.images.fetchIn(answer.body['view']);
  view.busy = false;
  viewChanged(ws, view);
  if (!answer.acked) return noticed(answer, failure);
  return obey(ws, view, answer);
}

export async function closeView(ws: Workspace, input: Parameters<Acts['closeView']>[0]): Promise<Noticed> {
  const person = ws.person(input.user);
  const view = visibleView(ws, person.id);
  const all = (input.all ?? false) || view.clearOnClose;
  popModal(ws, person.id, all);
  if (!view.notifyOnClose) return { acked: true, ms: 0 };
  const answer = await ws.courier.deliver(
    'interactive',
    'view_closed',
    {
      type: 'view_closed',
      team: teamJson(ws),
      user: actorJson(ws, person),
      ...commonFields(ws),
      view: viewJson(ws, view),
      is_cleared: all,
    },
    [],
  );
  return noticed(answer, '');
}

/** Does what the ack of a submission says: errors, update, push, clear, or (empty) close this view. */
function obey(ws: Workspace, view: View, answer: Answer): Noticed {
  const body = answer.body ?? {};
  const action = body['response_action'];
  // The person may have closed it in the meantime; then there is nothing to change.
  if (!stackOf(ws, view.user).includes(view)) return noticed(answer, failure);
  try {
    if (action === undefined) {
      if (Object.keys(body).length > 0) ws.violation('view_submission: the ack has a body without response_action');
      popModal(ws, view.user);
    } else if (action === 'errors') showErrors(ws, view, objectAt(body, 'errors'));
    else if (action === 'clear') popModal(ws, view.user, true);
    else if (action === 'update') replaceView(ws, view, body['view']);
    else if (action === 'push') pushModal(ws, makeView(ws, 'modal', view.user, body['view'], view));
    else throw new ApiError('invalid_response_action');
    return noticed(answer, failure);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    ws.violation(`view_submission: Slack refuses the ack: ${error.code} ${JSON.stringify(error.extra)}`);
    return { acked: false, ms: answer.ms, body, error: 'invalid_response', notice: failure };
  }
}

function showErrors(ws: Workspace, view: View, errors: JsonObject | undefined): void {
  const shown: ViewErrors = {};
  for (const [blockId, text] of Object.entries(errors ?? {})) {
    const isInput = view.blocks.some(
      (block) => isObject(block) && block['block_id'] === blockId && block['type'] === 'input',
    );
    if (!isInput || typeof text !== 'string' || text === '')
      throw new ApiError('invalid_errors', { block_id: blockId });
    shown[blockId] = text;
  }
  if (Object.keys(shown).length === 0) throw new ApiError('invalid_errors');
  view.errors = shown;
  viewChanged(ws, view);
}

function visibleView(ws: Workspace, user: string): View {
  const view = stackOf(ws, user).at(-1);
  if (!view) throw new Error(`${user} has no modal open.`);
  return view;
}
