import { cancelAsked, removing } from '../../domain/life/index.ts';
import { removingHeading, type Series } from '../../domain/series.ts';
import { isOpen, type Submission } from '../../domain/submission.ts';
import type { Forgetting } from '../needs/person.ts';
import type { Intake, Records, SeriesStore } from '../needs/records.ts';
import type { Jobs } from '../needs/work.ts';
import type { World } from '../needs/world.ts';
import { childrenOf } from '../series/show.ts';

/** What the data of somebody waits for before it is deleted: without a record nobody would mend, or take away, what Slack shows of it. */

export interface AtRestNeeds {
  records: Records;
  series: Pick<SeriesStore, 'change'>;
  intake: Pick<Intake, 'first' | 'happened' | 'idFor'>;
  jobs: Jobs;
  world: World;
}

/** Between two looks at what is waited for. */
export const WAIT_MS = 2000;
/** So long an end is waited for that Slack does not take; then the record goes without it. */
const PATIENCE_MS = 10 * 60_000;
/** What Slack would not delete is not asked for a second time within this. */
const ASKED_ONCE_MS = 24 * 60 * 60_000;

/** Whether it is over, and its card shows that. What runs is cancelled. */
export async function isAtRest(
  { records, jobs, world }: AtRestNeeds,
  { by, until }: Forgetting,
  record: Submission,
): Promise<boolean> {
  const { id } = record;
  if (isOpen(record)) {
    if (record.cancelAsked !== undefined) return false;
    const now = await records.change(id, cancelAsked(by, world.now()));
    await jobs.submit(id);
    if (now?.end !== undefined) await jobs.show(id, 'end');
    return false;
  }
  // Of what was cancelled for it, from then on: the deletion may have begun long before.
  const patientUntil = Math.max(until, record.at.ended ?? 0) + PATIENCE_MS;
  if (!isUnsettled(record) || world.now() >= patientUntil) return true;
  await askForEnd(jobs, record);
  return false;
}

/** True while a card that stands, or may, shows something else than it is to show for good. */
function isUnsettled({ mark, card }: Submission): boolean {
  if (card.mark === 'announcing' || card.mark === 'removing') return true;
  return card.mark === 'announced' && (mark !== 'delivered' || card.unsettledUntil !== undefined);
}

/** A kill may have left it without a job. One that is there knows when to come back: it is joined, and not hurried. */
async function askForEnd(jobs: Jobs, { id, end, mark, card }: Submission): Promise<void> {
  if (end?.kind === 'done' && mark !== 'delivered' && card.mark !== 'removing') await jobs.deliver(id);
  else await jobs.show(id, 'end', WAIT_MS);
}

/** Has its card deleted. @returns whether that is over: it is gone, or Slack would not delete it */
export async function isCardGone({ records, intake, jobs }: AtRestNeeds, record: Submission): Promise<boolean> {
  const { id, card } = record;
  if (card.mark === 'removing') {
    await askForEnd(jobs, record);
    return false;
  }
  if (card.mark !== 'announced') return true;
  if (!(await asksOnce(intake, `forget-card-${id}`, () => records.change(id, removing())))) return true;
  await jobs.show(id, 'end');
  return false;
}

/**
 * Whether the message of a series is left to itself: with `cards` it is gone, or Slack would not delete it; else it says that all are over. Its cards
 * come first, because it tells of them.
 */
export async function isHeadingLeft(needs: AtRestNeeds, forgetting: Forgetting, found: Series): Promise<boolean> {
  const { intake, jobs, world } = needs;
  const { id } = found;
  const series = await toBeLeft(needs, found);
  if (series?.message.last === undefined) return true;
  const { mark, last } = series.message;
  const isPatient = world.now() < last.at + PATIENCE_MS;
  if (isPatient && !(await areAtRest(needs, forgetting, series))) return false;
  if (mark === 'none' || mark === 'closed' || mark === 'removed') return true;
  if (forgetting.cards && mark === 'announced') {
    if (await asksOnce(intake, `forget-heading-${id}`, () => needs.series.change(id, removingHeading))) {
      await jobs.series(id);
      return false;
    }
  }
  if (mark !== 'removing' && (last.said || !isPatient)) return true;
  await jobs.series(id, WAIT_MS);
  return false;
}

/** From now on it is waited for, and its message tells for the last time how far it is. */
async function toBeLeft({ series, jobs, world }: AtRestNeeds, found: Series): Promise<Series | undefined> {
  if (found.message.last !== undefined) return found;
  const last = { at: world.now(), said: false };
  const now = await series.change(found.id, (r) =>
    r.message.last === undefined ? { ...r, message: { ...r.message, last } } : r,
  );
  await jobs.series(found.id);
  return now;
}

/** What was asked for since goes on. */
async function areAtRest(needs: AtRestNeeds, forgetting: Forgetting, series: Series): Promise<boolean> {
  if (series.taken === undefined) return false;
  const children = (await childrenOf(needs, series)).filter((child) => typeof child === 'object');
  const own = children.filter(({ at }) => (at.accepted ?? 0) <= forgetting.until);
  const rest = await Promise.all(own.map((child) => isAtRest(needs, forgetting, child)));
  return rest.every(Boolean);
}

/**
 * Marks what Slack is to delete, once. Noted after the mark: a kill in between asks once more. What the note answers means nothing: one whose answer was lost
 * on the way is written again, and is not the first then.
 */
async function asksOnce(intake: AtRestNeeds['intake'], key: string, mark: () => Promise<unknown>): Promise<boolean> {
  if (await intake.happened(key)) return false;
  await mark();
  await intake.first(key, ASKED_ONCE_MS);
  return true;
}
