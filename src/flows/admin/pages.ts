import type { AdminList, AdminRef, AdminView } from '../../domain/admin.ts';
import { assertNever } from '../../domain/errors.ts';
import { usageBy, usageOfAll } from '../../domain/usage.ts';
import type { PersonData } from '../needs/person.ts';
import type { Audit, TeamRulesStore, Usage } from '../needs/team.ts';
import type { Dead } from '../needs/work.ts';
import type { Rules } from '../submit/take-in.ts';

export interface PageNeeds {
  teamRules: TeamRulesStore;
  audit: Audit;
  usage: Usage;
  dead: Dead;
  personData: PersonData;
  rules: Rules;
}

/** Lines of a list on one page. */
const LINES = 15;
/** Entries of the audit trail in the modal; all of them are in its table. */
const ENTRIES = 20;
/** Dead jobs on a page, each with its buttons; further ones come up when these are gone. */
export const DEAD_LISTED = 10;
/** Dead jobs that are counted. */
const DEAD_COUNTED = 100;

/** A page of the admins' modal as things are now. @throws Unreachable */
export async function pageOf(
  needs: PageNeeds,
  { team, user }: { team: string; user: string },
  ref: AdminRef,
): Promise<AdminView> {
  const { teamRules, audit, usage, dead, rules: bound } = needs;
  switch (ref.page) {
    case 'home': {
      const [rules, jobs, today] = await Promise.all([
        teamRules.now(team),
        dead.list(DEAD_COUNTED),
        usage.lines(team, 1),
      ]);
      return { page: 'home', rules, dead: jobs.length, today: usageOfAll(today) };
    }
    case 'channels':
      return { page: 'channels', channels: (await teamRules.now(team)).channels, bound: bound.allowedChannels };
    case 'limits': {
      const { person, channel } = await teamRules.now(team);
      return { page: 'limits', person, channel, bound: bound.limits };
    }
    case 'own':
      return { page: 'own', ...listed((await teamRules.now(team)).own, ref) };
    case 'words':
      return { page: 'words', ...listed((await teamRules.now(team)).words, ref) };
    case 'pause':
      return { page: 'pause', pause: (await teamRules.now(team)).pause };
    case 'usage': {
      const { days = 1, by = 'person' } = ref;
      const lines = await usage.lines(team, days);
      const rows = usageBy(lines, by);
      const more = Math.max(0, rows.length - LINES);
      return { page: 'usage', days, by, rows: rows.slice(0, LINES), more, all: usageOfAll(lines) };
    }
    case 'audit':
      return { page: 'audit', entries: await audit.latest(team, ENTRIES) };
    case 'dead':
      return { page: 'dead', dead: await dead.list(DEAD_LISTED) };
    case 'forget':
      return await forgetPage(needs, { team, user }, ref);
    default:
      return assertNever(ref.page, 'page');
  }
}

/** Without `cards` it is to be chosen; with, to be confirmed. */
async function forgetPage(
  { personData }: PageNeeds,
  { team, user }: { team: string; user: string },
  { person, cards }: AdminRef,
): Promise<AdminView> {
  const own = person === user;
  if (person === undefined) return { page: 'forget', own, step: 'choose' };
  if (cards === undefined) return { page: 'forget', own, step: 'choose', person };
  return { page: 'forget', own, step: 'sure', person, cards, submissions: await personData.count(team, person) };
}

/** The last page there is, where the wanted one has emptied. */
function listed<T>(all: readonly T[], { from = 0 }: AdminRef): AdminList<T> {
  const last = Math.max(0, Math.floor((all.length - 1) / LINES) * LINES);
  const begin = Math.min(from, last);
  return { lines: all.slice(begin, begin + LINES), from: begin, total: all.length };
}
