import { UserMistake } from '../../domain/errors.ts';
import { settingsStory } from '../settings/settings.ts';
import type { Verb } from './verb.ts';

/** `/mj settings`: what a person chose for themselves, to be changed; `/mj settings channel`: what holds for all who ask there. */
export const settings: Verb = {
  name: 'settings',
  usage: 'settings [channel]',
  async run(needs, { place, text }) {
    const { team, user } = place;
    const ofChannel = text.trim().toLowerCase() === 'channel';
    if (ofChannel && place.isDm) throw new UserMistake('no-channel-here');
    const owner = ofChannel ? { team, user, channel: place.channel } : { team, user };
    return { settings: await settingsStory(needs)(owner, { do: 'show' }) };
  },
};
