/** Work that is under way, so that a stop can wait for it. */
export class Pending {
  readonly #work = new Set<Promise<unknown>>();

  /** Keeps an eye on `work` and hands it back. */
  add<T>(work: Promise<T>): Promise<T> {
    const seen: Promise<unknown> = work.then(
      () => this.#work.delete(seen),
      () => this.#work.delete(seen),
    );
    this.#work.add(seen);
    return work;
  }

  /** Resolves when nothing is under way, at the latest when `limit` does. @returns false when the limit came first */
  async idle(limit: Promise<unknown>): Promise<boolean> {
    const over = limit.then(() => 'over' as const);
    while (this.#work.size > 0) {
      if ((await Promise.race([over, ...this.#work])) === 'over') return false;
    }
    return true;
  }
}
