import type { Clock } from './types.ts';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until told otherwise: for tests of triggers, tiers and redelivery. */
export interface ManualClock extends Clock {
  /** Moves on by `ms` and runs what falls due on the way, in order. */
  advance(ms: number): void;
}

/** @param start milliseconds since 1970; signatures are checked against the receiver's clock, so take a time near now. */
export function manualClock(start: number): ManualClock {
  let now = start;
  let timers: { due: number; run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const timer = { due: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.due);
        next.run();
      }
      now = end;
    },
  };
}
