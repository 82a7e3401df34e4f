import { Busy, InDoubt, Refused, Unreachable } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/ids.ts';
import {
  announced,
  announcing,
  closed,
  delivered,
  isFinal,
  kept,
  lookedFor,
  pictureGone,
  removed,
  shown,
  unannounced,
  unsettled,
} from '../domain/life.ts';
import type { Submission } from '../domain/submission.ts';
import { type AfterEndNeeds, afterEnd } from './end.ts';
import type { Again, Budget, Cards, Files, Leases, Log, Notes, Records, World } from './needs.ts';
import { noteOnParent } from './on-parent.ts';

export interface ShowNeeds extends AfterEndNeeds {
  records: Records;
  cards: Cards;
  files: Files;
  notes: Notes;
  budget: Budget;
  leases: Leases;
  world: World;
  log: Log;
}

/** Longer than a write to Slack can take (its time-out is 5 s), so that two writes to one card never overlap. */
const LEASE_MS = 7000;
const BUSY_MS = 3000;
const SOON_MS = 1000;
/** Finished after this long: the asker is mentioned, they may have looked away. Source: contract.md. */
const MENTION_AFTER_MS = 60_000;

/** `closed`: no card can stand there. `picture-refused`: Slack will not show the file as a picture. */
export type Shown = 'done' | 'closed' | 'picture-refused' | Again;

/**
 * Brings the card into line with the record: posts it if there is none, edits it if it would look different, deletes it if that was asked.
 * It renders what the record says now, so any number of wakes become one edit. One writer at a time for a card (a lease), so a slow
 * progress edit cannot land on top of the end; one whose fate is unknown is written over once it can no longer land.
 */
export function showStory(needs: ShowNeeds) {
  return async (id: SubmissionId, urgency: 'progress' | 'end'): Promise<Shown> => {
    const held = await needs.leases.hold(`card-${id}`, LEASE_MS, async () => {
      const record = await needs.records.get(id);
      return record === undefined ? 'done' : await bringIntoLine(needs, record, urgency);
    });
    return held?.value ?? { againInMs: SOON_MS };
  };
}

async function bringIntoLine(needs: ShowNeeds, record: Submission, urgency: 'progress' | 'end'): Promise<Shown> {
  switch (record.card.mark) {
    case 'none':
      return await post(needs, record);
    case 'announcing':
      return await postAgain(needs, record);
    case 'announced':
      return await edit(needs, record, urgency);
    case 'removing':
      return await remove(needs, record);
    case 'closed':
      return 'closed';
    case 'removed':
      return await settle(needs, record);
  }
}

async function post(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const { budget, cards, records } = needs;
  const wait = await budget.take(record.team, 'post', 'end', record.channel);
  if (wait > 0) return { againInMs: wait };
  const posting = await records.change(record.id, announcing());
  if (posting === undefined) return 'done';
  const face = cards.face(posting);
  try {
    const { ts } = await cards.post(posting);
    const now = await records.change(record.id, announced(ts, face));
    if (now === undefined) return 'done';
    await noteOnParent(needs, now);
    return await settle(needs, now);
  } catch (error) {
    if (error instanceof Refused && error.code === 'cannot-post') return await close(needs, record);
    if (error instanceof InDoubt) return { againInMs: LEASE_MS };
    await records.change(record.id, unannounced());
    return await again(needs, record, 'post', error);
  }
}

