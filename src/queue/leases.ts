import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** At most one holder at a time, over all workers. */
export interface Leases {
  /**
   * Runs `work` while holding `name`; resolves undefined without running when somebody else holds it. The lease ends by itself after `ms`,
   * so that a killed holder does not keep it: bound the work below that.
   *
   * @throws Unreachable when it is not known whether the lease was had; what `work` throws
   */
  hold<T>(name: string, ms: number, work: () => Promise<T>): Promise<{ value: T } | undefined>;
}

/** Gives a lease back, if it is still ours. KEYS lease. ARGV token. */
const RELEASE: Script = {
  name: 'mjRelease',
  keys: 1,
  lua: `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`,
};

/** @param random in [0, 1); tells holders apart */
export function openLeases(client: Client, random: () => number): Leases {
  return {
    async hold(name, ms, work) {
      const key = keys.lease(name);
      const token = `${random()}${random()}`;
      const held = await reach('give a lease', () => client.set(key, token, 'PX', ms, 'NX'));
      if (held !== 'OK') return undefined;
      try {
        return { value: await work() };
      } finally {
        // The work is done, whatever becomes of the lease: it ends by itself.
        await run(client, RELEASE, [key], [token]).catch(() => undefined);
      }
    },
  };
}
