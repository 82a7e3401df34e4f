import { InDoubt, Refused } from '../../domain/errors.ts';
import { isPicture, isStillThere } from '../../domain/gallery.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import {
  announced,
  announcing,
  closed,
  delivered,
  deliveryFailed,
  isFinal,
  lookedFor,
  pictureGone,
  removed,
  shown,
  toldElsewhere,
  unannounced,
  unsettled,
} from '../../domain/life/index.ts';
import { deliveryRetryMs } from '../../domain/pace.ts';
import type { Submission } from '../../domain/submission.ts';
import { changedBy } from '../changed-by.ts';
import { filesOf, isToBeLookedAt, lookStory } from '../deliver/looks.ts';
import { type AfterEndNeeds, afterEnd, FETCHING_MS } from '../end.ts';
import type { Budget, Outbox } from '../needs/outbox.ts';
import type { Leases, Records } from '../needs/records.ts';
import type { Cards, Files, Notes } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { noteOnParent } from '../press/on-parent.ts';
import { placed, type SeriesPlaceNeeds, tellSeries } from '../series/place.ts';
import { lineAtEnd, type MentionNeeds, sayAtEnd } from './mention.ts';
import { hasBar, isSettling, loadFor, offer } from './outbox.ts';
import { remove } from './remove.ts';
import { notDone, urgent } from './slack-calls.ts';

export interface ShowNeeds extends AfterEndNeeds, MentionNeeds, SeriesPlaceNeeds {
  records: Records;
  jobs: Jobs;
  cards: Cards;
  files: Files;
  notes: Notes;
  budget: Budget;
  outbox: Outbox;
  leases: Leases;
  world: World;
  log: Log;
}

/** Longer than a write to Slack can take (its time-out is 5 s), so that two writes to one card never overlap ... */
const LEASE_MS = 7000;
/** ... if it begins within this. A worker waits for Redis however long that is away, and the lease runs out meanwhile. */
const BEGIN_MS = LEASE_MS - 5000;
/** Somebody else writes to the card: a write takes a fraction of a second, and an end waits for no more than that. */
const WRITING_MS = 150;
const SOON_MS = 1000;
/** Slack refuses a picture that it has not looked at yet even after it says it is ready; after this many the thread gets the file. */
const REFUSALS = 3;
/** `closed`: no card can stand there. `picture-refused`: Slack will not show the file as a picture. */
export type Shown = 'done' | 'closed' | 'picture-refused' | Again;

/** `progress` of a card that stands waits for its turn among the cards of its workspace; at its `turn` the edit is paid. */
export type Urgency = 'progress' | 'turn' | 'end';

/**
 * Brings the card into line with the record: posts it if there is none, edits it if it would look different, deletes it if that was asked.
 * It renders what the record says now, so any number of wakes become one edit. One writer at a time for a card (a lease), so a slow
 * progress edit cannot land on top of the end; one whose fate is unknown is written over once it can no longer land.
 */
export function showStory(needs: ShowNeeds) {
  const look = lookStory(needs);

  async function write(id: SubmissionId, paid: boolean): Promise<Shown | 'writing'> {
    const beginBy = needs.world.now() + BEGIN_MS;
    const held = await needs.leases.hold(`card-${id}`, LEASE_MS, async () => {
      const record = await needs.records.get(id);
      if (record === undefined) return 'done';
      // Uploaded while this waited for the card.
      if (!paid && isStanding(record) && isToBeLookedAt(record)) return { againInMs: 0 };
      return await bringIntoLine(needs, record, paid, beginBy);
    });
    return held?.value ?? 'writing';
  }

  /** A turn is taken at once or is over; what it leaves undone waits for another. */
  async function takeTurn(record: Submission): Promise<Shown> {
    const { id, team } = record;
    if (record.card.mark !== 'announced') {
      await needs.budget.giveBack(team, 'update');
      return 'done';
    }
    const outcome = await write(id, true);
    if (outcome === 'writing') {
      await needs.budget.giveBack(team, 'update');
      await needs.jobs.show(id, 'progress', SOON_MS);
      return 'done';
    }
    if (typeof outcome !== 'object') return outcome;
    await needs.jobs.show(id, 'progress', outcome.againInMs);
    return 'done';
  }

  return async (id: SubmissionId, urgency: Urgency): Promise<Shown> => {
    const record = await needs.records.get(id);
    if (record === undefined) return 'done';
    if (urgency === 'turn') return await takeTurn(record);
    if (urgency === 'progress' && record.card.mark === 'announced') {
      await offer(needs, record);
      return 'done';
    }
    // Not under the lease, which is for one write.
    const again = isStanding(record) ? await look(record) : undefined;
    if (again !== undefined) return again;
    const outcome = await write(id, false);
    return outcome === 'writing' ? { againInMs: WRITING_MS } : outcome;
  };
}

