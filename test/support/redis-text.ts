import type { Redis } from 'ioredis';

/**
 * Every key with all that it holds, as text: read by type, because a dump is compressed, and what it holds cannot be looked for.
 * @returns by key
 */
export async function everythingIn(raw: Redis): Promise<Map<string, string>> {
  const keys = await raw.keys('*');
  const held = await Promise.all(keys.map(async (key) => await heldBy(raw, key)));
  return new Map(keys.map((key, index) => [key, JSON.stringify(held[index] ?? null)]));
}

async function heldBy(raw: Redis, key: string): Promise<unknown> {
  const type = await raw.type(key);
  switch (type) {
    case 'string':
      return (await raw.getBuffer(key))?.toString('latin1');
    case 'hash':
      return await raw.hgetall(key);
    case 'set':
      return await raw.smembers(key);
    case 'zset':
      return await raw.zrange(key, '0', '-1', 'WITHSCORES');
    case 'list':
      return await raw.lrange(key, 0, -1);
    case 'stream':
      return await raw.xrange(key, '-', '+');
    // It ended since it was listed.
    case 'none':
      return undefined;
    default:
      throw new Error(`${key} is a ${type}, which nobody looks into here`);
  }
}
