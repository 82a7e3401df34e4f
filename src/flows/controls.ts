import { type MistakeCode, UserMistake } from '../domain/errors.ts';
import type { Given, OrderVerb } from '../domain/form.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { awaitsAnswer, cancelAsked, canReopen, isWatched, refetch, removing, reopen } from '../domain/life/index.ts';
import { findingsOf } from '../domain/lint/of-record.ts';
import type { Said } from '../domain/messages.ts';
import { customIdHash } from '../domain/press-token.ts';
import type { Step } from '../domain/step.ts';
import { stepOfKind, withoutZoom } from '../domain/step.ts';
import { promptOf, type Submission, sentPrompt } from '../domain/submission.ts';
import { buttonKind } from '../domain/task.ts';
import { isAdmin } from './admins.ts';
import { consider, type DraftNeeds, sentOf } from './draft/consider.ts';
import { type AfterEndNeeds, afterEnd } from './end.ts';
import type { Seeds } from './needs/gateway.ts';
import type { Watch } from './needs/reading.ts';
import type { Records } from './needs/records.ts';
import type { Audit } from './needs/team.ts';
import { noteOnParent } from './press/on-parent.ts';
import { DOUBLE_CLICK_MS, remixOf, takePress } from './press/press.ts';
import { type SendStepNeeds, stepOf, stepOfSubmission, targetOf } from './press/step.ts';
import { followUpOf, inThreadOf, mayPress, type Place, takeIn } from './submit/take-in.ts';
import { askSeed } from './verbs/seed.ts';
import type { Told } from './verbs/verb.ts';

export interface ControlNeeds extends SendStepNeeds, AfterEndNeeds, DraftNeeds {
  records: Records;
  watch: Watch;
  seeds: Seeds;
  audit: Pick<Audit, 'add'>;
}

export interface ControlUse {
  submission: SubmissionId;
  place: Place;
  /** Unique for each click. */
  key: string;
  /** Slack's trigger of the click. */
  trigger?: string | undefined;
}

/** Our own controls on a card, beside the gateway's buttons. */
export interface Controls
  extends Record<'cancel' | 'delete' | 'check-again' | 'fetch-again', (use: ControlUse) => Promise<void>> {
  /** A press may be asked for more. */
  'try-again'(use: ControlUse): Promise<Told>;
  /** The same with the prompt as it would be right. */
  'run-corrected'(use: ControlUse): Promise<Told>;
  /** What the gateway waits for. */
  continue(use: ControlUse): Promise<{ step: Step }>;
  'show-prompt'(use: ControlUse): Promise<{ prompt: string }>;
  seed(use: ControlUse): Promise<{ tell: Said; later: Promise<Said> }>;
  /** The verb and what was given to it, for its form. */
  'edit-again'(use: ControlUse): Promise<{ verb: OrderVerb; given: Given }>;
}

/**
 * What is over is looked at by nobody. So a click that takes it up again first arranges that somebody will, in a moment, and at once when its
 * change is stored: a kill in between leaves no change that nobody acts on.
 */
const NET_MS = 5000;

/** What each control of a card does. @throws UserMistake when it is not allowed, or came too late */
export function controlStories(needs: ControlNeeds): Controls {
  const { records, jobs, watch, world } = needs;

  async function find(id: SubmissionId): Promise<Submission> {
    const record = await records.get(id);
    if (record === undefined) throw new UserMistake('submission-gone');
    return record;
  }

  /** *Cancel* and *Delete* are for the requester and admins, whatever `PRESS_BY` says. Source: contract.md. */
  async function own(use: ControlUse, otherwise: MistakeCode): Promise<Submission> {
    const record = await find(use.submission);
    if (record.asker !== use.place.user && !(await isAdmin(needs, use.place)))
      throw new UserMistake(otherwise, { owner: record.asker });
    return record;
  }

  /** Before it is done: rather an entry of what then failed than a deed that nobody can look up. */
  async function noteDeed(what: 'cancel' | 'delete-card', { id, asker }: Submission, { place }: ControlUse) {
    await needs.audit.add(place.team, { at: world.now(), by: place.user, what, of: id, was: asker });
  }

  return {
    async cancel(use) {
      const record = await own(use, 'not-yours-to-cancel');
      if (record.end !== undefined) throw new UserMistake('already-ended');
      if (record.asker !== use.place.user) await noteDeed('cancel', record, use);
      const now = await records.change(record.id, cancelAsked(use.place.user, world.now()));
      if (now?.end !== undefined) await afterEnd(needs, now);
      else {
        await jobs.submit(record.id);
        await jobs.show(record.id, 'end');
      }
    },

    async delete(use) {
      const record = await own(use, 'not-yours-to-delete');
      await noteDeed('delete-card', record, use);
      await jobs.show(record.id, 'end', NET_MS);
      await records.change(record.id, removing());
      await jobs.show(record.id, 'end');
    },

    async 'try-again'(use) {
      const record = await find(use.submission);
      await mayPress(needs, record, use.place.user);
      const again = await stepAgain(needs, record, use.place);
      if (again !== undefined) return { step: again };
      const { team, user } = use.place;
      const key = await needs.intake.firstOf(`anew-${team}-${user}-${record.id}`, use.key, DOUBLE_CLICK_MS);
      const told = await submitAgain(needs, record, { ...use, key });
      return key === use.key ? told : undefined;
    },

    async 'run-corrected'(use) {
      const record = await find(use.submission);
      await mayPress(needs, record, use.place.user);
      const { corrected } = findingsOf(record);
      if (corrected === undefined) throw new UserMistake('button-gone');
      const { team, user } = use.place;
      if (!(await needs.intake.first(`corrected-${team}-${user}-${record.id}`, DOUBLE_CLICK_MS))) return undefined;
      return await runCorrected(needs, withPrompt(record, corrected), use);
    },

    async continue(use) {
      const record = await find(use.submission);
      await mayPress(needs, record, use.place.user);
      if (record.answer !== undefined) throw new UserMistake('step-answered', { by: record.answer.by });
      if (!awaitsAnswer(record)) throw new UserMistake('step-over');
      return { step: await stepOf(needs, await stepOfSubmission(records, record), use.place) };
    },

    async 'check-again'(use) {
      const record = await find(use.submission);
      await mayPress(needs, record, use.place.user);
      // Watched already: an earlier click was interrupted before it got any further.
      if (!canReopen(record) && !isWatched(record)) throw new UserMistake('nothing-to-check');
      await watch.at(record.id, world.now() + NET_MS);
      await needs.intake.retake(record);
      const open = await records.change(record.id, reopen(world.now()));
      if (open !== undefined) await noteOnParent(needs, open);
      // It ended by itself meanwhile, and gives its place back.
      if (open?.end !== undefined) await afterEnd(needs, open);
      await watch.at(record.id, world.now());
      await jobs.show(record.id, 'end');
    },

    async 'fetch-again'(use) {
      const record = await find(use.submission);
      await mayPress(needs, record, use.place.user);
      await watch.at(record.id, world.now() + NET_MS);
      await records.change(record.id, refetch(world.now()));
      await jobs.deliver(record.id);
    },

    async 'show-prompt'(use) {
      return { prompt: sentPrompt(await find(use.submission)) };
    },

    async seed(use) {
      const { task } = await find(use.submission);
      if (task === undefined) throw new UserMistake('which-task');
      return { tell: { say: 'looking' }, later: askSeed(needs.seeds, task) };
    },

    async 'edit-again'(use) {
      const record = await find(use.submission);
      await mayPress(needs, record, use.place.user);
      return givenOf(record);
    },
  };
}

