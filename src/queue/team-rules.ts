import type { AuditEntry } from '../domain/audit.ts';
import { Busy, Misconfigured } from '../domain/errors.ts';
import { NO_RULES, TeamRules } from '../domain/team-rules.ts';
import { addingEntry, entryArgs } from './audit.ts';
import { carryUnknown } from './carry.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** Every submission asks for the rules; a change holds everywhere after this. */
const AT_HAND_MS = 1500;

/** Two admins who save at the same time are few. */
const TRIES = 10;

/** What the admins of a team decided. All methods throw Unreachable, and Misconfigured `unreadable` for what a later version wrote. */
export interface TeamRulesStore {
  /** As they were within the last 1.5 s. */
  of(team: string): Promise<TeamRules>;
  /** As they are. */
  now(team: string): Promise<TeamRules>;
  /**
   * Compare-and-set, together with the entry of the audit trail. `step` returns the same object where nothing is to change; then nothing is noted.
   *
   * @returns what is stored afterwards
   * @throws Busy when others kept writing; what `step` throws
   */
  change(
    team: string,
    step: (rules: TeamRules) => TeamRules,
    entry: (before: TeamRules, after: TeamRules) => AuditEntry,
  ): Promise<TeamRules>;
}

/** KEYS rules, audit. ARGV what it was (empty: nothing), what it is, then the entry (audit.ts). Returns 1 done, 0 somebody wrote in between. */
const SAVE: Script = {
  name: 'mjSaveRules',
  keys: 2,
  lua: `
    if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[2])
    ${addingEntry('KEYS[2]', 3)}
    return 1
  `,
};

export function openTeamRules(
  client: Client,
  { now, retentionMs }: { now: () => number; retentionMs: number },
): TeamRulesStore {
  const atHand = new Map<string, { rules: Promise<TeamRules>; until: number }>();
  const stored = (team: string) => reach('read the rules', () => client.get(keys.rules(team)));

  function keep(team: string, rules: Promise<TeamRules>): Promise<TeamRules> {
    const kept = { rules, until: now() + AT_HAND_MS };
    atHand.set(team, kept);
    // What could not be read is asked for again at once.
    rules.catch(() => atHand.get(team) === kept && atHand.delete(team));
    return rules;
  }

  return {
    of(team) {
      const known = atHand.get(team);
      return known !== undefined && now() < known.until ? known.rules : keep(team, stored(team).then(rulesOf));
    },
    async now(team) {
      return await keep(team, stored(team).then(rulesOf));
    },
    async change(team, step, entry) {
      for (let tries = 0; tries < TRIES; tries++) {
        const text = await stored(team);
        const before = rulesOf(text);
        const after = step(before);
        if (after === before) return before;
        const written = text === null ? after : carryUnknown(JSON.parse(text), before, after);
        const args = [text ?? '', JSON.stringify(written), ...entryArgs(entry(before, after), retentionMs)];
        const saved = await reach('keep the rules', () =>
          run(client, SAVE, [keys.rules(team), keys.audit(team)], args),
        );
        if (saved === 1) return await keep(team, Promise.resolve(after));
      }
      throw new Busy('redis', 'the rules are being changed by others');
    },
  };
}

function rulesOf(text: string | null): TeamRules {
  if (text === null) return NO_RULES;
  const rules = TeamRules.safeParse(JSON.parse(text));
  if (rules.success) return rules.data;
  throw new Misconfigured('redis', 'unreadable', 'the rules of a team have a shape that this version does not know', {
    cause: rules.error,
  });
}
