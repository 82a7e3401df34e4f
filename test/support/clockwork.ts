import { setImmediate } from 'node:timers/promises';

/**
 * A world in which time passes only when nobody has anything left to do: whoever waits is woken in order of time. A minute of it takes
 * milliseconds, and every run is the same.
 */
export function clockwork(start = 1_800_000_000_000) {
  let now = start;
  let order = 0;
  const waiting: { at: number; order: number; wake: () => void }[] = [];

  function wakeAt(at: number, wake: () => void): void {
    const one = { at: Math.max(at, now), order: (order += 1), wake };
    const place = waiting.findLastIndex(
      (other) => other.at < one.at || (other.at === one.at && other.order < one.order),
    );
    waiting.splice(place + 1, 0, one);
  }

  return {
    now: () => now,
    sleep: (ms: number) => new Promise<void>((resolve) => wakeAt(now + ms, resolve)),
    /** Something that happens then. */
    at: (time: number, happens: () => void) => wakeAt(time, happens),
    /** Lets time pass until then. */
    async runUntil(end: number): Promise<void> {
      for (;;) {
        await setImmediate();
        const [next] = waiting;
        if (next === undefined || next.at > end) break;
        waiting.shift();
        now = next.at;
        next.wake();
      }
      now = end;
    },
  };
}

export type Clockwork = ReturnType<typeof clockwork>;

/** Repeatable dice, in [0, 1). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
