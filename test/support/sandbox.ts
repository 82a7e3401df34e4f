import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Sandbox {
  /** Of its page, `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
}

/**
 * `npm run sandbox`, as a stranger starts it.
 *
 * @param flags e.g. `['--draw-ms', '1500']`
 * @throws Error when it ends before it is ready
 */
export async function startSandbox(flags: readonly string[]): Promise<Sandbox> {
  const child = spawn('npm', ['run', '--silent', 'sandbox', '--', ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, LOG_LEVEL: 'warn' },
  });
  return { address: await readyAddress(child), stop: async () => await stop(child) };
}

async function readyAddress(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, found] = /^ready (http:\/\/127\.0\.0\.1:\d+)$/.exec(line) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error('the sandbox ended before it was ready');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  // The whole group.
  process.kill(-child.pid, 'SIGINT');
  await once(child, 'exit');
}
