import type { Verb } from './verb.ts';

/** `/mj help`, and `/mj` alone. The list is made from the registry, so it cannot be out of date, and leaves out what the gateway lacks. */
export const help: Verb = {
  name: 'help',
  usage: 'help',
  async run(needs, _spoken, verbs) {
    const lacking = await needs.abilities.lacking();
    return {
      tell: {
        say: 'help',
        commands: verbs.filter((verb) => verb.form === undefined || !lacking.includes(verb.form.verb)),
      },
    };
  },
};
