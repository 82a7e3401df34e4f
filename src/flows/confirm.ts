import { Busy, Misconfigured, Refused, Unreachable } from '../domain/errors.ts';
import { confirmed, confirming, ended, unconfirmed } from '../domain/life.ts';
import type { End, Submission } from '../domain/submission.ts';
import { promptOf } from '../domain/submission.ts';
import { type AfterEndNeeds, afterEnd, refusal } from './end.ts';
import type { Again, Answer, Gateway, Log, Records, Watch, World } from './needs.ts';

export interface ConfirmNeeds extends AfterEndNeeds {
  records: Records;
  watch: Watch;
  gateway: Gateway;
  world: World;
  log: Log;
  callbackFor: (id: Submission['id']) => string | undefined;
}

/** Where the gateway names no time. */
const RETRY_MS = 3000;

/**
 * Answers a confirmation that the gateway asks for (Remix is on for its account): with the prompt that it proposes, else with the parent's
 * (`finalPrompt` is often empty: trueai#59). Answered at most once: `confirming` is stored first, and whatever happens to the answer it
 * is not sent again, unless it was certainly not taken.
 */
export function confirmStory(needs: ConfirmNeeds) {
  return async (record: Submission): Promise<void | Again> => {
    const { records, gateway, world, log } = needs;
    let mine = false;
    await records.change(record.id, (r) => {
      const next = confirming(world.now())(r);
      mine = next !== r;
      return next;
    });
    if (!mine) return;
    const proposed = record.snapshot?.finalPrompt ?? '';
    let answer: Answer;
    try {
      answer = await gateway.confirm({
        task: record.task ?? '',
        prompt: proposed === '' ? promptOf(record) : proposed,
        state: record.id,
        notifyHook: needs.callbackFor(record.id),
      });
    } catch (error) {
      return await notConfirmed(needs, record, error);
    }
    const task = answer.kind === 'links' ? (record.task ?? '') : answer.task;
    await records.change(record.id, confirmed(task, world.now()));
    log.info({ submission: record.id, task }, 'confirmation answered');
    await needs.watch.at(record.id, world.now());
  };
}

/** In doubt, the mark stays: the task is watched, and nothing is sent twice. */
async function notConfirmed(needs: ConfirmNeeds, record: Submission, error: unknown): Promise<void | Again> {
  const { records, world, log } = needs;
  log.warn({ submission: record.id, err: error }, 'confirmation not answered');
  if (error instanceof Busy || error instanceof Unreachable) {
    await records.change(record.id, unconfirmed());
    return { againInMs: Math.max(RETRY_MS, error instanceof Busy ? (error.retryAfterMs ?? 0) : 0) };
  }
  const end: End | undefined =
    error instanceof Refused
      ? refusal(error)
      : error instanceof Misconfigured
        ? { kind: 'failed', reason: error.reason, cause: 'operator' }
        : undefined;
  if (end === undefined) return;
  const now = await records.change(record.id, ended(end, world.now()));
  if (now !== undefined) await afterEnd(needs, now);
}
