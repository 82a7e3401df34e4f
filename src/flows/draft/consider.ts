import type { Addition } from '../../domain/addition.ts';
import { Draft, type Offer } from '../../domain/draft.ts';
import { UserMistake } from '../../domain/errors.ts';
import type { Given } from '../../domain/form.ts';
import { type DraftId, draftId } from '../../domain/ids.ts';
import { type Around, corrected, type Finding, lint } from '../../domain/lint/index.ts';
import { aroundOf } from '../../domain/lint/of-record.ts';
import { promptsOf, SERIES_MAX } from '../../domain/permutations.ts';
import { type Mode, PROMPT_MAX } from '../../domain/prompt.ts';
import type { Order } from '../../domain/submission.ts';
import { limitsFor } from '../../domain/team-rules.ts';
import type { Drafts } from '../needs/records.ts';
import { type BeginNeeds, beginSeries } from '../series/begin.ts';
import { completeOrder } from '../submit/complete.ts';
import { type Along, mayAsk, mayWrite, type Place, type Stand, takeIn } from '../submit/take-in.ts';

export interface DraftNeeds extends BeginNeeds {
  drafts: Drafts;
}

/** What a person asked for, as they did: presets and defaults are added when it is considered. */
export interface Asked {
  order: Order;
  mode: Mode | undefined;
  /** What presets and defaults added already; absent where nothing was yet. */
  added?: readonly Addition[] | undefined;
  /** As it was given, for the form. */
  given: Given;
  place: Place;
  key: string;
}

/** Where what was asked for shows by itself. */
type Where = 'here' | 'in-direct-messages';

/** What became of it: a submission; a question; or so many submissions. */
export type Considered = { one: Where } | { offer: Offer } | { taken: number; wanted: number; where: Where };

/** What the person has agreed to so far. */
export interface Agreed {
  /** The corrected prompt is to be used. */
  corrected: boolean;
  /** Several pictures are meant. */
  several: boolean;
}

/**
 * Takes in what a person asked for, or asks first: where its prompt would certainly not work, and where it makes several pictures. Nothing is
 * submitted by a question, and nothing is asked twice.
 *
 * @throws UserMistake when it is refused
 * @throws Unreachable when it could not be stored
 */
export async function consider(
  needs: DraftNeeds,
  asked: Asked,
  agreed: Agreed = { corrected: false, several: false },
): Promise<Considered> {
  const teamRules = await mayAsk(needs, asked.place);
  const { order, along, place } = await complete(needs, asked);
  const around = aroundOf(order);
  let prompts = pictured(order);
  mayWrite(teamRules, [order.prompt, ...prompts]);
  if (around !== undefined) {
    const findings = certain(prompts, around);
    const right = agreed.corrected || findings.length > 0 ? mended(order, prompts, around) : prompts;
    if (findings.length > 0 && !agreed.corrected)
      return { offer: { kind: 'correct', draft: await keep(needs, asked, agreed), findings, prompts: right } };
    prompts = right;
  }
  const [prompt = order.prompt] = prompts;
  if (prompts.length <= 1) {
    // What was typed is kept for *Edit and run again*; a mistake that was mended is not.
    const { typed: _, ...rest } = along;
    await takeIn(needs, place, { ...order, prompt }, asked.key, prompt === order.prompt ? along : rest);
    return { one: whereOf(place) };
  }
  if (agreed.several) {
    const begun = await beginSeries(needs, { ...asked, place, order, mode: along.mode }, along.added, prompts);
    return { ...begun, where: whereOf(place) };
  }
  const room = await needs.intake.room(asked.place, limitsFor(teamRules, asked.place).person);
  if (room?.left === 0) throw new UserMistake(`${room.why}-limit`, { limit: room.limit });
  const short = room !== undefined && room.left < prompts.length ? { room } : {};
  return { offer: { kind: 'several', draft: await keep(needs, asked, agreed), prompts, ...short } };
}

function whereOf({ askedIn }: Stand): Where {
  return askedIn === undefined ? 'here' : 'in-direct-messages';
}

type Complete = { order: Order; along: Pick<Along, 'mode' | 'added' | 'typed'>; place: Stand };

async function complete(needs: DraftNeeds, { order, mode, added, place }: Asked): Promise<Complete> {
  if (order.verb === 'press' || added !== undefined) return { order, along: { mode, added }, place };
  return await completeOrder(needs, place, order, mode);
}

/** What there is to ask or to say, if anything: what stands in the conversation says it by itself. */
export function sentOf(went: Considered): undefined | { offer: Offer } | { tell: { say: 'in-direct-messages' } } {
  if ('offer' in went) return went;
  return 'one' in went && went.one === 'in-direct-messages' ? { tell: { say: went.one } } : undefined;
}

/** The prompts that one stands for. Only an imagine makes several; elsewhere the linter says so. @throws UserMistake `too-many-of-one` */
function pictured({ verb, prompt }: Order): readonly string[] {
  if (verb !== 'imagine') return [prompt];
  const { prompts, count } = promptsOf(prompt);
  if (count > SERIES_MAX) throw new UserMistake('too-many-of-one', { count, max: SERIES_MAX }, 'prompt');
  return prompts;
}

/** What is certainly wrong with any of them, each thing once. */
function certain(prompts: readonly string[], around: Around): Finding[] {
  const found = new Map<string, Finding>();
  for (const prompt of new Set(prompts))
    for (const finding of lint(prompt, around))
      if (finding.certain) found.set(JSON.stringify([finding.rule, finding.params]), finding);
  return [...found.values()];
}

/** The prompts as they would be right; none where one of them would not be. A mend may make an unreadable `--repeat` a readable one. */
function mended(order: Order, prompts: readonly string[], around: Around): readonly string[] {
  const right = prompts.flatMap((prompt) => pictured({ ...order, prompt: corrected(prompt, around) }));
  const all = right.every((prompt) => prompt.length <= PROMPT_MAX) && certain(right, around).length === 0;
  return all && right.length <= SERIES_MAX ? right : [];
}

async function keep(needs: DraftNeeds, asked: Asked, agreed: Agreed): Promise<DraftId> {
  const { order, mode, added, given, place, key } = asked;
  const id = draftId(needs.intake.idFor(`draft-${key}`));
  const draft = Draft.parse({ v: 1, ...place, order, mode, added, given, key, corrected: agreed.corrected });
  await needs.drafts.keep(id, draft);
  return id;
}
