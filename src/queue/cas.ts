import { Busy } from '../domain/errors.ts';
import { carryUnknown } from './carry.ts';
import type { Client } from './connection.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** A write starts over this often before it gives up: enough for fifty writers at once, which never happens outside tests. */
const TRIES = 60;

/**
 * Replaces what is stored if nobody else did. How it ended is counted here, so it counts once, and an end that is taken back does not count.
 *
 * KEYS the hash, a list that lasts as long, the counts, and the keys under which it is to be found (each may be the hash again). ARGV expected
 * revision, data, open, retention ms, the id, the field of the counts and how it ended (empty: it did not). Returns 1 done, 0 somebody wrote in
 * between, -1 gone.
 */
const REPLACE: Script = {
  name: 'mjReplace',
  keys: 5,
  lua: `
    local rev = redis.call('HGET', KEYS[1], 'rev')
    if not rev then return -1 end
    if rev ~= ARGV[1] then return 0 end
    local counted = redis.call('HGET', KEYS[1], 'counted') or ''
    if counted ~= ARGV[7] then
      if counted ~= '' then redis.call('HINCRBY', KEYS[3], ARGV[6] .. counted, -1) end
      if ARGV[7] ~= '' then redis.call('HINCRBY', KEYS[3], ARGV[6] .. ARGV[7], 1) end
      redis.call('PEXPIRE', KEYS[3], ARGV[4])
      redis.call('HSET', KEYS[1], 'counted', ARGV[7])
    end
    redis.call('HSET', KEYS[1], 'rev', tonumber(rev) + 1, 'data', ARGV[2], 'open', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    redis.call('PEXPIRE', KEYS[2], ARGV[4])
    for i = 4, 5 do
      if KEYS[i] ~= KEYS[1] then redis.call('SET', KEYS[i], ARGV[5], 'PX', ARGV[4]) end
    end
    return 1
  `,
};

/** A hash with a revision that every write raises, what is in it, and how it changes. */
export interface Change<T> {
  key: string;
  id: string;
  /** @throws when it cannot be read */
  read: (data: string) => T;
  /** Pure; the same object means that nothing is written. */
  step: (stored: T) => T;
  isOpen: (stored: T) => boolean;
  /** Further keys, at most two, under which its id is to be found from now on. */
  found: (before: T, after: T) => string[];
  /** The list that lasts as long as it does, and where it is counted how it ended. */
  counts?: (after: T) => { list: string; key: string; field: string; outcome: string | undefined };
}

export interface ChangeOptions {
  /** In [0, 1); spreads writers that met. */
  random: () => number;
  /** How long it is kept after its last change, ms. */
  retentionMs: number;
}

/**
 * Compare-and-set: reads, applies `step`, writes if it returned another object, and starts over when somebody wrote in between. Fields that this
 * version does not know outlive it.
 *
 * @returns what is stored afterwards, or undefined when there is nothing
 * @throws Busy when others kept writing; Unreachable; what `read` and `step` throw
 */
export async function compareAndSet<T>(
  client: Client,
  { random, retentionMs }: ChangeOptions,
  change: Change<T>,
): Promise<T | undefined> {
  const { key, id, read, step, isOpen, found, counts } = change;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(random() * Math.min(5 * tries, 100));
    const [rev, data] = await reach('read a record', () => client.hmget(key, 'rev', 'data'));
    if (rev == null || data == null) return undefined;
    const before = read(data);
    const after = step(before);
    if (after === before) return before;
    const written = JSON.stringify(carryUnknown(JSON.parse(data), before, after));
    const [second = key, third = key] = found(before, after);
    const counted = counts?.(after);
    const places = [key, counted?.list ?? key, counted?.key ?? key, second, third];
    const ending = [counted?.field ?? '', counted?.outcome ?? ''];
    const answer = await reach('change a record', () =>
      run(client, REPLACE, places, [rev, written, isOpen(after) ? 1 : 0, retentionMs, id, ...ending]),
    );
    if (answer === 1) return after;
    if (answer === -1) return undefined;
  }
  throw new Busy('redis', 'the record is being changed by others');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
