import { createHash } from 'node:crypto';
import type { Queue } from 'bullmq';
import { z } from 'zod';
import type { Room } from '../domain/draft.ts';
import { InDoubt, Unreachable, UserMistake } from '../domain/errors.ts';
import type { Person } from '../domain/gallery.ts';
import type { Usage } from '../domain/home.ts';
import { SubmissionId } from '../domain/ids.ts';
import { askedWhere, type Submission } from '../domain/submission.ts';
import { type Limits, type LimitsFor, NO_LIMITS, tighter } from '../domain/team-rules.ts';
import { type Client, PROMPT_TIMEOUT_MS } from './connection.ts';
import { add, enqueueJob, submitJob } from './job-map.ts';
import { keys, QUOTA_MS, utcDay } from './keys.ts';
import { answers, enqueue, lacksScript, run, type Script, transaction } from './lua.ts';
import { reach } from './reach.ts';
import { CREATE, creation } from './records.ts';

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
   * already; then the quotas are not asked, and one that was not begun has its job by then in any case.
   *
   * @param limits on top of those of the environment
   * @throws UserMistake `daily-limit`, `concurrent-limit`, or of the channel `channel-daily-limit`, `channel-concurrent-limit`, with `limit`
   * @throws Unreachable when it was certainly not stored, and will not be
   * @throws InDoubt when it is stored, or may be: Redis went away with the answer
   */
  accept(record: Submission, limits?: LimitsFor): Promise<'stored' | 'known'>;
  /** True for the first caller of a key within `ms`; for double clicks. @throws Unreachable */
  first(key: string, ms: number): Promise<boolean>;
  /** True while somebody is known to have been first. @throws Unreachable */
  happened(key: string): Promise<boolean>;
  /** What the first caller of a key within `ms` gave. */
  firstOf(key: string, mine: string, ms: number): Promise<string>;
  /**
   * How many more submissions a person may have just now, by the stricter of their limits; undefined where there is none. An entry that is
   * left over from a kill may count until a limit is met.
   * @param own the person's, on top of those of the environment
   * @throws Unreachable
   */
  room(by: Person, own?: Limits): Promise<Room | undefined>;
  /**
   * Takes a submission that has ended out of the running ones, and with `giveBack` also out of its day. Twice does no harm.
   * @throws Unreachable
   */
  release(record: Submission, options: { giveBack: boolean }): Promise<void>;
  /**
   * Takes the place of a submission that goes on after its end, whatever the limits say: it was allowed when it was taken in. To be called before
   * it goes on; of one that does not, the place is swept as any that is left over. Twice does no harm.
   * @throws Unreachable
   */
  retake(record: Submission): Promise<void>;
  /** What a person has of what they may have. @param own on top of what the environment allows. @throws Unreachable */
  usage(by: Person, own?: Limits): Promise<Usage>;
}

/** A record of which nothing was sent, whichever version wrote it. */
const Unbegun = z.object({ mark: z.literal('accepted') });

/** Which of the places of `RESERVE` was full. */
const FULL = ['daily-limit', 'concurrent-limit', 'channel-daily-limit', 'channel-concurrent-limit'] as const;

/**
 * Reserves a place: of the person's day, among the person's running ones, and the same of the channel. An entry counts once however often it is
 * reserved. At a limit, entries are swept first whose record never came into being, and running ones whose release was lost: so neither counts
 * for ever. Answers the first place that is full, or Redis's time, in ms.
 *
 * KEYS record, day and running of the person, day and running of the channel. ARGV id, now, the limit of each of the four, reservation ms,
 * expiry ms, prefix of records. The records of other entries are not among KEYS; the common hash tag puts them on the same node.
 */
