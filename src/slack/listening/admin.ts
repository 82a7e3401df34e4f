import type { ViewResponseAction } from '@slack/bolt';
import type { AdminButton, AdminDeed, AdminView } from '../../domain/admin.ts';
import { UserMistake } from '../../domain/errors.ts';
import { LIMITS } from '../limits.ts';
import { ADMIN_ACTION, GO, OPEN, refIn, rowOf } from '../views/admin/admin-buttons.ts';
import { adminModal } from '../views/admin/admin-modal.ts';
import { blockOf, readAdminForm } from '../views/admin/admin-state.ts';
import { mrkdwn, plain } from '../views/elements.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { plainMistake, words } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import { answering, failureWords } from './answers.ts';
import type { ViewClick, ViewSent } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { openModal, updateModal } from './modals.ts';
import type { Answering } from './replies.ts';

const BUTTONS: Readonly<Record<AdminButton, true>> = {
  'drop-own': true,
  'drop-words': true,
  resume: true,
  'export-usage': true,
  'export-audit': true,
};

/** Opens the modal; when that comes too late, a button leads to it. */
export async function openAdmin(
  options: ListenerOptions,
  view: AdminView,
  to: Answering & { triggerId: string },
): Promise<void> {
  const shown = adminModal(view, options.messages);
  if ((await openModal(options, to.triggerId, shown)) === undefined) await to.say(adminOffer(options, view));
}

/** For a person whose words came without a trigger, or with one that was too old. */
export function adminOffer({ messages }: ListenerOptions, { page }: AdminView): Words {
  const { offer, open } = messages.admin;
  const button = {
    type: 'button' as const,
    action_id: `${ADMIN_ACTION}:${OPEN}`,
    text: plain(open, LIMITS.buttonText),
    // The verb that leads there.
    value: page === 'forget' ? 'forget' : 'admin',
  };
  return { text: offer, blocks: [mrkdwn(offer), rowOf([button])] };
}

/** A form was sent: the modal shows the next page, a mistake stands under its field, and anything else on top. */
export async function onAdminForm(
  options: ListenerOptions,
  sent: ViewSent,
  ack: (response: ViewResponseAction) => Promise<void>,
): Promise<void> {
  const { messages } = options;
  const ref = refIn(sent.metadata);
  if (ref === undefined) {
    const view = noticeModal(words(messages, { say: 'button-unknown' }), messages);
    return await ack({ response_action: 'update', view });
  }
  try {
    const view = await act(options, sent.user, { do: 'send', ref, given: readAdminForm(sent.state) });
    await ack({ response_action: 'update', view: adminModal(view, messages) });
  } catch (error) {
    const field =
      error instanceof UserMistake && error.field !== undefined ? blockOf(sent.state, error.field) : undefined;
    if (error instanceof UserMistake && field !== undefined)
      await ack({ response_action: 'errors', errors: { [field]: plainMistake(messages, error) } });
    else
      await ack({ response_action: 'push', view: noticeModal(failureWords(options, error, 'could-not-do'), messages) });
  }
}

/** A button of the modal: it shows the page that follows. */
export async function onAdminClick(options: ListenerOptions, click: ViewClick): Promise<void> {
  const { messages } = options;
  const deed = deedOf(click);
  const unknown = { text: words(messages, { say: 'button-unknown' }) };
  const run = async () => (deed === undefined ? unknown : await act(options, click.user, deed));
  const shown = await answering(options, 'comes-once', run, 'could-not-do');
  await updateModal(
    options,
    click.viewId,
    'page' in shown ? adminModal(shown, messages) : noticeModal(shown.text, messages),
  );
}

/** A button of the list of dead jobs, in the modal. */
export async function onDeadInView(
  options: ListenerOptions,
  { user, viewId, actionId, value }: ViewClick,
): Promise<void> {
  const { messages, handlers, identity } = options;
  const what = actionId.split(':')[1] === 'replay' ? 'replay' : 'drop';
  const run = async () => handlers.dead({ key: value, what, team: identity.team, user });
  const reply = await answering(options, 'comes-once', run, 'could-not-do');
  const view =
    'text' in reply
      ? noticeModal(reply.text, messages)
      : adminModal({ page: 'dead', dead: reply.dead, used: reply.done }, messages);
  await updateModal(options, viewId, view);
}

async function act({ handlers, identity }: ListenerOptions, user: string, deed: AdminDeed): Promise<AdminView> {
  return await handlers.admin({ team: identity.team, user, deed });
}

function deedOf({ actionId, value, metadata }: ViewClick): AdminDeed | undefined {
  const [, what = ''] = actionId.split(':');
  const ref = refIn(what === GO ? value : metadata);
  if (ref === undefined) return undefined;
  if (what === GO) return { do: 'look', ref };
  return isButton(what) ? { do: 'press', ref, button: what, value } : undefined;
}

function isButton(word: string): word is AdminButton {
  return Object.hasOwn(BUTTONS, word);
}
