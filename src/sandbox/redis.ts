import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createRedisMock } from 'js-redis-server';

export interface RedisChoice {
  /** For REDIS_URL; absent when the bot starts its own embedded one. */
  url?: string;
  /** A sentence for the person who started the sandbox, when there is something to know. */
  note?: string;
  close(): Promise<void>;
}

const SERVERS = ['redis-server', 'valkey-server'];

/**
 * Leaves Redis to the bot, which embeds its own where a server is installed; elsewhere starts an in-process
 * Redis-compatible server, which keeps nothing and is good for playing only.
 *
 * @param path the value of PATH
 * @param ci a machine that decides about merges must have the real thing
 * @throws Error with a sentence when `ci` and no server is installed
 */
export async function chooseRedis({ path, ci }: { path: string; ci: boolean }): Promise<RedisChoice> {
  if (await isInstalled(path)) return { close: async () => undefined };
  if (ci) throw new Error(`CI=true, and neither ${SERVERS.join(' nor ')} is on the PATH: install one of them.`);
  const server = await createRedisMock();
  return {
    url: server.url,
    note: `Neither ${SERVERS.join(' nor ')} is installed: an in-process stand-in for Redis runs at ${server.url} (it keeps nothing).`,
    close: () => server.close(),
  };
}

async function isInstalled(path: string): Promise<boolean> {
  const places = path.split(delimiter).flatMap((folder) => SERVERS.map((server) => join(folder, server)));
  const found = await Promise.all(places.map(isExecutable));
  return found.includes(true);
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
