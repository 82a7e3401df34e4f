/** Works on what happened in a view, one deed after the other; of those that come in meanwhile only the latest counts. */
export function latestOfEach<T extends { viewId: string }>(
  work: (deed: T) => Promise<void>,
): (deed: T) => Promise<void> {
  const waiting = new Map<string, T | undefined>();
  return async (deed) => {
    const { viewId } = deed;
    const busy = waiting.has(viewId);
    waiting.set(viewId, deed);
    if (busy) return;
    try {
      for (let next: T | undefined = deed; next !== undefined; next = waiting.get(viewId)) {
        waiting.set(viewId, undefined);
        await work(next);
      }
    } finally {
      waiting.delete(viewId);
    }
  };
}

/** A map that forgets what was set longest ago. */
export class Remembered<V> {
  readonly #most: number;
  readonly #held = new Map<string, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    return this.#held.get(key);
  }

  set(key: string, value: V): void {
    this.#held.delete(key);
    this.#held.set(key, value);
    const [oldest] = this.#held.keys();
    if (this.#held.size > this.#most && oldest !== undefined) this.#held.delete(oldest);
  }

  delete(key: string): void {
    this.#held.delete(key);
  }
}
