import type { ActionsBlock, Button, ModalView } from '@slack/types';
import { type Form, pictureCount } from '../../domain/form.ts';
import type { Messages } from '../../domain/messages.ts';
import type { PictureRef } from '../../domain/submission.ts';
import { LIMITS } from '../limits.ts';
import { encodeForm, type FormPlace, type FormToken } from '../listening/form-token.ts';
import { mrkdwn, plain } from './elements.ts';

/** Does what the verb does if nothing more is needed, else opens its form. The rest of these action_ids is the verb. */
export const CHOOSE_ACTION = 'choose';
/** Opens the form in any case. */
export const FILL_ACTION = 'fill';

/** A button for each verb that the pictures could be for. */
export function verbButtons(
  forms: readonly Form[],
  pictures: readonly PictureRef[],
  place: FormPlace,
  action: typeof CHOOSE_ACTION | typeof FILL_ACTION,
  messages: Messages,
): ActionsBlock {
  const given = { prompt: '', pictures: [...pictures], options: {} };
  return {
    type: 'actions',
    elements: forms.map(({ verb }) => formButton({ verb, place, given }, action, messages.forms[verb].choose)),
  };
}

/** A button that remembers a form, as far as a button's value can hold it. */
export function formButton(token: FormToken, action: typeof CHOOSE_ACTION | typeof FILL_ACTION, label: string): Button {
  return {
    type: 'button',
    action_id: `${action}:${token.verb}`,
    text: plain(label, LIMITS.buttonText),
    value: encodeForm(token, LIMITS.buttonValue),
  };
}

/** The verbs that so many pictures could be for: all of them fit, and at most one is lacking. */
export function formsTaking(forms: readonly Form[], pictures: number): Form[] {
  return forms.filter((form) => {
    const { min, max } = pictureCount(form);
    return pictures <= max && pictures >= min - 1;
  });
}

/** True when the verb can run with these pictures and not another word. */
export function needsNoMore(form: Form, pictures: readonly PictureRef[]): boolean {
  const { min, max } = pictureCount(form);
  return !form.fields.some((field) => field.kind === 'prompt') && pictures.length >= min && pictures.length <= max;
}

/** What shall be done with the pictures of a message? */
export function choiceModal(text: string, buttons: ActionsBlock, messages: Messages): ModalView {
  const { use, cancel } = messages.modals;
  return {
    type: 'modal',
    title: plain(use.title, LIMITS.modalTitle),
    close: plain(cancel, LIMITS.modalTitle),
    blocks: [mrkdwn(text), buttons],
  };
}
