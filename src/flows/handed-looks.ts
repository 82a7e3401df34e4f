import type { PictureRef } from '../domain/submission.ts';
import type { Budget } from './needs/outbox.ts';
import { coolAfter, granted, type WaitNeeds } from './show/slack-calls.ts';

type Looked = Pick<PictureRef, 'kind'>;

/**
 * Slack counts each look at a file that was handed over, and each at a message with files. Who is refused the first one comes back; the others
 * are waited for here, because whoever came back would pay for the first one again.
 *
 * @returns how long to wait before it is tried again; 0 when all of them are granted
 */
export async function looksPaid(
  needs: WaitNeeds,
  team: string,
  looked: readonly Looked[],
  caller: { urgency: 'end'; who: string },
): Promise<number> {
  const [first, ...others] = looked.map(classOf);
  const wait = first === undefined ? 0 : await needs.budget.take(team, first, caller);
  if (wait > 0) return wait;
  for (const what of others) await granted(needs, team, what, caller);
  return 0;
}

/** One of them failed: after a 429 nobody looks for a while. Of looks of both classes it is not known which was one too many. */
export async function coolLooks(
  budget: Pick<Budget, 'cool'>,
  team: string,
  looked: readonly Looked[],
  error: unknown,
): Promise<void> {
  const [what, ...others] = new Set(looked.map(classOf));
  if (what !== undefined && others.length === 0) await coolAfter(budget, { team }, what, error);
}

function classOf({ kind }: Looked): 'file-look' | 'look' {
  return kind === 'file' ? 'file-look' : 'look';
}
