/** One server process in a data directory: started, found again, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { chmod, open, realpath, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedRedisError } from './embedded-redis-error.ts';
import { isAlive, markOf, type ProcessMark, pidSpace } from './embedded-redis-process.ts';
import { serverConfiguration } from './embedded-redis-program.ts';
import { readState, removeState, type ServerState, writeState } from './embedded-redis-state.ts';
import { askDirectory, askInfo, askShutdown, type ServerAddress, type ServerInfo } from './embedded-redis-wire.ts';

/** A server that answered. */
export interface LiveServer extends ServerAddress {
  readonly mark: ProcessMark;
  readonly version: string;
}

/** The port was free a moment ago and is not any more. */
export class PortTaken extends Error {
  override name = 'PortTaken' as const;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a program may need to run at all. */
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'LANG', 'TZ'];

const LOG = 'redis.log';
const LOG_BYTES = 1 << 20;
const ASK_MS = 1000;
const LOOK_EVERY_MS = 25;
/** A server whose bot was killed right after starting it is given this long to begin answering. */
const BEGINS_WITHIN_MS = 2000;
const ANSWERS_WITHIN_MS = 10_000;
/** A large file takes a while to read: about 10 s a gigabyte. */
const LOADS_WITHIN_MS = 300_000;
const ENDS_WITHIN_MS = 5000;

/**
 * The server that an earlier run left behind, if it lives.
 * @param answersWithinMs how long a living one may keep silent, as it does while a slow disk syncs
 * @throws EmbeddedRedisError `mute` when it lives and does not answer: a second one on the same file would destroy it
 */
export async function findServer(
  directory: string,
  answersWithinMs = ANSWERS_WITHIN_MS,
): Promise<LiveServer | undefined> {
  const state = await readState(directory);
  // Pids mean nothing elsewhere, and a server ends with its machine or container.
  if (!state || state.space !== pidSpace()) return undefined;
  const info = await firstAnswer(state, state.server, state.server ? answersWithinMs : BEGINS_WITHIN_MS);
  if (!info) {
    if (state.server === undefined || !isAlive(state.server)) return undefined;
    throw new EmbeddedRedisError(
      'mute',
      `DATA_DIR: the Redis that an earlier run left behind in ${directory} (process ${state.server.pid}) does not answer; stop it with: kill ${state.server.pid}`,
    );
  }
  // A copied directory brings along the address of a server that works in the original.
  if ((await realpath(await askDirectory(state, ASK_MS))) !== (await realpath(directory))) return undefined;
  const mark = markOf(info.pid);
  const loaded = mark && (await untilLoaded(state, mark));
  if (!loaded) return undefined;
  await writeState(directory, { ...state, server: mark, runId: loaded.runId });
  return { port: state.port, password: state.password, mark, version: loaded.version };
}

/**
 * Starts one. It leads a session of its own and writes to a file, so that neither Ctrl-C nor a SIGKILL of the bot reaches it.
 * @throws PortTaken, EmbeddedRedisError `failed`
 */
export async function startServer(
  directory: string,
  program: string,
  { port, password }: ServerAddress,
  env: Environment,
): Promise<LiveServer> {
  const address = { port, password };
  await writePrivate(join(directory, 'redis.conf'), serverConfiguration(address));
  const state: ServerState = { ...address, space: pidSpace() };
  await writeState(directory, state);
  const logFrom = await trimLog(directory);
  const child = spawnServer(directory, program, env);
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', (cause) =>
      reject(new EmbeddedRedisError('failed', `${program} could not be started`, { cause })),
    );
    child.once('exit', () => {
      lastWords(directory, logFrom).then((words) => reject(explainExit(port, words)), reject);
    });
  });
  // It rejects too when the server ends much later, which is its watcher's business.
  failed.catch(() => undefined);
  const begun = async (): Promise<LiveServer> => {
    const mark = child.pid === undefined ? undefined : markOf(child.pid);
    // Without a mark it ended already, and `failed` says why.
    if (!mark) return failed;
    await writeState(directory, { ...state, server: mark });
    const info = await untilLoaded(address, mark);
    if (!info) {
      child.kill('SIGTERM');
      return failed;
    }
    await writeState(directory, { ...state, server: mark, runId: info.runId });
    return { ...address, mark, version: info.version };
  };
  try {
    return await Promise.race([begun(), failed]);
  } catch (error) {
    await removeState(directory);
    throw error;
  }
}

