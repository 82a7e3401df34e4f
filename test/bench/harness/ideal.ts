import { bucketOf, TIERS } from './buckets.ts';

/** How long the stand-in Slack takes, ms. */
export interface Latency {
  call: number;
  /** From completeUploadExternal until a file can be shown. */
  fileReady: number;
}

/**
 * When the pictures of ends could at best be on their cards: every tier full at the first end, nothing else going on, no time lost between
 * two calls, first come first served.
 *
 * @param ends when the ends were known, ms, in any order
 * @returns for each end, in the given order, when its card could show the picture
 */
export function idealEnds(ends: readonly number[], { call, fileReady }: Latency): number[] {
  const [upload, complete, info, update] = [TIERS.upload, TIERS.complete, TIERS.info, TIERS.update].map(bucketOf);
  const shown = Array.from(ends, () => Number.NaN);
  const inTurn = ends.map((at, index) => ({ at, index })).toSorted((a, b) => a.at - b.at);
  for (const { at, index } of inTurn) {
    const address = taken(upload, at) + call;
    // The bytes go to the address, which no tier limits.
    const completed = taken(complete, address + call) + call;
    const looked = taken(info, Math.max(completed, completed + fileReady - call)) + call;
    shown[index] = taken(update, looked) + call;
  }
  return shown;

  function taken(bucket: ReturnType<typeof bucketOf> | undefined, at: number): number {
    return bucket?.take(at) ?? at;
  }
}

/** What became of one card in comparison. */
export interface Wait {
  known: number;
  shown: number | undefined;
  ideal: number;
}

/**
 * The share of all ends that were shown by the time at which the ideal schedule has shown its last. One that waited no longer than `freeMs`
 * counts in any case: that is what an end may take when nothing else goes on.
 */
export function shareShown(waits: readonly Wait[], freeMs = 0): number {
  const over = Math.max(...waits.map(({ ideal }) => ideal));
  const inTime = waits.filter(({ known, shown }) => shown !== undefined && (shown <= over || shown - known <= freeMs));
  return inTime.length / waits.length;
}

/** How much longer than ideal the worst card waited. A wait of up to `freeMs` counts as ideal, as above. */
export function worstWait(waits: readonly Wait[], freeMs: number): number {
  return Math.max(
    ...waits.map(({ known, shown, ideal }) => {
      const waited = (shown ?? Number.POSITIVE_INFINITY) - known;
      return waited <= freeMs ? Math.min(1, waited / (ideal - known)) : waited / Math.max(ideal - known, 1);
    }),
  );
}
