import { PersonSettings } from '../domain/settings.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { reach } from './reach.ts';

/** What people chose for themselves. Kept for good: nobody is asked for the same choice again. All methods throw Unreachable. */
export interface Settings {
  /** Those of somebody who never chose are the defaults. */
  of(team: string, user: string): Promise<PersonSettings>;
  /** Changes some of them; two changes at once to different ones both hold. @returns all of them */
  change(team: string, user: string, some: Partial<Omit<PersonSettings, 'v'>>): Promise<PersonSettings>;
}

export function openSettings(client: Client): Settings {
  const of: Settings['of'] = async (team, user) =>
    settingsOf(await reach('read settings', () => client.hgetall(keys.settings(team, user))));
  return {
    of,
    async change(team, user, some) {
      const chosen = Object.entries(some)
        .filter(([, value]) => value !== undefined)
        .flatMap(([name, value]) => [name, JSON.stringify(value)]);
      if (chosen.length > 0) await reach('keep settings', () => client.hset(keys.settings(team, user), chosen));
      return of(team, user);
    },
  };
}

/** Field by field: a choice that this version of the bot does not know counts as none, and takes no other with it. */
function settingsOf(stored: Readonly<Record<string, string>>): PersonSettings {
  const known = Object.entries(PersonSettings.shape).flatMap(([name, shape]) => {
    const read = shape.safeParse(fromJson(stored[name]));
    return read.success ? [[name, read.data]] : [];
  });
  return PersonSettings.parse(Object.fromEntries(known));
}

function fromJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
