import { ANSWER_MS, DOUBT_MS, LOST_MISSES, LOST_MS, STALL_MS, STALL_RELAX_MS } from './pace.ts';
import { promptMode } from './prompt.ts';
import { type StepAnswer, stepOfKind, waitsUnsaid } from './step.ts';
import type { End, Mark, Picture, Submission } from './submission.ts';
import { promptOf } from './submission.ts';
import { buttonKind, type Snapshot } from './task.ts';

/**
 * Every legal step of a record. Each function is pure and returns the record unchanged (the same object) when the step does not apply:
 * the store then writes nothing. See README.md for the picture of the life.
 */

type Step = (record: Submission) => Submission;

function marked(record: Submission, mark: Mark, now: number, more: Partial<Submission> = {}): Submission {
  return { ...record, ...more, mark, at: { ...record.at, [mark]: now } };
}

/** Before the card is posted; counts the tries, because one whose fate is unknown may stand. */
export function announcing(): Step {
  return (r) =>
    r.card.mark === 'none' || r.card.mark === 'announcing'
      ? { ...r, card: { ...r.card, mark: 'announcing', posts: r.card.posts + 1 } }
      : r;
}

/** The card stands. `written` is the digest of what it shows and when it was posted, absent when it was found and not written. */
export function announced(ts: string, written: { face?: string; shownAt?: number; bar?: boolean } = {}): Step {
  return (r) => {
    if (r.card.mark !== 'announcing') return r;
    const { unsettledUntil: _, ...card } = r.card;
    return { ...r, card: { ...card, mark: 'announced', ts, ...written } };
  };
}

/** A card post that certainly did not happen; the next run may post again. */
export function unannounced(): Step {
  return (r) =>
    r.card.mark === 'announcing' ? { ...r, card: { ...r.card, mark: 'none', posts: r.card.posts - 1 } } : r;
}

/** An interrupted post was looked for and not found: it may be posted. `posts` stays where the look could not tell. */
export function lookedFor(sure: boolean): Step {
  return (r) =>
    r.card.mark === 'announcing' ? { ...r, card: { ...r.card, mark: 'none', posts: sure ? 0 : r.card.posts } } : r;
}

/**
 * The card shows `face`, with a bar or without. An older write whose fate is unknown may still land on top until `unsettledUntil`; only a
 * write begun after that settles it.
 */
export function shown(face: string, begunAt: number, bar = false): Step {
  return (r) => {
    const { unsettledUntil, ...card } = r.card;
    const settled = unsettledUntil === undefined || begunAt >= unsettledUntil;
    return { ...r, card: { ...card, face, shownAt: begunAt, bar, ...(settled ? {} : { unsettledUntil }) } };
  };
}

/** The fate of a write to the card is unknown; it may land until then. */
export function unsettled(until: number): Step {
  return (r) => ({ ...r, card: { ...r.card, unsettledUntil: Math.max(until, r.card.unsettledUntil ?? 0) } });
}

/** Slack would not delete the card; it stays. */
export function kept(): Step {
  return (r) => (r.card.mark === 'removing' ? { ...r, card: { ...r.card, mark: 'announced' } } : r);
}

/** A person asked for the card's deletion. */
export function removing(): Step {
  return (r) => (r.card.mark === 'announced' ? { ...r, card: { ...r.card, mark: 'removing' } } : r);
}

/** The card is gone. */
export function removed(): Step {
  return (r) => (r.card.mark === 'removed' ? r : { ...r, card: { ...r.card, mark: 'removed' } });
}

/** The bot may not post there. Nothing was sent, so the submission ends. */
export function closed(now: number): Step {
  return (r) => {
    const card = { ...r.card, mark: 'closed' as const };
    return r.mark === 'accepted' ? marked({ ...r, card }, 'ended', now, { end: { kind: 'unposted' } }) : { ...r, card };
  };
}

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

