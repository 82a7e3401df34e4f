import { Misconfigured } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { SubmissionId as SubmissionIdSchema } from '../domain/ids.ts';
import { isOpen, type Mark, Submission } from '../domain/submission.ts';
import { outcomeOf } from '../domain/usage.ts';
import { compareAndSet } from './cas.ts';
import type { Client } from './connection.ts';
import type { Generation } from './generation.ts';
import { keys } from './keys.ts';
import type { Log } from './log.ts';
import { answers, type Script } from './lua.ts';
import { reach } from './reach.ts';
import { countedAt } from './usage.ts';
import type { Witness } from './witness.ts';

/** A person's running submissions that are listed. */
const RUNNING = 100;

/**
 * The records of all submissions: a hash each, with a revision that every write raises. One whose shape this version of the bot does not
 * know belongs to another version: it is left as it is. Fields that this version does not know outlive its writes.
 */
export interface Records {
  /** @throws Misconfigured `unreadable` when a later version of the bot wrote it; Unreachable */
  get(id: SubmissionId): Promise<Submission | undefined>;
  /** Those that exist and can be read, in no order. @throws Unreachable */
  getMany(ids: readonly SubmissionId[]): Promise<Submission[]>;
  /**
   * Compare-and-set: reads, applies the pure `step`, writes if it returned another object, and starts over when somebody wrote in between.
   *
   * @returns what is stored afterwards, or undefined when there is no such record
   * @throws Busy when others kept writing; Misconfigured `unreadable`; Unreachable; what `step` throws
   */
  change(id: SubmissionId, step: (record: Submission) => Submission): Promise<Submission | undefined>;
  /** A person's open submissions and their latest, at most `limit`, newest first. @throws Unreachable */
  recent(team: string, user: string, limit: number): Promise<Submission[]>;
  /** The submission whose task has, or had, this gateway id. @throws Unreachable */
  byTask(task: string): Promise<SubmissionId | undefined>;
  /** The submission whose card is this message. @throws Unreachable */
  byCard(channel: string, ts: string): Promise<SubmissionId | undefined>;
  /**
   * True of a record that came out of a copy of Redis: what was done after the copy was taken is not in it (generation.ts).
   * @throws Unreachable
   */
  isFromCopy(id: SubmissionId): Promise<boolean>;
  /** Resolves when a failover of Redis would not forget that it has this mark (witness.ts). @throws Unreachable when it might */
  secure(id: SubmissionId, mark: Mark): Promise<void>;
}

/**
 * Writes a record that is new, for whom a place is held; leaves one that exists alone. A place that was given back, or a time that has passed
 * by Redis's own clock, means that the person was told that nothing was taken. It is counted here, so it counts once. Of the person's list the
 * oldest are looked at, and those leave it whose record is gone: a list never lacks one that is there.
 *
 * It is of the generation of its series, else of today's (generation.ts).
 *
 * KEYS record, recent, running, usage, and what tells the generation. ARGV data, id, accepted ms, retention ms, until when, field of usage,
 * prefix of records, field of the generation. Returns 1 written, 0 known, -1 too late.
 */
