import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  ModalView,
  SectionBlock,
} from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { PRESETS_MAX, type Preset } from '../../domain/preset.ts';
import type { SettingsSheet } from '../../domain/settings.ts';
import { LIMITS, SETTINGS } from '../limits.ts';
import { encodeSettings, type SettingsPlace } from '../listening/settings-token.ts';
import { codeSpan, cutToSlack, toSlack, withoutMarks } from '../text.ts';
import { context, mrkdwn, plain } from './elements.ts';
import { defaultFields, habitField, SETTINGS_ACTION, sharesField } from './settings-fields.ts';
import { mention } from './state.ts';

/** The `callback_id` of the settings. */
export const SETTINGS_CALLBACK = 'settings';

/** Settings, to be changed; with their presets, a page of them, beside what they are like: the defaults. */
export function settingsModal(sheet: SettingsSheet, place: SettingsPlace, messages: Messages): ModalView {
  const { settings: words, modals } = messages;
  const { of, settings } = sheet;
  return {
    type: 'modal',
    callback_id: SETTINGS_CALLBACK,
    title: plain(words.title[of], LIMITS.modalTitle),
    submit: plain(words.submit, LIMITS.modalTitle),
    close: plain(modals.cancel, LIMITS.modalTitle),
    private_metadata: encodeSettings(place),
    blocks: [
      ...(sheet.of === 'channel' ? [mrkdwn(introOf(sheet, messages))] : []),
      ...heading('defaults', messages, words.defaultsIntro[of]),
      ...defaultFields(settings, messages),
      ...heading('presets', messages, words.presetsIntro[of]),
      ...presetBlocks(sheet, place.page, messages),
      ...actions(sheet, place, messages),
      ...(sheet.of === 'person'
        ? [
            ...heading('results', messages),
            habitField('results', sheet.settings, messages),
            habitField('mention', sheet.settings, messages),
            ...heading('presses', messages),
            habitField('pressBy', sheet.settings, messages),
            habitField('remix', sheet.settings, messages),
          ]
        : [...heading('shares', messages), sharesField(sheet.settings, messages)]),
    ],
  };
}

/** Opens the settings where a modal could not be. */
export function settingsButton(of: SettingsSheet['of'], { settings }: Messages): ActionsBlock {
  return { type: 'actions', elements: [button('open', settings.open, of)] };
}

function introOf({ channel, settings }: Extract<SettingsSheet, { of: 'channel' }>, messages: Messages): string {
  const { changed } = settings;
  const who = changed === undefined ? undefined : { by: mention(changed.by), when: dateOf(changed.at) };
  return messages.settings.channelIntro(`<#${toSlack(channel)}>`, who);
}

/** In the reader's own zone and habit: slack.md section 6, mrkdwn dates. */
function dateOf(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time}|${new Date(ms).toISOString().slice(0, 10)}>`;
}

function heading(
  group: 'defaults' | 'presses' | 'results' | 'presets' | 'shares',
  { settings }: Messages,
  intro?: string,
): (HeaderBlock | ContextBlock)[] {
  return [
    { type: 'header', text: plain(settings.groups[group], LIMITS.header) },
    ...(intro === undefined ? [] : [context(intro)]),
  ];
}

/** A page of the presets, each with a menu; and how to get to the others. */
function presetBlocks({ of, settings }: SettingsSheet, page: number, messages: Messages): KnownBlock[] {
  const words = messages.settings.presets;
  const { presets } = settings;
  if (presets.length === 0) return [context(words.none)];
  const pages = Math.ceil(presets.length / SETTINGS.presetsOnPage);
  const shown = Math.min(page, pages - 1);
  const from = shown * SETTINGS.presetsOnPage;
  const entries = presets
    .slice(from, from + SETTINGS.presetsOnPage)
    .map((preset) => presetEntry(preset, of === 'channel', messages));
  if (pages === 1) return entries;
  const turns = [
    ...(shown === 0 ? [] : [button('page-back', words.previous, String(shown - 1))]),
    ...(shown === pages - 1 ? [] : [button('page-on', words.next, String(shown + 1))]),
  ];
  return [...entries, context(words.page(shown + 1, pages)), { type: 'actions', elements: turns }];
}

function presetEntry({ name, parameters, by }: Preset, named: boolean, messages: Messages): SectionBlock {
  const words = messages.settings.presets;
  const option = (deed: string, text: string) => ({ text: plain(text, LIMITS.optionText), value: `${deed}:${name}` });
  const line = words.line(
    cutToSlack(withoutMarks(name), SETTINGS.presetName),
    codeSpan(cutToSlack(parameters, SETTINGS.presetParameters)),
    named && by !== undefined ? mention(by) : undefined,
  );
  return {
    ...mrkdwn(line),
    block_id: `preset:${name}`,
    accessory: {
      type: 'overflow',
      action_id: `${SETTINGS_ACTION}:preset`,
      options: [option('change', words.change), option('drop', words.drop)],
    },
  };
}

function actions({ of, settings }: SettingsSheet, { channel }: SettingsPlace, messages: Messages): ActionsBlock[] {
  const words = messages.settings;
  const room = settings.presets.length < PRESETS_MAX;
  const elements = [
    ...(room ? [button('new', words.presets.add, 'new')] : []),
    ...(of === 'person' && channel !== undefined ? [button('channel', words.openChannel, channel)] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function button(deed: string, text: string, value: string): Button {
  return { type: 'button', action_id: `${SETTINGS_ACTION}:${deed}`, text: plain(text, LIMITS.buttonText), value };
}
