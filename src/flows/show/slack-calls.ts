import { Busy, InDoubt, Unreachable } from '../../domain/errors.ts';
import { isFinal } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Budget, BudgetClass } from '../needs/outbox.ts';
import type { Again } from '../needs/work.ts';

export interface WaitNeeds {
  budget: Budget;
  /** Resolves after so many ms. */
  pause(this: void, ms: number): Promise<unknown>;
}

/** Where Slack names no time. */
const BUSY_MS = 3000;
/** As long as a time in epoch milliseconds has digits for. */
const ALIKE_MS = 5 * 60_000;

/**
 * An urgent call for a submission. Whoever has waited longest for the end of their picture comes first; what else is urgent waits from when
 * it first asks. In the conversation where its card stands, if the call counts there.
 */
export function urgent(record: Submission) {
  const ending =
    record.end !== undefined && (isFinal(record) || record.mark === 'ended' || record.mark === 'uploading');
  return {
    urgency: 'end',
    who: record.id,
    since: ending ? sinceEnd(record) : undefined,
    channel: record.channel,
  } as const;
}

/** One reading finds many ends in the same millisecond: part of one tells who has waited longer for theirs, up to five minutes. */
function sinceEnd({ at: { ended = 0, accepted = 0 } }: Submission): number {
  return ended + 0.999 * (1 - Math.min(1, Math.max(0, ended - accepted) / ALIKE_MS));
}

/**
 * Waits here until an urgent call is granted: for whoever needs several in a row and would pay for the first ones once more if it came back
 * later, of which there may never be enough at once. Its place in the line is kept meanwhile, so each wait ends.
 */
export async function granted(
  { budget, pause }: WaitNeeds,
  team: string,
  what: BudgetClass,
  caller: { urgency: 'end'; who: string },
): Promise<void> {
  const take = async () => await budget.take(team, what, caller);
  for (let wait = await take(); wait > 0; wait = await take()) await pause(wait);
}

/**
 * Slack certainly did nothing: when it said that there were too many calls nobody makes that call for a while; come back. What is none of
 * Slack's troubles is thrown, for the queue's retries.
 */
export async function notDone(
  budget: Budget,
  record: Pick<Submission, 'team' | 'channel'>,
  what: BudgetClass,
  error: unknown,
): Promise<Again> {
  if (error instanceof Busy) {
    const ms = error.retryAfterMs ?? BUSY_MS;
    await budget.cool(record.team, what, ms, record.channel);
    return { againInMs: ms };
  }
  if (error instanceof Unreachable || error instanceof InDoubt) return { againInMs: BUSY_MS };
  throw error;
}