const RESERVE: Script = {
  name: 'mjReserve',
  keys: 5,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 'known' end
    local id, now = ARGV[1], tonumber(ARGV[2])
    local function full(key, limit, alsoEnded)
      if limit == 0 or redis.call('ZSCORE', key, id) then return false end
      if redis.call('ZCARD', key) < limit then return false end
      for _, other in ipairs(redis.call('ZRANGEBYSCORE', key, '-inf', now - tonumber(ARGV[7]))) do
        local open = redis.call('HGET', ARGV[9] .. other, 'open')
        if not open or (alsoEnded and open == '0') then redis.call('ZREM', key, other) end
      end
      return redis.call('ZCARD', key) >= limit
    end
    for i = 1, 4 do
      if full(KEYS[i + 1], tonumber(ARGV[i + 2]), i % 2 == 0) then return 'full:' .. i end
    end
    for i = 2, 5 do
      redis.call('ZADD', KEYS[i], 'NX', now, id)
      redis.call('PEXPIRE', KEYS[i], ARGV[8])
    end
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
  `,
};

/** Gives a reservation back unless its record exists after all. KEYS as of `RESERVE`. ARGV id. Returns 1 when it exists. */
const WITHDRAW: Script = {
  name: 'mjWithdraw',
  keys: 5,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 1 end
    for i = 2, 5 do redis.call('ZREM', KEYS[i], ARGV[1]) end
    return 0
  `,
};

/**
 * @param submitQueue the BullMQ queue of submit jobs, on this client
 */
