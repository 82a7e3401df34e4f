/** Records, or series: whatever is changed by compare-and-set. */
interface Store<I, R> {
  change(id: I, step: (stored: R) => R): Promise<R | undefined>;
}

/**
 * As `change`. `mine` where it was this call that made the change, so that what follows from it follows once: false where somebody else was faster, and
 * the step had nothing left to do.
 */
export async function changedBy<I, R>(
  store: Store<I, R>,
  id: I,
  step: (stored: R) => R,
): Promise<{ now: R | undefined; mine: boolean }> {
  let mine = false;
  const now = await store.change(id, (stored) => {
    const next = step(stored);
    mine = next !== stored;
    return next;
  });
  return { now, mine };
}
