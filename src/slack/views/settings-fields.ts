import type { InputBlock, PlainTextOption, StaticSelect } from '@slack/types';
import type { SettingWords } from '../../domain/messages.settings.ts';
import type { FieldWords, Messages } from '../../domain/messages.ts';
import {
  BOTS,
  ChannelSettings,
  type Defaults,
  MODES,
  NIJI_VERSIONS,
  PersonSettings,
  VERSIONS,
} from '../../domain/settings.ts';
import { LIMITS, LINE_MAX } from '../limits.ts';
import { input, plain } from './elements.ts';
import type { FormState } from './form-state.ts';

/** The action_id of a field is this and its name; its block_id is the name alone. Buttons have it too, and then a word. */
export const SETTINGS_ACTION = 'settings';

/** The option of a choice that leaves it to others: a chosen option cannot be taken back. */
const USUAL = 'usual';

const { remix, results, mention, pressBy } = PersonSettings.shape;

/** Every field that is a choice, and what can be chosen. The names are those of the settings. */
const CHOICES = {
  version: [USUAL, ...VERSIONS, ...NIJI_VERSIONS],
  mode: [USUAL, ...MODES],
  bot: [USUAL, ...BOTS],
  remix: remix.unwrap().options,
  pressBy: pressBy.unwrap().options,
  results: results.unwrap().options,
  mention: mention.unwrap().options,
  shares: ChannelSettings.shape.shares.unwrap().options,
} as const satisfies Record<string, readonly string[]>;
type Choice = keyof typeof CHOICES;

/** What a picture starts from: the fields that a person's settings and a channel's have in common. */
export function defaultFields({ ratio, version, stylize, raw, mode, bot }: Defaults, messages: Messages): InputBlock[] {
  const { defaults } = messages.settings;
  const yes: PlainTextOption = {
    text: plain(defaults.raw.choices?.['yes'] ?? 'yes', LIMITS.optionText),
    value: 'yes',
  };
  return [
    line('ratio', defaults.ratio, ratio),
    select('version', defaults.version, version, messages),
    line('stylize', defaults.stylize, stylize === undefined ? undefined : String(stylize)),
    input('raw', defaults.raw, true, {
      type: 'checkboxes',
      action_id: `${SETTINGS_ACTION}:raw`,
      options: [yes],
      ...(raw === true ? { initial_options: [yes] } : {}),
    }),
    select('mode', defaults.mode, mode, messages),
    select('bot', defaults.bot, bot, messages),
  ];
}

/** A choice that only a person makes. */
export function habitField(
  name: 'remix' | 'pressBy' | 'results' | 'mention',
  settings: PersonSettings,
  messages: Messages,
): InputBlock {
  return select(name, messages.settings[name], settings[name], messages);
}

/** A choice that only a channel has. */
export function sharesField({ shares }: ChannelSettings, messages: Messages): InputBlock {
  return select('shares', messages.settings.shares, shares, messages);
}

/**
 * What was filled in, by name: empty where it is left as usual. A field that the form did not have is absent.
 *
 * @returns undefined for a choice that this version did not offer
 */
export function readSettings(state: FormState): Record<string, string> | undefined {
  const given: Record<string, string> = {};
  for (const name of ['ratio', 'stylize', 'raw', ...Object.keys(CHOICES)]) {
    const held = state[name]?.[`${SETTINGS_ACTION}:${name}`];
    if (held === undefined) continue;
    const value = held.selected_option?.value ?? held.selected_options?.[0]?.value ?? held.value ?? '';
    if (isChoice(name) && !(CHOICES[name] as readonly string[]).includes(value)) return undefined;
    given[name] = value === USUAL ? '' : value.trim();
  }
  return given;
}

function isChoice(name: string): name is Choice {
  return Object.hasOwn(CHOICES, name);
}

function line(name: string, words: FieldWords, value: string | undefined): InputBlock {
  return input(name, words, true, {
    type: 'plain_text_input',
    action_id: `${SETTINGS_ACTION}:${name}`,
    max_length: LINE_MAX,
    ...(words.placeholder === undefined ? {} : { placeholder: plain(words.placeholder, LIMITS.placeholder) }),
    ...(value === undefined ? {} : { initial_value: value }),
  });
}

function select(name: Choice, words: SettingWords, value: string | undefined, { settings }: Messages): InputBlock {
  const options = CHOICES[name].map((one): PlainTextOption => {
    const text = one === USUAL ? settings.usual : (words.choices?.[one] ?? one);
    const explained = words.explained?.[one];
    return {
      text: plain(text, LIMITS.optionText),
      value: one,
      ...(explained === undefined ? {} : { description: plain(explained, LIMITS.optionDescription) }),
    };
  });
  const chosen = options.find((one) => one.value === (value ?? USUAL));
  const element: StaticSelect = {
    type: 'static_select',
    action_id: `${SETTINGS_ACTION}:${name}`,
    options,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
  return input(name, words, false, element);
}
