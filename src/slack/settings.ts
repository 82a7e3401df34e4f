import type { ViewResponseAction } from '@slack/bolt';
import type { PersonSettings } from '../domain/settings.ts';
import { failureWords } from './answers.ts';
import type { ViewSent } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { openModal } from './modals.ts';
import type { Words } from './notes.ts';
import type { Answering } from './replies.ts';
import { mrkdwn } from './views/elements.ts';
import { noticeModal } from './views/notice-modal.ts';
import { readSettings, settingsButton, settingsModal } from './views/settings-modal.ts';
import { words } from './words.ts';

/** Opens a person's settings; when that comes too late, a button leads to them. */
export async function openSettings(
  options: ListenerOptions,
  settings: PersonSettings,
  to: Answering & { triggerId: string },
): Promise<void> {
  const view = settingsModal(settings, options.messages);
  if ((await openModal(options, to.triggerId, view)) === undefined) await to.say(settingsOffer(options));
}

/** For a person whose words came without a trigger, or with one that was too old. */
export function settingsOffer({ messages }: ListenerOptions): Words {
  return { text: messages.settings.offer, blocks: [mrkdwn(messages.settings.offer), settingsButton(messages)] };
}

/** The settings were sent: the modal says that they are saved, or a modal on top why they are not. */
export async function onSettings(
  options: ListenerOptions,
  sent: ViewSent,
  ack: (response: ViewResponseAction) => Promise<void>,
): Promise<void> {
  const { messages, handlers, identity } = options;
  const settings = readSettings(sent.state);
  const say = settings === undefined ? 'button-unknown' : 'settings-saved';
  try {
    if (settings !== undefined) await handlers.settings({ team: identity.team, user: sent.user, settings });
    await ack({ response_action: 'update', view: noticeModal(words(messages, { say }), messages) });
  } catch (error) {
    await ack({ response_action: 'push', view: noticeModal(failureWords(options, error), messages) });
  }
}