/** It stands, or will. */
function isStanding({ card }: Submission): boolean {
  return card.mark === 'none' || card.mark === 'announcing' || card.mark === 'announced';
}

/** @param beginBy when the lease is too old for a write to begin */
async function bringIntoLine(needs: ShowNeeds, record: Submission, paid: boolean, beginBy: number): Promise<Shown> {
  switch (record.card.mark) {
    case 'none':
      return await post(needs, record, beginBy);
    case 'announcing':
      return await postAgain(needs, record, beginBy);
    case 'announced':
      return await edit(needs, record, paid, beginBy);
    case 'removing':
      return await remove(needs, record);
    case 'closed':
      return record.card.told === true ? 'closed' : await tellElsewhere(needs, record);
    case 'removed':
      return await settle(needs, record);
  }
}

async function post(needs: ShowNeeds, unplaced: Submission, beginBy: number): Promise<Shown> {
  const { budget, cards, records, world } = needs;
  const record = await placed(needs, unplaced);
  if (record === 'closed') return await close(needs, unplaced);
  if ('againInMs' in record) return record;
  const wait = await budget.take(record.team, 'post', urgent(record));
  if (wait > 0) return { againInMs: wait };
  const posting = await records.change(record.id, announcing());
  if (posting === undefined) return 'done';
  const first = withoutPicture(posting);
  const load = await loadFor(needs, first);
  const face = cards.face(first, load);
  const shownAt = world.now();
  // Somebody else may have the card by now; a post that was begun is looked for.
  if (shownAt > beginBy) return { againInMs: 0 };
  let card: Awaited<ReturnType<Cards['post']>>;
  try {
    card = await cards.post(first, load);
  } catch (error) {
    if (error instanceof Refused && error.code === 'cannot-post') return await close(needs, record);
    if (error instanceof InDoubt) {
      await records.change(record.id, unsettled(world.now() + LEASE_MS));
      return { againInMs: LEASE_MS };
    }
    await records.change(record.id, unannounced());
    return await notDone(budget, record, 'post', error);
  }
  // It stands: whatever goes wrong from here on leaves it to be looked for.
  const standing = { face, shownAt, bar: hasBar(first, load) };
  const now = await records.change(record.id, announced(card.ts, card.channel, standing));
  if (now === undefined) return 'done';
  await noteOnParent(needs, now);
  return first === posting ? await settle(needs, now) : { againInMs: 0 };
}

/** A post was interrupted. Where the channel can be read the card is looked for first; elsewhere it is posted once more, and no more. */
async function postAgain(needs: ShowNeeds, record: Submission, beginBy: number): Promise<Shown> {
  const { budget, cards } = needs;
  // Whoever wakes it: a look before it can no longer land would miss it.
  const landing = (record.card.unsettledUntil ?? 0) - needs.world.now();
  if (landing > 0) return { againInMs: landing };
  const wait = await budget.take(record.team, 'look', urgent(record));
  if (wait > 0) return { againInMs: wait };
  let found: Awaited<ReturnType<Cards['find']>>;
  try {
    found = await cards.find(record);
  } catch (error) {
    return await notDone(budget, record, 'look', error);
  }
  if (found === 'unreadable' && record.card.posts >= 2) {
    needs.log.warn({ submission: record.id }, 'gave up on a card: twice posted with unknown fate, channel unreadable');
    return await close(needs, record);
  }
  if (found === 'absent' || found === 'unreadable') {
    // Posted under a lease of its own: looking may have used this one up.
    await needs.records.change(record.id, lookedFor(found === 'absent'));
    return { againInMs: 0 };
  }
  const now = await needs.records.change(record.id, announced(found.ts, record.channel));
  if (now === undefined) return 'done';
  await noteOnParent(needs, now);
  return await edit(needs, now, false, beginBy);
}

/** A picture that Slack does not show yet, or ever, must not cost the card: it comes with the first edit, which knows what to do then. */
function withoutPicture(record: Submission): Submission {
  if (record.mark !== 'uploaded' || filesOf(record.picture).length === 0) return record;
  const { picture: _, ...rest } = record;
  return { ...rest, mark: 'ended' };
}

async function close(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const now = await needs.records.change(record.id, closed(needs.world.now()));
  return now === undefined ? 'done' : await tellElsewhere(needs, now);
}

