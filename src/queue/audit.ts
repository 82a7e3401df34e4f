import { AuditEntry } from '../domain/audit.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** Who did what, trimmed by age and length with each entry that is added. All methods throw Unreachable. */
export interface Audit {
  add(team: string, entry: AuditEntry): Promise<void>;
  /** The newest first, none older than the time of retention. */
  latest(team: string, limit: number): Promise<AuditEntry[]>;
}

/** Entries of a workspace that are kept: far more than a year of admins, and a few megabytes at most. */
export const AUDIT_KEPT = 10_000;

/**
 * Lua that adds ARGV[first], an entry, to the stream `key`; ARGV behind it: how many are kept, the oldest ms, retention ms. Trimmed to the entry:
 * with `~` Redis drops whole nodes of 100 entries only, which a team that changes little never fills.
 */
export function addingEntry(key: string, first: number): string {
  return `
    redis.call('XADD', ${key}, 'MAXLEN', ARGV[${first + 1}], '*', 'entry', ARGV[${first}])
    redis.call('XTRIM', ${key}, 'MINID', ARGV[${first + 2}])
    redis.call('PEXPIRE', ${key}, ARGV[${first + 3}])
  `;
}

/** The arguments of `addingEntry`. */
export function entryArgs(entry: AuditEntry, retentionMs: number): (string | number)[] {
  return [JSON.stringify(entry), AUDIT_KEPT, Math.max(0, entry.at - retentionMs), retentionMs];
}

/** KEYS audit. ARGV as `entryArgs`. */
const ADD: Script = { name: 'mjAudit', keys: 1, lua: addingEntry('KEYS[1]', 1) };

export function openAudit(client: Client, { now, retentionMs }: { now: () => number; retentionMs: number }): Audit {
  return {
    async add(team, entry) {
      await reach('note who did what', () => run(client, ADD, [keys.audit(team)], entryArgs(entry, retentionMs)));
    },
    async latest(team, limit) {
      const entries = await reach('look who did what', () =>
        client.xrevrange(keys.audit(team), '+', '-', 'COUNT', limit),
      );
      const oldest = now() - retentionMs;
      return entries.flatMap(([, [, entry = '']]) => entryOf(entry)).filter(({ at }) => at >= oldest);
    },
  };
}

/** None for what another version wrote and this one cannot read. */
function entryOf(text: string): AuditEntry[] {
  const entry = AuditEntry.safeParse(JSON.parse(text)).data;
  return entry === undefined ? [] : [entry];
}
