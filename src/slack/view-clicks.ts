import { decodeForm } from './form-token.ts';
import type { ViewClick } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formOf, formView, updateModal } from './modals.ts';
import { FILL_ACTION } from './views/choice.ts';
import { FIELD_ACTION } from './views/form-modal.ts';
import { noticeModal } from './views/notice-modal.ts';
import { STEP_ACTION } from './views/step-view.ts';
import { words } from './words.ts';

/** Something was used in a modal: a field of a builder, whose preview follows; the squares of a step; a button that turns the modal into a form. */
export async function onViewClick(
  options: ListenerOptions,
  preview: (click: ViewClick) => Promise<void>,
  click: ViewClick,
): Promise<void> {
  const [kind] = click.actionId.split(':');
  if (kind === FIELD_ACTION) await preview(click);
  else if (kind === STEP_ACTION) await options.steps.chosen(click);
  else if (kind === FILL_ACTION) await turnIntoForm(options, click);
}

async function turnIntoForm(options: ListenerOptions, { viewId, value }: ViewClick): Promise<void> {
  const { messages } = options;
  const token = decodeForm(value);
  const form = token === undefined ? undefined : formOf(options, token.verb);
  const view =
    token === undefined || form === undefined
      ? noticeModal(words(messages, { say: 'button-unknown' }), messages)
      : formView(options, form, token);
  await updateModal(options, viewId, view);
}
