import type { Pictures } from './needs.ts';

type Picture = Awaited<ReturnType<Pictures['fetch']>>;

/** Pictures that come in at the same time, each up to 50 MB and decoded perhaps; and how much of those that go out may be held by then. */
const COMING = 2;
const HELD_BYTES = 48 * 1024 * 1024;

/**
 * Bounds what a process holds of pictures, however many it delivers at once: they spend most of their time waiting for Slack, and small ones
 * need not wait for one another.
 *
 * @returns fetches a picture as soon as there is room, and hands it to `use`; the room is free again when that has settled
 */
export function pictureRoom(pictures: Pictures) {
  const waiting: (() => void)[] = [];
  let coming = 0;
  let held = 0;

  function hasRoom(): boolean {
    return coming < COMING && held < HELD_BYTES;
  }

  /** Who has waited longest looks again. */
  function wake(): void {
    waiting.shift()?.();
  }

  return async <T>(url: string, use: (picture: Picture) => Promise<T>): Promise<T> => {
    while (!hasRoom()) await new Promise<void>((resolve) => waiting.push(resolve));
    coming += 1;
    let bytes = 0;
    try {
      const picture = await pictures.fetch(url).finally(() => {
        coming -= 1;
      });
      bytes = picture.bytes.byteLength;
      held += bytes;
      wake();
      return await use(picture);
    } finally {
      held -= bytes;
      wake();
    }
  };
}

export type Carry = ReturnType<typeof pictureRoom>;
