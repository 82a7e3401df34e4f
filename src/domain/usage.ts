/** How much is asked for and what becomes of it: by UTC day, person, channel and verb. */
import type { Submission } from './submission.ts';

/** `cancelled` is a person's doing; every other end but a picture is `failed`. */
export const USAGE_COUNTS = ['accepted', 'done', 'failed', 'cancelled'] as const;
type UsageCount = (typeof USAGE_COUNTS)[number];
export type UsageCounts = Readonly<Record<UsageCount, number>>;

export type UsageBy = 'person' | 'channel' | 'verb';

/** All that was accepted on one day of one person in one channel by one verb, however it ended since. Ids are Slack's. */
export interface UsageLine extends UsageCounts {
  /** `2026-11-21`. */
  day: string;
  person: string;
  channel: string;
  verb: string;
}

/** A sum; `name` is an id or a verb, empty for all. */
export interface UsageRow extends UsageCounts {
  name: string;
}

/** How an end counts; undefined while the submission is open. */
export function outcomeOf({ end }: Submission): Exclude<UsageCount, 'accepted'> | undefined {
  if (end === undefined) return undefined;
  return end.kind === 'done' || end.kind === 'cancelled' ? end.kind : 'failed';
}

/** Sums by person, channel or verb, the most accepted first. */
export function usageBy(lines: readonly UsageLine[], by: UsageBy): UsageRow[] {
  const groups = new Map<string, UsageLine[]>();
  for (const line of lines) {
    const group = groups.get(line[by]) ?? [];
    group.push(line);
    groups.set(line[by], group);
  }
  return [...groups].map(([name, group]) => summed(name, group)).sort((a, b) => b.accepted - a.accepted);
}

export function usageOfAll(lines: readonly UsageLine[]): UsageRow {
  return summed('', lines);
}

function summed(name: string, lines: readonly UsageLine[]): UsageRow {
  const count = (what: UsageCount) => lines.reduce((sum, line) => sum + line[what], 0);
  return {
    name,
    accepted: count('accepted'),
    done: count('done'),
    failed: count('failed'),
    cancelled: count('cancelled'),
  };
}