/** Nobody answered, or what they answered with was no good: then it is asked for anew. */
function isAnswerless({ end, answer }: Submission): boolean {
  return answer === undefined || end?.kind === 'unanswered' || (end?.kind === 'failed' && end.cause === 'mask');
}

/** The step of a press whose button always has one, where its answer cannot be used again. */
async function stepAgain(needs: ControlNeeds, record: Submission, place: Place): Promise<Step | undefined> {
  const { order } = record;
  if (order.verb !== 'press' || !isAnswerless(record)) return undefined;
  const { customId = '' } = order.button;
  if (stepOfKind(buttonKind(order.button)) === undefined) return undefined;
  const ref = { of: 'button', submission: order.parent, hash: customIdHash(customId) } as const;
  return await stepOf(needs, await targetOf(needs.records, ref), place);
}

/** The same order in the same thread. A press keeps its answer, so that nothing is asked twice, and has the person's setting as it is now. */
async function submitAgain(needs: ControlNeeds, record: Submission, use: ControlUse): Promise<Told> {
  const { order, mode } = record;
  const place = await followUpOf(needs, record, use.place);
  const key = `again-${record.id}-${place.user}-${use.key}`;
  if (order.verb !== 'press') {
    await takeIn(needs, place, order, key, { mode, added: record.added, typed: record.typed });
    return undefined;
  }
  const { remix: _, ...press } = order;
  const again = { ...press, ...(await remixOf(needs, place, buttonKind(order.button))) };
  const answer = isAnswerless(record) ? undefined : record.answer;
  const parent = await needs.records.get(order.parent);
  return await takePress(needs, parent, place, again, key, { mode, answer, trigger: use.trigger });
}

/** What was answered for a press is pressed anew; anything else is asked for as if it had been typed so, and counts as any. */
async function runCorrected(needs: ControlNeeds, record: Submission, use: ControlUse): Promise<Told> {
  const { order, mode, added = [] } = record;
  if (order.verb === 'press') return await submitAgain(needs, record, use);
  const place = inThreadOf(record, use.place);
  const key = `corrected-${record.id}-${place.user}-${use.key}`;
  return sentOf(await consider(needs, { order, mode, added, given: givenOf(record).given, place, key }));
}

/** The same submission with another prompt in the place of the one that was typed. */
function withPrompt(record: Submission, prompt: string): Submission {
  const { order, answer } = record;
  return answer === undefined
    ? { ...record, order: { ...order, prompt } }
    : { ...record, answer: { ...answer, prompt } };
}

/** What was asked for, as a form that can be changed. A press becomes an imagine with the prompt that it was drawn with. */
function givenOf(record: Submission): { verb: OrderVerb; given: Given } {
  const { order, mode, added = [] } = record;
  const pictures = order.pictures;
  const isAdded = (what: 'mode' | 'bot') => added.some(({ beside }) => beside === what);
  const speed = mode === undefined || isAdded('mode') ? {} : { mode };
  const prompt = withoutZoom(promptOf(record));
  const given = (options: Given['options']): Given => ({ prompt, pictures, options });
  switch (order.verb) {
    case 'press':
      return { verb: 'imagine', given: given(speed) };
    case 'imagine':
      return {
        verb: 'imagine',
        given: given({ ...speed, ...(order.bot === undefined || isAdded('bot') ? {} : { bot: order.bot }) }),
      };
    case 'blend':
      return { verb: 'blend', given: given({ shape: order.shape }) };
    case 'video': {
      const { motion, loop, batch, resolution } = order;
      const flags: Given['options'] = loop ? { loop: 'yes' } : {};
      return { verb: 'video', given: given({ motion, batch: String(batch), resolution, ...flags }) };
    }
    case 'describe':
    case 'shorten':
    case 'faceswap':
    case 'edit':
    case 'upload':
      return { verb: order.verb, given: given({}) };
  }
}
