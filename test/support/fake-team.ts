import type { AuditEntry } from '../../src/domain/audit.ts';
import type { SeriesId, SubmissionId } from '../../src/domain/ids.ts';
import type { Series } from '../../src/domain/series.ts';
import type { Submission } from '../../src/domain/submission.ts';
import { NO_RULES, TeamRules } from '../../src/domain/team-rules.ts';
import { outcomeOf, type UsageLine } from '../../src/domain/usage.ts';
import type * as Needs from '../../src/flows/needs/index.ts';

const DAY_MS = 24 * 60 * 60_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/**
 * What the admins of the fake world decided, see and are given; and what is kept of people. Usage is counted off the records.
 *
 * @param admins on top of those of the environment
 */
export function fakeTeam(
  store: Map<SubmissionId, Submission>,
  series: Map<SeriesId, Series>,
  admins: readonly string[],
  now: () => number,
) {
  let decided: unknown = NO_RULES;
  const entries: AuditEntry[] = [];
  const tables: { user: string; name: string; csv: string }[] = [];
  const forgetting: Needs.Forgetting[] = [];
  const forgotten: string[] = [];
  const workspaceAdmins = new Set<string>();
  /** Of whom Slack does not say in time whether they run the workspace. */
  const unknown = new Set<string>();

  const current = async () => TeamRules.parse(decided);
  const teamRules: Needs.TeamRulesStore = {
    of: current,
    now: current,
    change: async (_, step, entry) => {
      const before = await current();
      const after = step(before);
      if (after === before) return before;
      decided = JSON.parse(JSON.stringify(after));
      entries.unshift(entry(before, after));
      return after;
    },
  };
  const audit: Needs.Audit = {
    add: async (_, entry) => void entries.unshift(entry),
    latest: async (_, limit) => entries.slice(0, limit),
  };
  const usage: Needs.Usage = {
    lines: async (_, days) =>
      [...store.values()]
        .filter(({ at }) => (at.accepted ?? 0) > now() - days * DAY_MS)
        .map((record): UsageLine => {
          const outcome = outcomeOf(record);
          const count = (what: typeof outcome) => (what !== undefined && what === outcome ? 1 : 0);
          return {
            day: dayOf(record.at.accepted ?? 0),
            person: record.asker,
            channel: record.channel,
            verb: record.order.verb,
            accepted: 1,
            done: count('done'),
            failed: count('failed'),
            cancelled: count('cancelled'),
          };
        }),
  };
  const of = (user: string) => [...store.values()].filter((record) => record.asker === user);
  const seriesOf = (user: string, until: number) =>
    [...series.values()].filter(({ asker, at }) => asker === user && at <= until).map(({ id }) => id);
  const personData: Needs.PersonData = {
    count: async (_, user) => of(user).length,
    submissions: async (_, user, until, limit) =>
      of(user)
        .filter(({ at }) => (at.accepted ?? 0) <= until)
        .map(({ id }) => id)
        .slice(0, limit),
    forgetSubmission: async (_, __, id) => void store.delete(id),
    series: async (_, user, until, limit) => seriesOf(user, until).slice(0, limit),
    forgetSeries: async (_, __, id) => void series.delete(id),
    forgetRest: async (_, user, until) => {
      forgotten.push(user);
      for (const id of seriesOf(user, until)) series.delete(id);
    },
  };

  return {
    needs: {
      teamRules,
      audit,
      usage,
      personData,
      admins: {
        has: async (_: string, user: string) =>
          admins.includes(user) || (unknown.has(user) ? undefined : workspaceAdmins.has(user)),
      },
      exports: {
        send: async (user: string, { name, csv }: { name: string; csv: string }) =>
          void tables.push({ user, name, csv }),
      } satisfies Needs.Exports,
    },
    /** Whoever runs the workspace, as Slack says. */
    workspaceAdmins,
    unknown,
    entries,
    tables,
    forgetting,
    /** People of whom nothing more is kept. */
    forgotten,
    /** What an admin decided a while ago. */
    decide: (rules: Partial<TeamRules>) => {
      decided = { ...NO_RULES, ...rules };
    },
    rules: current,
  };
}
