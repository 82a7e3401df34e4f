import type { IRedisTransaction, RedisClient } from 'bullmq';
import { createIORedisClient } from 'bullmq';
import type { Client } from './connection.ts';

/** A Lua script. Redis runs it as one step: nothing else happens in between. */
export interface Script {
  /** Unique in this room; becomes a command of the client. */
  name: string;
  /** How many of the arguments are keys. */
  keys: number;
  lua: string;
}

type Argument = string | number;

/** Runs a script. ioredis sends its hash, and its text to a server that does not know it yet. */
export async function run(
  client: Client,
  script: Script,
  keys: readonly string[],
  args: readonly Argument[],
): Promise<unknown> {
  define(client, script);
  const answer: unknown = await createIORedisClient(client).runCommand(script.name, [...keys, ...args]);
  return answer;
}

/** Opens a MULTI in which `queue` may put these scripts, and BullMQ its jobs. */
export function transaction(client: Client, scripts: readonly Script[]): IRedisTransaction {
  for (const script of scripts) define(client, script);
  const redis: RedisClient = createIORedisClient(client);
  return redis.multi();
}

/** Puts a script into a MULTI that was opened for it. */
export function enqueue(
  multi: IRedisTransaction,
  script: Script,
  keys: readonly string[],
  args: readonly Argument[],
): void {
  multi.runCommand(script.name, [...keys, ...args]);
}

/**
 * The answers of a MULTI or a pipeline.
 * @throws the first error among them, or when nothing was run
 */
export function answers(executed: [Error | null, unknown][] | null | undefined): unknown[] {
  if (executed == null) throw new Error('the transaction was discarded');
  return executed.map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
}

/** True of a MULTI in which the server did not know a script. */
export function lacksScript(executed: [Error | null, unknown][] | null | undefined): boolean {
  return executed?.some(([error]) => error?.message.startsWith('NOSCRIPT')) ?? false;
}

function define(client: Client, script: Script): void {
  if (script.name in client) return;
  client.defineCommand(script.name, { numberOfKeys: script.keys, lua: script.lua });
}