export function openIntake(
  client: Client,
  submitQueue: Queue,
  options: { limits: Limits; retentionMs: number; now: () => number },
): Intake {
  const { limits: bound, retentionMs, now } = options;

  /** Of the person, then of the channel. */
  function quotaKeys(record: Submission): string[] {
    const { team, asker } = record;
    const day = utcDay(acceptedAt(record));
    return [asker, askedWhere(record)].flatMap((who) => [keys.day(team, who, day), keys.running(team, who)]);
  }

  /** @returns when the place was reserved, by Redis's clock */
  async function reserve(record: Submission, { person, channel }: LimitsFor): Promise<number | 'known'> {
    const limits = [tighter(bound, person), channel].flatMap(({ daily, concurrent }) => [daily, concurrent]);
    const answer = await reach('reserve a place', () =>
      run(
        client,
        RESERVE,
        [keys.record(record.id), ...quotaKeys(record)],
        [record.id, now(), ...limits, RESERVATION_MS, QUOTA_MS, keys.record('')],
      ),
    );
    const full = FULL.findIndex((_, index) => answer === `full:${index + 1}`);
    const code = FULL[full];
    if (code !== undefined) throw new UserMistake(code, { limit: limits[full] ?? 0 });
    return answer === 'known' ? 'known' : Number(answer);
  }

  /** Not after `untilMs`: by then the connection has given up on the answer, and the person may have been told that nothing was taken. */
  async function store(record: Submission, untilMs: number): Promise<'stored' | 'known'> {
    const multi = transaction(client, [CREATE]);
    const creating = creation(record, { acceptedMs: acceptedAt(record), untilMs, retentionMs });
    enqueue(multi, CREATE, creating.keys, creating.args);
    await enqueueJob(multi, submitQueue, submitJob(record.id));
    const executed = await multi.exec();
    const [created] = lacksScript(executed) ? await storeSingly(record, creating) : answers(executed);
    if (created === -1) throw new Error('the submission came to Redis too late');
    return created === 1 ? 'stored' : 'known';
  }

  /**
   * What the MULTI left undone. ioredis takes a script for known to a server that was only asked to keep it (during a failover, or while its memory
   * was full), and in a MULTI nothing sends it once more; outside of one it does, and from then on it is known. Either step may be repeated.
   */
  async function storeSingly(record: Submission, creating: ReturnType<typeof creation>): Promise<unknown[]> {
    const created = await run(client, CREATE, creating.keys, creating.args);
    if (created !== -1) await add(submitQueue, submitJob(record.id));
    return [created];
  }

  /** A kill in the middle of `storeSingly` leaves a record without its job. One that waits is joined; what was begun needs none. */
  async function ensureJob(id: SubmissionId): Promise<void> {
    try {
      const data = await client.hget(keys.record(id), 'data');
      if (data !== null && Unbegun.safeParse(JSON.parse(data)).success) await add(submitQueue, submitJob(id));
    } catch (cause) {
      throw new InDoubt('redis', 'it is not known whether a submission that is stored has its job', { cause });
    }
  }

  async function withdraw(record: Submission): Promise<boolean> {
    return (await run(client, WITHDRAW, [keys.record(record.id), ...quotaKeys(record)], [record.id])) === 1;
  }

  return {
    idFor(key) {
      return SubmissionId.parse(`s${base32(createHash('sha256').update(key).digest(), 19)}`);
    },
    async accept(record, limits = { person: NO_LIMITS, channel: NO_LIMITS }) {
      const reserved = await reserve(record, limits);
      if (reserved === 'known') {
        await ensureJob(record.id);
        return 'known';
      }
      try {
        return await store(record, reserved + PROMPT_TIMEOUT_MS);
      } catch (cause) {
        // The answer may have been lost after the write. A place that was given back cannot be written to any more.
        const exists = await withdraw(record).catch(() => undefined);
        if (exists === undefined)
          throw new InDoubt('redis', 'it is not known whether the submission was stored', { cause });
        if (exists) {
          // Without knowing how far the transaction came, the job is added again: it joins the one that may be there.
          await add(submitQueue, submitJob(record.id)).catch((lost: unknown) => {
            throw new InDoubt('redis', 'the submission is stored, and perhaps its job', { cause: lost });
          });
          return 'stored';
        }
        throw new Unreachable('redis', 'the submission could not be stored', { cause });
      }
    },
    async first(key, ms) {
      return (await reach('note a key', () => client.set(keys.first(key), '1', 'PX', ms, 'NX'))) === 'OK';
    },
    async happened(key) {
      return (await reach('look for a key', () => client.exists(keys.first(key)))) === 1;
    },
    async firstOf(key, mine, ms) {
      return await reach('note a key', async () => {
        const noted = await client.set(keys.first(key), mine, 'PX', ms, 'NX');
        return noted === 'OK' ? mine : ((await client.get(keys.first(key))) ?? mine);
      });
    },
    async room({ team, user }, own = NO_LIMITS) {
      const [today, running] = await reach('count submissions', () =>
        Promise.all([client.zcard(keys.day(team, user, utcDay(now()))), client.zcard(keys.running(team, user))]),
      );
      const limits = tighter(bound, own);
      const rooms: Room[] = [
        { why: 'daily', limit: limits.daily, left: Math.max(0, limits.daily - today) },
        { why: 'concurrent', limit: limits.concurrent, left: Math.max(0, limits.concurrent - running) },
      ];
      return rooms.filter(({ limit }) => limit > 0).sort((a, b) => a.left - b.left)[0];
    },
    async release(record, { giveBack }) {
      const [day = '', running = '', channelDay = '', channelRunning = ''] = quotaKeys(record);
      const places = [running, channelRunning, ...(giveBack ? [day, channelDay] : [])];
      await reach('release a place', () => Promise.all(places.map((place) => client.zrem(place, record.id))));
    },
    async retake(record) {
      await reach('take a place again', async () => {
        const taking = client.multi();
        for (const place of quotaKeys(record)) taking.zadd(place, 'NX', now(), record.id).pexpire(place, QUOTA_MS);
        answers(await taking.exec());
      });
    },
    async usage({ team, user }, own = NO_LIMITS) {
      const [today, running] = await reach('look at the quotas', () =>
        Promise.all([client.zcard(keys.day(team, user, utcDay(now()))), client.zcard(keys.running(team, user))]),
      );
      return { today, running, ...tighter(bound, own) };
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
