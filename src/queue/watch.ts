import { type SubmissionId, SubmissionId as SubmissionIdSchema } from '../domain/ids.ts';
import type { Client } from './connection.ts';
import { add, type Queues, readJob } from './job-map.ts';
import { heardField, keys } from './keys.ts';
import { answers, run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** How often the alarm is set again because somebody became due earlier meanwhile. A lost one is found by the next tick. */
const TURNS = 10;

/** Wakes of this time share a reading (the last of many callbacks come in bursts), unless one is due earlier. */
export const WAKE_WITHIN_MS = 250;

/** What is watched, and when it is due. One set for the gateway. All methods throw Unreachable. */
export interface Watch {
  /**
   * Adds or moves a submission; a reading is arranged for that time, or for the common window that follows it. The record may have changed: the
   * reading looks at it again, and what callbacks claimed of it is settled.
   */
  at(id: SubmissionId, dueMs: number): Promise<void>;
  /** Makes it due now, if it is watched: with the next reading of the coming moment, so that wakes share one. */
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

/**
 * KEYS due, notes, reading. ARGV id, due, now, field of what was heard. What is due later falls on a common window, where those are known. A turn that
 * was heard of belonged to what is over. Returns 1 when nothing is due earlier.
 */
const AT: Script = {
  name: 'mjWatchAt',
  keys: 3,
  lua: `
    local due = tonumber(ARGV[2])
    local grid = redis.call('HMGET', KEYS[3], 'phase', 'unit')
    if grid[2] and due > tonumber(ARGV[3]) then
      local phase, unit = tonumber(grid[1]), tonumber(grid[2])
      due = math.ceil(phase + math.ceil((due - phase) / unit) * unit)
    end
    redis.call('HDEL', KEYS[2], ARGV[1])
    local heard = redis.call('HGET', KEYS[2], ARGV[4])
    if heard then redis.call('HSET', KEYS[2], ARGV[4], string.match(heard, '^%d+') .. ':0') end
    redis.call('ZADD', KEYS[1], due, ARGV[1])
    return tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]) >= due and 1 or 0
  `,
};

/**
 * KEYS due. ARGV id, now, within ms. What is due already, or soon, may be being read, and its answer may be older than the wake: its time is
 * changed in any case, so that the reading does not move it. Returns 1 when it is watched, was due later, and nothing else is due earlier.
 */
const NOW: Script = {
  name: 'mjWatchNow',
  keys: 1,
  lua: `
    local due, now = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or 0), tonumber(ARGV[2])
    if due <= now then
      redis.call('ZADD', KEYS[1], 'XX', math.max(now, due + 1), ARGV[1])
      return 0
    end
    local latest = now + tonumber(ARGV[3])
    local shared = redis.call('ZRANGEBYSCORE', KEYS[1], now, latest, 'WITHSCORES', 'LIMIT', 0, 1)
    local wake = tonumber(shared[2] or latest)
    if due <= wake then
      redis.call('ZADD', KEYS[1], due - 1, ARGV[1])
      return 0
    end
    redis.call('ZADD', KEYS[1], wake, ARGV[1])
    return tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]) >= wake and 1 or 0
  `,
};

/**
 * An alarm is one job of the `read` queue, delayed until the earliest is due. Who becomes the earliest sets it. Who does not need not:
 * the one before has set it, and a reading sets it again at its end for what it left behind. Setting it moves the job that waits, so the
 * set is looked at once more afterwards, lest a slower caller moved the alarm of an earlier one to later.
 *
 * @param wakeWithinMs how long a wake may wait for others
 */
export function openWatch(
  client: Client,
  queues: Queues,
  now: () => number,
  wakeWithinMs = WAKE_WITHIN_MS,
): { watch: Watch; alarm: Alarm } {
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
      const first = await reach('watch a submission', () =>
        run(
          client,
          AT,
          [keys.due(), keys.notes(), keys.reading()],
          [id, Math.round(dueMs), Math.round(now()), heardField(id)],
        ),
      );
      if (first === 1) await alarm.set();
    },
    async now(id) {
      const first = await reach('watch a submission', () =>
        run(client, NOW, [keys.due()], [id, Math.round(now()), wakeWithinMs]),
      );
      if (first === 1) await alarm.set();
    },
    async due(byMs, limit) {
      const ids = await reach('look what is due', () =>
        client.zrangebyscore(keys.due(), '-inf', byMs, 'LIMIT', 0, limit),
      );
      return ids.map((id) => SubmissionIdSchema.parse(id));
    },
    async remove(ids) {
      if (ids.length === 0) return;
      const notes = ids.flatMap((id) => [id, heardField(id)]);
      // Together: a note of what nobody watches is a note for ever.
      await reach('stop watching', async () =>
        answers(
          await client
            .multi()
            .zrem(keys.due(), ...ids)
            .hdel(keys.notes(), ...notes)
            .exec(),
        ),
      );
    },
    next,
  };
  return { watch, alarm };
}
