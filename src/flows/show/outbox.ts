import { plannedEnd } from '../../domain/estimate.ts';
import { LIGHT, type Load } from '../../domain/load.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Outbox } from '../needs/outbox.ts';
import type { Cards } from '../needs/slack.ts';
import type { Jobs } from '../needs/work.ts';
import type { World } from '../needs/world.ts';

export interface OfferNeeds {
  outbox: Outbox;
  cards: Pick<Cards, 'face'>;
  jobs: Pick<Jobs, 'show'>;
  world: Pick<World, 'now'>;
}

/** How much a card may show. What does not draw looks the same whatever else goes on. */
export async function loadFor({ outbox }: Pick<OfferNeeds, 'outbox'>, record: Submission): Promise<Load> {
  return isDrawing(record) ? await outbox.load(record.team) : LIGHT;
}

/** What follows for the card when a reading has taken something in: nothing when it would look the same. `moved`: the snapshot is another. */
export async function showProgress(needs: OfferNeeds, record: Submission, moved: boolean): Promise<void> {
  const { team, id } = record;
  const load =
    moved && isDrawing(record)
      ? await needs.outbox.moved(team, id, plannedEnd(record, needs.world.now()))
      : await loadFor(needs, record);
  await offerAs(needs, record, load);
}

/** Puts a card in line for an edit, if it would look different: its progress may wait, and is dropped for something newer. */
export async function offer(needs: OfferNeeds, record: Submission): Promise<void> {
  await offerAs(needs, record, await loadFor(needs, record));
}

async function offerAs(needs: OfferNeeds, record: Submission, load: Load): Promise<void> {
  const { card, team, id } = record;
  // A card that does not stand yet shows the newest when it is posted; this makes sure that it is.
  if (card.mark === 'none' || card.mark === 'announcing') return await needs.jobs.show(id, 'progress');
  const now = needs.world.now();
  if (card.mark !== 'announced' || (needs.cards.face(record, load) === card.face && !isSettling(record, now))) return;
  const movedAt = isDrawing(record) ? (record.movedAt ?? now) : now;
  // A bar that is to become words is the most wrong of all that is shown: it comes first.
  const overtaken = card.bar === true && !hasBar(record, load);
  const shownAt = overtaken ? 0 : (card.shownAt ?? record.at.accepted ?? now);
  await needs.outbox.offer(team, id, { shownAt, movedAt });
}

/** True where the card shows how far the task is. */
export function hasBar(record: Submission, load: Load): boolean {
  return isDrawing(record) && load.kind !== 'crowded';
}

/** True once an edit whose fate is unknown can no longer land, so that another settles what the card shows. */
export function isSettling({ card }: Submission, now: number): boolean {
  return card.unsettledUntil !== undefined && now >= card.unsettledUntil;
}

function isDrawing(record: Submission): boolean {
  return record.end === undefined && record.snapshot?.status === 'running';
}
