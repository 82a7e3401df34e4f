import { UserMistake } from '../../domain/errors.ts';
import { PRESETS_MAX, type Preset, parsePreset, presetName } from '../../domain/preset.ts';
import {
  BOTS,
  type Changes,
  ChannelSettings,
  type Defaults,
  MODES,
  NIJI_VERSIONS,
  PersonSettings,
  type SettingsOwner,
  type SettingsSheet,
  type SettingsUse,
  VERSIONS,
} from '../../domain/settings.ts';
import type { Settings } from '../needs/people.ts';
import type { Log, World } from '../needs/world.ts';
import { mayAskIn, type Rules } from '../submit/take-in.ts';
import { number, ratio } from '../verbs/options.ts';

export interface SettingsNeeds {
  settings: Settings;
  rules: Rules;
  world: World;
  log: Log;
}

/**
 * Shows settings and changes them: a person's own, or those of a channel, which everybody in it may change.
 *
 * @returns them as they are now
 * @throws UserMistake of a field of the form: `bad-ratio`, `bad-number`, `niji-version`, and what `parsePreset` says; `presets-full` or
 * `preset-taken` of the field `name`; `no-channel-here`, `channel-not-allowed`
 * @throws Unreachable when they could not be read or stored
 */
export function settingsStory(needs: SettingsNeeds) {
  const { settings, world, log } = needs;

  async function sheetOf({ team, user, channel }: SettingsOwner): Promise<SettingsSheet> {
    if (channel === undefined) return { of: 'person', settings: await settings.of(team, user) };
    return { of: 'channel', channel, settings: await settings.ofChannel(team, channel) };
  }

  async function change(owner: SettingsOwner, some: Changes<ChannelSettings & PersonSettings>): Promise<SettingsSheet> {
    const { team, user, channel } = owner;
    if (channel === undefined) return { of: 'person', settings: await settings.change(team, user, some) };
    const changed = { by: user, at: world.now() };
    log.info({ user, channel }, 'the settings of a channel were changed');
    return { of: 'channel', channel, settings: await settings.changeChannel(team, channel, { ...some, changed }) };
  }

  return async (owner: SettingsOwner, use: SettingsUse): Promise<SettingsSheet> => {
    if (owner.channel !== undefined) mayChange(needs, owner.channel);
    switch (use.do) {
      case 'show':
        return await sheetOf(owner);
      case 'save':
        return await change(owner, {
          ...defaultsIn(use.given),
          ...(owner.channel === undefined ? habitsIn(use.given) : customsIn(use.given)),
        });
      case 'keep': {
        const preset = { ...parsePreset(use), by: owner.user };
        const was = use.was === undefined ? undefined : presetName(use.was);
        const { presets } = (await sheetOf(owner)).settings;
        mayKeep(presets, preset, was);
        const moved = was !== undefined && was !== preset.name ? { [was]: null } : {};
        return await change(owner, { presets: { ...moved, [preset.name]: preset } });
      }
      case 'drop':
        return await change(owner, { presets: { [presetName(use.name)]: null } });
    }
  };
}

function mayChange({ rules }: Pick<SettingsNeeds, 'rules'>, channel: string): void {
  if (channel.startsWith('D')) throw new UserMistake('no-channel-here');
  mayAskIn(rules, { channel, isDm: false });
}

/** A new one takes no other's name, and there is an end to them. Two at once may make one more than the most, which harms nobody. */
function mayKeep(presets: readonly Preset[], { name }: Preset, was: string | undefined): void {
  const known = (one: string | undefined) => presets.some((preset) => preset.name === one);
  if (name !== was && known(name)) throw new UserMistake('preset-taken', { name }, 'name');
  if (!known(was) && presets.length >= PRESETS_MAX) throw new UserMistake('presets-full', { max: PRESETS_MAX }, 'name');
}

type Given = Readonly<Record<string, string>>;

/** @throws UserMistake of the field that holds the mistake */
function defaultsIn(given: Given): Changes<Defaults & { presets: Preset[] }> {
  const options = { options: given };
  const defaults = {
    mode: oneOf(MODES, given['mode']),
    bot: oneOf(BOTS, given['bot']),
    version: oneOf([...VERSIONS, ...NIJI_VERSIONS], given['version']),
    ratio: ratio(options, 'ratio') ?? null,
    stylize: number(options, 'stylize', 0, 1000) ?? null,
    raw: given['raw'] === 'yes' ? true : null,
  };
  const { bot, version } = defaults;
  if (bot === 'niji' && version !== null && !version.startsWith('niji'))
    throw new UserMistake('niji-version', { version }, 'version');
  return only(given, defaults);
}

/** What only a person chooses. */
function habitsIn(given: Given): Changes<PersonSettings> {
  const { remix, results, mention, pressBy } = PersonSettings.shape;
  return only(given, {
    remix: oneOf(remix.unwrap().options, given['remix']),
    results: oneOf(results.unwrap().options, given['results']),
    mention: oneOf(mention.unwrap().options, given['mention']),
    pressBy: oneOf(pressBy.unwrap().options, given['pressBy']),
  });
}

/** What only a channel has. */
function customsIn(given: Given): Changes<ChannelSettings> {
  return only(given, { shares: oneOf(ChannelSettings.shape.shares.unwrap().options, given['shares']) });
}

/** What the form had no field for stays as it is: it may be of an older version of the bot. */
function only<T extends object>(given: Given, changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => name in given)) as Partial<T>;
}

/** Slack sends only what it was offered; null is none. */
function oneOf<T extends string>(options: readonly T[], value: string | undefined): T | null {
  return options.find((option) => option === value) ?? null;
}
