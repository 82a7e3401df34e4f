import { choiceModal, FILL_ACTION, formsTaking, verbButtons } from '../views/choice.ts';
import { words } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import type { FormPlace } from './form-token.ts';
import type { MessageShortcut } from './incoming.ts';
import type { ListenerOptions } from './listener-options.ts';
import { formOf, openModal } from './modals.ts';
import { choiceOf, openForm } from './replies.ts';
import { sayInDm } from './whisper.ts';

/** Their callback ids, as the manifest has them. Source: contract.md. */
export const IMAGINE_SHORTCUT = 'imagine';
export const USE_SHORTCUT = 'use_image';

/** Opens the builder. It asks for the conversation, because a global shortcut has none. */
export async function onImagineShortcut(options: ListenerOptions, user: string, triggerId: string): Promise<void> {
  const form = formOf(options, 'imagine');
  if (form === undefined) return;
  const say = async (said: Words) => await sayInDm(options, user, said);
  await openForm(options, form, { prompt: '', pictures: [], options: {} }, { triggerId, user, place: {}, say });
}

/** What shall be done with the pictures of a message? The result goes to the message's thread when it stands in one. */
export async function onUseShortcut(options: ListenerOptions, shortcut: MessageShortcut): Promise<void> {
  const { messages, notes, desk } = options;
  const { channel, threadTs, responseUrl, triggerId, pictures } = shortcut;
  const place: FormPlace = { channel, threadTs, responseUrl };
  const forms = formsTaking(desk.forms, pictures.length);
  if (pictures.length === 0) {
    await notes.respondWith(responseUrl, { text: words(messages, { say: 'no-pictures-there' }) });
  } else if (forms.length === 0) {
    await notes.respondWith(responseUrl, choiceOf(options, forms, pictures, place));
  } else {
    const question = words(messages, { say: 'choose-verb', pictures: pictures.length });
    const buttons = verbButtons(forms, pictures, place, FILL_ACTION, messages);
    if ((await openModal(options, triggerId, choiceModal(question, buttons, messages))) === undefined)
      await notes.respondWith(responseUrl, choiceOf(options, forms, pictures, place));
  }
}
