import { Busy, InDoubt, isOfAnotherVersion, Misconfigured, Refused, Unreachable } from '../../domain/errors.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { ended, inDoubt, notTaken } from '../../domain/life/index.ts';
import { DOUBT_LOOK_MS, SUBMIT_PATIENCE_MS, submitRetryMs } from '../../domain/pace.ts';
import type { End, Submission } from '../../domain/submission.ts';
import { type AfterEndNeeds, afterEnd, refusal } from '../end.ts';
import type { Abilities } from '../needs/gateway.ts';
import type { Watch } from '../needs/reading.ts';
import type { Again } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';

export interface NotTakenNeeds extends AfterEndNeeds {
  abilities: Abilities;
  watch: Watch;
  world: World;
  log: Log;
}

/** A parent that has just ended may not be ready to be pressed (novicezk#252). */
const MOMENT_MS = 3000;

/** True of the errors that say that something was certainly not taken. */
export function isForeseen(error: unknown): boolean {
  return [Busy, Unreachable, Refused, Misconfigured].some((kind) => error instanceof kind);
}

/**
 * Certainly not taken: wait and try again, bounded. Ambiguous: in doubt. Refused: the card says why.
 * @throws what another version of the bot can go on with: its process takes the job
 */
export async function notTakenBy(needs: NotTakenNeeds, record: Submission, error: unknown): Promise<void | Again> {
  const { records, jobs, world, log } = needs;
  const { id } = record;
  if (isOfAnotherVersion(error)) throw error;
  if (error instanceof Busy || error instanceof Unreachable) {
    const why = error instanceof Busy ? 'busy' : 'unreachable';
    const reason = error instanceof Busy ? error.reason : '';
    const now = await records.change(id, notTaken(why, reason, world.now()));
    if (now === undefined) return;
    if (now.cancelAsked !== undefined) return await endCancelled(needs, now);
    const wished = error instanceof Busy ? error.retryAfterMs : undefined;
    const inMs = submitRetryMs(now.waiting?.tries ?? 1, wished, world.random());
    const since = now.waiting?.since ?? world.now();
    if (world.now() + inMs - since > SUBMIT_PATIENCE_MS)
      return await end(needs, id, { kind: 'failed', reason, cause: why });
    log.info({ submission: id, why, inMs, err: error }, 'submit not taken, trying again');
    await jobs.show(id, 'end');
    return { againInMs: inMs };
  }
  if (error instanceof Refused) {
    if (error.momentary && record.order.verb === 'press' && record.waiting === undefined) {
      const now = await records.change(id, notTaken('busy', error.reason, world.now()));
      return now?.cancelAsked === undefined ? { againInMs: MOMENT_MS } : await endCancelled(needs, now);
    }
    log.info({ submission: id, code: error.code }, 'submit refused');
    await end(needs, id, refusal(error));
    if (error.code === 'unsupported' && record.order.verb !== 'press') await needs.abilities.lacks(record.order.verb);
    return;
  }
  if (error instanceof Misconfigured) {
    log.error(
      { submission: id, code: error.code, err: error },
      error.peer === 'slack'
        ? 'Slack does not let the bot read pictures: check its scopes and SLACK_FILE_HOSTS'
        : 'the gateway cannot be used: check MJ_BASE_URL and MJ_API_KEY',
    );
    return await end(needs, id, { kind: 'failed', reason: error.reason, cause: 'operator' });
  }
  // InDoubt, and whatever we did not foresee after the POST may have been sent.
  log[error instanceof InDoubt ? 'warn' : 'error']({ submission: id, err: error }, 'answer to a submit lost: in doubt');
  await doubt(needs, id);
}

/** The fate of the submit is unknown from here on; a person who asked to cancel need not wait until it is known. */
export async function doubt(
  needs: NotTakenNeeds,
  id: SubmissionId,
  step: (record: Submission) => Submission = inDoubt(needs.world.now()),
): Promise<void> {
  const { records, watch, jobs, world } = needs;
  const now = await records.change(id, step);
  if (now?.mark === 'in doubt' && now.cancelAsked !== undefined) return await endCancelled(needs, now);
  // An upload makes no task, so nothing could ever resolve it.
  if (now?.mark === 'in doubt' && now.order.verb === 'upload') return await end(needs, id, { kind: 'unknown' });
  await watch.at(id, world.now() + DOUBT_LOOK_MS / 5);
  await jobs.show(id, 'end');
}

async function endCancelled(needs: NotTakenNeeds, { id, mark, cancelAsked: by = '' }: Submission): Promise<void> {
  await end(needs, id, { kind: 'cancelled', by, sent: mark === 'in doubt', told: false });
}

export async function end(
  needs: NotTakenNeeds,
  id: SubmissionId,
  how: End,
  more: Partial<Submission> = {},
): Promise<void> {
  const now = await needs.records.change(id, ended(how, needs.world.now(), more));
  if (now !== undefined) await afterEnd(needs, now);
}
