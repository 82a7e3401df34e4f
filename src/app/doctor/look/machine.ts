import { lookup } from 'node:dns/promises';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import ipaddr from 'ipaddr.js';
import type { Config } from '../../config.ts';
import { holderOf } from '../../embedded-redis-claim.ts';
import { EmbeddedRedisError } from '../../embedded-redis-error.ts';
import { findProgram } from '../../embedded-redis-program.ts';

/** What answers over HTTP at an address of ours. */
export type Answering = 'a-bot' | 'something-else' | 'nothing';

export interface ListenerSeen {
  /** The system's code (`EADDRINUSE` ...); undefined where it can be listened on. */
  readonly code: string | undefined;
  /** Who has the port, where it is taken. */
  readonly by: Answering;
}

export interface DirectorySeen {
  /** Why there is no program to start, with the line that installs one. */
  readonly noProgram: string | undefined;
  /** The system's code where nothing can be written there. */
  readonly code: string | undefined;
  /** Who works there now. */
  readonly holder: string | undefined;
}

export interface PublicSeen {
  readonly resolves: boolean;
  /** The kind of its address: `unicast` is the public internet. */
  readonly range: string | undefined;
  readonly answering: Answering;
}

const ASK_MS = 3000;

/** Listens for a moment where the bot would. Port 0 takes any free one. */
export async function lookAtListener({ host, port }: Config['http']): Promise<ListenerSeen> {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
  if (code !== 'EADDRINUSE') return { code, by: 'nothing' };
  const named = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return { code, by: await answeringAt(`http://${named}:${port}`) };
}

/** Looks at where the embedded Redis would live; nothing is made there. */
export async function lookAtDirectory(directory: string, path: string, now: number): Promise<DirectorySeen> {
  const noProgram = await findProgram(path).then(
    () => undefined,
    (error: unknown) => (error instanceof EmbeddedRedisError ? error.message : String(error)),
  );
  return { noProgram, code: await unwritable(directory), holder: await holderOf(directory, now) };
}

/** The nearest folder that is there must take what the bot would make. */
async function unwritable(directory: string): Promise<string | undefined> {
  try {
    if (!(await stat(directory)).isDirectory()) return 'ENOTDIR';
    await access(directory, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return code === 'ENOENT' && dirname(directory) !== directory ? await unwritable(dirname(directory)) : code;
  }
}

/** What can be known of a public address from here. */
export async function lookAtPublicAddress(publicUrl: string): Promise<PublicSeen> {
  const { hostname } = new URL(publicUrl);
  const found = await lookup(hostname.replace(/^\[|\]$/g, '')).catch(() => undefined);
  if (found === undefined) return { resolves: false, range: undefined, answering: 'nothing' };
  return {
    resolves: true,
    range: ipaddr.process(found.address).range(),
    answering: await answeringAt(publicUrl),
  };
}

async function answeringAt(address: string): Promise<Answering> {
  try {
    const response = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(ASK_MS), redirect: 'manual' });
    const body: unknown = await response.json().catch(() => undefined);
    return typeof body === 'object' && body !== null && 'healthy' in body ? 'a-bot' : 'something-else';
  } catch {
    return 'nothing';
  }
}