export const CREATE: Script = {
  name: 'mjCreate',
  keys: 5,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
    local time = redis.call('TIME')
    if time[1] * 1000 + time[2] / 1000 > tonumber(ARGV[5]) then return -1 end
    if not redis.call('ZSCORE', KEYS[3], ARGV[2]) then return -1 end
    redis.call('HSET', KEYS[1], 'rev', 1, 'data', ARGV[1], 'open', 1, 'gen', redis.call('HGET', KEYS[5], ARGV[8]) or 0)
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
    for _, other in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[3] - ARGV[4], 'LIMIT', 0, 5)) do
      if redis.call('EXISTS', ARGV[7] .. other) == 0 then redis.call('ZREM', KEYS[2], other) end
    end
    redis.call('PEXPIRE', KEYS[2], ARGV[4])
    redis.call('HINCRBY', KEYS[4], ARGV[6] .. 'accepted', 1)
    redis.call('PEXPIRE', KEYS[4], ARGV[4])
    return 1
  `,
};

/** The keys and arguments of `CREATE`. @param untilMs by Redis's clock */
export function creation(
  record: Submission,
  { acceptedMs, untilMs, retentionMs }: { acceptedMs: number; untilMs: number; retentionMs: number },
): { keys: string[]; args: (string | number)[] } {
  const { id, team, asker } = record;
  const usage = countedAt(record, acceptedMs);
  const [of, field] = record.series === undefined ? [keys.generation(), 'n'] : [keys.series(record.series.id), 'gen'];
  return {
    keys: [keys.record(id), keys.recent(team, asker), keys.running(team, asker), usage.key, of],
    args: [JSON.stringify(record), id, acceptedMs, retentionMs, untilMs, usage.field, keys.record(''), field],
  };
}

/**
 * @param options.random in [0, 1); spreads writers that met
 * @param options.log unreadable records are reported here, where one must not hold up the others
 */
export function openRecords(
  client: Client,
  options: {
    retentionMs: number;
    random: () => number;
    now: () => number;
    log: Log;
    generation: Generation;
    witness: Pick<Witness, 'secure'>;
  },
): Records {
  const { retentionMs, random, now, log, generation, witness } = options;

  const change: Records['change'] = async (id, step) =>
    await compareAndSet(
      client,
      { random, retentionMs },
      {
        key: keys.record(id),
        id,
        read: (data) => read(id, data),
        step,
        isOpen,
        found(before, after) {
          const { ts } = after.card;
          return [
            ...(after.task !== undefined && after.task !== before.task ? [keys.task(after.task)] : []),
            ...(ts !== undefined && ts !== before.card.ts ? [keys.card(after.channel, ts)] : []),
          ];
        },
        counts(after) {
          const list = keys.recent(after.team, after.asker);
          return { list, ...countedAt(after, now()), outcome: outcomeOf(after) };
        },
      },
    );

  async function getMany(ids: readonly SubmissionId[]): Promise<Submission[]> {
    if (ids.length === 0) return [];
    const stored = await reach('read records', async () => {
      const pipeline = client.pipeline();
      for (const id of ids) pipeline.hget(keys.record(id), 'data');
      return answers(await pipeline.exec());
    });
    const found: Submission[] = [];
    for (const [index, id] of ids.entries()) {
      const data = stored[index];
      if (typeof data !== 'string') continue;
      try {
        found.push(read(id, data));
      } catch (unreadable) {
        log.warn({ submission: id, err: unreadable }, 'a record cannot be read');
      }
    }
    return found;
  }

  return {
    async get(id) {
      const data = await reach('read a record', () => client.hget(keys.record(id), 'data'));
      return data === null ? undefined : read(id, data);
    },
    getMany,
    change,
    async recent(team, user, limit) {
      const [latest, running] = await reach('list submissions', () =>
        Promise.all([
          client.zrevrange(keys.recent(team, user), 0, limit - 1),
          client.zrevrange(keys.running(team, user), 0, RUNNING - 1),
        ]),
      );
      const ids = [...new Set([...latest, ...running])].map((id) => SubmissionIdSchema.parse(id));
      const records = (await getMany(ids)).sort(newestFirst);
      const listed = [...records.filter(isOpen), ...records.filter((record) => !isOpen(record))].slice(0, limit);
      return listed.sort(newestFirst);
    },
    async byTask(task) {
      const id = await reach('find a task', () => client.get(keys.task(task)));
      return id === null ? undefined : SubmissionIdSchema.parse(id);
    },
    async byCard(channel, ts) {
      const id = await reach('find a card', () => client.get(keys.card(channel, ts)));
      return id === null ? undefined : SubmissionIdSchema.parse(id);
    },
    isFromCopy: (id) => generation.isOlder(keys.record(id)),
    secure: (id, mark) => witness.secure(id, mark),
  };
}

function read(id: SubmissionId, data: string): Submission {
  try {
    return Submission.parse(JSON.parse(data));
  } catch (cause) {
    throw new Misconfigured(
      'redis',
      'unreadable',
      `the record of ${id} has a shape that this version of the bot does not know`,
      { cause },
    );
  }
}

function newestFirst(a: Submission, b: Submission): number {
  return (b.at.accepted ?? 0) - (a.at.accepted ?? 0);
}
