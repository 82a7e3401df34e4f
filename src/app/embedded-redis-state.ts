/** `redis.json` in the data directory: how a later start finds a server that outlived its bot. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ProcessMark } from './embedded-redis-process.ts';

export const ServerState = z.object({
  port: z.number().int().positive(),
  password: z.string().min(1),
  /** See `pidSpace`. */
  space: z.string(),
  /** Unknown while the server is being started: written first, so that no kill in between can leave a server that nobody knows. */
  server: ProcessMark.optional(),
  /** Known once it answered. */
  runId: z.string().optional(),
});
export type ServerState = z.infer<typeof ServerState>;

const FILE = 'redis.json';

export async function readState(directory: string): Promise<ServerState | undefined> {
  try {
    return ServerState.parse(JSON.parse(await readFile(join(directory, FILE), 'utf8')));
  } catch {
    // Missing, or emptied by a power cut, which ended the server too.
    return undefined;
  }
}

/** Replaces the whole file or leaves it; it holds the password, so only this user may read it. */
export async function writeState(directory: string, state: ServerState): Promise<void> {
  const draft = join(directory, `${FILE}.draft`);
  await writeFile(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  await rename(draft, join(directory, FILE));
}

export async function removeState(directory: string): Promise<void> {
  await rm(join(directory, FILE), { force: true });
}
