import type { Feed } from './feed.ts';
import type { CallbackHabits, Settings } from './options.ts';

/** One POST to a notifyHook, as it went. `status` is null while under way and when it never arrived. */
export interface CallbackAttempt {
  readonly url: string;
  readonly body: string;
  status: number | null;
}

const PATIENCE_MS = 10_000;

/** Sends callbacks as the proxies do: no signature, no retry, in parallel (gateway.md 5), with the chosen bad habits. */
export class Callbacks {
  readonly attempts: CallbackAttempt[] = [];
  /** As the options say, until `turn`. */
  #habits: CallbackHabits;
  readonly #settings: Settings;
  readonly #feed: Feed;
  readonly #stop = new AbortController();
  readonly #heldBack = new Map<string, string>();
  readonly #lastUnfinished = new Map<string, string>();
  readonly #tails = new Map<string, Promise<void>>();
  readonly #timers = new Set<() => void>();

  constructor(settings: Settings, feed: Feed) {
    this.#settings = settings;
    this.#habits = settings.callbacks;
    this.#feed = feed;
  }

  /** Changes some of the habits while the stand-in runs. */
  turn(some: Partial<CallbackHabits>): void {
    this.#habits = { ...this.#habits, ...some };
  }

  /** @param view the task as a fetch would show it  @param final whether the task is over */
  send(url: string, view: string, final: boolean): void {
    const { lose, reorder, duplicate, straggler, lateMs } = this.#habits;
    if (lose) return;
    const held = this.#heldBack.get(url);
    this.#heldBack.delete(url);
    if (reorder && !final && held === undefined) {
      this.#heldBack.set(url, view);
      return;
    }
    const last = this.#lastUnfinished.get(url);
    if (!final) this.#lastUnfinished.set(url, view);
    const turn = [view, held, final && straggler ? last : undefined].filter((body) => body !== undefined);
    const bodies = duplicate ? turn.flatMap((body) => [body, body]) : turn;
    const stop = this.#settings.clock.after(lateMs, () => {
      this.#timers.delete(stop);
      for (const body of bodies) this.#dispatch(url, body, reorder || straggler);
    });
    this.#timers.add(stop);
  }

  close(): void {
    for (const stop of this.#timers) stop();
    this.#stop.abort();
  }

  /** In parallel as the real ones do, except where the order is the point. */
  #dispatch(url: string, body: string, inOrder: boolean): void {
    const before = inOrder ? (this.#tails.get(url) ?? Promise.resolve()) : Promise.resolve();
    this.#tails.set(
      url,
      before.then(() => this.#post(url, body)),
    );
  }

  async #post(url: string, body: string): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const attempt: CallbackAttempt = { url, body, status: null };
    this.attempts.push(attempt);
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(PATIENCE_MS)]),
      });
      attempt.status = answer.status;
      await answer.body?.cancel();
    } catch {
      // A real proxy only logs it; here the attempt's missing status tells.
    }
    this.#feed.tell('callback');
  }
}
