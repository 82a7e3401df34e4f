import type { ViewResponseAction } from '@slack/bolt';
import { noticeModal } from '../views/notice-modal.ts';
import { draftOf, draftWord, offerModal } from '../views/offer.ts';
import { words } from '../words.ts';
import { answering, failureWords } from './answers.ts';
import type { Click } from './incoming.ts';
import type { ViewClick, ViewSent } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formView, updateModal } from './modals.ts';
import { type Answering, giveReply, openForm } from './replies.ts';

type Ack = (response?: ViewResponseAction) => Promise<void>;

/** A button of an offer: what came of it takes its place. *Edit prompt* leaves it, and opens the form. */
export async function onDraftButton(
  options: ListenerOptions,
  click: Click,
  to: Answering & { triggerId: string },
  ack: () => Promise<void>,
): Promise<void> {
  const { messages, handlers } = options;
  const draft = draftOf(click.value);
  const what = draftWord(click.actionId);
  if (draft === undefined || what === undefined) {
    await ack();
    return void (await to.say({ text: words(messages, { say: 'button-unknown' }) }));
  }
  const { user, team } = click;
  const reply = await answering(options, 'comes-once', async () => handlers.draft({ draft, what, user, team }));
  await ack();
  if (reply !== undefined && 'open' in reply)
    return await openForm(options, reply.open, reply.given, { ...to, place: reply.place });
  // A refusal leaves the offer as it is.
  const replaces = reply !== undefined && 'text' in reply ? {} : { replace_original: true };
  await giveReply(options, reply, { ...to, say: async (said) => await to.say({ ...said, ...replaces }) });
}

/** The modal of an offer was sent: all modals close once it is stored, or it says what else there is to say. */
export async function onDraftSent(options: ListenerOptions, sent: ViewSent, ack: Ack): Promise<void> {
  const { messages, handlers, identity } = options;
  const draft = draftOf(sent.metadata);
  const what = draftWord(sent.callbackId);
  const say = async (text: string) => await ack({ response_action: 'update', view: noticeModal(text, messages) });
  if (draft === undefined || what === undefined) return await say(words(messages, { say: 'button-unknown' }));
  try {
    const reply = await handlers.draft({ draft, what, user: sent.user, team: identity.team });
    if (reply !== undefined && 'offer' in reply)
      await ack({ response_action: 'update', view: offerModal(reply.offer, 'alone', messages) });
    else if (reply !== undefined && 'tell' in reply && reply.tell.say !== 'draft-taken')
      await say(words(messages, reply.tell));
    else await ack({ response_action: 'clear' });
  } catch (error) {
    await say(failureWords(options, error));
  }
}

/** *Edit prompt* in a modal: it becomes the form. */
export async function onDraftEdit(options: ListenerOptions, { user, viewId, value }: ViewClick): Promise<void> {
  const { messages, handlers, identity } = options;
  const draft = draftOf(value);
  const reply =
    draft === undefined
      ? { text: words(messages, { say: 'button-unknown' }) }
      : await answering(options, 'comes-once', async () =>
          handlers.draft({ draft, what: 'edit', user, team: identity.team }),
        );
  if (reply !== undefined && 'open' in reply) {
    const { open, given, place } = reply;
    await updateModal(options, viewId, formView(options, open, { verb: open.verb, place, given }));
  } else if (reply !== undefined && 'text' in reply)
    await updateModal(options, viewId, noticeModal(reply.text, messages));
}
