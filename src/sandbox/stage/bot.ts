import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { BotState } from '../page/stage.ts';
import { readableLine } from './bot-log.ts';

/** SIGTERM gives the bot ten seconds to finish what is in flight; a little more before it is killed. */
const STOP_MS = 12_000;
const START_MS = 60_000;
const KEPT_LINES = 200;

export interface BotCommand {
  command: string;
  args: readonly string[];
  cwd: string;
}

/** The real bot as a child process: started, watched, killed, started again. */
export class BotProcess {
  readonly #how: BotCommand;
  readonly #write: (line: string) => void;
  readonly #changed: () => void;
  #child: ChildProcess | undefined;
  #state: BotState['state'] = 'dead';
  #note: string | undefined;
  #log: string[] = [];

  /** @param write takes each readable line of its log */
  constructor(how: BotCommand, write: (line: string) => void, changed: () => void) {
    this.#how = how;
    this.#write = write;
    this.#changed = changed;
  }

  get state(): BotState {
    const pid = this.#child?.pid;
    return {
      state: this.#state,
      log: this.#log,
      ...(pid === undefined ? {} : { pid }),
      ...(this.#note === undefined ? {} : { note: this.#note }),
    };
  }

  /**
   * Resolves when it says `ready`.
   * @throws Error when it ends before, or says nothing for a minute
   */
  async start(env: Readonly<Record<string, string>>): Promise<void> {
    const { command, args, cwd } = this.#how;
    // In a process group of its own: a Ctrl-C in the terminal must reach it once, from us, or it would stop without finishing.
    const child = spawn(command, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    this.#set('starting', undefined);
    // Even a launcher that ends by an error takes its bot along.
    const takeAlong = () => child.kill('SIGTERM');
    process.once('exit', takeAlong);
    child.once('exit', () => process.removeListener('exit', takeAlong));
    const ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The bot did not say "ready" within a minute.')), START_MS);
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line !== 'ready') return this.#keep(line);
        clearTimeout(timer);
        this.#set('ready', undefined);
        resolve();
      });
      createInterface({ input: child.stderr }).on('line', (line) => this.#keep(line));
      child.once('error', (cause) => {
        clearTimeout(timer);
        this.#end(child, `The bot could not be started: ${cause.message}`);
        reject(new Error('The bot could not be started.', { cause }));
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        const note = ending(code, signal);
        this.#end(child, note);
        reject(new Error(note));
      });
    });
    await ready;
  }

  /** kill -9, as a machine that loses power. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Asks it to finish what is in flight; kills it when it takes too long. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    this.#set('stopping', undefined);
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(timer);
  }

  #end(child: ChildProcess, note: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#set('dead', note);
  }

  #set(state: BotState['state'], note: string | undefined): void {
    this.#state = state;
    this.#note = note;
    this.#changed();
  }

  #keep(line: string): void {
    const readable = readableLine(line);
    this.#log = [...this.#log.slice(1 - KEPT_LINES), readable];
    this.#write(readable);
    this.#changed();
  }
}

function ending(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL') return 'The bot was killed. Its work waits in Redis until it is started again.';
  if (signal !== null) return `The bot ended by ${signal}.`;
  if (code === 0) return 'The bot has stopped.';
  return `The bot ended with exit code ${code}; its log says why.`;
}
