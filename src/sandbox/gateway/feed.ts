/** What happened in the stand-in; listeners and waiters look at the state, the name only says where. */
export type Happening = 'request' | 'answered' | 'submit' | 'task' | 'callback' | 'violation';

/** Tells listeners that something happened, so that tests wait on events and never on time. */
export class Feed {
  readonly #listeners = new Set<{ name: Happening | 'any'; hear: () => void }>();

  /** Calls `hear` after each happening of that name (or of any); returns what stops it. */
  on(name: Happening | 'any', hear: () => void): () => void {
    const listener = { name, hear };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(name: Happening): void {
    for (const listener of this.#listeners) {
      if (listener.name === 'any' || listener.name === name) listener.hear();
    }
  }

  /**
   * Resolves with the first value that is neither false, null nor undefined. Looks now and after every happening.
   * @throws Error naming `what` when nothing came in `timeoutMs` milliseconds (default 5000)
   */
  waitFor<T>(
    look: () => T,
    wait: { readonly what: string; readonly timeoutMs?: number },
  ): Promise<Exclude<T, false | null | undefined>> {
    return new Promise((resolve, reject) => {
      const timeoutMs = wait.timeoutMs ?? 5000;
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`waited ${timeoutMs} ms in vain for ${wait.what}`));
      }, timeoutMs);
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        stop();
        settle();
      };
      const check = () => {
        try {
          const seen = look();
          if (isSeen(seen)) finish(() => resolve(seen));
        } catch (cause) {
          finish(() => reject(cause));
        }
      };
      const stop = this.on('any', check);
      check();
    });
  }
}

function isSeen<T>(value: T): value is Exclude<T, false | null | undefined> {
  return value !== false && value !== null && value !== undefined;
}
