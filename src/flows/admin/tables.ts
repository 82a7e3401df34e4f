import type { AuditEntry } from '../../domain/audit.ts';
import { csv } from '../../domain/csv.ts';
import { USAGE_COUNTS, type UsageLine } from '../../domain/usage.ts';

/** A line for each day, person, channel and verb, the newest day first. Ids are Slack's. */
export function usageTable(lines: readonly UsageLine[]): string {
  const sorted = lines.toSorted((a, b) => b.day.localeCompare(a.day) || b.accepted - a.accepted);
  return csv([
    ['day', 'person', 'channel', 'verb', ...USAGE_COUNTS],
    ...sorted.map((line) => [
      line.day,
      line.person,
      line.channel,
      line.verb,
      ...USAGE_COUNTS.map((name) => line[name]),
    ]),
  ]);
}

/** The newest first; times are ISO 8601, UTC. */
export function auditTable(entries: readonly AuditEntry[]): string {
  return csv([
    ['time', 'by', 'what', 'of', 'was', 'is'],
    ...entries.map(({ at, by, what, of = '', was = '', is = '' }) => [
      new Date(at).toISOString(),
      by,
      what,
      of,
      was,
      is,
    ]),
  ]);
}
