import { Misconfigured } from '../../domain/errors.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { cancelAsked, removing, withoutPress } from '../../domain/life/index.ts';
import { isOpen, type Submission } from '../../domain/submission.ts';
import { type DirectNeeds, tellDirectly } from '../direct.ts';
import type { Forgetting, PersonData } from '../needs/person.ts';
import type { Intake, Records } from '../needs/records.ts';
import type { Audit } from '../needs/team.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';

export interface ForgetNeeds {
  personData: PersonData;
  records: Records;
  intake: Pick<Intake, 'first'>;
  jobs: Jobs;
  audit: Pick<Audit, 'add'>;
  world: World;
  log: Log;
}

/** Submissions of one portion: other work comes in between. */
const PORTION = 50;
/** Between two portions. */
const NEXT_MS = 50;
/** What runs is cancelled, and what stands is deleted in Slack; both take their time. */
const WAIT_MS = 2000;
/** Between two edits of cards on which they pressed something: half of what Slack allows, so that ends go on. */
const EDIT_MS = 2400;
/** A card that Slack would not delete is not asked for a second time within this. */
const ASKED_ONCE_MS = 24 * 60 * 60_000;

/**
 * Deletes what is kept of a person, in portions: their submissions up to the time when it was asked for, then the rest. What still runs is cancelled
 * and waited for, so that nothing is drawn for somebody who is not known any more. With `cards`, the cards and pictures in Slack go first, within
 * Slack's budget; one that Slack will not delete stays. Every portion may be repeated.
 */
export function forgetStory(needs: ForgetNeeds) {
  const { personData, audit, world, log } = needs;
  return async (forgetting: Forgetting): Promise<Again | undefined> => {
    const { team, user, by, until } = forgetting;
    const ids = await personData.submissions(team, user, until, PORTION);
    const edits = { count: 0 };
    const gone = await Promise.all(ids.map((id) => forgetOne(needs, forgetting, id, edits)));
    if (ids.length > 0) return { againInMs: Math.max(gone.includes(true) ? NEXT_MS : WAIT_MS, edits.count * EDIT_MS) };
    await personData.forgetRest(team, user, until);
    await audit.add(team, { at: world.now(), by, what: 'forgotten', of: user });
    log.info({ user: by, person: user }, 'the data of a person is deleted');
    return undefined;
  };
}

/** One that failed is noted once in the audit trail. */
const NOTED_MS = 24 * 60 * 60_000;

/**
 * A deletion whose job is dead: whoever asked for it reads that it is under way, so they are told that it is not, and it stands in the audit trail.
 * @throws Busy, Unreachable, Misconfigured
 */
export async function forgetFailed(
  needs: Pick<ForgetNeeds, 'audit' | 'intake' | 'world'> & DirectNeeds,
  { team, user, by, until }: Forgetting,
): Promise<void> {
  const { audit, intake, world } = needs;
  if (await intake.first(`forget-failed-${team}-${user}-${until}`, NOTED_MS))
    await audit.add(team, { at: world.now(), by, what: 'forget-failed', of: user });
  await tellDirectly(needs, { team, user: by }, { say: 'forget-failed', person: user, own: by === user });
}

/**
 * @param edits how many cards of others are to be edited in this portion
 * @returns false while it is waited for
 */
async function forgetOne(
  needs: ForgetNeeds,
  forgetting: Forgetting,
  id: SubmissionId,
  edits: { count: number },
): Promise<boolean> {
  const { personData, records, jobs, world } = needs;
  const { team, user, by, cards } = forgetting;
  const record = await readable(records, id);
  if (record !== undefined && isOpen(record)) {
    if (record.cancelAsked !== undefined) return false;
    const now = await records.change(id, cancelAsked(by, world.now()));
    await jobs.submit(id);
    if (now?.end !== undefined) await jobs.show(id, 'end');
    return false;
  }
  if (record !== undefined && cards && (await removeCard(needs, record)) === 'later') return false;
  if (record?.order.verb === 'press') {
    const { parent } = record.order;
    if ((await records.change(parent, withoutPress(id))) !== undefined) {
      // Its card names whoever pressed.
      await jobs.show(parent, 'end', edits.count * EDIT_MS);
      edits.count += 1;
    }
  }
  await personData.forgetSubmission(team, user, id, record);
  return true;
}

async function removeCard({ records, intake, jobs }: ForgetNeeds, { id, card }: Submission): Promise<'over' | 'later'> {
  if (card.mark === 'removing') {
    // A kill may have left the mark without the job; one that is there already is joined.
    await jobs.show(id, 'end');
    return 'later';
  }
  if (card.mark !== 'announced' || !(await intake.first(`forget-card-${id}`, ASKED_ONCE_MS))) return 'over';
  await records.change(id, removing());
  await jobs.show(id, 'end');
  return 'later';
}

/** What another version of the bot wrote is deleted all the same. */
async function readable(records: Records, id: SubmissionId): Promise<Submission | undefined> {
  try {
    return await records.get(id);
  } catch (error) {
    if (error instanceof Misconfigured) return undefined;
    throw error;
  }
}
