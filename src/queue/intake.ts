import { createHash } from 'node:crypto';
import type { Queue } from 'bullmq';
import { InDoubt, Unreachable, UserMistake } from '../domain/errors.ts';
import { SubmissionId } from '../domain/ids.ts';
import type { Submission } from '../domain/submission.ts';
import { type Client, PROMPT_TIMEOUT_MS } from './connection.ts';
import { add, enqueueJob, submitJob } from './job-map.ts';
import { keys, QUOTA_MS, utcDay } from './keys.ts';
import { answers, enqueue, run, type Script, transaction } from './lua.ts';
import { reach } from './reach.ts';
import { CREATE, creation } from './records.ts';

/** How many submissions a person may have; 0 is no limit. */
export interface Limits {
  /** Accepted in one UTC day. */
  daily: number;
  /** Not ended yet. */
  concurrent: number;
}

/** A reservation whose record has not come into being after this long never will: the write that follows it is bounded far below. */
const RESERVATION_MS = 15_000;

/** Takes a submission in. */
export interface Intake {
  /**
   * A submission id derived from what must not happen twice (an event id, a trigger id), so that a redelivery finds the same record: `s`
   * and 95 bits of its SHA-256 in base 32.
   */
  idFor(key: string): SubmissionId;
  /**
   * Stores record and submit job in one MULTI, under a place that was reserved in the quotas. `known` when a submission of this id exists
   * already; then the quotas are not asked.
   *
   * @throws UserMistake `daily-limit` or `concurrent-limit`, with `limit`
   * @throws Unreachable when it was certainly not stored, and will not be
   * @throws InDoubt when it may be stored: Redis went away with the answer
   */
  accept(record: Submission): Promise<'stored' | 'known'>;
  /** True for the first caller of a key within `ms`; for double clicks. @throws Unreachable */
  first(key: string, ms: number): Promise<boolean>;
  /**
   * Takes a submission that has ended out of the running ones, and with `giveBack` also out of its day. Twice does no harm.
   * @throws Unreachable
   */
  release(record: Submission, options: { giveBack: boolean }): Promise<void>;
}

/**
 * Reserves a place. An entry counts once however often it is reserved. At a limit, entries are swept first whose record never came into
 * being, and running ones whose release was lost: so neither counts for ever. Answers Redis's time, in ms.
 *
 * KEYS record, day, running. ARGV id, now, daily, concurrent, reservation ms, expiry ms, prefix of records.
 * The records of other entries are not among KEYS; the common hash tag puts them on the same node.
 */
const RESERVE: Script = {
  name: 'mjReserve',
  keys: 3,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 'known' end
    local id, now = ARGV[1], tonumber(ARGV[2])
    local function full(key, limit, alsoEnded)
      if limit == 0 or redis.call('ZSCORE', key, id) then return false end
      if redis.call('ZCARD', key) < limit then return false end
      for _, other in ipairs(redis.call('ZRANGEBYSCORE', key, '-inf', now - tonumber(ARGV[5]))) do
        local open = redis.call('HGET', ARGV[7] .. other, 'open')
        if not open or (alsoEnded and open == '0') then redis.call('ZREM', key, other) end
      end
      return redis.call('ZCARD', key) >= limit
    end
    if full(KEYS[2], tonumber(ARGV[3]), false) then return 'daily-limit' end
    if full(KEYS[3], tonumber(ARGV[4]), true) then return 'concurrent-limit' end
    redis.call('ZADD', KEYS[2], 'NX', now, id)
    redis.call('ZADD', KEYS[3], 'NX', now, id)
    redis.call('PEXPIRE', KEYS[2], ARGV[6])
    redis.call('PEXPIRE', KEYS[3], ARGV[6])
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
  `,
};

/** Gives a reservation back unless its record exists after all. KEYS record, day, running. ARGV id. Returns 1 when it exists. */
const WITHDRAW: Script = {
  name: 'mjWithdraw',
  keys: 3,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 1 end
    redis.call('ZREM', KEYS[2], ARGV[1])
    redis.call('ZREM', KEYS[3], ARGV[1])
    return 0
  `,
};

/**
 * @param submitQueue the BullMQ queue of submit jobs, on this client
 */
export function openIntake(client: Client, submitQueue: Queue, options: { limits: Limits; now: () => number }): Intake {
  const { limits, now } = options;

  function quotaKeys(record: Submission): [day: string, running: string] {
    const { team, asker } = record;
    return [keys.day(team, asker, utcDay(acceptedAt(record))), keys.running(team, asker)];
  }

  /** @returns when the place was reserved, by Redis's clock */
  async function reserve(record: Submission): Promise<number | 'known'> {
    const answer = await reach('reserve a place', () =>
      run(
        client,
        RESERVE,
        [keys.record(record.id), ...quotaKeys(record)],
        [record.id, now(), limits.daily, limits.concurrent, RESERVATION_MS, QUOTA_MS, keys.record('')],
      ),
    );
    if (answer === 'daily-limit') throw new UserMistake(answer, { limit: limits.daily });
    if (answer === 'concurrent-limit') throw new UserMistake(answer, { limit: limits.concurrent });
    return answer === 'known' ? 'known' : Number(answer);
  }

  /** Not after `untilMs`: by then the connection has given up on the answer, and the person may have been told that nothing was taken. */
  async function store(record: Submission, untilMs: number): Promise<'stored' | 'known'> {
    const multi = transaction(client, [CREATE]);
    const creating = creation(record, acceptedAt(record), untilMs);
    enqueue(multi, CREATE, creating.keys, creating.args);
    await enqueueJob(multi, submitQueue, submitJob(record.id));
    const [created] = answers(await multi.exec());
    if (created === -1) throw new Error('the submission came to Redis too late');
    return created === 1 ? 'stored' : 'known';
  }

  async function withdraw(record: Submission): Promise<boolean> {
    return (await run(client, WITHDRAW, [keys.record(record.id), ...quotaKeys(record)], [record.id])) === 1;
  }

  return {
    idFor(key) {
      return SubmissionId.parse(`s${base32(createHash('sha256').update(key).digest(), 19)}`);
    },
    async accept(record) {
      const reserved = await reserve(record);
      if (reserved === 'known') return 'known';
      try {
        return await store(record, reserved + PROMPT_TIMEOUT_MS);
      } catch (cause) {
        // The answer may have been lost after the write. A place that was given back cannot be written to any more.
        const exists = await withdraw(record).catch(() => undefined);
        if (exists === undefined)
          throw new InDoubt('redis', 'it is not known whether the submission was stored', { cause });
        if (exists) {
          // Without knowing how far the transaction came, the job is added again: it joins the one that may be there.
          await reach('take a job', () => add(submitQueue, submitJob(record.id)));
          return 'stored';
        }
        throw new Unreachable('redis', 'the submission could not be stored', { cause });
      }
    },
    async first(key, ms) {
      return (await reach('note a key', () => client.set(keys.first(key), '1', 'PX', ms, 'NX'))) === 'OK';
    },
    async release(record, { giveBack }) {
      const [day, running] = quotaKeys(record);
      await reach('release a place', async () => {
        await client.zrem(running, record.id);
        if (giveBack) await client.zrem(day, record.id);
      });
    },
  };

  function acceptedAt(record: Submission): number {
    return record.at.accepted ?? now();
  }
}

/** Base 32 with the digits 0-9a-v, five bits each from the front. */
function base32(bytes: Uint8Array, digits: number): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: digits }, (_, i) => Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2).toString(32)).join(
    '',
  );
}
