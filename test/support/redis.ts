import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { createRedisMock } from 'js-redis-server';

/** A Redis of a test file's own, on a loopback port, that keeps nothing. */
export interface TestRedis {
  url: string;
  port: number;
  /** False for the in-process stand-in. */
  real: boolean;
  /** `redis-server` or `valkey-server`, where it is real. */
  program?: string;
  /** Freezes the server (`SIGSTOP`): it stays connected and does not answer. Only a real one can be frozen. */
  freeze(): void;
  thaw(): void;
  /** Stops the server. Does nothing the second time. */
  stop(): Promise<void>;
}

const PROGRAMS = ['redis-server', 'valkey-server'];
/** What ends the servers that still run when this process does. */
const takenAlong = new Set<() => void>();
process.once('exit', () => {
  for (const kill of takenAlong) kill();
});
let said = false;

/**
 * Starts `redis-server` or `valkey-server` from the PATH. Where neither is installed it falls back to an in-process server and says so
 * once; with `CI=true` that is a failure, so that a green build means that real Redis was there.
 *
 * @param options.port the port to use, for a server that comes back; otherwise a free one
 * @param options.flags more command-line flags, such as `['--cluster-enabled', 'yes']`
 * @param options.cwd where the server may write
 * @param options.sentinel a file with what a Sentinel watches: the server is one
 */
export async function startRedis(
  options: { port?: number; flags?: readonly string[]; cwd?: string; sentinel?: string } = {},
): Promise<TestRedis> {
  const port = options.port ?? (await freePort());
  const sentinel = options.sentinel === undefined ? [] : [options.sentinel, '--sentinel'];
  const flags = [
    ...sentinel,
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    ...(options.sentinel === undefined ? ['--save', '', '--appendonly', 'no'] : []),
    ...(options.flags ?? []),
  ];
  for (const program of PROGRAMS) {
    const server = await launch(program, flags, options.cwd);
    if (server !== undefined) return real(program, server, port);
  }
  if (process.env['CI'] === 'true') throw new Error(`none of ${PROGRAMS.join(', ')} is installed, and CI=true`);
  if (!said) process.stderr.write('no redis-server or valkey-server found: testing on an in-process stand-in\n');
  said = true;
  return inProcess(port);
}

/**
 * A loopback port that nothing listens on. Below those that the system gives to outgoing connections (32,768 and up on Linux): a port of those,
 * free now, may be somebody's connection by the time that a server is started on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    const server = createServer();
    const free = new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (await free) return port;
  }
}

/** Resolves when the server takes connections; undefined when the program is not installed. */
async function launch(program: string, flags: readonly string[], cwd?: string): Promise<ChildProcess | undefined> {
  const server = spawn(program, flags, { stdio: ['ignore', 'pipe', 'inherit'], ...(cwd === undefined ? {} : { cwd }) });
  const exited = new Promise<never>((_, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`${program} ended with ${code} before it was ready`)));
  });
  try {
    await Promise.race([readyLine(server), exited]);
    return server;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readyLine(server: ChildProcess): Promise<void> {
  const { stdout } = server;
  if (stdout === null) throw new Error('no output to wait for');
  await new Promise<void>((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections') || line.includes('Sentinel ID is')) resolve();
    });
  });
}

function real(program: string, server: ChildProcess, port: number): TestRedis {
  const kill = () => server.kill('SIGKILL');
  takenAlong.add(kill);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    real: true,
    program,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async stop() {
      takenAlong.delete(kill);
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exit = once(server, 'exit');
      kill();
      await exit;
    },
  };
}

async function inProcess(port: number): Promise<TestRedis> {
  const mock = await createRedisMock({ port });
  const cannot = () => {
    throw new Error('the in-process stand-in cannot be frozen');
  };
  let closing: Promise<void> | undefined;
  return {
    url: `redis://127.0.0.1:${mock.port}`,
    port: mock.port,
    real: false,
    freeze: cannot,
    thaw: cannot,
    stop() {
      closing ??= mock.close();
      return closing;
    },
  };
}
