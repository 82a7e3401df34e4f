import { find } from './search.ts';
import type { Verb } from './verb.ts';

/**
 * `/mj gallery`: the pictures that were made in this conversation, whoever asked for them; with words those whose prompts hold them. Whoever can ask
 * here can read here, so it tells nobody anything new.
 */
export const gallery: Verb = {
  name: 'gallery',
  usage: 'gallery <words>',
  async run(needs, { text, place: { team, channel } }) {
    return await find(needs, { team, owner: channel, kind: 'made' }, text, 'here');
  },
};
