import { z } from 'zod';
import { kindOf } from '../../domain/estimate.ts';
import { type Submission, speedOf } from '../../domain/submission.ts';
import type { Snapshot } from '../../domain/task.ts';

/**
 * What a reading leaves for the next one, so that a task that did not move costs no look at its record. It may be lost or old at any time:
 * then the record is looked at. Nothing is in it that the record and the gateway do not know.
 */
const Shape = z.object({
  task: z.string(),
  /** The workspace; absent in notes of an earlier version. */
  team: z.string().optional(),
  /** Since when the gateway has it, epoch ms. */
  since: z.number(),
  relax: z.boolean(),
  /** Of which kind it is, for estimates. */
  kind: z.string(),
  /** What the gateway said, as `wordsOf` has it. */
  words: z.string(),
  /** The record does not know these words yet. */
  unstored: z.boolean().optional(),
  stalled: z.boolean(),
  /** When it is expected to end, epoch ms. */
  endAt: z.number().optional(),
  /** When the record was written last, as far as readings go, epoch ms. */
  storedAt: z.number(),
  /** From when on the record is to be looked at, whatever the gateway says, epoch ms. */
  lookAt: z.number(),
  /** When something moved of which no callback had told, epoch ms. */
  unheardAt: z.number().optional(),
});
export type Note = z.infer<typeof Shape>;

/** A note that cannot be read is none: the record is looked at. */
export function readNote(text: string | undefined): Note | undefined {
  if (text === undefined) return undefined;
  try {
    return Shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What a snapshot says of where the task stands; equal words are no news, whatever else differs (`?rand=` in a preview's link). */
export function wordsOf({ status, progress }: Pick<Snapshot, 'status' | 'progress'>): string {
  return `${status} ${progress}`;
}

/** The note of a record that was looked at. @param more what the record does not tell */
export function noteOf(
  record: Submission & { task: string },
  more: { words: string; now: number; lookMs: number; unheardAt?: number | undefined },
): Note {
  const { at, estimate, task } = record;
  return {
    task,
    team: record.team,
    since: Math.max(at.submitted ?? 0, at.confirmed ?? 0),
    relax: speedOf(record) === 'relax',
    kind: kindOf(record),
    words: more.words,
    stalled: record.stalled,
    ...(estimate === undefined ? {} : { endAt: estimate.endAt }),
    storedAt: more.now,
    lookAt: more.now + more.lookMs,
    ...(more.unheardAt === undefined ? {} : { unheardAt: more.unheardAt }),
  };
}
