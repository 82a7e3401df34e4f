/** Where the app is installed. The one thing that we keep and that opens somebody else's door, so it lies there sealed. */
import { Installation } from '../domain/installation.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import type { Log } from './log.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';
import type { Sealer } from './seal.ts';

/** An installation, and which version of it: another one takes its place when the app is installed again. */
export interface StoredInstallation {
  installation: Installation;
  revision: string;
}

/** All methods throw Unreachable. What cannot be opened counts as not installed, and the operator is told once. */
export interface Installations {
  get(id: string): Promise<StoredInstallation | undefined>;
  /** In the place of an earlier one. */
  put(installation: Installation): Promise<void>;
  /** @returns false where it was not that version any more: somebody installed the app anew, or removed it first */
  remove(id: string, revision: string): Promise<boolean>;
  /**
   * Seals anew what an older key sealed, so that the older key can go.
   * @returns how many installations there are, how many were sealed anew, and how many none of the keys opens
   */
  renew(): Promise<{ installed: number; renewed: number; closed: number }>;
}

/** KEYS the installation, all of them. ARGV expected value (empty: whatever it is), new value, id. Returns 1 done, 0 it was another. */
const REPLACE: Script = {
  name: 'mjInstallationPut',
  keys: 2,
  lua: `
    if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[2])
    redis.call('SADD', KEYS[2], ARGV[3])
    return 1
  `,
};

/** KEYS the installation, all of them. ARGV expected value, id. Returns 1 done, 0 it was another. */
const REMOVE: Script = {
  name: 'mjInstallationRemove',
  keys: 2,
  lua: `
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    redis.call('DEL', KEYS[1])
    redis.call('SREM', KEYS[2], ARGV[2])
    return 1
  `,
};

export function openInstallations(client: Client, { sealer, log }: { sealer: Sealer; log: Log }): Installations {
  const told = new Set<string>();
  const placesOf = (id: string) => [keys.installation(id), keys.installations()];

  function read(id: string, sealed: string): Installation | undefined {
    const plain = sealer.open(sealed, keys.installation(id));
    const installation = plain === undefined ? undefined : Installation.safeParse(parsed(plain)).data;
    if (installation?.id === id) return installation;
    if (!told.has(id))
      log.warn(
        { team: id, readable: plain !== undefined },
        'an installation cannot be opened, so nobody is served there: put the ENCRYPTION_KEY with which it was stored into the list, or install the app there again',
      );
    told.add(id);
    return undefined;
  }

  async function get(id: string): Promise<StoredInstallation | undefined> {
    const sealed = await reach('find an installation', () => client.get(keys.installation(id)));
    if (sealed === null) return undefined;
    const installation = read(id, sealed);
    return installation === undefined ? undefined : { installation, revision: sealed };
  }

  async function replace(installation: Installation, expected: string): Promise<boolean> {
    const { id } = installation;
    const sealed = sealer.seal(JSON.stringify(installation), keys.installation(id));
    return (
      (await reach('keep an installation', () => run(client, REPLACE, placesOf(id), [expected, sealed, id]))) === 1
    );
  }

  return {
    get,
    async put(installation) {
      await replace(Installation.parse(installation), '');
      told.delete(installation.id);
    },
    remove: async (id, revision) =>
      (await reach('delete an installation', () => run(client, REMOVE, placesOf(id), [revision, id]))) === 1,
    async renew() {
      const ids = await reach('list installations', () => client.smembers(keys.installations()));
      const count = { installed: ids.length, renewed: 0, closed: 0 };
      for (const id of ids) {
        const stored = await get(id);
        if (stored === undefined) count.closed++;
        else if (!sealer.isFresh(stored.revision) && (await replace(stored.installation, stored.revision)))
          count.renewed++;
      }
      return count;
    },
  };
}

function parsed(plain: string): unknown {
  try {
    return JSON.parse(plain);
  } catch {
    return undefined;
  }
}
