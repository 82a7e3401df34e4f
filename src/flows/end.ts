import type { Refused } from '../domain/errors.ts';
import { failure } from '../domain/life.ts';
import type { End, Submission } from '../domain/submission.ts';
import type { Intake, Jobs } from './needs.ts';

const FETCHING_MS = 1500;

export interface AfterEndNeeds {
  jobs: Jobs;
  intake: Intake;
}

/**
 * What follows from an end, whoever found it: the person's quota is settled, and the picture or the last words go out. Safe to repeat, and
 * repeated by whoever meets an ended record that is not delivered, so a kill between the end and this call loses nothing.
 */
export async function afterEnd(needs: AfterEndNeeds, record: Submission): Promise<void> {
  if (record.end === undefined) return;
  const worked = record.end.kind === 'done' || record.end.kind === 'deadline' || record.end.kind === 'unknown';
  await needs.intake.release(record, { giveBack: !worked && !(record.end.kind === 'cancelled' && record.end.sent) });
  if (record.mark === 'delivered') return;
  if (record.end.kind !== 'done') return await needs.jobs.show(record.id, 'end');
  await needs.jobs.deliver(record.id);
  // If the picture takes its time, the card says meanwhile that it is drawn; if not, this finds nothing to change.
  await needs.jobs.show(record.id, 'progress', FETCHING_MS);
}

/** A refusal as an end, in the gateway's own words. */
export function refusal(error: Refused): End {
  const base = failure(error.reason);
  const cause = {
    'banned-word': 'moderation',
    'parent-gone': 'gone',
    unsupported: 'unsupported',
    'input-unusable': 'picture',
    invalid: base.cause === 'other' ? 'invalid' : base.cause,
  } as const;
  return {
    ...base,
    cause: error.code in cause ? cause[error.code as keyof typeof cause] : base.cause,
    ...(error.bannedWord === undefined ? {} : { bannedWord: error.bannedWord }),
  };
}
