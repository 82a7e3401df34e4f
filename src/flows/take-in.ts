import { UserMistake } from '../domain/errors.ts';
import type { Mode } from '../domain/prompt.ts';
import { type Order, Submission } from '../domain/submission.ts';
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

/**
 * Takes a submission in: permission, quota, then record and job in one step. `key` is what must not happen twice (an event id, a trigger id),
 * `chosen` the speed, where one was chosen.
 *
 * @throws UserMistake when it is refused; nothing was stored and nothing costs
 * @throws Unreachable when it could not be stored
 */
export async function takeIn(
  needs: TakeInNeeds,
  place: Place,
  order: Order,
  key: string,
  chosen?: Mode,
): Promise<void> {
  const { intake, world, log, rules } = needs;
  if (!place.isDm && rules.allowedChannels.length > 0 && !rules.allowedChannels.includes(place.channel))
    throw new UserMistake('channel-not-allowed');

  const now = world.now();
  const record = Submission.parse({
    v: 1,
    id: intake.idFor(key),
    team: place.team,
    channel: place.channel,
    asker: place.user,
    order,
    mode: chosen ?? rules.defaultMode,
    mark: 'accepted',
    at: { accepted: now },
    card: { mark: 'none', ...(place.threadTs === undefined ? {} : { threadTs: place.threadTs }) },
    ...(place.responseUrl === undefined ? {} : { responseUrl: place.responseUrl }),
  });
  const outcome = await intake.accept(record);
  log.info(
    { submission: record.id, verb: order.verb, user: place.user, channel: place.channel },
    `submission ${outcome}`,
  );
}
