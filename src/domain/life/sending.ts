/** The order on its way to the gateway: sent at most once. */

import { DOUBT_MS } from '../pace.ts';
import { announcing } from './card.ts';
import { ended, marked, type Step } from './mark.ts';

/** Before the POST to the gateway; from here on a kill leaves the submission in doubt. */
export function submitting(now: number): Step {
  return (r) => (r.mark === 'accepted' ? marked(r, 'submitting', now) : r);
}

/** Certainly not taken, or not sent at all because a picture could not be read yet: back to `accepted`, to be tried again. */
export function notTaken(why: 'busy' | 'unreachable', reason: string, now: number): Step {
  return (r) =>
    r.mark === 'submitting' || r.mark === 'accepted'
      ? {
          ...r,
          mark: 'accepted',
          waiting: { why, reason, tries: (r.waiting?.tries ?? 0) + 1, since: r.waiting?.since ?? now },
        }
      : r;
}

/** The answer was lost, or this process died between sending and storing. */
export function inDoubt(now: number): Step {
  return (r) => (r.mark === 'submitting' ? marked(r, 'in doubt', now) : r);
}

/**
 * Read out of a copy of Redis, in which it was not sent yet. It may have been sent since, and its card may have been posted: both are looked for,
 * as after a kill in the middle of either, and neither is done blindly once more.
 */
export function recalled(now: number): Step {
  return (r) => {
    if (r.mark !== 'accepted' || r.end !== undefined) return r;
    const doubted = marked(r, 'in doubt', now);
    return r.card.mark === 'none' ? announcing()(doubted) : doubted;
  };
}

/** The gateway took it; also resolves a doubt. */
export function submitted(task: string, now: number, ahead?: number): Step {
  return (r) => {
    const open = r.mark === 'submitting' || r.mark === 'in doubt';
    const { waiting: _, ahead: __, ...rest } = r;
    return open ? marked(rest, 'submitted', now, { task, movedAt: now, ...(ahead === undefined ? {} : { ahead }) }) : r;
  };
}

/** A person asked to stop it. One that was never sent ends at once; the others end when the gateway was told. */
export function cancelAsked(by: string, now: number): Step {
  return (r) => {
    if (r.end !== undefined) return r;
    if (r.mark === 'accepted' || r.mark === 'in doubt')
      return ended({ kind: 'cancelled', by, sent: r.mark === 'in doubt', told: false }, now)(r);
    return r.cancelAsked === undefined ? { ...r, cancelAsked: by } : r;
  };
}

/** A callback named the task of a submission whose answer was lost. */
export function hinted(task: string): Step {
  return (r) => (r.task === undefined && r.end === undefined && r.hint !== task ? { ...r, hint: task } : r);
}

/** The gateway does not know the button; its prompt is imagined in the place of the press. */
export function imagined(): Step {
  return (r) =>
    r.order.verb === 'press' && r.order.imagined !== true && r.mark === 'submitting'
      ? { ...r, order: { ...r.order, imagined: true } }
      : r;
}

/** A doubt that nothing resolved in time ends as unknown. */
export function doubtOver(now: number): Step {
  return (r) =>
    r.mark === 'in doubt' && now - (r.at['in doubt'] ?? now) >= DOUBT_MS ? ended({ kind: 'unknown' }, now)(r) : r;
}
