import { estimated, kindOf, plannedEnd } from '../../domain/estimate.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import {
  answerLost,
  asked,
  asksAnyway,
  awaitsAnswer,
  needsConfirmation,
  recalled,
  submitted,
  submitting,
} from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import { changedBy } from '../changed-by.ts';
import { afterEnd } from '../end.ts';
import { looksPaid } from '../handed-looks.ts';
import type { Answer } from '../needs/gateway.ts';
import type { DataUrl } from '../needs/pictures.ts';
import type { Durations } from '../needs/reading.ts';
import type { Cards, Files } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import { type PictureRoom, pictureRoom } from '../picture-room.ts';
import { type AskedNeeds, askedStory } from '../press/asked.ts';
import { confirmStory } from '../press/confirm.ts';
import { noteOnParent } from '../press/on-parent.ts';
import { mayOvertake } from '../series/place.ts';
import type { ShowNeeds, Shown } from '../show/show.ts';
import { urgent, type WaitNeeds } from '../show/slack-calls.ts';
import { type AskNeeds, askFor, optionsOf } from './ask.ts';
import { bytesOf, type Enclosed, type EnclosedNeeds, enclosed, type Instead, looksOf } from './enclosed.ts';
import { doubt, end, notTakenBy } from './not-taken.ts';

export interface SubmitNeeds extends ShowNeeds, AskedNeeds, AskNeeds, EnclosedNeeds, WaitNeeds {
  cards: Cards;
  files: Files;
  jobs: Jobs;
  durations: Pick<Durations, 'recent'>;
  show: (id: SubmissionId, urgency: 'progress' | 'end') => Promise<Shown>;
  /** Shortest time between two readings, ms. */
  pollMs: number;
  /** Bounds what is held of pictures, where several of these share it. */
  room?: PictureRoom;
}

/** Orders whose pictures are read at the same time. */
const COMING = 4;

export const submitRoom = (): PictureRoom => pictureRoom(COMING);
/** A card that only waits for Slack's budget may hold the submit up for this long. Source: design.md, step 2. */
const CARD_PATIENCE_MS = 2000;
/**
 * Announces a submission and sends it to the gateway, once. Runs again after a kill or for a retry, and goes on from the mark: `submitting`
 * found at the start means that the POST may have been sent, so it is in doubt and never repeated; and so is what was read out of a copy. A task that
 * waits for more from us comes here too: a confirmation to be asked about or answered, or a cancel to be told. Each may take as long as a submit,
 * and must not hold the readings up.
 */
export function submitStory(outside: SubmitNeeds) {
  const needs: Submitting = { ...outside, room: outside.room ?? submitRoom() };
  const goOn = goOnStory(needs);
  return async (id: SubmissionId): Promise<void | Again> => {
    const record = await needs.records.get(id);
    if (record === undefined) return;
    if (record.end !== undefined) return await afterEnd(needs, record);

    if (record.mark === 'submitting') {
      needs.log.warn({ submission: id }, 'submit interrupted: in doubt');
      return await doubt(needs, id);
    }
    if (record.mark !== 'accepted') {
      await noteOnParent(needs, record);
      // Found so at the start, it was interrupted.
      if (record.mark === 'confirming') await needs.records.change(id, answerLost());
      const next = await goOn(record);
      if (next !== 'followed') return next;
      // Not at once: after a start there are many, which share a window.
      await needs.watch.at(id, needs.world.now() + needs.pollMs / 2);
      return await needs.jobs.show(id, 'end');
    }

    if (await needs.records.isFromCopy(id)) {
      needs.log.warn({ submission: id }, 'read out of a copy of Redis: in doubt');
      return await doubt(needs, id, recalled(needs.world.now()));
    }
    await needs.homes.changed({ team: record.team, user: record.asker });
    const card = await announce(needs, record);
    if (record.order.verb === 'press') await noteOnParent(needs, (await needs.records.get(id)) ?? record);
    if (card !== undefined) return card === 'closed' ? undefined : card;
    return await send(needs, record, goOn);
  };
}

type Submitting = SubmitNeeds & { room: PictureRoom };

/** What a task that was taken waits for from us. @returns `followed` when it waits for nothing that could be done now */
type GoOn = (record: Submission, mask?: DataUrl) => Promise<void | Again | 'followed'>;

