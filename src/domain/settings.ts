import { z } from 'zod';
import { Preset } from './preset.ts';

/** The newest first. Source: mj-parameters.json, those that are not marked as legacy, and 5.2, which many keep for its look. */
export const VERSIONS = ['8.2', '8.1', '7', '6.1', '6', '5.2'] as const;
/** Niji's own. */
export const NIJI_VERSIONS = ['niji 7', 'niji 6', 'niji 5'] as const;
export const MODES = ['fast', 'relax', 'turbo'] as const;
export const BOTS = ['midjourney', 'niji'] as const;

/** What is added to a prompt that does not say it. Absent: nothing is. */
export const Defaults = z.object({
  /** The speed. */
  mode: z.enum(MODES).optional(),
  bot: z.enum(BOTS).optional(),
  version: z.enum([...VERSIONS, ...NIJI_VERSIONS]).optional(),
  /** `16:9` */
  ratio: z
    .string()
    .regex(/^\d{1,4}:\d{1,4}$/)
    .optional(),
  /** 0 to 1000. */
  stylize: z.number().min(0).max(1000).optional(),
  raw: z.boolean().optional(),
});
export type Defaults = z.infer<typeof Defaults>;

/**
 * What a person chose for themselves. Every field has a default, so that a record of an older version reads as one of this.
 *
 * `remix` says what to do when the gateway asks for a prompt before it runs a press (Remix is on for its account):
 * - `off`: it is answered at once, with the prompt that the gateway proposes, else with the parent's
 * - `ask`: the person is asked
 * - `on`: as `ask`, and the gateway is asked to ask (`enableRemix`), where it knows how
 *
 * `results` says where their cards stand. What is asked for in a thread stays there, whatever it says.
 * - `thread`: a new picture in the conversation, what comes of a press in the thread of its card
 * - `channel`: the same, and what comes of a press is shown in the channel too
 * - `dm`: a new picture in the direct conversation with the bot
 *
 * `mention`: whether they are mentioned when one of theirs has ended; `long` is after more than a minute.
 * `pressBy`: who may press the buttons of their cards; the operator's `PRESS_BY=requester` is stricter, and wins.
 */
export const PersonSettings = Defaults.extend({
  v: z.literal(1).default(1),
  remix: z.enum(['off', 'ask', 'on']).default('ask'),
  results: z.enum(['thread', 'channel', 'dm']).default('thread'),
  mention: z.enum(['long', 'always', 'never']).default('long'),
  pressBy: z.enum(['anyone', 'me']).default('anyone'),
  /** By name. */
  presets: z.array(Preset).default([]),
});
export type PersonSettings = z.infer<typeof PersonSettings>;

export const DEFAULT_SETTINGS: PersonSettings = PersonSettings.parse({});

/**
 * What the people of a channel chose for all who ask in it. Every field has a default or may be left out, as in a person's.
 *
 * `shares` says what follows when pictures are shared there without a word to the bot:
 * - `ignored`: nothing
 * - `offered`: whoever shared them, and nobody else, is offered what can be done with them
 */
export const ChannelSettings = Defaults.extend({
  v: z.literal(1).default(1),
  shares: z.enum(['ignored', 'offered']).default('ignored'),
  presets: z.array(Preset).default([]),
  /** Who changed it last, and when, epoch ms. */
  changed: z.object({ by: z.string(), at: z.number() }).optional(),
});
export type ChannelSettings = z.infer<typeof ChannelSettings>;

/** A change of some settings: null takes a choice back, a preset that is null is dropped. */
export type Changes<T extends { presets: readonly Preset[] }> = {
  readonly [K in Exclude<keyof T, 'v' | 'presets'>]?: T[K] | null;
} & { readonly presets?: Readonly<Record<string, Preset | null>> };

/** Settings as they are shown, to be changed: a person's own, or a channel's. */
export type SettingsSheet =
  | { readonly of: 'person'; readonly settings: PersonSettings }
  | { readonly of: 'channel'; readonly channel: string; readonly settings: ChannelSettings };

/** A preset that can be chosen, and whose it is. */
export interface PresetChoice {
  readonly name: string;
  readonly of: 'person' | 'channel';
}

/** Whose settings are meant: those of `channel` where it is named, changed by `user`; else the user's own. Slack ids. */
export interface SettingsOwner {
  readonly team: string;
  readonly user: string;
  readonly channel?: string | undefined;
}

/**
 * What is done with settings.
 * - `show`: nothing, they are looked at
 * - `save`: the form was sent; by the names of its fields, empty where nothing is chosen; what it had no field for stays
 * - `keep`: a preset; `was` is its name so far, when it had one
 * - `drop`: a preset
 */
export type SettingsUse =
  | { readonly do: 'show' }
  | { readonly do: 'save'; readonly given: Readonly<Record<string, string>> }
  | { readonly do: 'keep'; readonly name: string; readonly parameters: string; readonly was?: string | undefined }
  | { readonly do: 'drop'; readonly name: string };
