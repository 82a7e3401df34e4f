import { UserMistake } from '../domain/errors.ts';
import type { Mode } from '../domain/prompt.ts';
import type { StepAnswer } from '../domain/step.ts';
import { type Order, Submission, threadOf } from '../domain/submission.ts';
import type { Intake, Log, World } from './needs.ts';

/** Where a person stands when they ask for something. Slack ids. */
export interface Place {
  team: string;
  channel: string;
  user: string;
  /** A direct conversation with the bot is always allowed. */
  isDm: boolean;
  /** The thread in which the card is to stand. */
  threadTs?: string | undefined;
  responseUrl?: string | undefined;
}

export interface Rules {
  /** Empty: every channel. */
  allowedChannels: readonly string[];
  admins: readonly string[];
  pressBy: 'anyone' | 'requester';
  defaultMode?: Mode | undefined;
}

export interface TakeInNeeds {
  intake: Intake;
  world: World;
  log: Log;
  rules: Rules;
}

/** What may come along with an order. */
export interface Along {
  /** The speed, where one was chosen. */
  mode?: Mode | undefined;
  /** Given before the gateway asks for it. */
  answer?: StepAnswer | undefined;
  /** Slack's trigger of the click, just made, from which a modal may be opened. */
  trigger?: string | undefined;
}

/**
 * Takes a submission in: permission, quota, then record and job in one step. `key` is what must not happen twice (an event id, a trigger id).
 *
 * @returns `known` when a submission of that key was taken before; then nothing was stored
 * @throws UserMistake when it is refused; nothing was stored and nothing costs
 * @throws Unreachable when it could not be stored
 */
export async function takeIn(
  needs: TakeInNeeds,
  place: Place,
  order: Order,
  key: string,
  { mode, answer, trigger }: Along = {},
): Promise<'stored' | 'known'> {
  const { intake, world, log, rules } = needs;
  mayAskIn(rules, place);
  const now = world.now();
  const record = Submission.parse({
    v: 1,
    id: intake.idFor(key),
    team: place.team,
    channel: place.channel,
    asker: place.user,
    order,
    mode: mode ?? rules.defaultMode,
    mark: 'accepted',
    at: { accepted: now },
    card: { mark: 'none', ...(place.threadTs === undefined ? {} : { threadTs: place.threadTs }) },
    ...(place.responseUrl === undefined ? {} : { responseUrl: place.responseUrl }),
    ...(answer === undefined ? {} : { answer }),
    ...(trigger === undefined ? {} : { trigger: { id: trigger, at: now } }),
  });
  const outcome = await intake.accept(record);
  log.info(
    { submission: record.id, verb: order.verb, user: place.user, channel: place.channel },
    `submission ${outcome}`,
  );
  return outcome;
}

/** @throws UserMistake `channel-not-allowed` */
export function mayAskIn(rules: Rules, place: Pick<Place, 'channel' | 'isDm'>): void {
  if (!place.isDm && rules.allowedChannels.length > 0 && !rules.allowedChannels.includes(place.channel))
    throw new UserMistake('channel-not-allowed');
}

/** Whoever may press the buttons of a card. @throws UserMistake `not-yours-to-press` */
export function mayPress(rules: Rules, record: Submission, user: string): void {
  if (rules.pressBy === 'requester' && record.asker !== user && !rules.admins.includes(user))
    throw new UserMistake('not-yours-to-press', { owner: record.asker });
}

/** Follow-ups stand in the thread of the card, wherever they were asked for. */
export function inThreadOf(record: Submission, place: Place): Place {
  return { ...place, channel: record.channel, isDm: record.channel.startsWith('D'), threadTs: threadOf(record) };
}
