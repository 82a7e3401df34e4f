/**
 * A private Redis for one bot on one machine (contract.md, Embedded Redis): started on a loopback port with an append-only file in the data
 * directory, adopted when an earlier run was killed and left it behind, started anew when it dies, stopped with the bot.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimDirectory } from './embedded-redis-claim.ts';
import { EmbeddedRedisError } from './embedded-redis-error.ts';
import { isAlive } from './embedded-redis-process.ts';
import { findProgram } from './embedded-redis-program.ts';
import {
  type Environment,
  findServer,
  freePort,
  type LiveServer,
  PortTaken,
  startServer,
  stopServer,
} from './embedded-redis-server.ts';

export { EmbeddedRedisError } from './embedded-redis-error.ts';

export interface EmbeddedRedisOptions {
  /** Made where it is missing, readable by this user alone. */
  readonly dataDir: string;
  /** Usually `process.env`: the server's program is looked for on its `PATH`, and nothing that the bot keeps secret is passed on. */
  readonly env: Environment;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  /** A port to try; it may be taken by the time it is used. Default: any free one. */
  readonly pickPort?: () => Promise<number>;
}

export interface EmbeddedRedis {
  /** With the password: never into a log. It stays the same when the server has to be started again. */
  readonly url: string;
  /** True when an earlier run's server was found alive. */
  readonly adopted: boolean;
  /** Ends the server, its file complete, and lets go of the directory. May be called more than once. */
  stop(): Promise<void>;
}

const PORT_ATTEMPTS = 5;
const WATCH_MS = 500;
const RESTART_FIRST_MS = 200;
const RESTART_AT_MOST_MS = 5000;

/**
 * @returns once the server answers and has read its file
 * @throws EmbeddedRedisError, see its `code`; nothing is left running or claimed then
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const directory = resolve(options.dataDir);
  await makeDirectory(directory);
  const claim = await claimDirectory(directory).catch((error: unknown) => {
    throw error instanceof EmbeddedRedisError ? error : unusable(directory, error);
  });
  try {
    const found = await findServer(directory);
    const server = found ?? (await startSomewhere(directory, options));
    options.log.info(
      { port: server.port, redisPid: server.mark.pid, version: server.version, adopted: found !== undefined },
      found ? 'adopted the embedded Redis of an earlier run' : 'started the embedded Redis',
    );
    const watch = keepAlive(directory, server, options);
    let stopped: Promise<void> | undefined;
    return {
      url: `redis://:${server.password}@127.0.0.1:${server.port}`,
      adopted: found !== undefined,
      stop() {
        stopped ??= (async () => {
          const last = await watch.end();
          if (!(await stopServer(directory, last))) {
            options.log.warn({ redisPid: last.mark.pid }, 'the embedded Redis did not end; the next start adopts it');
          }
          await claim.release();
        })();
        return stopped;
      },
    };
  } catch (error) {
    await claim.release();
    throw error instanceof EmbeddedRedisError ? error : unusable(directory, error);
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    // Made by us, the file is private even in a directory that others may read. Servers before Redis 7 keep it one level up.
    await mkdir(join(directory, 'appendonlydir'), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusable(directory, cause);
  }
}

async function startSomewhere(
  directory: string,
  { env, pickPort = freePort }: EmbeddedRedisOptions,
): Promise<LiveServer> {
  const program = await findProgram(env['PATH'] ?? '');
  const password = randomBytes(32).toString('hex');
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startServer(directory, program, { port: await pickPort(), password }, env);
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      if (attempt === PORT_ATTEMPTS) {
        throw new EmbeddedRedisError('failed', 'DATA_DIR: no loopback port stayed free for the embedded Redis', {
          cause: error,
        });
      }
    }
  }
}

/** Starts the server again, on the same port and with the same password, whenever it dies without having been asked to. */
function keepAlive(
  directory: string,
  first: LiveServer,
  { log, env }: EmbeddedRedisOptions,
): { end(): Promise<LiveServer> } {
  let server = first;
  const ending = new AbortController();
  let reviving: Promise<void> | undefined;

  const revive = async () => {
    log.warn({ redisPid: server.mark.pid }, 'the embedded Redis ended by itself; it is started again');
    for (let waitMs = RESTART_FIRST_MS; !ending.signal.aborted; waitMs = Math.min(waitMs * 2, RESTART_AT_MOST_MS)) {
      try {
        server = await startServer(directory, await findProgram(env['PATH'] ?? ''), server, env);
        log.info({ redisPid: server.mark.pid }, 'the embedded Redis is back');
        return;
      } catch (err) {
        log.warn({ err, waitMs }, 'the embedded Redis could not be started again');
        await pause(waitMs, undefined, { signal: ending.signal }).catch(() => undefined);
      }
    }
  };
  // An adopted server is nobody's child, so there is no event to wait for.
  const look = setInterval(() => {
    if (reviving || isAlive(server.mark)) return;
    reviving = revive().finally(() => {
      reviving = undefined;
    });
  }, WATCH_MS);
  look.unref();

  return {
    async end() {
      ending.abort();
      clearInterval(look);
      await reviving;
      return server;
    },
  };
}

function unusable(directory: string, cause: unknown): EmbeddedRedisError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
  return new EmbeddedRedisError(
    'unusable-directory',
    `DATA_DIR: ${directory} cannot be used (${code}); make it a folder that this user may write to, or set DATA_DIR to another`,
    { cause },
  );
}
