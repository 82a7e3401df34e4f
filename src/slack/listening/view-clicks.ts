import type { Messages } from '../../domain/messages.ts';
import { onStepTyped } from '../steps/steps.ts';
import { ADMIN_ACTION } from '../views/admin/admin-buttons.ts';
import { FILL_ACTION } from '../views/choice.ts';
import { LINK_ACTION } from '../views/controls.ts';
import { DEAD_ACTION } from '../views/dead.ts';
import { FIELD_ACTION } from '../views/form-modal.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { DRAFT_ACTION } from '../views/offer.ts';
import { SETTINGS_ACTION } from '../views/settings-fields.ts';
import { STEP_ACTION } from '../views/step-view.ts';
import { words } from '../words.ts';
import { onAdminClick, onDeadInView } from './admin.ts';
import { furnish } from './builders.ts';
import { onDraftEdit } from './drafts.ts';
import { decodeForm } from './form-token.ts';
import type { ViewClick } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formOf, formView, updateModal } from './modals.ts';
import { onSettingsClick } from './settings.ts';

/**
 * Something was used in a modal: a field of a builder, whose preview follows; the squares of a step, its prompt, its way to the painter; a button of an offer; one that turns the modal into a
 * form; the settings.
 */
export async function onViewClick(
  options: ListenerOptions,
  preview: (click: ViewClick, messages: Messages) => Promise<void>,
  click: ViewClick,
): Promise<void> {
  const [kind, what] = click.actionId.split(':');
  if (kind === FIELD_ACTION) await preview(click, options.messages);
  else if (kind === STEP_ACTION && what !== 'prompt') await options.steps.chosen(click, options.messages);
  else if (kind === STEP_ACTION || kind === LINK_ACTION) await onStepTyped(options, click);
  else if (kind === DRAFT_ACTION) await onDraftEdit(options, click);
  else if (kind === ADMIN_ACTION) await onAdminClick(options, click);
  else if (kind === DEAD_ACTION) await onDeadInView(options, click);
  else if (kind === FILL_ACTION) await turnIntoForm(options, click);
  else if (kind === SETTINGS_ACTION) await onSettingsClick(options, click);
}

async function turnIntoForm(options: ListenerOptions, { viewId, value, user }: ViewClick): Promise<void> {
  const { messages } = options;
  const token = decodeForm(value);
  const form = token === undefined ? undefined : formOf(options, token.verb);
  const view =
    token === undefined || form === undefined
      ? noticeModal(words(messages, { say: 'button-unknown' }), messages)
      : formView(options, form, token);
  const shown = await updateModal(options, viewId, view);
  if (shown && token !== undefined && form !== undefined)
    furnish(options, { id: viewId, hash: undefined }, { ...token, form }, user);
}
