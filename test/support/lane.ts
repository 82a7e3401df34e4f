/** Runs what it is given at its time or later, and always in the order in which it was given. */
export interface Lane {
  /** @param at by `performance.now()`; one that is over runs at once, unless something before it still waits */
  add(at: number, run: () => void): void;
}

/** Timers alone do not keep an order: one that is due waits for the event loop, and whatever comes meanwhile would overtake it. */
export function lane(): Lane {
  const waiting: { at: number; run: () => void }[] = [];

  function wake(): void {
    const [first] = waiting;
    if (first === undefined) return;
    setTimeout(
      () => {
        for (let [next] = waiting; next !== undefined && next.at <= performance.now(); [next] = waiting) {
          waiting.shift();
          next.run();
        }
        wake();
      },
      Math.max(0, first.at - performance.now()),
    );
  }

  return {
    add(at, run) {
      if (waiting.length === 0 && at <= performance.now()) return run();
      waiting.push({ at, run });
      if (waiting.length === 1) wake();
    },
  };
}
