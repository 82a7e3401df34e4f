import { Busy, isOfAnotherVersion, Misconfigured, Refused, Unreachable, UserMistake } from '../../domain/errors.ts';
import { answerLost, confirmed, confirming, ended, needsConfirmation, unconfirmed } from '../../domain/life/index.ts';
import { ANSWER_MS, submitRetryMs } from '../../domain/pace.ts';
import type { End, Submission } from '../../domain/submission.ts';
import { changedBy } from '../changed-by.ts';
import { type AfterEndNeeds, afterEnd, refusal } from '../end.ts';
import { coolLooks, looksPaid } from '../handed-looks.ts';
import type { Answer, Gateway, SubmitOptions } from '../needs/gateway.ts';
import type { DataUrl } from '../needs/pictures.ts';
import type { Watch } from '../needs/reading.ts';
import type { Records } from '../needs/records.ts';
import type { Again } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { urgent } from '../show/slack-calls.ts';
import { type MaskNeeds, maskLooks, preparedMask } from './mask.ts';

export interface ConfirmNeeds extends AfterEndNeeds, MaskNeeds {
  records: Records;
  watch: Watch;
  gateway: Gateway;
  world: World;
  log: Log;
}

/** Where the gateway names no time. */
const RETRY_MS = 3000;

/**
 * Answers a confirmation that the gateway asks for, with what a person or their setting gave. Answered at most once: the mask is made first,
 * because it may fail, then `confirming` is stored, and whatever happens to the answer it is not sent again, unless it was certainly not taken.
 *
 * @param ready the mask, where it was made before the press was sent
 */
export function confirmStory(needs: ConfirmNeeds) {
  return async (record: Submission, options: SubmitOptions, ready?: DataUrl): Promise<void | Again> => {
    const { records, gateway, jobs, watch, world, log } = needs;
    const { id, answer: given } = record;
    if (given === undefined) return;
    const looks = ready === undefined ? maskLooks(record) : [];
    const wait = await looksPaid(needs, record.team, looks, urgent(record));
    if (wait > 0) return { againInMs: wait };
    let mask: DataUrl | undefined;
    try {
      mask = ready ?? (await preparedMask(needs, record));
    } catch (error) {
      return await noMask(needs, record, error);
    }
    const { now: sending, mine } = await changedBy(records, id, confirming(world.now()));
    if (!mine || sending === undefined) return;
    const task = sending.task ?? '';
    if (await records.isFromCopy(id)) {
      log.warn({ submission: id }, 'read out of a copy of Redis: its confirmation is not answered once more');
      return await watch.at(id, world.now());
    }
    let answer: Answer;
    try {
      await records.secure(id, 'confirming');
      answer = await gateway.confirm({ task, prompt: given.prompt, mask, ...options });
    } catch (error) {
      return await notConfirmed(needs, sending, error);
    }
    // Most go on under the same id, some under another (gateway.md section 3.2, no. 3).
    const next = answer.kind === 'links' ? task : answer.task;
    await records.change(id, confirmed(next, world.now()));
    log.info({ submission: id, task: next }, 'confirmation answered');
    await watch.at(id, world.now());
    await jobs.show(id, 'progress');
  };
}

/** Nothing was sent. Another worker may be sending the answer with its own mask, so its mark is left alone. */
async function noMask(needs: ConfirmNeeds, record: Submission, error: unknown): Promise<void | Again> {
  const { budget, records, world, log } = needs;
  const { id } = record;
  await coolLooks(budget, record.team, maskLooks(record), error);
  log.warn({ submission: id, err: error }, 'no mask to answer a confirmation with');
  if (error instanceof Busy) return { againInMs: Math.max(RETRY_MS, error.retryAfterMs ?? 0) };
  if (error instanceof Unreachable) return { againInMs: RETRY_MS };
  const end = endOf(error);
  if (end === undefined) throw error;
  const now = await records.change(id, (r) => (needsConfirmation(r) ? ended(end, world.now())(r) : r));
  if (now !== undefined) await afterEnd(needs, now);
}

/**
 * Certainly not taken: it is tried again, for as long as the gateway waits for it, and the card says so. In doubt, the mark stays, and the card says
 * that: the task is watched, and nothing is sent twice.
 */
async function notConfirmed(needs: ConfirmNeeds, record: Submission, error: unknown): Promise<void | Again> {
  const { records, jobs, world, log } = needs;
  log.warn({ submission: record.id, err: error }, 'confirmation not answered');
  if (error instanceof Busy || error instanceof Unreachable) {
    const why = error instanceof Busy ? 'busy' : 'unreachable';
    const reason = error instanceof Busy ? error.reason : '';
    const now = await records.change(record.id, unconfirmed(why, reason, world.now()));
    if (now?.waiting === undefined || now.end !== undefined) return;
    const wished = error instanceof Busy ? error.retryAfterMs : undefined;
    const inMs = submitRetryMs(now.waiting.tries, wished, world.random());
    if (world.now() + inMs - now.waiting.since > ANSWER_MS)
      return await finish(needs, record, { kind: 'failed', reason, cause: why });
    await jobs.show(record.id, 'end');
    return { againInMs: inMs };
  }
  const outcome = endOf(error);
  if (outcome !== undefined) return await finish(needs, record, outcome);
  await records.change(record.id, answerLost());
  await jobs.show(record.id, 'end');
}

async function finish(needs: ConfirmNeeds, { id }: Submission, outcome: End): Promise<void> {
  const now = await needs.records.change(id, ended(outcome, needs.world.now()));
  if (now !== undefined) await afterEnd(needs, now);
}

/** @returns nothing for what nobody foresaw, and for what another version of the bot can go on with */
function endOf(error: unknown): End | undefined {
  if (error instanceof UserMistake) return maskEnd(error);
  if (error instanceof Refused) return refusal(error);
  if (isOfAnotherVersion(error)) return undefined;
  return error instanceof Misconfigured ? { kind: 'failed', reason: error.reason, cause: 'operator' } : undefined;
}

/** A mask that is no good when it is to be sent; nothing was drawn, and the card says so in our own words. */
export function maskEnd({ code }: UserMistake): End {
  return { kind: 'failed', reason: '', cause: code === 'picture-not-here' ? 'gone' : 'mask' };
}
