import type { PersonSettings } from '../domain/settings.ts';
import type { Settings } from './needs.ts';
import type { Verb } from './verb.ts';

/** `/mj settings`: what a person chose for themselves, to be changed. */
export const settings: Verb = {
  name: 'settings',
  usage: 'settings',
  async run(needs, { place }) {
    return { settings: await needs.settings.of(place.team, place.user) };
  },
};

/** The form of the settings, sent. */
export interface SettingsSent {
  team: string;
  user: string;
  settings: Partial<Omit<PersonSettings, 'v'>>;
}

/** @returns them as they are now. @throws Unreachable when they could not be stored */
export function settingsStory(needs: { settings: Settings }) {
  return async ({ team, user, settings: some }: SettingsSent): Promise<PersonSettings> =>
    await needs.settings.change(team, user, some);
}
