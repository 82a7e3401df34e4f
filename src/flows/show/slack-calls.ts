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

/** For how long a person who waits is kept waiting by a budget. */
const SOON_MS = 1000;
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
  caller: { urgency: 'end'; who: string; channel?: string | undefined },
): Promise<void> {
  const take = async () => await budget.take(team, what, caller);
  for (let wait = await take(); wait > 0; wait = await take()) await pause(wait);
}

/**
 * An urgent call for a person who waits before a modal or a page: it waits for its turn, but only a moment, and is made in any case. A Slack that
 * has room after all is worth more to them than a refusal of our own.
 */
export async function soonPaid(
  { budget, pause }: WaitNeeds,
  team: string,
  what: BudgetClass,
  caller: { who: string; channel?: string | undefined },
): Promise<void> {
  const take = async () => await budget.take(team, what, { ...caller, urgency: 'end' });
  const wait = await take();
  if (wait === 0) return;
  await pause(Math.min(wait, SOON_MS));
  await take();
}

/** Such a call, made. */
export async function soon<T>(
  needs: WaitNeeds,
  team: string,
  what: BudgetClass,
  who: string,
  call: () => Promise<T>,
): Promise<T> {
  await soonPaid(needs, team, what, { who });
  try {
    return await call();
  } catch (error) {
    await coolAfter(needs.budget, { team }, what, error);
    throw error;
  }
}

/** Where a call was made; in which conversation, if it counts there. */
interface Where {
  team: string;
  channel?: string | undefined;
}

/**
 * A call failed. When Slack said that there were too many of them, nobody makes that call for a while; for whoever lets the failure pass, too.
 * @returns for how long; undefined where it was something else
 */
export async function coolAfter(
  budget: Pick<Budget, 'cool'>,
  { team, channel }: Where,
  what: BudgetClass,
  error: unknown,
): Promise<number | undefined> {
  if (!(error instanceof Busy && error.peer === 'slack')) return undefined;
  const ms = error.retryAfterMs ?? BUSY_MS;
  await budget.cool(team, what, ms, channel);
  return ms;
}

/**
 * Slack certainly did nothing: come back, after a 429 when that call may be made again. What is none of Slack's troubles is thrown, for the
 * queue's retries.
 */
export async function notDone(
  budget: Pick<Budget, 'cool'>,
  where: Where,
  what: BudgetClass,
  error: unknown,
): Promise<Again> {
  const cooledMs = await coolAfter(budget, where, what, error);
  if (cooledMs !== undefined) return { againInMs: cooledMs };
  if ([Busy, Unreachable, InDoubt].some((kind) => error instanceof kind)) return { againInMs: BUSY_MS };
  throw error;
}
