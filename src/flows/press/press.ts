import { UserMistake } from '../../domain/errors.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { customIdHash } from '../../domain/press-token.ts';
import type { Order, Submission } from '../../domain/submission.ts';
import { type Button, type ButtonKind, buttonKind, buttonName } from '../../domain/task.ts';
import { type Along, followUpOf, mayAsk, mayPress, type Place, takeIn } from '../submit/take-in.ts';
import type { Told } from '../verbs/verb.ts';
import { takePicks } from './picks.ts';
import { buttonOn, picksOf, pressOrder, type SendStepNeeds, stepOf, stepOfButton } from './step.ts';

export interface Press {
  submission: SubmissionId;
  /** Digest of the button's customId, from the button's value. */
  hash: string;
  place: Place;
  /** Unique for each click. */
  key: string;
  /** Slack's trigger of the click, from which a modal may be opened. */
  trigger?: string | undefined;
}

/** The same person on the same button within this is one press. Source: contract.md. */
export const DOUBLE_CLICK_MS = 3000;
/** Two clicks within this open one modal. Shorter: whoever closed it, or got it too late, may press again soon. */
const DOUBLE_OPEN_MS = 1000;

/**
 * A click on one of the gateway's buttons. Kinds that always ask for more are answered with their step, filled in from our own records:
 * nothing is stored, and no gateway is called. *Imagine all* becomes an ordinary imagine for each prompt. An upscale that was made already is
 * named. Everything else becomes a child submission in the thread of the card, which may yet be asked for more.
 *
 * @throws UserMistake when the button or its card is gone, or the press is not allowed
 */
export function pressStory(needs: SendStepNeeds) {
  return async (press: Press): Promise<Told> => {
    const { records, intake } = needs;
    const record = await records.get(press.submission);
    if (record === undefined) throw new UserMistake('submission-gone');
    const button = buttonOn(record, press.hash);
    if (button === undefined || record.task === undefined) throw new UserMistake('button-gone');
    const { team, user } = press.place;
    await mayPress(needs, record, user);
    const place = await followUpOf(needs, record, press.place);
    const double = `${team}-${user}-${record.id}-${press.hash}`;

    const target = stepOfButton(record, button);
    if (target !== undefined) {
      await mayAsk(needs, place);
      if (!(await intake.first(`step-${double}`, DOUBLE_OPEN_MS))) return undefined;
      return { step: await stepOf(needs, target, place) };
    }

    const key = await intake.firstOf(`click-${double}`, press.key, DOUBLE_CLICK_MS);
    const told = await takeClick(needs, { ...press, place, key }, record, record.task, button);
    // Of a double click the first was told.
    return key === press.key ? told : undefined;
  };
}

async function takeClick(
  needs: SendStepNeeds,
  { place, key, trigger }: Press,
  record: Submission,
  task: string,
  button: Button,
): Promise<Told> {
  const kind = buttonKind(button);
  const picks = picksOf(record, kind);
  if (picks.length > 0) return await takePicks(needs, place, record, button, picks, key);

  const order = { ...pressOrder(record, task, button), ...(await remixOf(needs, place, kind)) };
  return await takePress(needs, record, place, order, key, { mode: record.mode, trigger });
}

/** *on*: the gateway is asked to ask, where it can. */
export async function remixOf(
  { settings }: SendStepNeeds,
  { team, user }: Place,
  kind: ButtonKind,
): Promise<{ remix?: true }> {
  return kind === 'vary' && (await settings.of(team, user)).remix === 'on' ? { remix: true } : {};
}

/**
 * Takes a press in. An upscale gives the same again, so it is made once, whoever presses, until the one that was made is over: its id follows
 * from what was pressed.
 *
 * @returns which card shows it, when it was made already
 */
export async function takePress(
  needs: SendStepNeeds,
  parent: Submission | undefined,
  place: Place,
  order: Extract<Order, { verb: 'press' }>,
  key: string,
  along: Along,
): Promise<Told> {
  const customId = order.button.customId ?? '';
  const once = buttonKind(order.button) === 'upscale' && parent !== undefined;
  const before = parent?.presses.filter((p) => p.customId === customId) ?? [];
  const over = before.filter((p) => p.over === true).length;
  const made = before.find((p) => p.over !== true);
  if (once && made !== undefined) return alreadyMade(place, order, made.ts);
  const unique = once ? `once-${parent.id}-${customIdHash(customId)}-${over}` : key;
  const outcome = await takeIn(needs, place, order, unique, along);
  return once && outcome === 'known' ? alreadyMade(place, order, undefined) : undefined;
}

function alreadyMade(
  { channel, threadTs }: Place,
  { button }: Extract<Order, { verb: 'press' }>,
  ts: string | undefined,
): Told {
  const thread = threadTs === undefined ? {} : { threadTs };
  return {
    tell: { say: 'already-made', button: buttonName(button), channel, ...thread, ...(ts === undefined ? {} : { ts }) },
  };
}
