import type { Addition } from '../../domain/addition.ts';
import { UserMistake } from '../../domain/errors.ts';
import type { Mode } from '../../domain/prompt.ts';
import type { PersonSettings } from '../../domain/settings.ts';
import type { StepAnswer } from '../../domain/step.ts';
import { type Order, Submission, threadOf } from '../../domain/submission.ts';
import { type Limits, limitsFor, refusedIn, type TeamRules } from '../../domain/team-rules.ts';
import { isAdmin } from '../admins.ts';
import type { Languages, Settings } from '../needs/people.ts';
import type { Intake } from '../needs/records.ts';
import type { Admins, TeamRulesStore } from '../needs/team.ts';
import type { Log, World } from '../needs/world.ts';

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
  /** The person named this conversation for the result, so it goes nowhere else. */
  named?: true | undefined;
}

/** A place, and how the person wants to see the result there. */
export interface Stand extends Place {
  /** Where it was asked for, where the card does not stand there. */
  askedIn?: string | undefined;
  /** The card stands in a thread, and the channel shows it too. */
  aloud?: boolean | undefined;
}

/** What the environment sets: the outer bound of what a team's admins decide. */
export interface Rules {
  /** Empty: every channel. */
  allowedChannels: readonly string[];
  admins: readonly string[];
  /** Of each person. */
  limits: Limits;
  pressBy: 'anyone' | 'requester';
  defaultMode?: Mode | undefined;
}

export interface TakeInNeeds {
  intake: Intake;
  languages: Languages;
  settings: Pick<Settings, 'of' | 'ofChannel'>;
  world: World;
  log: Log;
  rules: Rules;
  teamRules: Pick<TeamRulesStore, 'of'>;
}

/** What may come along with an order. */
export interface Along {
  /** The speed, where one was chosen. */
  mode?: Mode | undefined;
  /** What presets and defaults added to the order, and its prompt without that. */
  added?: readonly Addition[] | undefined;
  typed?: string | undefined;
  /** Given before the gateway asks for it. */
  answer?: StepAnswer | undefined;
  /** Slack's trigger of the click, just made, from which a modal may be opened. */
  trigger?: string | undefined;
  /** Its place among several that were asked for in one prompt. */
  series?: Submission['series'];
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
  place: Stand,
  order: Order,
  key: string,
  { mode, added = [], typed, answer, trigger, series }: Along = {},
): Promise<'stored' | 'known'> {
  const { intake, languages, world, log, rules } = needs;
  const teamRules = await mayAsk(needs, place);
  mayWrite(teamRules, [order.prompt, answer?.prompt ?? '']);
  const now = world.now();
  const record = Submission.parse({
    v: 1,
    id: intake.idFor(key),
    team: place.team,
    channel: place.channel,
    asker: place.user,
    language: await languages.of(place.team, place.user),
    ...(place.askedIn === undefined ? {} : { askedIn: place.askedIn }),
    order,
    mode: mode ?? rules.defaultMode,
    ...(added.length === 0 ? {} : { added }),
    ...(typed === undefined ? {} : { typed }),
    mark: 'accepted',
    at: { accepted: now },
    card: {
      mark: 'none',
      ...(place.threadTs === undefined ? {} : { threadTs: place.threadTs }),
      ...(place.aloud === true ? { aloud: true } : {}),
    },
    ...(place.responseUrl === undefined ? {} : { responseUrl: place.responseUrl }),
    ...(answer === undefined ? {} : { answer }),
    ...(series === undefined ? {} : { series }),
    ...(trigger === undefined ? {} : { trigger: { id: trigger, at: now } }),
  });
  const outcome = await intake.accept(record, limitsFor(teamRules, askedFrom(place)));
  log.info(
    { submission: record.id, verb: order.verb, user: place.user, channel: place.channel },
    `submission ${outcome}`,
  );
  return outcome;
}

/** Where a card stands is nobody's permission: what counts is where it was asked for. */
function askedFrom(place: Stand): Place {
  return { ...place, channel: place.askedIn ?? place.channel };
}

/**
 * Whether anything may be asked for there just now: by the environment, and by what the team's admins decided.
 *
 * @returns what they decided
 * @throws UserMistake `channel-not-allowed`, `paused` with the `message`
 */
export async function mayAsk(
  { rules, teamRules }: Pick<TakeInNeeds, 'rules' | 'teamRules'>,
  place: Stand,
): Promise<TeamRules> {
  const asked = askedFrom(place);
  mayAskIn(rules, asked);
  const decided = await teamRules.of(place.team);
  mayAskIn({ allowedChannels: decided.channels }, asked);
  if (decided.pause !== undefined) throw new UserMistake('paused', { message: decided.pause.message });
  return decided;
}

/** @throws UserMistake `words-refused`, in the field `prompt`, with the `words` and the `reason` that an admin gave */
export function mayWrite(teamRules: TeamRules, texts: readonly string[]): void {
  const refused = refusedIn(teamRules, texts);
  if (refused !== undefined) throw new UserMistake('words-refused', { ...refused }, 'prompt');
}

/** @throws UserMistake `channel-not-allowed` */
export function mayAskIn(rules: Pick<Rules, 'allowedChannels'>, place: Pick<Place, 'channel' | 'isDm'>): void {
  if (!place.isDm && rules.allowedChannels.length > 0 && !rules.allowedChannels.includes(place.channel))
    throw new UserMistake('channel-not-allowed');
}

export interface MayPressNeeds extends Pick<TakeInNeeds, 'rules' | 'settings'> {
  admins: Admins;
}

/**
 * Whoever may press the buttons of a card: as the operator says, and the person whose card it is, whichever is stricter. Where the operator says
 * `requester`, an admin may not, either (contract.md, `PRESS_BY`).
 *
 * @throws UserMistake `not-yours-to-press`, `admin-unknown`
 */
export async function mayPress(
  { rules, settings, admins }: MayPressNeeds,
  { team, asker }: Submission,
  user: string,
): Promise<void> {
  if (asker === user) return;
  if (rules.pressBy === 'requester') throw new UserMistake('not-yours-to-press', { owner: asker });
  const isForFew = (await settings.of(team, asker)).pressBy === 'me';
  if (isForFew && !(await isAdmin({ admins }, { team, user })))
    throw new UserMistake('not-yours-to-press', { owner: asker, orAdmins: 'yes' });
}

/** Follow-ups stand in the thread of the card, wherever they were asked for. */
export function inThreadOf(record: Submission, place: Place): Place {
  return { ...place, channel: record.channel, isDm: record.channel.startsWith('D'), threadTs: threadOf(record) };
}

/** The same, as the person wants to see it: of a card that stands in a channel itself, the channel may show its follow-ups too. */
export async function followUpOf(
  { settings }: Pick<TakeInNeeds, 'settings'>,
  record: Submission,
  place: Place,
): Promise<Stand> {
  const under = inThreadOf(record, place);
  if (under.isDm || record.card.threadTs !== undefined) return under;
  return (await settings.of(place.team, place.user)).results === 'channel' ? { ...under, aloud: true } : under;
}

/**
 * Where something new is shown. What is asked for in a thread stays in it, and so does what a conversation was named for. Slack takes a person's
 * id for the direct conversation with them, whose own id comes with the first message (chat.postMessage, `channel`).
 */
export function standFor(results: PersonSettings['results'], place: Place): Stand {
  const elsewhere = results === 'dm' && !place.isDm && place.threadTs === undefined && place.named !== true;
  return elsewhere ? { ...place, channel: place.user, askedIn: place.channel } : place;
}
