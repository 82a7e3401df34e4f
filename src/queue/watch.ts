import { type SubmissionId, SubmissionId as SubmissionIdSchema } from '../domain/ids.ts';
import type { Client } from './connection.ts';
import { add, type Queues, readJob } from './job-map.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** How often the alarm is set again because somebody became due earlier meanwhile. A lost one is found by the next tick. */
const TURNS = 10;

/** What is watched, and when it is due. One set for the gateway. All methods throw Unreachable. */
export interface Watch {
  /** Adds or moves a submission; a reading is arranged for that time. */
  at(id: SubmissionId, dueMs: number): Promise<void>;
  /** Makes it due now, if it is watched. */
  now(id: SubmissionId): Promise<void>;
  /** Up to `limit` of those due by then, the longest due first. They stay until moved or removed. */
  due(byMs: number, limit: number): Promise<SubmissionId[]>;
  remove(ids: readonly SubmissionId[]): Promise<void>;
  /** When the earliest is due. */
  next(): Promise<number | undefined>;
}

/** Arranges readings. */
export interface Alarm {
  /** Arranges a reading for when the earliest is due; during a reading, one after it. */
  set(): Promise<void>;
  /** Arranges a reading for then, whatever is due. */
  setAt(ms: number): Promise<void>;
  /** Arranges one if none is arranged. */
  ensure(): Promise<void>;
}

/** KEYS due. ARGV id, due. Returns 1 when nothing is due earlier. */
const AT: Script = {
  name: 'mjWatchAt',
  keys: 1,
  lua: `
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
    return tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]) >= tonumber(ARGV[2]) and 1 or 0
  `,
};

/** KEYS due. ARGV id, now. Returns 1 when it is watched, was not due, and nothing else is due earlier. */
const NOW: Script = {
  name: 'mjWatchNow',
  keys: 1,
  lua: `
    local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
    if not due or tonumber(due) <= tonumber(ARGV[2]) then return 0 end
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
    return tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]) >= tonumber(ARGV[2]) and 1 or 0
  `,
};

/**
 * An alarm is one job of the `read` queue, delayed until the earliest is due. Who becomes the earliest sets it. Who does not need not:
 * the one before has set it, and a reading sets it again at its end for what it left behind. Setting it moves the job that waits, so the
 * set is looked at once more afterwards, lest a slower caller moved the alarm of an earlier one to later.
 */
export function openWatch(client: Client, queues: Queues, now: () => number): { watch: Watch; alarm: Alarm } {
  async function next(): Promise<number | undefined> {
    const [, score] = await reach('look what is due', () =>
      client.zrangebyscore(keys.due(), '-inf', '+inf', 'WITHSCORES', 'LIMIT', 0, 1),
    );
    return score === undefined ? undefined : Number(score);
  }

  async function arrange(ms: number, reschedule: boolean): Promise<void> {
    await reach('arrange a reading', () => add(queues.read, readJob(ms - now(), reschedule)));
  }

  const alarm: Alarm = {
    async set() {
      let earliest = await next();
      for (let turn = 0; earliest !== undefined && turn < TURNS; turn++) {
        await arrange(earliest, true);
        const again = await next();
        if (again === undefined || again >= earliest) return;
        earliest = again;
      }
    },
    setAt: (ms) => arrange(ms, true),
    async ensure() {
      const earliest = await next();
      if (earliest !== undefined) await arrange(earliest, false);
    },
  };

  const watch: Watch = {
    async at(id, dueMs) {
      const first = await reach('watch a submission', () => run(client, AT, [keys.due()], [id, Math.round(dueMs)]));
      if (first === 1) await alarm.set();
    },
    async now(id) {
      const first = await reach('watch a submission', () => run(client, NOW, [keys.due()], [id, Math.round(now())]));
      if (first === 1) await alarm.set();
    },
    async due(byMs, limit) {
      const ids = await reach('look what is due', () =>
        client.zrangebyscore(keys.due(), '-inf', byMs, 'LIMIT', 0, limit),
      );
      return ids.map((id) => SubmissionIdSchema.parse(id));
    },
    async remove(ids) {
      if (ids.length > 0) await reach('stop watching', () => client.zrem(keys.due(), ...ids));
    },
    next,
  };
  return { watch, alarm };
}
