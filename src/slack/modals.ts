import type { ModalView } from '@slack/types';
import type { Form, OrderVerb } from '../domain/form.ts';
import { call } from './calls.ts';
import type { FormToken } from './form-token.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formModal } from './views/form-modal.ts';

type ModalNeeds = Pick<ListenerOptions, 'client' | 'log'>;

/**
 * Opens a modal. A trigger lives for three seconds and is used once (slack.md section 2), so nothing comes before this.
 *
 * @returns the view's id, undefined when it did not open; whoever asked is told by other means
 */
export async function openModal(
  { client, log }: ModalNeeds,
  triggerId: string,
  view: ModalView,
): Promise<string | undefined> {
  try {
    const opened = await call('write', () => client.views.open({ trigger_id: triggerId, view }));
    return opened.view?.id;
  } catch (error) {
    log.info({ err: error }, 'could not open a modal');
    return undefined;
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

export function formOf({ desk }: ListenerOptions, verb: OrderVerb): Form | undefined {
  return desk.forms.find((form) => form.verb === verb);
}
