/** What a step is, and the two that others are made of. */

import { type End, type Mark, type Submission } from '../submission.ts';

/**
 * Every legal step of a record. Each function is pure and returns the record unchanged (the same object) when the step does not apply:
 * the store then writes nothing. See README.md for the picture of the life.
 */
export type Step = (record: Submission) => Submission;

export function marked(record: Submission, mark: Mark, now: number, more: Partial<Submission> = {}): Submission {
  return { ...record, ...more, mark, at: { ...record.at, [mark]: now } };
}

/** Ends a submission; an ended one stays as it is. */
export function ended(end: End, now: number, more: Partial<Submission> = {}): Step {
  return (r) => {
    if (r.end !== undefined) return r;
    const { waiting: _, ahead: __, ...rest } = r;
    return marked(rest, 'ended', now, { ...more, end, stalled: false });
  };
}

/** A task is watched between these marks: it has an id and has not ended. */
export function isWatched(record: Submission): boolean {
  return record.end === undefined && record.task !== undefined;
}
