import { afterStore, UserMistake } from '../../domain/errors.ts';
import { answered, awaitsAnswer } from '../../domain/life/index.ts';
import { lint } from '../../domain/lint/index.ts';
import { cardButtons } from '../../domain/local-buttons.ts';
import { customIdHash } from '../../domain/press-token.ts';
import { PROMPT_MAX } from '../../domain/prompt.ts';
import {
  answerPrompt,
  promptRatio,
  type Step,
  type StepAnswer,
  type StepGiven,
  type StepKind,
  type StepRef,
  stepOfKind,
  withoutZoom,
} from '../../domain/step.ts';
import { type Order, type Submission, sentPrompt } from '../../domain/submission.ts';
import { type Button, type ButtonKind, buttonKind, buttonName } from '../../domain/task.ts';
import { describePrompts, shortened } from '../../domain/text-results.ts';
import { changedBy } from '../changed-by.ts';
import type { PainterLinks } from '../needs/masks.ts';
import type { Records } from '../needs/records.ts';
import type { Jobs } from '../needs/work.ts';
import { withPresets } from '../submit/complete.ts';
import {
  followUpOf,
  type MayPressNeeds,
  mayAskIn,
  mayPress,
  mayWrite,
  type Place,
  type TakeInNeeds,
  takeIn,
} from '../submit/take-in.ts';
import { checkedMask, type MaskNeeds, pictureOf } from './mask.ts';

export interface StepNeeds extends MaskNeeds {
  records: Records;
  /** Undefined where the bot has no public address. */
  painterLinks: PainterLinks | undefined;
}

/** What a step is about. */
export interface StepTarget {
  readonly ref: StepRef;
  readonly kind: StepKind;
  /** Whoever may press the buttons of this card may answer: the card that was pressed, or the one that waits. */
  readonly record: Submission;
  readonly button: string;
  readonly prompt: string;
  /** Region: the submission whose picture is painted on. */
  readonly pictured: Submission | undefined;
  /** Of a button: what its answer submits. */
  readonly order: Order | undefined;
}

/** The step that a button always has; undefined where the gateway decides. */
export function stepOfButton(record: Submission, button: Button): StepTarget | undefined {
  const kind = buttonKind(button);
  const step = stepOfKind(kind);
  if (step === undefined || record.task === undefined) return undefined;
  return {
    ref: { of: 'button', submission: record.id, hash: customIdHash(button.customId ?? '') },
    kind: step,
    record,
    button: buttonName(button),
    prompt: step === 'pick' ? (picksOf(record, kind)[pickIndex(button)] ?? '') : fullPrompt(record),
    pictured: step === 'region' ? record : undefined,
    order: pressOrder(record, record.task, button),
  };
}

/** The step of a submission that waits, whether it still does or not. */
export async function stepOfSubmission(records: Records, record: Submission): Promise<StepTarget> {
  const { order } = record;
  const parent = order.verb === 'press' ? await records.get(order.parent) : undefined;
  const kind = order.verb === 'press' ? (stepOfKind(buttonKind(order.button)) ?? 'prompt') : 'prompt';
  return {
    ref: { of: 'submission', submission: record.id },
    kind,
    record,
    button: order.verb === 'press' ? buttonName(order.button) : order.verb,
    prompt: proposedPrompt(record, parent),
    pictured: kind === 'region' ? parent : undefined,
    order: undefined,
  };
}

/** What a confirmation is answered with when nothing is changed: the gateway's proposal, else the parent's prompt. May be empty. */
function proposedPrompt({ asked, order }: Submission, parent: Submission | undefined): string {
  const proposed = asked?.finalPrompt ?? '';
  if (proposed !== '' && proposed.length <= PROMPT_MAX) return proposed;
  return parent === undefined ? order.prompt : fullPrompt(parent);
}

/** @throws UserMistake `submission-gone`, `button-gone` */
export async function targetOf(records: Records, ref: StepRef): Promise<StepTarget> {
  const record = await records.get(ref.submission);
  if (record === undefined) throw new UserMistake('submission-gone');
  if (ref.of === 'submission') return await stepOfSubmission(records, record);
  const button = buttonOn(record, ref.hash);
  const target = button === undefined ? undefined : stepOfButton(record, button);
  if (target === undefined) throw new UserMistake('button-gone');
  return target;
}

/** The button of a card with this `customIdHash`. */
export function buttonOn(record: Submission, hash: string): Button | undefined {
  return cardButtons(record).find((b) => b.customId !== undefined && customIdHash(b.customId) === hash);
}

export function pressOrder(record: Submission, task: string, button: Button): Extract<Order, { verb: 'press' }> {
  return {
    verb: 'press',
    parent: record.id,
    parentTask: task,
    button,
    prompt: withoutZoom(sentPrompt(record)),
    pictures: [],
  };
}

/** What a person is asked, filled in, without a way to choose a region. @throws UserMistake `picture-not-here` */
export function plainStep({ ref, kind, button, prompt, pictured }: StepTarget): Step {
  const step: Step = { ref, kind, button, prompt };
  if (kind === 'region') return { ...step, picture: pictureOf(pictured) };
  const ratio = kind === 'zoom' ? promptRatio(prompt) : undefined;
  return ratio === undefined ? step : { ...step, ratio };
}

/**
 * What a person is asked, filled in. A region has a link to the painter, made for this person alone; where there is no painter, the grid over
 * the picture, once it was made.
 *
 * @throws UserMistake `picture-not-here` when there is nothing to paint on
 * @throws Unreachable when the link could not be kept
 */
