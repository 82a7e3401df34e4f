import type { Redis } from 'ioredis';

async function heldBy(client: Redis, key: string, type: string): Promise<unknown> {
  switch (type) {
    case 'string':
      return await client.get(key);
    case 'hash':
      return await client.hgetall(key);
    case 'list':
      return await client.lrange(key, 0, -1);
    case 'set':
      return await client.smembers(key);
    case 'zset':
      return await client.zrange(key, '0', '-1');
    case 'stream':
      return await client.xrange(key, '-', '+');
    // It ended between two looks.
    case 'none':
      return '';
    default:
      throw new Error(`${key} is of an unknown type ${type}`);
  }
}

/** Every key, with what it holds as text, and whether it ends. */
export async function everyKey(client: Redis): Promise<{ key: string; held: string; ends: boolean }[]> {
  const keys = await client.keys('*');
  return await Promise.all(
    keys.map(async (key) => {
      const [type, ttl] = await Promise.all([client.type(key), client.pttl(key)]);
      const held = JSON.stringify(await heldBy(client, key, type));
      return { key, held, ends: ttl > 0 };
    }),
  );
}
