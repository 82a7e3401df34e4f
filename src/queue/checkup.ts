import { Misconfigured, Unreachable } from '../domain/errors.ts';
import { type Client, connect, disconnect, type RedisTarget, ready } from './connection.ts';
import type { Log } from './log.ts';

/** What a Redis says of itself (`INFO`). */
export interface RedisSeen {
  /** `7.2.4`; a Valkey tells the Redis that it is compatible with. */
  readonly version: string;
  readonly mode: 'standalone' | 'cluster' | 'sentinel';
  /** A replica takes no writes. */
  readonly isReplica: boolean;
  readonly evictionPolicy: string;
  /** Bytes; 0: no limit, so that nothing is evicted. */
  readonly memoryLimit: number;
  readonly memoryUsed: number;
  /** Whether it keeps an append-only file. */
  readonly appends: boolean;
  /** False where it could not write to its disk lately, and so refuses writes. */
  readonly diskWorks: boolean;
  /** How long it took to answer, ms. */
  readonly pingMs: number;
}

/** BullMQ's own recommendation; our scripts are tried on nothing older. */
const OLDEST = [6, 2] as const;

/**
 * Connects, looks and leaves; nothing is written.
 *
 * @param ms how long it may take to answer
 * @param now epoch ms
 * @throws Unreachable with what the connection failed by as its cause; Misconfigured `key-refused`
 */
export async function checkRedis(target: RedisTarget, ms: number, now: () => number, log: Log): Promise<RedisSeen> {
  const client = connect(target, 'prompt', log);
  try {
    await ready(client, ms);
    return await look(client, now);
  } catch (cause) {
    throw cause instanceof Unreachable || cause instanceof Misconfigured
      ? cause
      : new Unreachable('redis', 'Redis does not say how it is', { cause });
  } finally {
    await disconnect(client);
  }
}

/** What an operator should know about this Redis: sentences for the log. Empty when all is well. */
export async function inspect(client: Client, now: () => number): Promise<string[]> {
  const seen = await look(client, now);
  return [
    ...(seen.evictionPolicy === 'noeviction'
      ? []
      : [
          `Redis evicts keys when memory is full (maxmemory-policy ${seen.evictionPolicy}): submissions would be lost. Set it to noeviction.`,
        ]),
    ...(isTooOld(seen) ? ['Redis is older than 6.2: use 6.2 or later, or Valkey.'] : []),
  ];
}

/** True of a version that is known and below what we are tried on. */
export function isTooOld({ version }: Pick<RedisSeen, 'version'>): boolean {
  if (version === '') return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

async function look(client: Client, now: () => number): Promise<RedisSeen> {
  const asked = now();
  await client.ping();
  const pingMs = now() - asked;
  const info = await client.info();
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const mode = field('redis_mode');
  return {
    version: field('redis_version') ?? '',
    mode: mode === 'cluster' || mode === 'sentinel' ? mode : 'standalone',
    isReplica: field('role') === 'slave',
    // Where it does not tell (a Sentinel, some services), there is nothing to find fault with.
    evictionPolicy: field('maxmemory_policy') ?? 'noeviction',
    memoryLimit: Number(field('maxmemory') ?? 0),
    memoryUsed: Number(field('used_memory') ?? 0),
    appends: field('aof_enabled') === '1',
    diskWorks: field('aof_last_write_status') !== 'err',
    pingMs,
  };
}