/** Ends it in order and forgets it. Resolves false when it would not end; then it is still known to the next start. */
export async function stopServer(directory: string, server: LiveServer): Promise<boolean> {
  try {
    await askShutdown(server, ENDS_WITHIN_MS);
  } catch {
    // It is gone already, or does not listen: a signal is the next best.
    if (isAlive(server.mark)) signal(server.mark, 'SIGTERM');
  }
  if (!(await untilGone(server.mark, ENDS_WITHIN_MS))) {
    // Nothing is lost: whatever it answered is synced.
    signal(server.mark, 'SIGKILL');
    if (!(await untilGone(server.mark, ENDS_WITHIN_MS))) return false;
  }
  await removeState(directory);
  return true;
}

/** A loopback port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function spawnServer(directory: string, program: string, env: Environment): ChildProcess {
  const log = openSync(join(directory, LOG), 'a', 0o600);
  try {
    const child = spawn(program, ['redis.conf'], {
      cwd: directory,
      detached: true,
      stdio: ['ignore', log, log],
      // None of the bot's tokens: the environment of a process can be read by others of the same user.
      env: Object.fromEntries(PASSED_ON.map((name) => [name, env[name]])),
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Its first answer; undefined when the process is gone, or another one answers there, or the time is over. */
async function firstAnswer(
  address: ServerAddress,
  mark: ProcessMark | undefined,
  withinMs: number,
): Promise<ServerInfo | undefined> {
  const until = Date.now() + withinMs;
  for (;;) {
    if (mark && !isAlive(mark)) return undefined;
    try {
      return await askInfo(address, ASK_MS);
    } catch {
      if (Date.now() >= until) return undefined;
      await pause(LOOK_EVERY_MS);
    }
  }
}

async function untilLoaded(address: ServerAddress, mark: ProcessMark): Promise<ServerInfo | undefined> {
  const until = Date.now() + LOADS_WITHIN_MS;
  while (Date.now() < until) {
    const info = await firstAnswer(address, mark, ANSWERS_WITHIN_MS);
    if (!info?.loading) return info;
    await pause(LOOK_EVERY_MS);
  }
  return undefined;
}

async function untilGone(mark: ProcessMark, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (isAlive(mark)) {
    if (Date.now() >= until) return false;
    await pause(LOOK_EVERY_MS);
  }
  return true;
}

function signal(mark: ProcessMark, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (isAlive(mark)) process.kill(mark.pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}

function explainExit(port: number, words: string): Error {
  if (/address already in use|failed listening on port/i.test(words)) return new PortTaken(`port ${port} was taken`);
  return new EmbeddedRedisError('failed', `DATA_DIR: the embedded Redis ended at once; its last words: ${words}`);
}

/** Keeps the log from growing for ever. @returns where the words of the next server begin */
async function trimLog(directory: string): Promise<number> {
  const file = join(directory, LOG);
  const size = await stat(file).then(
    ({ size: bytes }) => bytes,
    () => 0,
  );
  if (size <= LOG_BYTES) return size;
  await writeFile(file, '');
  return 0;
}

async function lastWords(directory: string, from: number): Promise<string> {
  const file = await open(join(directory, LOG), 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - 4096);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - start)), 0, undefined, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    return lines
      .filter((line) => /\S/.test(line))
      .slice(-5)
      .join(' | ');
  } finally {
    await file.close();
  }
}

async function writePrivate(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  // The mode above counts only for a new file.
  await chmod(file, 0o600);
}
