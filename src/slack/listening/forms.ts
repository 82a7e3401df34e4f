import type { ViewResponseAction } from '@slack/bolt';
import { type MistakeCode, UserMistake } from '../../domain/errors.ts';
import type { Form, Given } from '../../domain/form.ts';
import type { FormReply, FormSent } from '../handlers.ts';
import { readForm } from '../views/form-state.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { offerModal, offerWords } from '../views/offer.ts';
import { plainMistake, words } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import { failureWords } from './answers.ts';
import { decodeForm, type FormPlace } from './form-token.ts';
import { isDm } from './incoming.ts';
import type { ViewSent } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formOf, updateModal } from './modals.ts';
import { type Answering, giveReply, heeded } from './replies.ts';
import { whisper } from './whisper.ts';

/** Answers a sent form: nothing closes it. */
type Ack = (response?: ViewResponseAction) => Promise<void>;

/**
 * A form was sent. Without pictures it closes as soon as the handler has stored it, and a mistake stands under its field. Pictures take
 * longer to look at than Slack waits, so the modal says so meanwhile and then how it went.
 */
export async function onForm(options: ListenerOptions, sent: ViewSent, ack: Ack): Promise<void> {
  const { messages } = options;
  const token = decodeForm(sent.metadata);
  const form = token === undefined ? undefined : formOf(options, token.verb);
  const read = token === undefined || form === undefined ? undefined : readForm(form, token.given.pictures, sent.state);
  const channel = token?.place.channel ?? read?.channel;
  if (token === undefined || form === undefined || read === undefined || channel === undefined) {
    const view = noticeModal(words(messages, { say: 'button-unknown' }), messages);
    return await ack({ response_action: 'update', view });
  }
  const { given } = read;
  const responseUrl = token.place.responseUrl ?? sent.responseUrls.get(channel);
  const place: FormPlace = { channel, threadTs: token.place.threadTs, responseUrl };
  const deed = deedOf(options, sent, form, given, { ...place, channel }, token.place.channel === undefined);
  if (given.pictures.length > 0) {
    await ack({ response_action: 'update', view: noticeModal(words(messages, { say: 'checking' }), messages) });
    void options.app.pending.add(checkAndSend(options, sent, deed, place));
    return;
  }
  let reply: FormReply;
  try {
    reply = heeded(await options.handlers.form(deed));
    // On top, so that closing it leads back to what was typed.
    if (reply !== undefined && 'offer' in reply)
      return await ack({ response_action: 'push', view: offerModal(reply.offer, 'above-form', messages) });
    await ack();
  } catch (error) {
    return await ack(refusal(options, form, error));
  }
  void options.app.pending.add(giveReply(options, reply, answerTo(options, deed, place)));
}

/** The form is closed, so what there is to be said comes where the result was to appear. */
function answerTo(options: ListenerOptions, deed: FormSent, place: FormPlace): Answering {
  return { user: deed.user, place, say: async (said) => await sayElsewhere(options, deed, said) };
}

function deedOf(
  { identity }: ListenerOptions,
  sent: ViewSent,
  { verb }: Form,
  given: Given,
  { channel, threadTs, responseUrl }: FormPlace & { channel: string },
  named: boolean,
): FormSent {
  return {
    user: sent.user,
    team: identity.team,
    channel,
    // A form that was opened again is another version of the view.
    key: [identity.team, sent.user, sent.viewId, sent.hash].join('-'),
    verb,
    given,
    isDm: isDm(channel),
    ...(named ? { named } : {}),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(responseUrl === undefined ? {} : { responseUrl }),
  };
}

/** Under the field that the mistake names, else in a modal on top, so that what was typed is not lost. */
function refusal(options: ListenerOptions, form: Form, error: unknown): ViewResponseAction {
  const { messages, log } = options;
  const field = error instanceof UserMistake ? fieldOf(form, error) : undefined;
  if (!(error instanceof UserMistake) || field === undefined)
    return { response_action: 'push', view: noticeModal(failureWords(options, error), messages) };
  log.info({ mistake: error.code }, 'refused at intake');
  return { response_action: 'errors', errors: { [field]: plainMistake(messages, error) } };
}

const OF_PROMPT: ReadonlySet<MistakeCode> = new Set(['empty-prompt', 'long-prompt']);
const OF_PICTURES: ReadonlySet<MistakeCode> = new Set(['too-few-pictures', 'too-many-pictures']);

/** The block_id of the input that holds the mistake. A form without pictures has an input for each of its fields. */
function fieldOf(form: Form, { code, field }: UserMistake): string | undefined {
  return form.fields.find(
    ({ name, kind }) =>
      name === field || (kind === 'prompt' && OF_PROMPT.has(code)) || (kind === 'pictures' && OF_PICTURES.has(code)),
  )?.name;
}

/** Never rejects. What went wrong stands in the modal, or, where it was closed, is said to the person alone. */
async function checkAndSend(options: ListenerOptions, sent: ViewSent, deed: FormSent, place: FormPlace): Promise<void> {
  const { handlers, messages } = options;
  const { verb, given } = deed;
  let reply: FormReply;
  try {
    await handlers.check(given.pictures, deed);
    reply = heeded(await handlers.form(deed));
  } catch (error) {
    const text = failureWords(options, error);
    const shown = await updateModal(options, sent.viewId, noticeModal(text, messages, { verb, given, place }));
    if (!shown) await sayElsewhere(options, deed, { text });
    return;
  }
  if (reply !== undefined && 'offer' in reply) {
    const { offer } = reply;
    const shown = await updateModal(options, sent.viewId, offerModal(offer, 'alone', messages));
    if (!shown) await sayElsewhere(options, deed, offerWords(offer, messages));
    return;
  }
  await updateModal(options, sent.viewId, noticeModal(words(messages, { say: 'on-its-way' }), messages));
  await giveReply(options, reply, answerTo(options, deed, place));
}

/** To the person alone, where the result was to appear. */
async function sayElsewhere(options: ListenerOptions, deed: FormSent, said: Words): Promise<void> {
  const { channel, user, threadTs, responseUrl } = deed;
  if (responseUrl !== undefined && (await options.notes.respondWith(responseUrl, said))) return;
  await whisper(options, { channel, user, threadTs }, said);
}
