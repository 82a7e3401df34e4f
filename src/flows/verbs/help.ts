import type { Verb } from './verb.ts';

/** `/mj help`, and `/mj` alone. The list is made from the registry, so it cannot be out of date, and leaves out what the gateway lacks and what the person may not do. */
export const help: Verb = {
  name: 'help',
  usage: 'help',
  async run(needs, { place }, verbs) {
    const lacking = await needs.abilities.lacking();
    const isAdmin = (await needs.admins.has(place.team, place.user)) === true;
    return {
      tell: {
        say: 'help',
        commands: verbs
          .filter((verb) => isAdmin || verb.admins !== true)
          .filter((verb) => verb.form === undefined || !lacking.includes(verb.form.verb)),
      },
    };
  },
};
