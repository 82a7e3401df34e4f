import type { ModalView } from '@slack/types';
import { type Form, type Given, pictureCount } from '../../domain/form.ts';
import type { Said } from '../../domain/messages.ts';
import type { ShownCard } from '../../domain/shown-card.ts';
import type { PictureRef } from '../../domain/submission.ts';
import type { ControlReply, Reply } from '../handlers.ts';
import { LIMITS } from '../limits.ts';
import { openStep, settleStep, stepOffer } from '../steps/steps.ts';
import { adminModal } from '../views/admin/admin-modal.ts';
import { CHOOSE_ACTION, choiceModal, FILL_ACTION, formButton, verbButtons } from '../views/choice.ts';
import { deadList } from '../views/dead.ts';
import { context, mrkdwn } from '../views/elements.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { offerModal, offerWords } from '../views/offer.ts';
import { settingsModal } from '../views/settings-modal.ts';
import { shownCard } from '../views/shown-card.ts';
import { stepModal } from '../views/step-modal.ts';
import { words } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import { adminOffer, openAdmin } from './admin.ts';
import { failureWords } from './answers.ts';
import { furnish } from './builders.ts';
import type { FormPlace, FormToken } from './form-token.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formView, openModal, updateModal } from './modals.ts';
import { openSettings, placeOf, settingsOffer } from './settings.ts';

/** Where an answer goes. */
export interface Answering {
  /** Who is answered. */
  user: string;
  place: FormPlace;
  /** To the person alone. @returns false when it certainly was not said */
  say(said: Words): Promise<unknown>;
}

/** A reply, or the words of what went wrong. */
export type Answered = Reply | Words;

/**
 * A second sentence may fail while the first is still on its way. Whoever holds a reply over a wait calls this first, or the failure would
 * be one that nobody handles, and end the process.
 */
export function heeded<T extends Answered | ControlReply>(reply: T): T {
  if (reply !== undefined && 'later' in reply) reply.later?.catch(() => undefined);
  return reply;
}

/** Gives a handler's reply to a person who has no modal open. A form cannot be opened for them, so a button does it. */
export async function giveReply(options: ListenerOptions, reply: Answered, to: Answering): Promise<void> {
  heeded(reply);
  if (reply === undefined) return;
  if ('text' in reply) await to.say(reply);
  else if ('tell' in reply) {
    await to.say({ text: textOf(options, reply.tell) });
    sayLater(options, reply.later, to);
  } else if ('choose' in reply) await to.say(choiceOf(options, reply.choose, reply.pictures, to.place, reply.unasked));
  else if ('step' in reply) await to.say(stepOffer(options, reply.step));
  else if ('offer' in reply) await to.say(offerWords(reply.offer, options.messages));
  else if ('settings' in reply) await to.say(settingsOffer(options, reply.settings.of));
  else if ('admin' in reply) await to.say(adminOffer(options, reply.admin));
  else if ('card' in reply) await showCard(options, reply.card, to);
  else if ('dead' in reply) await to.say(deadList(reply.dead, reply.done, options.messages));
  else await to.say(formOffer(options, 'fill-in', reply.open, reply.given, to.place));
}

/** A file that is gone, or that Slack does not show there, makes it refuse the whole answer: then it is given without. */
async function showCard({ messages, identity }: ListenerOptions, card: ShownCard, to: Answering): Promise<void> {
  const { teamUrl } = identity;
  if ((await to.say(shownCard(card, messages, teamUrl, 'shown'))) === false)
    await to.say(shownCard(card, messages, teamUrl, 'none'));
}

/** True of what cannot be the ack of a command: it is shown in a modal of its own, or Slack may refuse it. */
export function followsAck(reply: object): boolean {
  return 'open' in reply || 'step' in reply || 'settings' in reply || 'admin' in reply || 'card' in reply;
}

/** The same for a person whose deed came with a trigger: a form, a step, their settings are opened for them. */
export async function giveReplyWithModal(
  options: ListenerOptions,
  reply: Answered,
  to: Answering & { triggerId: string },
): Promise<void> {
  if (reply === undefined) return;
  if ('open' in reply) await openForm(options, reply.open, reply.given, to);
  else if ('step' in reply) await openStep(options, reply.step, to);
  else if ('settings' in reply) await openSettings(options, reply.settings, to);
  else if ('admin' in reply) await openAdmin(options, reply.admin, to);
  else await giveReply(options, reply, to);
}

/** Opens a form; when that comes too late, a button offers it. */
export async function openForm(
  options: ListenerOptions,
  form: Form,
  given: Given,
  to: Answering & { triggerId: string },
): Promise<void> {
  const token: FormToken = { verb: form.verb, place: to.place, given };
  const opened = await openModal(options, to.triggerId, formView(options, form, token));
  if (opened === undefined) await to.say(formOffer(options, 'form-late', form, given, to.place));
  else if (opened !== 'before') furnish(options, opened, { ...token, form }, to.user);
}