/** A post was interrupted. Where the channel can be read the card is looked for first; elsewhere it is posted once more, and no more. */
async function postAgain(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const wait = await needs.budget.take(record.team, 'look', 'end');
  if (wait > 0) return { againInMs: wait };
  let found: Awaited<ReturnType<Cards['find']>>;
  try {
    found = await needs.cards.find(record);
  } catch (error) {
    return await again(needs, record, 'look', error);
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
  const now = await needs.records.change(record.id, announced(found.ts));
  if (now === undefined) return 'done';
  await noteOnParent(needs, now);
  return await edit(needs, now, 'end');
}

/** No card can stand there. Whoever asked is told elsewhere. */
async function close(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const now = await needs.records.change(record.id, closed(needs.world.now()));
  await answerElsewhere(needs, record);
  if (now?.end !== undefined) await afterEnd(needs, now);
  return 'closed';
}

async function edit(needs: ShowNeeds, record: Submission, urgency: 'progress' | 'end'): Promise<Shown> {
  const { budget, cards, records, world } = needs;
  const face = cards.face(record);
  const settling = record.card.unsettledUntil !== undefined && world.now() >= record.card.unsettledUntil;
  if (face === record.card.face && !settling) return await settle(needs, record);

  const wait = await budget.take(record.team, 'update', urgency);
  if (wait > 0) return { againInMs: wait };
  const begunAt = world.now();
  try {
    await cards.update(record);
  } catch (error) {
    if (error instanceof Refused && error.code === 'picture-refused') {
      if (record.mark !== 'delivered') return 'picture-refused';
      await records.change(record.id, pictureGone());
      return { againInMs: 0 };
    }
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
    return await again(needs, record, 'update', error);
  }
  const now = await records.change(record.id, shown(face, begunAt));
  if (now === undefined) return 'done';
  // What was written is `record`; if the record has moved on since, whoever moved it has asked for another showing.
  return cards.face(now) === face ? await settle(needs, now) : 'done';
}

/** What follows once the card shows what it should. */
async function settle(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const { records, cards, world, log } = needs;
  if (isFinal(record)) {
    let first = false;
    const now = await records.change(record.id, (r) => {
      const next = delivered(world.now())(r);
      first = next !== r;
      return next;
    });
    if (first && now !== undefined) {
      log.info(
        { submission: record.id, end: record.end?.kind, ms: world.now() - (record.at.accepted ?? 0) },
        'delivered',
      );
      await mention(needs, now, cards);
    }
  }
  const until = record.card.unsettledUntil;
  return until === undefined ? 'done' : { againInMs: Math.max(SOON_MS, until - world.now()) };
}

/** At the end of a long one the asker is told in the thread; at most once, and a lost line is no loss. */
async function mention(needs: ShowNeeds, record: Submission, cards: Cards): Promise<void> {
  const took = needs.world.now() - (record.at.accepted ?? 0);
  const worth = record.end?.kind === 'done' || record.end?.kind === 'failed';
  if (!worth || took < MENTION_AFTER_MS || record.card.mark !== 'announced') return;
  if ((await needs.budget.take(record.team, 'post', 'progress', record.channel)) > 0) return;
  try {
    await cards.reply(record, { say: 'finished', mention: record.asker });
  } catch (error) {
    needs.log.info({ submission: record.id, err: error }, 'could not mention the asker');
  }
}

async function remove(needs: ShowNeeds, record: Submission): Promise<Shown> {
  const wait = await needs.budget.take(record.team, 'update', 'end');
  if (wait > 0) return { againInMs: wait };
  try {
    await needs.cards.remove(record);
    const { fileId, more = [] } = record.picture ?? {};
    for (const file of [fileId, ...more, record.grid]) if (file !== undefined) await needs.files.remove(file);
  } catch (error) {
    if (!(error instanceof Refused)) return await again(needs, record, 'update', error);
    needs.log.warn({ submission: record.id, err: error }, 'Slack does not let a card be deleted');
    await needs.records.change(record.id, kept());
    return 'done';
  }
  const now = await needs.records.change(record.id, removed());
  if (now !== undefined) await noteOnParent(needs, now);
  return 'done';
}

async function answerElsewhere(needs: ShowNeeds, record: Submission): Promise<void> {
  const told =
    record.responseUrl !== undefined && (await needs.notes.respond(record.responseUrl, { say: 'cannot-post-here' }));
  needs.log.info({ submission: record.id, channel: record.channel, told }, 'no card can be posted there');
}

/** Certainly not written: cool the whole class down when Slack said so, and come back. Anything else is for the queue's retries. */
async function again(
  needs: ShowNeeds,
  record: Submission,
  what: 'post' | 'update' | 'look',
  error: unknown,
): Promise<Again> {
  if (error instanceof Busy) {
    const ms = error.retryAfterMs ?? BUSY_MS;
    await needs.budget.cool(record.team, what, ms);
    return { againInMs: ms };
  }
  if (error instanceof Unreachable || error instanceof InDoubt) return { againInMs: BUSY_MS };
  throw error;
}
