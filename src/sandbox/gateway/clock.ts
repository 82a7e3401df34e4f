/** Time as the stand-in sees it; tests may bring their own. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls `run` once after `ms`; returns what calls it off. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
