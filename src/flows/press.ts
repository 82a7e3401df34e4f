import { UserMistake } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { cardButtons } from '../domain/local-buttons.ts';
import { customIdHash } from '../domain/press-token.ts';
import { type Order, promptOf, type Submission, threadOf } from '../domain/submission.ts';
import { type Button, type ButtonKind, buttonKind, buttonName } from '../domain/task.ts';
import { describePrompts, shortened } from '../domain/text-results.ts';
import type { Records } from './needs.ts';
import { type Place, type TakeInNeeds, takeIn } from './take-in.ts';

export interface PressNeeds extends TakeInNeeds {
  records: Records;
}

export interface Press {
  submission: SubmissionId;
  /** Digest of the button's customId, from the button's value. */
  hash: string;
  place: Place;
  /** Unique for each click. */
  key: string;
}

/** The same person on the same button within this is one press. Source: contract.md. */
export const DOUBLE_CLICK_MS = 3000;

/** Kinds that cannot run without a further step that this bot does not offer. */
const NEEDS_MORE: ReadonlySet<ButtonKind> = new Set(['custom-zoom', 'region']);

/**
 * A click on one of the gateway's buttons becomes a child submission in the thread of the card. The numbered buttons under a describe or a
 * shorten become an ordinary imagine with that text: the same picture on every gateway, and nothing is left waiting for a confirmation.
 *
 * @throws UserMistake when the button or its card is gone, or the press is not allowed
 */
export function pressStory(needs: PressNeeds) {
  return async (press: Press): Promise<void> => {
    const { records, intake, rules } = needs;
    const record = await records.get(press.submission);
    if (record === undefined) throw new UserMistake('submission-gone');
    const button = cardButtons(record).find((b) => b.customId !== undefined && customIdHash(b.customId) === press.hash);
    if (button === undefined || record.task === undefined) throw new UserMistake('button-gone');
    mayPress(rules, record, press.place.user);
    const orders = ordersOf(record, record.task, button);

    const { team, user } = press.place;
    if (!(await intake.first(`press-${team}-${user}-${record.id}-${press.hash}`, DOUBLE_CLICK_MS))) return;
    const place: Place = { ...press.place, channel: record.channel, threadTs: threadOf(record) };
    for (const [index, order] of orders.entries())
      await takeIn(needs, place, order, index === 0 ? press.key : `${press.key}-${index}`, record.mode);
  };
}

/** @throws UserMistake `press-needs-more` */
function ordersOf(record: Submission, task: string, button: Button): Order[] {
  const kind = buttonKind(button);
  const picks = picksOf(record, kind);
  const imagine = (prompt: string): Order => ({ verb: 'imagine', prompt, pictures: [] });
  if (kind === 'describe-all' && picks.length > 0) return picks.map(imagine);
  if (kind === 'describe-pick' || kind === 'shorten-pick') {
    const pick = picks[pickIndex(button)];
    if (pick !== undefined) return [imagine(pick)];
    throw new UserMistake('press-needs-more', { button: buttonName(button) });
  }
  if (NEEDS_MORE.has(kind)) throw new UserMistake('press-needs-more', { button: buttonName(button) });
  return [{ verb: 'press', parent: record.id, parentTask: task, button, prompt: promptOf(record), pictures: [] }];
}

/** The prompts that the numbered buttons stand for. */
function picksOf(record: Submission, kind: ButtonKind): string[] {
  const text = record.snapshot?.text ?? '';
  if (kind === 'shorten-pick') return shortened(text).prompts;
  return kind === 'describe-pick' || kind === 'describe-all' ? describePrompts(text) : [];
}

/** The last number of `MJ::Job::PicReader::2`, from 0. */
function pickIndex(button: Button): number {
  return Number(/(\d+)$/.exec(button.customId ?? '')?.[1] ?? 0) - 1;
}

/** @throws UserMistake `not-yours-to-press` */
export function mayPress(rules: TakeInNeeds['rules'], record: Submission, user: string): void {
  if (rules.pressBy === 'requester' && record.asker !== user && !rules.admins.includes(user))
    throw new UserMistake('not-yours-to-press', { owner: record.asker });
}
