/** A clock that jumps from one event to the next. Promises that are waiting for an event go on before the next one. */
export function simClock(start = 1_700_000_000_000) {
  let now = start;
  let order = 0;
  const heap: { at: number; order: number; run: () => void }[] = [];

  const before = (a: number, b: number) => {
    const x = heap[a];
    const y = heap[b];
    return x !== undefined && y !== undefined && (x.at < y.at || (x.at === y.at && x.order < y.order));
  };
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b] as (typeof heap)[number], heap[a] as (typeof heap)[number]];
  };

  function at(time: number, run: () => void): void {
    heap.push({ at: Math.max(now, Math.round(time)), order: order++, run });
    for (let i = heap.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!before(i, parent)) return;
      swap(i, parent);
      i = parent;
    }
  }

  function pop(): (typeof heap)[number] | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let least = before(left, i) ? left : i;
      if (before(right, least)) least = right;
      if (least === i) return first;
      swap(i, least);
      i = least;
    }
  }

  return {
    now: () => now,
    at,
    sleep: (ms: number) => new Promise<void>((resolve) => at(now + ms, resolve)),
    /** Runs everything that happens until then. */
    async run(until: number): Promise<void> {
      for (;;) {
        await new Promise(setImmediate);
        const next = heap[0];
        if (next === undefined || next.at > until) break;
        now = Math.max(now, next.at);
        pop()?.run();
      }
      now = Math.max(now, until);
    },
  };
}

/** Reproducible dice (mulberry32), in [0, 1). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The value below which that part of them lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
