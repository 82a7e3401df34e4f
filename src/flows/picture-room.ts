/** How much of what is held by then may stand in the way of another: pictures of 50 MB are seldom, and few. */
const HELD_BYTES = 48 * 1024 * 1024;

/**
 * Bounds what a process holds of pictures, however many submissions it works on at once: they spend most of their time waiting for Slack or the
 * gateway, and small pictures need not wait for one another.
 *
 * @param coming how many may come in at the same time; each may be 50 MB, and decoded perhaps
 * @returns fetches as soon as there is room, and hands what came to `use`; the room is free again when that has settled
 */
export function pictureRoom(coming: number) {
  const waiting: (() => void)[] = [];
  let fetching = 0;
  let held = 0;

  function hasRoom(): boolean {
    return fetching < coming && held < HELD_BYTES;
  }

  /** Who has waited longest looks again. */
  function wake(): void {
    waiting.shift()?.();
  }

  return async <P, T>(fetch: () => Promise<P>, bytesOf: (fetched: P) => number, use: (fetched: P) => Promise<T>) => {
    while (!hasRoom()) await new Promise<void>((resolve) => waiting.push(resolve));
    fetching += 1;
    let bytes = 0;
    try {
      const fetched = await fetch().finally(() => {
        fetching -= 1;
      });
      bytes = bytesOf(fetched);
      held += bytes;
      wake();
      return await use(fetched);
    } finally {
      held -= bytes;
      wake();
    }
  };
}

export type PictureRoom = ReturnType<typeof pictureRoom>;
