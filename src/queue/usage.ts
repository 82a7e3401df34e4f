import { askedWhere, type Submission } from '../domain/submission.ts';
import { USAGE_COUNTS, type UsageCounts, type UsageLine } from '../domain/usage.ts';
import type { Client } from './connection.ts';
import { DAY_MS, keys, utcDay } from './keys.ts';
import { answers } from './lua.ts';
import { reach } from './reach.ts';

/**
 * What was accepted, and how it ended. It is counted by the very scripts that create a record and that store its end (records.ts), so neither a
 * redelivery nor a kill counts anything twice, and a person who waits does not wait for it.
 */
export interface Usage {
  /** All of the last `days` UTC days, today included, by the day on which it was accepted. @throws Unreachable */
  lines(team: string, days: number): Promise<UsageLine[]>;
}

/** Where a submission is counted: the key of its day, and its field up to the name of the count. */
export function countedAt(record: Submission, now: number): { key: string; field: string } {
  const { team, asker, order, at } = record;
  const field = `${asker} ${askedWhere(record)} ${order.verb} `;
  return { key: keys.usage(team, utcDay(at.accepted ?? now)), field };
}

export function openUsage(client: Client, { now }: { now: () => number }): Usage {
  return {
    async lines(team, days) {
      const wanted = Array.from({ length: days }, (_, back) => utcDay(now() - back * DAY_MS));
      const hashes = await reach('read the usage', async () => {
        const pipeline = client.pipeline();
        for (const day of wanted) pipeline.hgetall(keys.usage(team, day));
        return answers(await pipeline.exec());
      });
      return hashes.flatMap((hash, index) => linesOf(wanted[index] ?? '', hash as Record<string, string>));
    },
  };
}

function linesOf(day: string, hash: Readonly<Record<string, string>>): UsageLine[] {
  const lines = new Map<string, UsageLine & Record<keyof UsageCounts, number>>();
  for (const [field, value] of Object.entries(hash)) {
    const [person = '', channel = '', verb = '', name] = field.split(' ');
    const count = USAGE_COUNTS.find((one) => one === name);
    if (count === undefined) continue;
    const what = `${person} ${channel} ${verb}`;
    const line = lines.get(what) ?? { day, person, channel, verb, accepted: 0, done: 0, failed: 0, cancelled: 0 };
    line[count] += Number(value);
    lines.set(what, line);
  }
  return [...lines.values()];
}
