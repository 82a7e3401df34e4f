/** Ended submissions that go on. */

import { type Submission } from '../submission.ts';
import { refetch } from './delivery.ts';
import { marked, type Step } from './mark.ts';
import { isUnanswered } from './question.ts';

/**
 * A dead job is replayed: what its death ended goes on, as far as nothing can have been sent. A picture that could not be brought in is
 * fetched again; a card that only has to be shown needs nothing.
 */
export function revived(now: number): Step {
  return (r) => {
    const ours = r.end?.kind === 'failed' && (r.end.cause === 'bug' || r.end.cause === 'operator');
    const neverSent = ours && r.at.submitting === undefined;
    if (!neverSent) return refetch(now)(r);
    const { end: _, picture: __, waiting: ___, ...rest } = r;
    const { accepted = now } = r.at;
    return { ...rest, mark: 'accepted', at: { accepted }, deliveryTries: 0 };
  };
}

/** *Check again*: our own ends with a task id, and only those, may be watched once more. The deadline starts anew. */
export function canReopen(record: Submission): boolean {
  const kind = record.end?.kind;
  const ours = kind === 'deadline' || kind === 'cancelled' || kind === 'lost';
  return record.task !== undefined && ours && !isUnanswered(record);
}

export function reopen(now: number): Step {
  return (r) => {
    if (!canReopen(r)) return r;
    const { end: _, misses: __, picture: ___, cancelAsked: ____, ...rest } = r;
    // A confirmation that was answered, perhaps with an unknown fate, is not answered again.
    const back =
      r.at.confirmed !== undefined ? 'confirmed' : r.at.confirming !== undefined ? 'confirming' : 'submitted';
    return marked(rest, back, now, { movedAt: now, stalled: false });
  };
}