function goOnStory(needs: SubmitNeeds): GoOn {
  const confirm = confirmStory(needs);
  const onAsked = askedStory(needs);
  return async (record, mask) => {
    if (record.cancelAsked !== undefined && record.task !== undefined) return await tellCancel(needs, record);
    const now = awaitsAnswer(record) ? await onAsked(record) : record;
    if (now === undefined || 'againInMs' in now) return now;
    return needsConfirmation(now) ? await confirm(now, optionsOf(needs, now), mask) : 'followed';
  };
}

/** A person asked to stop it: the gateway is told where it can be told, and we stop following in any case. */
async function tellCancel(needs: SubmitNeeds, record: Submission): Promise<void> {
  let told = false;
  try {
    told = await needs.gateway.cancel(record.task ?? '');
  } catch (error) {
    needs.log.info({ submission: record.id, err: error }, 'the gateway did not take a cancel');
  }
  await end(needs, record.id, { kind: 'cancelled', by: record.cancelAsked ?? '', sent: true, told });
  await needs.watch.remove([record.id]);
}

/** @returns undefined when the submit may go ahead */
async function announce(needs: SubmitNeeds, record: Submission): Promise<'closed' | Again | undefined> {
  if (record.card.mark === 'announced') return undefined;
  const card = await needs.show(record.id, 'end');
  if (card === 'closed') return 'closed';
  if (typeof card === 'string') return undefined;
  const waited = needs.world.now() - (record.at.accepted ?? 0);
  const now = await needs.records.get(record.id);
  if (now === undefined || !(await mayOvertake(needs, now))) return now?.card.mark === 'announced' ? undefined : card;
  if (waited + card.againInMs < CARD_PATIENCE_MS) return card;
  if (waited < CARD_PATIENCE_MS) return { againInMs: CARD_PATIENCE_MS - waited };
  await needs.jobs.show(record.id, 'end', card.againInMs);
  return undefined;
}

/** Pictures are held from when they are read until the gateway has them; orders with many wait for one another, those without do not. */
async function send(needs: Submitting, record: Submission, goOn: GoOn): Promise<void | Again> {
  const post = async (found: Enclosed | Instead) =>
    'instead' in found ? found.instead : await postOrder(needs, record, found, goOn);
  const find = () => enclosed(needs, record);
  // Before it takes a place in the room, which is for those that read, of every workspace.
  const wait = await looksPaid(needs, record.team, looksOf(record), urgent(record));
  if (wait > 0) return { againInMs: wait };
  return record.order.pictures.length === 0 ? await post(await find()) : await needs.room(find, bytesOf, post);
}

async function postOrder(
  needs: SubmitNeeds,
  record: Submission,
  { pictures, mask }: Enclosed,
  goOn: GoOn,
): Promise<void | Again> {
  const { records, watch, jobs, world, log } = needs;
  const { id } = record;
  const took = await needs.durations.recent(kindOf(record));
  const { now: sending, mine } = await changedBy(records, id, submitting(world.now()));
  // Somebody else was faster (a cancel, or this same job on another worker); what they stored decides.
  if (!mine || sending === undefined) return { againInMs: 0 };

  let answer: Answer;
  try {
    await records.secure(id, 'submitting');
    answer = await askFor(needs, sending, pictures);
  } catch (error) {
    return await notTakenBy(needs, sending, error);
  }
  if (answer.kind === 'links') {
    log.info({ submission: id, links: answer.links.length }, 'uploaded to the gateway');
    await end(needs, id, { kind: 'done' }, { links: answer.links });
    return await needs.abilities.offers('upload');
  }
  const taken = await records.change(id, (r) => estimated(took, world.now())(takenAs(answer, world.now())(r)));
  log.info({ submission: id, task: answer.task, answer: answer.kind }, 'submitted');
  await watch.at(id, world.now() + (answer.kind === 'exists' ? 0 : needs.pollMs / 2));
  if (taken === undefined) return;
  await needs.outbox.began(taken.team, id, plannedEnd(taken, world.now()));
  if (record.order.verb !== 'press') await needs.abilities.offers(record.order.verb);
  const next = await goOn(taken, mask);
  if (next !== 'followed') return next;
  await jobs.show(id, 'progress');
}

/** What an answer means for the record. */
function takenAs(answer: Exclude<Answer, { kind: 'links' }>, now: number): (record: Submission) => Submission {
  const { kind, task } = answer;
  if (kind === 'exists') return submitted(task, now);
  if (kind === 'confirm') return (r) => asked(answer.finalPrompt ?? '', 'answer', now)(submitted(task, now)(r));
  return (r) => asksAnyway(now)(submitted(task, now, answer.ahead)(r));
}