/**
 * For a form that can only be made after a look at our store: a modal is opened at once, because the trigger does not wait, and shows what
 * the handler replies.
 */
export async function replyInModal(
  options: ListenerOptions,
  to: Answering & { triggerId: string },
  run: () => Promise<Answered>,
): Promise<void> {
  const { messages } = options;
  const waiting = noticeModal(messages.modals.opening, messages);
  const [opened, reply] = await Promise.all([openModal(options, to.triggerId, waiting), run().then(heeded)]);
  const viewId = typeof opened === 'object' ? opened.id : undefined;
  if (opened === 'before' && reply !== undefined && 'open' in reply) return;
  if (viewId === undefined && reply !== undefined && 'open' in reply)
    return void (await to.say(formOffer(options, 'form-late', reply.open, reply.given, to.place)));
  const shown = viewId !== undefined && (await updateModal(options, viewId, viewOf(options, reply, to.place)));
  if (!shown) await giveReply(options, reply, to);
  else if (reply !== undefined && 'open' in reply)
    furnish(
      options,
      { id: viewId, hash: undefined },
      { ...reply, form: reply.open, verb: reply.open.verb, place: to.place },
      to.user,
    );
  else if (reply !== undefined && 'step' in reply) await settleStep(options, viewId, { ...reply, place: to.place });
  else if (reply !== undefined && 'later' in reply) sayLater(options, reply.later, to);
}

/** Which verb are these pictures for? */
export function choiceOf(
  { messages }: ListenerOptions,
  forms: readonly Form[],
  pictures: readonly PictureRef[],
  place: FormPlace,
  unasked?: true,
): Words {
  if (forms.length === 0) return { text: words(messages, { say: 'too-many-to-use', pictures: pictures.length }) };
  const text = words(messages, { say: 'choose-verb', pictures: pictures.length });
  const kept = pictures.slice(0, LIMITS.fileInputFiles);
  const why = unasked === undefined ? [] : [context(messages.settings.sharesOffered)];
  return { text, blocks: [mrkdwn(text), verbButtons(forms, kept, place, CHOOSE_ACTION, messages), ...why] };
}

function formOffer(
  { messages }: ListenerOptions,
  say: 'fill-in' | 'form-late',
  form: Form,
  given: Given,
  place: FormPlace,
): Words {
  const { verb } = form;
  const { min } = pictureCount(form);
  const short = given.pictures.length < min && !given.pictures.some((picture) => picture.kind === 'message');
  const text =
    say === 'fill-in' && short
      ? words(messages, { say, verb, lacking: { min, given: given.pictures.length } })
      : words(messages, { say, verb });
  const label = messages.modals.fillIn(messages.forms[verb].title);
  const button = formButton({ verb, place, given }, FILL_ACTION, label);
  return { text, blocks: [mrkdwn(text), { type: 'actions', elements: [button] }] };
}

function viewOf(options: ListenerOptions, reply: Answered, place: FormPlace): ModalView {
  const { messages } = options;
  if (reply === undefined) return noticeModal(words(messages, { say: 'on-its-way' }), messages);
  if ('text' in reply) return noticeModal(reply.text, messages);
  if ('tell' in reply) return noticeModal(textOf(options, reply.tell), messages);
  if ('open' in reply) return formView(options, reply.open, { verb: reply.open.verb, place, given: reply.given });
  if ('step' in reply) return stepModal({ step: reply.step, place, pictures: 'coming' }, messages);
  if ('offer' in reply) return offerModal(reply.offer, 'alone', messages);
  if ('settings' in reply) return settingsModal(reply.settings, placeOf(reply.settings, place.channel), messages);
  if ('admin' in reply) return adminModal(reply.admin, messages);
  // Both have buttons of their own: told beside.
  if ('card' in reply) return noticeModal(words(messages, { say: 'on-its-way' }), messages);
  if ('dead' in reply) return noticeModal(deadList(reply.dead, reply.done, messages).text, messages);
  const { choose, pictures } = reply;
  const text = words(messages, { say: 'choose-verb', pictures: pictures.length });
  return choiceModal(text, verbButtons(choose, pictures, place, FILL_ACTION, messages), messages);
}

/** A second sentence, whenever it is ready. */
function sayLater(options: ListenerOptions, later: Promise<Said> | undefined, to: Answering): void {
  if (later === undefined) return;
  const second = later.then(
    (said) => textOf(options, said),
    (error: unknown) => failureWords(options, error),
  );
  void options.app.pending.add(second.then(async (text) => await to.say({ text })));
}

function textOf({ messages, identity }: ListenerOptions, said: Said): string {
  return words(messages, said, identity.teamUrl);
}
