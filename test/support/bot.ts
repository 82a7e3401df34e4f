import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface BotProcess {
  readonly pid: number;
  /** Lines of the log, parsed where they are JSON. */
  readonly log: readonly { level?: string; msg?: string; [field: string]: unknown }[];
  /** Everything it wrote, as it stands. */
  readonly output: string;
  /** Waits for a line of the log that fits. */
  logged(fits: (line: { level?: string; msg?: string }) => boolean, what: string, withinMs?: number): Promise<void>;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  /** Resolves when it has printed `ready`; never, when it ends before. */
  readonly ready: Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the exit code. @throws when it takes longer than `withinMs` */
  stop(withinMs?: number): Promise<number | string>;
}

export interface BotOptions {
  env: Record<string, string>;
  /** Modules loaded before the bot, to plant a fault in it. */
  plants?: readonly string[];
  /** How long until it must print `ready`; 0: do not wait. */
  readyMs?: number;
}

/** Starts the compiled bot as its own process with no environment but `env` and PATH, and waits for the line `ready`. */
export async function startBot({ env, plants = [], readyMs = 40_000 }: BotOptions): Promise<BotProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    [...plants.flatMap((plant) => ['--import', plant]), 'dist/app/main.js'],
    { cwd: ROOT, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const log: { level?: string; msg?: string }[] = [];
  const heard = new EventEmitter();
  let output = '';
  let ready = false;
  let onReady: () => void = () => undefined;
  const readiness = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);

  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      if (line === 'ready') {
        ready = true;
        onReady();
      }
    });
  if (child.stderr !== null)
    createInterface({ input: child.stderr }).on('line', (line) => {
      output += `${line}\n`;
      log.push(parsed(line));
      heard.emit('line');
    });

  const bot: BotProcess = {
    pid: child.pid ?? 0,
    log,
    get output() {
      return output;
    },
    ended,
    ready: readiness,
    async logged(fits, what, withinMs = 15_000) {
      const signal = AbortSignal.timeout(withinMs);
      while (!log.some(fits))
        await once(heard, 'line', { signal }).catch(() => {
          throw new Error(`waited ${withinMs} ms for ${what} in the log\n${tail(output)}`);
        });
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop(withinMs = 12_000) {
      child.kill('SIGTERM');
      const outcome = await Promise.race([ended, after(withinMs)]);
      if (outcome !== 'late') return outcome;
      child.kill('SIGKILL');
      throw new Error(`the bot did not stop within ${withinMs} ms\n${tail(output)}`);
    },
  };
  if (readyMs === 0) return bot;
  const first = await Promise.race([readiness, ended, after(readyMs)]);
  if (ready) return bot;
  child.kill('SIGKILL');
  throw new Error(
    `the bot was not ready (${first === 'late' ? `${readyMs} ms` : `ended with ${String(first)}`})\n${tail(output)}`,
  );
}

function after(ms: number): Promise<'late'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('late'), ms).unref();
  });
}

function parsed(line: string): { level?: string; msg?: string } {
  try {
    return JSON.parse(line) as { level?: string; msg?: string };
  } catch {
    return { msg: line };
  }
}

function tail(output: string): string {
  return output.split('\n').slice(-40).join('\n');
}