export async function stepOf(
  needs: StepNeeds,
  target: StepTarget,
  { user, responseUrl }: Pick<Place, 'user' | 'responseUrl'>,
): Promise<Step> {
  const step = plainStep(target);
  const { ref, prompt, record, pictured } = target;
  if (step.kind !== 'region') return step;
  const links = needs.painterLinks;
  if (links === undefined) return pictured?.grid === undefined ? step : { ...step, grid: pictured.grid };
  const answer = responseUrl === undefined ? {} : { responseUrl };
  const id = await needs.paints.open({ ref, team: record.team, user, channel: record.channel, prompt, ...answer });
  return { ...step, painter: { id, url: links.page(id) } };
}

export interface SendStepNeeds extends StepNeeds, TakeInNeeds, MayPressNeeds {
  jobs: Jobs;
}

/** The answer to a step, as a person gave it. */
export interface StepGave {
  ref: StepRef;
  given: StepGiven;
  place: Place;
  /** What must not happen twice: the same for every submit of one modal, or of one link to the painter. */
  key: string;
}

/**
 * Takes the answer to a step in. Of a button it makes a submission; of a submission that waits it is stored, by compare-and-set before anything
 * is sent: the first answer counts.
 *
 * @returns `known` when this person gave it before
 * @throws UserMistake when it is refused, with the field that holds the mistake (`prompt`, `zoom`, `ratio`, `mask`), or when somebody else was
 * faster, or the time is over; nothing was stored and nothing costs
 * @throws InDoubt when it may be stored; Unreachable, Busy, Misconfigured when it is not
 */
export async function sendStep(needs: SendStepNeeds, gave: StepGave): Promise<'stored' | 'known'> {
  const target = await targetOf(needs.records, gave.ref);
  const { record, kind, order } = target;
  const place = await followUpOf(needs, record, gave.place);
  await mayPress(needs, record, place.user);
  mayAskIn(needs.rules, place);
  if (order === undefined && !awaitsAnswer(record)) return await tooLate(needs, record, place.user);
  refuseCertain(target.prompt, gave.given.prompt);
  const prompt = await withPresets(needs, place, answerPrompt(kind, gave.given));
  const answer: StepAnswer = { prompt, by: place.user, ...(await maskOf()) };
  if (order === undefined) {
    // What runs goes on while everything is paused; what is newly written into it is looked at all the same.
    mayWrite(await needs.teamRules.of(place.team), [answer.prompt]);
    return await giveAnswer(needs, record, answer);
  }
  return await takeIn(needs, place, order, gave.key, { mode: record.mode, answer });

  async function maskOf(): Promise<Pick<StepAnswer, 'mask'>> {
    if (kind !== 'region') return {};
    return { mask: await checkedMask(needs, place, gave.given.mask, pictureOf(target.pictured)) };
  }
}

/** A prompt that was changed, and would certainly not work. One that the gateway proposed is the gateway's. @throws UserMistake */
function refuseCertain(proposed: string, prompt: string): void {
  if (prompt.trim() === proposed.trim()) return;
  const [finding] = lint(prompt, { purpose: 'remix', pictures: 0, bot: 'midjourney' });
  if (finding?.certain === true) throw new UserMistake('bad-parameter', {}, 'prompt', finding);
}

const UNSURE = 'it is not known whether an answer was stored and sent on';

async function giveAnswer(needs: SendStepNeeds, { id }: Submission, answer: StepAnswer): Promise<'stored' | 'known'> {
  try {
    const { now, mine } = await changedBy(needs.records, id, answered(answer));
    if (now === undefined) throw new UserMistake('submission-gone');
    if (!mine) return await tooLate(needs, now, answer.by);
    await needs.jobs.submit(id);
    await needs.jobs.show(id, 'end');
    return 'stored';
  } catch (error) {
    throw afterStore(error, UNSURE);
  }
}

/** The same person's second submit is no mistake. Theirs may have been interrupted before it was sent on, so that is made up for. */
async function tooLate(needs: SendStepNeeds, record: Submission, user: string): Promise<'known'> {
  const { answer } = record;
  if (answer === undefined) throw new UserMistake('step-over');
  if (answer.by !== user) throw new UserMistake('step-answered', { by: answer.by });
  await needs.jobs.submit(record.id).catch((error: unknown) => {
    throw afterStore(error, UNSURE);
  });
  return 'known';
}

/** The modal of a step is open, so that the painter may send a mask back into it. */
export async function seated(needs: StepNeeds, step: Step, viewId: string): Promise<void> {
  if (step.painter !== undefined) await needs.paints.seat(step.painter.id, viewId);
}

/** Another prompt was typed in the modal: the painter begins with it. */
export async function worded(needs: Pick<StepNeeds, 'paints'>, { painter }: Step, prompt: string): Promise<void> {
  if (painter !== undefined) await needs.paints.word(painter.id, prompt);
}

/** The prompts that the numbered buttons of describe and shorten stand for. */
export function picksOf(record: Submission, kind: ButtonKind): string[] {
  const text = record.snapshot?.text ?? '';
  if (kind === 'shorten-pick') return shortened(text).prompts;
  return kind === 'describe-pick' || kind === 'describe-all' ? describePrompts(text) : [];
}

/** The last number of `MJ::Job::PicReader::2`, from 0. */
function pickIndex(button: Button): number {
  return Number(/(\d+)$/.exec(button.customId ?? '')?.[1] ?? 0) - 1;
}

/**
 * The prompt as it was written; as the gateway finally used it where only that names the pictures that were handed over with it, which would
 * be lost from the next picture (gateway.md section 4.6: `<https://s.mj.run/…>`).
 */
function fullPrompt(record: Submission): string {
  const written = sentPrompt(record);
  const used = record.snapshot?.finalPrompt ?? '';
  const link = /https?:\/\//iu;
  const better = written === '' || (link.test(used) && !link.test(written));
  return withoutZoom(better && used !== '' && used.length <= PROMPT_MAX ? used : written);
}
