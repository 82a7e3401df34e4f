import type { ModalView } from '@slack/types';
import type { Form, OrderVerb } from '../../domain/form.ts';
import { call } from '../connection/calls.ts';
import { isTriggerUsed } from '../connection/errors.ts';
import { formModal } from '../views/form-modal.ts';
import type { FormToken } from './form-token.ts';
import type { ListenerOptions } from './listener-options.ts';

type ModalNeeds = Pick<ListenerOptions, 'client' | 'log'>;

/** A view that is open, and which version of it. */
export interface OpenView {
  id: string;
  hash: string | undefined;
}

/**
 * Opens a modal. A trigger lives for three seconds and is used once (slack.md section 2), so nothing comes before this.
 *
 * @param how `push` from a click in a modal: the new one lies on top of it
 * @returns `before` when the trigger has opened one already: the deed was delivered again, and there is nothing to tell. Undefined when it did not
 * open; whoever asked is told by other means
 */
export async function openModal(
  { client, log }: ModalNeeds,
  triggerId: string,
  view: ModalView,
  how: 'open' | 'push' = 'open',
): Promise<OpenView | 'before' | undefined> {
  try {
    const { view: opened } = await call('write', () => client.views[how]({ trigger_id: triggerId, view }));
    return opened?.id === undefined ? undefined : { id: opened.id, hash: opened.hash };
  } catch (error) {
    log.info({ err: error }, 'could not open a modal');
    return isTriggerUsed(error) ? 'before' : undefined;
  }
}

/** @returns false when the modal could not be changed; most often the person has closed it */
export async function updateModal({ client, log }: ModalNeeds, viewId: string, view: ModalView): Promise<boolean> {
  try {
    await call('read', () => client.views.update({ view_id: viewId, view }));
    return true;
  } catch (error) {
    log.info({ err: error }, 'could not change a modal');
    return false;
  }
}

/** The view of a verb's form. */
export function formView({ desk, messages }: ListenerOptions, form: Form, token: FormToken): ModalView {
  return formModal({ ...token, form, preview: desk.preview(form.verb, token.given) }, messages);
}

export function formOf({ desk }: Pick<ListenerOptions, 'desk'>, verb: OrderVerb): Form | undefined {
  return desk.forms.find((form) => form.verb === verb);
}
