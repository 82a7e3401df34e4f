import { type Changes, ChannelSettings, PersonSettings } from '../../src/domain/settings.ts';
import type * as Needs from '../../src/flows/needs/index.ts';

/** Settings in memory: of people, and of channels. Part of the fake world. */
export function fakeSettings() {
  const people = new Map<string, PersonSettings>();
  const channels = new Map<string, ChannelSettings>();
  const of = (user: string) => people.get(user) ?? PersonSettings.parse({});
  const ofChannel = (channel: string) => channels.get(channel) ?? ChannelSettings.parse({});

  return {
    people,
    channels,
    settings: {
      of: async (_, user) => of(user),
      async change(_, user, some) {
        people.set(user, PersonSettings.parse(changed(of(user), some)));
        return of(user);
      },
      ofChannel: async (_, channel) => ofChannel(channel),
      async changeChannel(_, channel, some) {
        channels.set(channel, ChannelSettings.parse(changed(ofChannel(channel), some)));
        return ofChannel(channel);
      },
    } satisfies Needs.Settings,
  };
}

function changed(
  before: PersonSettings | ChannelSettings,
  { presets = {}, ...some }: Changes<PersonSettings | ChannelSettings>,
): object {
  const named = { ...Object.fromEntries(before.presets.map((preset) => [preset.name, preset])), ...presets };
  const kept = Object.entries({ ...before, ...some }).filter(([, value]) => value !== null);
  const all = Object.values(named).flatMap((preset) => (preset === null ? [] : [preset]));
  return { ...Object.fromEntries(kept), presets: all.sort((a, b) => a.name.localeCompare(b.name)) };
}