/** No card can stand there. Whoever asked is told elsewhere: after a kill once more, because twice is better than not at all. */
async function tellElsewhere(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const { id, channel, responseUrl, end, askedIn } = record;
  const where = askedIn === undefined ? 'here' : 'direct';
  // A submit that did not wait for the card may have been sent already.
  const say = end?.kind === 'unposted' ? (`cannot-post-${where}` as const) : (`cannot-show-${where}` as const);
  const told = responseUrl !== undefined && (await needs.notes.respond(responseUrl, { say }, record.language));
  needs.log.info({ submission: id, channel, told }, 'no card can be posted there');
  await afterEnd(needs, record);
  await needs.records.change(id, toldElsewhere());
  return 'closed';
}

/** @param paid the call is counted already */
async function edit(needs: ShowNeeds, record: Submission, paid: boolean, beginBy: number): Promise<Shown> {
  const { budget, cards, records, world } = needs;
  const load = await loadFor(needs, record);
  const face = cards.face(record, load);
  const same = face === record.card.face && !isSettling(record, world.now());
  if (same || (paid && isEnding(record, world.now()))) {
    if (paid) await budget.giveBack(record.team, 'update');
    return same ? await settle(needs, record) : 'done';
  }
  const wait = paid ? 0 : await budget.take(record.team, 'update', urgent(record));
  if (wait > 0) return { againInMs: wait };
  const begunAt = world.now();
  // Somebody else may have the card by now, and what was read is old.
  if (begunAt > beginBy) {
    await budget.giveBack(record.team, 'update');
    return { againInMs: 0 };
  }
  try {
    await cards.update(record, load);
  } catch (error) {
    if (error instanceof Refused && error.code === 'picture-refused') return await refused(needs, record);
    if (error instanceof Refused && error.code === 'card-gone') {
      const now = await records.change(record.id, removed());
      if (now === undefined) return 'done';
      await noteOnParent(needs, now);
      return await settle(needs, now);
    }
    if (error instanceof InDoubt) {
      await records.change(record.id, unsettled(world.now() + LEASE_MS));
      return { againInMs: SOON_MS };
    }
    return await notDone(budget, record, 'update', error);
  }
  const now = await records.change(record.id, shown(face, begunAt, hasBar(record, load)));
  if (now === undefined) return 'done';
  // What was written is `record`; if the record has moved on since, whoever moved it has asked for another showing.
  if (cards.face(now, load) === face) return await settle(needs, now);
  // A process that stood still after it had looked at its lease may have written on top of the last of them.
  if (isFinal(now) || now.mark === 'delivered') await needs.jobs.show(now.id, 'end');
  return 'done';
}

/** The end is shown by whoever has it in hand: in a moment, or as soon as its own call is granted. */
function isEnding(record: Submission, now: number): boolean {
  return isFinal(record) || (record.end !== undefined && now - (record.at.ended ?? 0) < FETCHING_MS);
}

/** Slack does not show the file: not yet, perhaps, or no more. */
async function refused({ records, world }: ShowNeeds, record: Submission): Promise<Shown> {
  if (record.mark === 'delivered') {
    await records.change(record.id, pictureGone());
    return { againInMs: 0 };
  }
  if (record.deliveryTries >= REFUSALS) return 'picture-refused';
  await records.change(record.id, deliveryFailed());
  return { againInMs: deliveryRetryMs(record.deliveryTries + 1, undefined, world.random()) };
}

/** What follows once the card shows what it should. */
async function settle(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const { records, outbox, world, log } = needs;
  if (isFinal(record)) {
    // One that ended before its card was posted did not know its conversation then.
    if (record.askedIn !== undefined && isPicture(record) && isStillThere(record)) await needs.gallery.add(record);
    const line = await lineAtEnd(needs, record);
    if (line !== undefined && 'againInMs' in line) return line;
    const { now, mine } = await changedBy(records, record.id, delivered(world.now()));
    await tellSeries(needs, record);
    if (mine && now !== undefined) {
      log.info(
        { submission: record.id, end: record.end?.kind, ms: world.now() - (record.at.accepted ?? 0) },
        'delivered',
      );
      await outbox.leave(record.team, record.id);
      // The picture can be shown from now on.
      await needs.homes.changed({ team: record.team, user: record.asker });
      if (line !== undefined) await sayAtEnd(needs, now, line);
    }
  }
  const until = record.card.unsettledUntil;
  return until === undefined ? 'done' : { againInMs: Math.max(SOON_MS, until - world.now()) };
}
