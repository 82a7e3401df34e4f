import type { z } from 'zod';
import { Preset } from '../domain/preset.ts';
import { type Changes, ChannelSettings, PersonSettings } from '../domain/settings.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { answers } from './lua.ts';
import { reach } from './reach.ts';

/**
 * What people chose for themselves and for a channel. Kept for good: nobody is asked for the same choice again. A hash each, with a field for
 * every choice and every preset: so two changes at once to different ones both hold, and what another version of the bot wrote stays.
 * All methods throw Unreachable.
 */
export interface Settings {
  /** Those of somebody who never chose are the defaults. */
  of(team: string, user: string): Promise<PersonSettings>;
  /** Changes some of them, all at once. @returns all of them */
  change(team: string, user: string, some: Changes<PersonSettings>): Promise<PersonSettings>;
  ofChannel(team: string, channel: string): Promise<ChannelSettings>;
  changeChannel(team: string, channel: string, some: Changes<ChannelSettings>): Promise<ChannelSettings>;
}

/** A preset's field is this and its name. */
const PRESET = 'preset:';

export function openSettings(client: Client): Settings {
  const hash = async (key: string) => await reach('read settings', () => client.hgetall(key));
  const of: Settings['of'] = async (team, user) => settingsIn(PersonSettings, await hash(keys.settings(team, user)));
  const ofChannel: Settings['ofChannel'] = async (team, channel) =>
    settingsIn(ChannelSettings, await hash(keys.channelSettings(team, channel)));

  async function write(key: string, { presets = {}, ...choices }: Changes<PersonSettings | ChannelSettings>) {
    const fields = [
      ...Object.entries(choices),
      ...Object.entries(presets).map(([name, preset]) => [`${PRESET}${name}`, preset] as const),
    ];
    const kept = fields.flatMap(([name, value]) => (value == null ? [] : [name, JSON.stringify(value)]));
    const dropped = fields.flatMap(([name, value]) => (value === null ? [name] : []));
    await reach('keep settings', async () => {
      const multi = client.multi();
      if (dropped.length > 0) multi.hdel(key, ...dropped);
      if (kept.length > 0) multi.hset(key, ...kept);
      answers(await multi.exec());
    });
  }

  return {
    of,
    ofChannel,
    async change(team, user, some) {
      await write(keys.settings(team, user), some);
      return await of(team, user);
    },
    async changeChannel(team, channel, some) {
      await write(keys.channelSettings(team, channel), some);
      return await ofChannel(team, channel);
    },
  };
}

/** Field by field: a choice that this version of the bot does not know counts as none, and takes no other with it. */
function settingsIn<T extends z.ZodObject>(Shape: T, stored: Readonly<Record<string, string>>): z.infer<T> {
  const known = Object.entries(Shape.shape).flatMap(([name, shape]) => {
    const read = shape.safeParse(fromJson(stored[name]));
    return read.success ? [[name, read.data]] : [];
  });
  const presets = Object.entries(stored)
    .filter(([name]) => name.startsWith(PRESET))
    .flatMap(([, text]) => Preset.safeParse(fromJson(text)).data ?? [])
    .sort((a, b) => a.name.localeCompare(b.name));
  return Shape.parse({ ...Object.fromEntries(known), presets });
}

function fromJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
