import type { Checks } from '../web/index.ts';

/** How often the event loop shows that it turns. */
export const BEAT_MS = 1000;
/** A beat that comes this late is a bad one: a person has waited as long. */
const LATE_MS = 1000;
/** So many bad ones in a row are no burst of work but a process that is stuck in it; a good one clears it. */
const BAD_BEATS = 10;

export interface Pulse {
  /** To be called every `BEAT_MS`. */
  beat(): void;
  check: Checks[string];
}

/**
 * Whether the event loop turns. One that stands still answers nobody, which a supervisor notices by itself; this is for one that still answers, and
 * late.
 *
 * @param steady milliseconds from any fixed point, never going back
 */
export function createPulse(steady: () => number): Pulse {
  let last = steady();
  let worst = 0;
  let bad = 0;
  return {
    beat() {
      const now = steady();
      const lateMs = Math.max(0, now - last - BEAT_MS);
      last = now;
      bad = lateMs >= LATE_MS ? bad + 1 : 0;
      worst = bad > 0 ? Math.max(worst, lateMs) : lateMs;
    },
    async check() {
      const lateMs = Math.round(Math.max(worst, steady() - last - BEAT_MS));
      if (bad >= BAD_BEATS)
        throw new Error(
          `the event loop was late ${bad} times in a row, by up to ${lateMs} ms: this process is stuck in work`,
        );
      return { lateMs };
    },
  };
}
