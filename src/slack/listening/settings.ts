import type { ViewResponseAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { UserMistake } from '../../domain/errors.ts';
import { presetName } from '../../domain/preset.ts';
import type { SettingsOwner, SettingsSheet, SettingsUse } from '../../domain/settings.ts';
import { mrkdwn } from '../views/elements.ts';
import { noticeModal } from '../views/notice-modal.ts';
import { presetModal, readPreset } from '../views/preset-modal.ts';
import { readSettings } from '../views/settings-fields.ts';
import { settingsButton, settingsModal } from '../views/settings-modal.ts';
import { plainMistake, words } from '../words.ts';
import type { Words } from '../writing/notes.ts';
import { failureWords } from './answers.ts';
import { isDm } from './incoming.ts';
import type { ViewClick, ViewSent } from './incoming-views.ts';
import type { ListenerOptions } from './listener-options.ts';
import { openModal, updateModal } from './modals.ts';
import type { Answering } from './replies.ts';
import { decodeSettings, type SettingsPlace } from './settings-token.ts';

type Ack = (response?: ViewResponseAction) => Promise<void>;

/** Opens settings; when that comes too late, a button leads to them. */
export async function openSettings(
  options: ListenerOptions,
  sheet: SettingsSheet,
  to: Answering & { triggerId: string },
): Promise<void> {
  const view = settingsModal(sheet, placeOf(sheet, to.place.channel), options.messages);
  if ((await openModal(options, to.triggerId, view)) === undefined) await to.say(settingsOffer(options, sheet.of));
}

/** Where settings are shown for the first time. @param channel in which they were asked for */
export function placeOf(sheet: SettingsSheet, channel: string | undefined): SettingsPlace {
  if (sheet.of === 'channel') return { of: 'channel', channel: sheet.channel, page: 0 };
  return { of: 'person', channel: channel === undefined || isDm(channel) ? undefined : channel, page: 0 };
}

/** For a person whose words came without a trigger, or with one that was too old. */
export function settingsOffer({ messages }: ListenerOptions, of: SettingsSheet['of']): Words {
  const text = messages.settings.offer[of];
  return { text, blocks: [mrkdwn(text), settingsButton(of, messages)] };
}

/** The settings were sent: the modal says that they are saved, what is wrong stands under its field, else a modal on top says why they are not. */
export async function onSettings(options: ListenerOptions, sent: ViewSent, ack: Ack): Promise<void> {
  const { messages } = options;
  const place = decodeSettings(sent.metadata);
  const given = readSettings(sent.state);
  const say =
    given === undefined ? { say: 'button-unknown' as const } : { say: 'settings-saved' as const, of: place.of };
  try {
    if (given !== undefined) await use(options, place, sent.user, { do: 'save', given });
    await ack({ response_action: 'update', view: noticeModal(words(messages, say), messages) });
  } catch (error) {
    await ack(refusal(options, error, Object.keys(sent.state)));
  }
}

/** A preset was sent: its modal closes, and the list below shows it. One that was made of a prompt has no list below: its modal says how to use it. */
export async function onPreset(options: ListenerOptions, sent: ViewSent, ack: Ack): Promise<void> {
  const { messages } = options;
  const { below, was, ...place } = decodeSettings(sent.metadata);
  const preset = readPreset(sent.state);
  let sheet: SettingsSheet;
  try {
    sheet = await use(options, place, sent.user, { do: 'keep', ...preset, was });
    const saved = { say: 'preset-saved' as const, name: presetName(preset.name) };
    if (below !== undefined) await ack();
    else await ack({ response_action: 'update', view: noticeModal(words(messages, saved), messages) });
  } catch (error) {
    return await ack(refusal(options, error, Object.keys(sent.state)));
  }
  if (below !== undefined) await updateModal(options, below, settingsModal(sheet, place, messages));
}

/** Something was used in the settings: a preset, a page of them, the way to others; or *Save as preset*, wherever it stands. */
export async function onSettingsClick(options: ListenerOptions, click: ViewClick): Promise<void> {
  const { messages } = options;
  const { actionId, value, viewId, user, triggerId } = click;
  const place = decodeSettings(click.metadata);
  const [, deed] = actionId.split(':');
  const [what, name] = split(value);
  switch (deed) {
    case 'new':
      return void (await openModal(
        options,
        triggerId,
        presetModal(undefined, { ...place, below: viewId }, messages),
        'push',
      ));
    case 'save-as': {
      const preset = { name: '', parameters: value };
      return void (await openModal(
        options,
        triggerId,
        presetModal(preset, { of: 'person', page: 0 }, messages),
        'push',
      ));
    }
    case 'channel':
      return await pushWhat(options, click, { of: 'channel', channel: value, page: 0 }, settingsModal);
    case 'page-back':
    case 'page-on':
      return await showAgain(options, click, { ...place, page: Number(value) || 0 }, { do: 'show' });
    case 'preset':
      if (what === 'drop') return await showAgain(options, click, place, { do: 'drop', name });
      return await pushWhat(options, click, place, ({ settings }, at, all) =>
        presetModal(
          settings.presets.find((preset) => preset.name === name),
          { ...at, below: viewId },
          all,
        ),
      );
    default:
      options.log.info({ user, deed }, 'an unknown click in the settings');
  }
}

/** `change:cinematic` */
function split(value: string): [string, string] {
  const at = value.indexOf(':');
  return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
}

type MakeView = (sheet: SettingsSheet, place: SettingsPlace, messages: ListenerOptions['messages']) => ModalView;

/** A modal on top of the settings that can only be made after a look at our store. */
async function pushWhat(
  options: ListenerOptions,
  { user, triggerId }: ViewClick,
  place: SettingsPlace,
  make: MakeView,
): Promise<void> {
  const { messages } = options;
  const waiting = noticeModal(messages.modals.opening, messages);
  const [opened, view] = await Promise.all([
    openModal(options, triggerId, waiting, 'push'),
    viewOf(options, place, user, { do: 'show' }, make),
  ]);
  if (typeof opened === 'object') await updateModal(options, opened.id, view);
}

/** The settings as they are now, in the place of what they were. What was typed in them stays: the fields keep their block ids. */
async function showAgain(
  options: ListenerOptions,
  { user, viewId, triggerId }: ViewClick,
  place: SettingsPlace,
  what: SettingsUse,
): Promise<void> {
  const { messages } = options;
  try {
    const sheet = await use(options, place, user, what);
    await updateModal(options, viewId, settingsModal(sheet, place, messages));
  } catch (error) {
    await openModal(options, triggerId, noticeModal(failureWords(options, error, 'could-not-do'), messages), 'push');
  }
}

/** Never rejects: what went wrong is said in the place of the view. */
async function viewOf(
  options: ListenerOptions,
  place: SettingsPlace,
  user: string,
  what: SettingsUse,
  make: MakeView,
): Promise<ModalView> {
  try {
    return make(await use(options, place, user, what), place, options.messages);
  } catch (error) {
    return noticeModal(failureWords(options, error, 'could-not-do'), options.messages);
  }
}

async function use(
  { handlers, identity }: ListenerOptions,
  { of, channel }: SettingsPlace,
  user: string,
  what: SettingsUse,
): Promise<SettingsSheet> {
  const owner: SettingsOwner = { team: identity.team, user, ...(of === 'channel' ? { channel } : {}) };
  return await handlers.settings(owner, what);
}

/** Under the field that the mistake names, else in a modal on top, so that what was typed is not lost. */
function refusal(options: ListenerOptions, error: unknown, fields: readonly string[]): ViewResponseAction {
  const { messages, log } = options;
  if (!(error instanceof UserMistake) || error.field === undefined || !fields.includes(error.field))
    return { response_action: 'push', view: noticeModal(failureWords(options, error, 'could-not-do'), messages) };
  log.info({ mistake: error.code }, 'settings were refused');
  return { response_action: 'errors', errors: { [error.field]: plainMistake(messages, error) } };
}
