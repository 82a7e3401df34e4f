/** Readings of the gateway, taken in. */

import { ANSWER_MS, LOST_MISSES, LOST_MS, STALL_DESCRIBE_MS, STALL_MS, STALL_RELAX_MS } from '../pace.ts';
import { type End, type Submission, speedOf } from '../submission.ts';
import { type Snapshot } from '../task.ts';
import { ended, isWatched, type Step } from './mark.ts';
import { asked, awaitsAnswer, ranUnasked } from './question.ts';
import { doubtOver } from './sending.ts';

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

function overdue(r: Submission, now: number, deadlineMinutes: number): Submission {
  const since = Math.max(r.at.submitted ?? 0, r.at.confirmed ?? 0);
  if (now - since >= deadlineMinutes * 60_000) return ended({ kind: 'deadline', minutes: deadlineMinutes }, now)(r);
  if (awaitsAnswer(r)) return now - (r.asked?.at ?? now) >= ANSWER_MS ? ended({ kind: 'unanswered' }, now)(r) : r;
  const stalled = now - (r.movedAt ?? now) >= stallMs(r);
  return stalled && !r.stalled ? { ...r, stalled } : r;
}

function stallMs(r: Submission): number {
  if (speedOf(r) === 'relax') return STALL_RELAX_MS;
  return r.order.verb === 'describe' ? STALL_DESCRIBE_MS : STALL_MS;
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
