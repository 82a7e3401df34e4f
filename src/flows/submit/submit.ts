import { Busy, InDoubt, Misconfigured, Refused, Unreachable, UserMistake } from '../../domain/errors.ts';
import { estimated, kindOf } from '../../domain/estimate.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import {
  asked,
  asksAnyway,
  awaitsAnswer,
  ended,
  imagined,
  inDoubt,
  needsConfirmation,
  notTaken,
  recalled,
  submitted,
  submitting,
} from '../../domain/life/index.ts';
import { DOUBT_LOOK_MS, SUBMIT_PATIENCE_MS, submitRetryMs } from '../../domain/pace.ts';
import { promptMode } from '../../domain/prompt.ts';
import { stepOfKind } from '../../domain/step.ts';
import { type End, type Submission, sentPrompt } from '../../domain/submission.ts';
import { buttonKind } from '../../domain/task.ts';
import { afterEnd, refusal } from '../end.ts';
import type { Abilities, Answer, Gateway, SubmitOptions } from '../needs/gateway.ts';
import type { Budget } from '../needs/outbox.ts';
import type { DataUrl, Inbox } from '../needs/pictures.ts';
import type { Durations, Watch } from '../needs/reading.ts';
import type { Records } from '../needs/records.ts';
import type { Cards, Files } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { type PictureRoom, pictureRoom } from '../picture-room.ts';
import { type AskedNeeds, askedStory } from '../press/asked.ts';
import { confirmStory, maskEnd } from '../press/confirm.ts';
import { preparedMask } from '../press/mask.ts';
import { noteOnParent } from '../press/on-parent.ts';
import { mayOvertake } from '../series/place.ts';
import type { ShowNeeds, Shown } from '../show/show.ts';
import { ask } from './ask.ts';

export interface SubmitNeeds extends ShowNeeds, AskedNeeds {
  records: Records;
  cards: Cards;
  files: Files;
  budget: Budget;
  gateway: Gateway;
  inbox: Inbox;
  abilities: Abilities;
  jobs: Jobs;
  watch: Watch;
  durations: Pick<Durations, 'recent'>;
  world: World;
  log: Log;
  show: (id: SubmissionId, urgency: 'progress' | 'end') => Promise<Shown>;
  /** The address at which the gateway may call back about a submission, when there is one. */
  callbackFor: (id: SubmissionId) => string | undefined;
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
/** A parent that has just ended may not be ready to be pressed (novicezk#252). */
const MOMENT_MS = 3000;

/**
 * Announces a submission and sends it to the gateway, once. Runs again after a kill or for a retry, and goes on from the mark: `submitting`
 * found at the start means that the POST may have been sent, so it is in doubt and never repeated; and so is what was read out of a copy. A task that waits for more from us comes
 * here too: a confirmation to be asked about or answered, or a cancel to be told. Each may take as long as a submit, and must not hold the
 * readings up.
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
  return record.order.pictures.length === 0 ? await post(await find()) : await needs.room(find, bytesOf, post);
}

/** What goes along with an order. */
interface Enclosed {
  pictures: DataUrl[];
  mask: DataUrl | undefined;
}
/** It cannot be had: what happened instead. */
interface Instead {
  instead: void | Again;
}

function bytesOf(found: Enclosed | Instead): number {
  return 'instead' in found ? 0 : found.pictures.reduce((bytes, picture) => bytes + picture.length, 0);
}

async function enclosed(needs: SubmitNeeds, record: Submission): Promise<Enclosed | Instead> {
  const { order, asker: user, askedIn: channel = record.channel } = record;
  try {
    const pictures = await needs.inbox.read(order.pictures, { user, channel });
    // Before the press, so that one that is no good costs nothing.
    return { pictures, mask: await preparedMask(needs, record) };
  } catch (error) {
    if (error instanceof UserMistake) return { instead: await end(needs, record.id, maskEnd(error)) };
    // Nothing was sent, so nothing is in doubt: what nobody foresaw is for the queue's retries.
    if (isForeseen(error)) return { instead: await notAccepted(needs, record, error) };
    throw error;
  }
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
  let mine = false;
  const sending = await records.change(id, (r) => {
    const next = submitting(world.now())(r);
    mine = next !== r;
    return next;
  });
  // Somebody else was faster (a cancel, or this same job on another worker); what they stored decides.
  if (!mine || sending === undefined) return { againInMs: 0 };

  let answer: Answer;
  try {
    await records.secure(id, 'submitting');
    answer = await askFor(needs, sending, pictures);
  } catch (error) {
    return await notAccepted(needs, sending, error);
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
  if (record.order.verb !== 'press') await needs.abilities.offers(record.order.verb);
  const next = await goOn(taken, mask);
  if (next !== 'followed') return next;
  await jobs.show(id, 'progress');
}

/**
 * Sends the order. A button that proposes a prompt, and that the gateway does not know (new-api and PicReader, trueai and PromptAnalyzer:
 * gateway.md section 2.2, no. 3, and 3.1), was certainly not taken, so its prompt is imagined instead; that is stored first, because a lost
 * answer is then the imagine's.
 */
async function askFor(needs: SubmitNeeds, record: Submission, pictures: readonly DataUrl[]): Promise<Answer> {
  const { gateway, records, log } = needs;
  try {
    return await ask(gateway, record, pictures, optionsOf(needs, record));
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'unsupported' || !isPick(record)) throw error;
    log.info({ submission: record.id, err: error }, 'the gateway does not know the button; its prompt is imagined');
    const plain = await records.change(record.id, imagined());
    if (plain?.order.verb !== 'press' || plain.order.imagined !== true) throw error;
    return await ask(gateway, plain, pictures, optionsOf(needs, plain));
  }
}

function isPick({ order, answer }: Submission): boolean {
  return order.verb === 'press' && answer !== undefined && stepOfKind(buttonKind(order.button)) === 'pick';
}

/** What an answer means for the record. */
function takenAs(answer: Exclude<Answer, { kind: 'links' }>, now: number): (record: Submission) => Submission {
  const { kind, task } = answer;
  if (kind === 'exists') return submitted(task, now);
  if (kind === 'confirm') return (r) => asked(answer.finalPrompt ?? '', 'answer', now)(submitted(task, now)(r));
  return (r) => asksAnyway(now)(submitted(task, now, answer.ahead)(r));
}

function isForeseen(error: unknown): boolean {
  return [Busy, Unreachable, Refused, Misconfigured].some((kind) => error instanceof kind);
}

function optionsOf(needs: SubmitNeeds, record: Submission): SubmitOptions {
  return {
    state: record.id,
    mode: promptMode(sentPrompt(record)) === undefined ? record.mode : undefined,
    notifyHook: needs.callbackFor(record.id),
  };
}

/** Certainly not taken: wait and try again, bounded. Ambiguous: in doubt. Refused: the card says why. */
async function notAccepted(needs: SubmitNeeds, record: Submission, error: unknown): Promise<void | Again> {
  const { records, jobs, world, log } = needs;
  const { id } = record;
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
async function doubt(
  needs: SubmitNeeds,
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

async function endCancelled(needs: SubmitNeeds, { id, mark, cancelAsked: by = '' }: Submission): Promise<void> {
  await end(needs, id, { kind: 'cancelled', by, sent: mark === 'in doubt', told: false });
}

async function end(needs: SubmitNeeds, id: SubmissionId, how: End, more: Partial<Submission> = {}): Promise<void> {
  const now = await needs.records.change(id, ended(how, needs.world.now(), more));
  if (now !== undefined) await afterEnd(needs, now);
}
