import type { Refused } from '../domain/errors.ts';
import { isPicture, isStillThere } from '../domain/gallery.ts';
import { failure } from '../domain/life/index.ts';
import type { End, Submission } from '../domain/submission.ts';
import type { Gallery } from './needs/gallery.ts';
import type { Homes } from './needs/homes.ts';
import type { Budget } from './needs/outbox.ts';
import type { Intake, Records } from './needs/records.ts';
import type { Jobs } from './needs/work.ts';
import type { Log } from './needs/world.ts';
import { noteOnParent } from './press/on-parent.ts';
import { urgent } from './show/slack-calls.ts';

/** The card does not say that a picture is being fetched unless that takes longer than this. */
export const FETCHING_MS = 1500;

export interface AfterEndNeeds {
  records: Records;
  jobs: Jobs;
  intake: Intake;
  gallery: Gallery;
  homes: Homes;
  budget: Budget;
  log: Log;
}

/**
 * What follows from an end, whoever found it: the person's quota is settled, the card that was pressed knows, it stands in the
 * gallery, and the picture or the last words go out. Safe to repeat, and repeated by whoever meets an ended record that is not delivered, so a kill between the end and this call
 * loses nothing.
 */
export async function afterEnd(needs: AfterEndNeeds, record: Submission): Promise<void> {
  if (record.end === undefined) return;
  await expectEnd(needs, record);
  await needs.intake.release(record, { giveBack: !mayCost(record) });
  await noteOnParent(needs, record);
  if (isPicture(record) && isStillThere(record)) await needs.gallery.add(record);
  await needs.homes.changed({ team: record.team, user: record.asker });
  if (record.mark === 'delivered') return;
  if (record.end.kind !== 'done') return await needs.jobs.show(record.id, 'end');
  await needs.jobs.deliver(record.id);
  // If the picture takes its time, the card says meanwhile that it is drawn; if not, this finds nothing to change.
  await needs.jobs.show(record.id, 'progress', FETCHING_MS);
}

/** The edit that shows an end is counted on from when the end is known: no progress of another card takes it meanwhile. */
export async function expectEnd({ budget }: { budget: Pick<Budget, 'expect'> }, record: Submission): Promise<void> {
  if (record.mark === 'delivered' || record.card.mark !== 'announced') return;
  await budget.expect(record.team, 'update', urgent(record));
}

/** True where the gateway drew it, or may have. What waited for an answer that was never sent was not drawn. */
function mayCost({ end, asked, at }: Submission): boolean {
  if (end?.kind === 'done' || end?.kind === 'unknown') return true;
  const sent = end?.kind === 'deadline' || (end?.kind === 'cancelled' && end.sent);
  return sent && (asked === undefined || at.confirming !== undefined);
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
