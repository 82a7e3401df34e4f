/** The gateway asks for more before it runs a press, and is answered at most once. */

import { type StepAnswer, stepOfKind, waitsUnsaid } from '../step.ts';
import { type Submission } from '../submission.ts';
import { buttonKind } from '../task.ts';
import { isWatched, marked, type Step } from './mark.ts';

/** The gateway asks for more before it runs the press. One that was answered, perhaps with an unknown fate, is not asked about again. */
export function asked(finalPrompt: string, found: 'answer' | 'reading', now: number): Step {
  return (r) =>
    r.mark === 'submitted' && r.asked === undefined && r.end === undefined
      ? { ...r, asked: { at: now, finalPrompt, found } }
      : r;
}

/**
 * The press was taken, and its answer is ready: where the kind of its button always asks, the gateway waits for it, whatever it says.
 * To be called where a new task was made, and not where an existing one was named.
 */
export function asksAnyway(now: number): Step {
  return (r) => {
    if (r.order.verb !== 'press' || r.order.imagined === true || r.answer === undefined) return r;
    return waitsUnsaid(stepOfKind(buttonKind(r.order.button))) ? asked('', 'answer', now)(r) : r;
  };
}

/** Before a person is told that the gateway asks: they are told at most once. */
export function told(): Step {
  return (r) =>
    awaitsAnswer(r) && r.asked !== undefined && r.asked.told !== true ? { ...r, asked: { ...r.asked, told: true } } : r;
}

/** A person, or their setting, answers what the gateway asks. The first answer counts. */
export function answered(answer: StepAnswer): Step {
  return (r) => (awaitsAnswer(r) ? { ...r, answer, stalled: false } : r);
}

/** True while the gateway waits for an answer that nobody has given. */
export function awaitsAnswer(record: Submission): boolean {
  return isAsking(record) && record.answer === undefined;
}

/** The gateway asks, was not answered, and nobody has asked to stop it. */
function isAsking(record: Submission): boolean {
  return (
    isWatched(record) && record.mark === 'submitted' && record.asked !== undefined && record.cancelAsked === undefined
  );
}

/** Before a confirmation is answered: it is answered at most once. */
export function confirming(now: number): Step {
  return (r) => (needsConfirmation(r) ? marked(r, 'confirming', now) : r);
}

/** The answer to the confirmation was certainly not taken; it may be given again. */
export function unconfirmed(why: 'busy' | 'unreachable', reason: string, now: number): Step {
  return (r) => {
    if (r.mark !== 'confirming') return r;
    const { confirming: _, ...at } = r.at;
    const waiting = { why, reason, tries: (r.waiting?.tries ?? 0) + 1, since: r.waiting?.since ?? now };
    return { ...r, mark: 'submitted', at, waiting };
  };
}

/** What became of the answer to the confirmation is not known: it may have been taken, and is not given again. */
export function answerLost(): Step {
  return (r) =>
    r.mark === 'confirming' && r.end === undefined && r.asked !== undefined && r.asked.lost !== true
      ? { ...r, asked: { ...r.asked, lost: true } }
      : r;
}

/** True of one that was asked and whose answer was never sent: the gateway has nothing to draw. */
export function isUnanswered({ asked: question, at }: Submission): boolean {
  return question !== undefined && at.confirming === undefined;
}

/** The confirmation was taken; the gateway may go on under another id. */
export function confirmed(task: string, now: number): Step {
  return (r) => {
    if (r.mark !== 'confirming') return r;
    const { waiting: _, ...rest } = r;
    return marked(rest, 'confirmed', now, { task, movedAt: now });
  };
}

/** True when the gateway asked for more, and there is an answer that it has not been sent. */
export function needsConfirmation(record: Submission): boolean {
  return isAsking(record) && record.answer !== undefined;
}

/**
 * The gateway draws without having been answered: it never asked, or asks no more. So there is nothing to ask a person, and an answer that was
 * ready for it says nothing about the picture.
 */
export function ranUnasked(r: Submission): Submission {
  if (r.mark !== 'submitted' || (r.order.verb === 'press' && r.order.imagined === true)) return r;
  if (r.asked === undefined && r.answer === undefined) return r;
  const { asked: _, answer: __, ...rest } = r;
  return rest;
}
