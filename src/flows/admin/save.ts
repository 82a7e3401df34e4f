import type { AdminGiven, AdminPage } from '../../domain/admin.ts';
import type { AuditDeed, AuditEntry } from '../../domain/audit.ts';
import { UserMistake } from '../../domain/errors.ts';
import { type Limits, RULES_MAX, sameWords, type TeamRules } from '../../domain/team-rules.ts';
import type { TeamRulesStore } from '../needs/team.ts';
import type { World } from '../needs/world.ts';
import type { Rules } from '../submit/take-in.ts';
import { idsIn, limitsIn, textIn } from './fields.ts';

/** A change of the rules, and how the audit trail tells it. */
interface Change {
  what: AuditDeed;
  of?: string;
  step(this: void, rules: TeamRules): TeamRules;
  /** What of the rules it is about, in ids and numbers. */
  tell(this: void, rules: TeamRules): string;
}

export interface SaveNeeds {
  teamRules: TeamRulesStore;
  rules: Rules;
  world: World;
}

/** Who changes the rules of which team. */
export interface Manager {
  team: string;
  user: string;
}

/** Stores a change together with its entry; where nothing changes, nothing is noted. @throws UserMistake */
async function save({ teamRules, world }: SaveNeeds, { team, user }: Manager, change: Change): Promise<void> {
  const { what, of, step, tell } = change;
  const about = of === undefined ? {} : { of };
  const entry = (before: TeamRules, after: TeamRules): AuditEntry => ({
    at: world.now(),
    by: user,
    what,
    ...about,
    was: tell(before),
    is: tell(after),
  });
  const unlessSame = (rules: TeamRules) => {
    const after = step(rules);
    return JSON.stringify(after) === JSON.stringify(rules) ? rules : after;
  };
  await teamRules.change(team, unlessSame, entry);
}

/** The forms that change the rules, by their page. @throws UserMistake that names its field */
export async function saveForm(
  needs: SaveNeeds,
  manager: Manager,
  page: Extract<AdminPage, 'channels' | 'limits' | 'own' | 'words' | 'pause'>,
  given: AdminGiven,
): Promise<void> {
  const changes = {
    channels: () => channels(given, needs.rules),
    limits: () => limits(given),
    own: () => ownLimits(given),
    words: () => refusedWords(given),
    pause: () => pause(given, manager.user, needs.world.now()),
  };
  await save(needs, manager, changes[page]());
}

function channels(given: AdminGiven, { allowedChannels: bound }: Rules): Change {
  const chosen = idsIn(given, 'channels');
  const outside = chosen.find((id) => bound.length > 0 && !bound.includes(id));
  if (outside !== undefined) throw new UserMistake('channel-out-of-bounds', { channel: outside }, 'channels');
  atMost(chosen.length, RULES_MAX.channels, 'channels');
  return {
    what: 'channels',
    step: (rules) => ({ ...rules, channels: chosen }),
    tell: (rules) => rules.channels.join(' '),
  };
}

function limits(given: AdminGiven): Change {
  const person = limitsIn(given, 'personDaily', 'personConcurrent');
  const channel = limitsIn(given, 'channelDaily', 'channelConcurrent');
  return {
    what: 'limits',
    step: (rules) => ({ ...rules, person, channel }),
    tell: (rules) => `${figures(rules.person)}, ${figures(rules.channel)}`,
  };
}

function ownLimits(given: AdminGiven): Change {
  const chosen = [textIn(given, 'person'), textIn(given, 'place')].filter((id) => id !== undefined);
  const [who] = chosen;
  if (who === undefined || chosen.length > 1) throw new UserMistake('nothing-chosen', {}, 'person');
  const own = { who, ...limitsIn(given, 'daily', 'concurrent') };
  return {
    what: 'own-limits',
    of: who,
    step: (rules) => {
      const others = rules.own.filter((one) => one.who !== who);
      atMost(others.length + 1, RULES_MAX.own, 'person');
      return { ...rules, own: [...others, own] };
    },
    tell: ownFigures(who),
  };
}

function refusedWords(given: AdminGiven): Change {
  const words = textIn(given, 'words') ?? '';
  const reason = textIn(given, 'reason') ?? '';
  // Nothing but signs would stand in every prompt, or in none.
  if (!/[\p{L}\p{N}]/u.test(words)) throw new UserMistake('nothing-chosen', {}, 'words');
  if (reason === '') throw new UserMistake('reason-missing', {}, 'reason');
  return {
    what: 'words',
    step: (rules) => {
      const others = rules.words.filter((one) => !sameWords(one.words, words));
      atMost(others.length + 1, RULES_MAX.words, 'words');
      return { ...rules, words: [...others, { words, reason }] };
    },
    tell: wordsLike(words),
  };
}

function pause(given: AdminGiven, by: string, at: number): Change {
  const message = textIn(given, 'message');
  if (message === undefined) throw new UserMistake('reason-missing', {}, 'message');
  return {
    what: 'pause',
    step: (rules) => ({ ...rules, pause: { message, by, at } }),
    tell: (rules) => rules.pause?.message ?? '',
  };
}

/** Everybody may ask again. */
export async function resume(needs: SaveNeeds, manager: Manager): Promise<void> {
  await save(needs, manager, {
    what: 'resume',
    step: (rules) => {
      const { pause: _, ...rest } = rules;
      return rest;
    },
    tell: (rules) => rules.pause?.message ?? '',
  });
}

/** A person or a channel has everybody's limits again. */
export async function dropOwnLimits(needs: SaveNeeds, manager: Manager, who: string): Promise<void> {
  await save(needs, manager, {
    what: 'own-limits',
    of: who,
    step: (rules) => ({ ...rules, own: rules.own.filter((one) => one.who !== who) }),
    tell: ownFigures(who),
  });
}

export async function dropWords(needs: SaveNeeds, manager: Manager, words: string): Promise<void> {
  await save(needs, manager, {
    what: 'words',
    step: (rules) => ({ ...rules, words: rules.words.filter((one) => !sameWords(one.words, words)) }),
    tell: wordsLike(words),
  });
}

function atMost(count: number, max: number, field: string): void {
  if (count > max) throw new UserMistake('too-many-rules', { max }, field);
}

function figures({ daily, concurrent }: Limits): string {
  return `${daily}/${concurrent}`;
}

function ownFigures(who: string) {
  return (rules: TeamRules): string => {
    const own = rules.own.find((one) => one.who === who);
    return own === undefined ? '' : figures(own);
  };
}

function wordsLike(words: string) {
  return (rules: TeamRules): string => {
    const same = rules.words.find((one) => sameWords(one.words, words));
    return same === undefined ? '' : `${same.words}: ${same.reason}`;
  };
}