/** The gateway does not know the button; its prompt is imagined in the place of the press. */
export function imagined(): Step {
  return (r) =>
    r.order.verb === 'press' && r.order.imagined !== true && r.mark === 'submitting'
      ? { ...r, order: { ...r.order, imagined: true } }
      : r;
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

/**
 * Takes one reading in. Monotonic: a record that has ended is never changed, an unknown state means wait, and a confirmation that was
 * already answered is not asked for again. A snapshot that shows nothing new changes nothing, except that after a while the record is
 * marked as stalled, and that the deadline ends it.
 *
 * What follows from it is read off the record: `needsConfirmation`, `end`.
 */
export function advance(snapshot: Snapshot, now: number, deadlineMinutes: number): Step {
  return (r) => {
    if (!isWatched(r)) return r;
    if (snapshot.status === 'done') return ended({ kind: 'done' }, now, { snapshot })(ranUnasked(r));
    if (snapshot.status === 'failed') return ended(failure(snapshot.reason ?? ''), now, { snapshot })(r);
    if (snapshot.status === 'cancelled')
      return ended({ kind: 'cancelled', by: '', sent: true, told: true }, now, { snapshot })(r);

    const { misses: _, ...found } = r;
    const fresh = r.misses === undefined ? r : found;
    const latest = forward(r.snapshot, snapshot);
    const seen = moved(r.snapshot, latest) ? { ...found, snapshot: latest, movedAt: now, stalled: false } : fresh;
    const next = snapshot.status === 'running' ? ranUnasked(seen) : seen;
    const asks = snapshot.status === 'confirming' ? asked(snapshot.finalPrompt ?? '', 'reading', now)(next) : next;
    return overdue(asks, now, deadlineMinutes);
  };
}

/** Takes in that a reading did not know the task. Three in a row over a minute: it is lost. */
export function missed(now: number, deadlineMinutes: number): Step {
  return (r) => {
    if (!isWatched(r)) return r;
    const misses = { count: (r.misses?.count ?? 0) + 1, since: r.misses?.since ?? now };
    if (misses.count >= LOST_MISSES && now - misses.since >= LOST_MS) return ended({ kind: 'lost' }, now)(r);
    return overdue({ ...r, misses }, now, deadlineMinutes);
  };
}

/** Takes in that time has passed without a reading (the gateway does not answer). */
export function waited(now: number, deadlineMinutes: number): Step {
  return (r) => (isWatched(r) ? overdue(r, now, deadlineMinutes) : doubtOver(now)(r));
}

/** A doubt that nothing resolved in time ends as unknown. */
export function doubtOver(now: number): Step {
  return (r) =>
    r.mark === 'in doubt' && now - (r.at['in doubt'] ?? now) >= DOUBT_MS ? ended({ kind: 'unknown' }, now)(r) : r;
}

/** True when the gateway asked for more, and there is an answer that it has not been sent. */
export function needsConfirmation(record: Submission): boolean {
  return isAsking(record) && record.answer !== undefined;
}

/** Before the picture is uploaded. A killed upload leaves at most a file that nobody sees. */
export function uploading(now: number): Step {
  return (r) => (r.mark === 'ended' || r.mark === 'uploading' ? marked(r, 'uploading', now) : r);
}

/** The picture is in Slack, or there will be none. What follows has tries of its own. */
export function uploaded(picture: Picture, now: number): Step {
  return (r) => {
    if (r.mark !== 'ended' && r.mark !== 'uploading' && r.mark !== 'uploaded') return r;
    const { uploads: _, ...rest } = r;
    return marked(rest, 'uploaded', now, { picture, deliveryTries: 0 });
  };
}

/** True when what the card shows now is the last it has to show. */
export function isFinal(record: Submission): boolean {
  return (
    record.end !== undefined && (record.end.kind === 'done' ? record.mark === 'uploaded' : record.mark === 'ended')
  );
}

/** The card's last face was seen to be shown. */
export function delivered(now: number): Step {
  return (r) => (isFinal(r) ? marked(r, 'delivered', now) : r);
}

/** The picture of a delivered card is gone from Slack: somebody deleted the file. */
export function pictureGone(): Step {
  return (r) =>
    r.mark === 'delivered' && r.picture?.fileId !== undefined
      ? { ...r, picture: { inThread: false, missing: 'gone' } }
      : r;
}

/** A delivery that failed on the way. */
export function deliveryFailed(): Step {
  return (r) => ({ ...r, deliveryTries: r.deliveryTries + 1 });
}

/** *Fetch again*: the picture of a done submission is tried once more. */
export function refetch(now: number): Step {
  return (r) => {
    if (r.end?.kind !== 'done' || r.picture?.missing === undefined) return r;
    const { picture: _, ...rest } = r;
    return marked(rest, 'ended', now, { deliveryTries: 0 });
  };
}

/**
 * A dead job is replayed: what its death ended goes on, as far as nothing can have been sent. A picture that could not be brought in is
 * fetched again; a card that only has to be shown needs nothing.
 */
export function revived(now: number): Step {
  return (r) => {
    const neverSent = r.end?.kind === 'failed' && r.end.cause === 'operator' && r.at.submitting === undefined;
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

/** Notes a press on the card of the parent, and later where the child's card stands, or that it ended without a picture. */
export function pressed(press: Submission['presses'][number]): Step {
  return (r) => {
    const known = r.presses.find((p) => p.child === press.child);
    if (known === undefined) return { ...r, presses: [...r.presses, press] };
    const next = { ...known, ...press };
    if (next.ts === known.ts && (next.over ?? false) === (known.over ?? false)) return r;
    return { ...r, presses: r.presses.map((p) => (p === known ? next : p)) };
  };
}

/** The picture with the numbered grid is in Slack. The first one counts. */
export function gridded(fileId: string): Step {
  return (r) => (r.grid === undefined ? { ...r, grid: fileId } : r);
}

/** Sorts a gateway's reason by keyword; the text itself is always shown. Source: gateway.md section 4.5. */
export function failure(reason: string): Extract<End, { kind: 'failed' }> {
  const cause = /banned|moderat|filter|communit|denied|blocked|敏感词|违规/iu.test(reason)
    ? 'moderation'
    : /time.?out|timed out|超时/iu.test(reason)
      ? 'timeout'
      : /invalid|parameter|format|unrecogni/iu.test(reason)
        ? 'invalid'
        : /queue full|队列已满|饱和/iu.test(reason)
          ? 'busy'
          : 'other';
  return { kind: 'failed', reason, cause };
}

/**
 * The gateway draws without having been answered: it never asked, or asks no more. So there is nothing to ask a person, and an answer that was
 * ready for it says nothing about the picture.
 */
function ranUnasked(r: Submission): Submission {
  if (r.mark !== 'submitted' || (r.order.verb === 'press' && r.order.imagined === true)) return r;
  if (r.asked === undefined && r.answer === undefined) return r;
  const { asked: _, answer: __, ...rest } = r;
  return rest;
}

function overdue(r: Submission, now: number, deadlineMinutes: number): Submission {
  const since = Math.max(r.at.submitted ?? 0, r.at.confirmed ?? 0);
  if (now - since >= deadlineMinutes * 60_000) return ended({ kind: 'deadline', minutes: deadlineMinutes }, now)(r);
  if (awaitsAnswer(r)) return now - (r.asked?.at ?? now) >= ANSWER_MS ? ended({ kind: 'unanswered' }, now)(r) : r;
  const usual = (promptMode(promptOf(r)) ?? r.mode) === 'relax' ? STALL_RELAX_MS : STALL_MS;
  const stalled = now - (r.movedAt ?? now) >= usual;
  return stalled && !r.stalled ? { ...r, stalled } : r;
}

function moved(before: Snapshot | undefined, now: Snapshot): boolean {
  return before === undefined || before.status !== now.status || before.progress !== now.progress;
}

/** Keeps a percentage from running backwards (callbacks out of order, gateways with lag); everything else is the newer word. */
function forward(before: Snapshot | undefined, now: Snapshot): Snapshot {
  const behind =
    before?.percent !== undefined &&
    before.status === 'running' &&
    (now.status === 'waiting' || (now.status === 'running' && (now.percent ?? 0) < before.percent));
  return behind ? { ...now, status: 'running', progress: before.progress, percent: before.percent } : now;
}
