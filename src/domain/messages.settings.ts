/** What the modals of settings and of presets say: the part of the catalogue that goes with `domain/settings.ts` and `domain/preset.ts`. */
import type { FieldWords } from './messages.ts';
import type { ChannelSettings, PersonSettings, SettingsSheet } from './settings.ts';

/** A field with a choice: what each of its options means, by value, in at most 75 characters. */
export interface SettingWords extends FieldWords {
  readonly explained?: Readonly<Record<string, string>>;
}

/** Who settings belong to. */
type Whose = SettingsSheet['of'];

/** Titles and buttons have at most 24 characters. Parameters of type string are already escaped. */
export interface SettingsMessages {
  /** Heads the modal. */
  readonly title: Readonly<Record<Whose, string>>;
  readonly submit: string;
  /** Heads a group of fields; plain text. */
  readonly groups: Readonly<Record<'defaults' | 'presses' | 'results' | 'presets' | 'shares', string>>;
  /** Under the headings that need a word; mrkdwn. */
  readonly defaultsIntro: Readonly<Record<Whose, string>>;
  readonly presetsIntro: Readonly<Record<Whose, string>>;
  /** mrkdwn: whose they are, and who changed them last; `when` is ready to be shown. */
  channelIntro(channel: string, changed: { by: string; when: string } | undefined): string;
  /** An option that leaves it to others. */
  readonly usual: string;
  readonly defaults: Readonly<Record<'ratio' | 'version' | 'stylize' | 'raw' | 'mode' | 'bot', SettingWords>>;
  readonly remix: ChoiceWords<PersonSettings['remix']>;
  readonly pressBy: ChoiceWords<PersonSettings['pressBy']>;
  readonly results: ChoiceWords<PersonSettings['results']>;
  readonly mention: ChoiceWords<PersonSettings['mention']>;
  readonly shares: ChoiceWords<ChannelSettings['shares']>;
  /** Below a choice that nobody asked for; mrkdwn, to whoever shared the pictures. */
  readonly sharesOffered: string;
  /** Above the button that opens the modal; mrkdwn, to one person. */
  readonly offer: Readonly<Record<Whose, string>>;
  readonly open: string;
  /** Leads from a person's settings to those of the channel. */
  readonly openChannel: string;
  readonly presets: PresetMessages;
}

interface ChoiceWords<T extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly choices: Readonly<Record<T, string>>;
  readonly explained?: Readonly<Record<T, string>>;
}

export interface PresetMessages {
  /** Heads the modal of one. */
  readonly newTitle: string;
  readonly title: string;
  readonly submit: string;
  readonly name: FieldWords;
  readonly parameters: FieldWords;
  /** Opens that modal. */
  readonly add: string;
  /** Opens it from a prompt, with its parameters. */
  readonly saveAs: string;
  /** In the menu of one. */
  readonly change: string;
  readonly drop: string;
  /** In the place of the list; mrkdwn. */
  readonly none: string;
  /** mrkdwn: one of the list. `parameters` is ready to be shown; `by` is a mention, where it matters. */
  line(name: string, parameters: string, by: string | undefined): string;
  readonly previous: string;
  readonly next: string;
  /** mrkdwn, beside those two. From 1. */
  page(page: number, of: number): string;
}
