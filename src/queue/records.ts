import { Busy, Misconfigured } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/ids.ts';
import { SubmissionId as SubmissionIdSchema } from '../domain/ids.ts';
import { isOpen, Submission } from '../domain/submission.ts';
import { carryUnknown } from './carry.ts';
import type { Client } from './connection.ts';
import { keys, RETENTION_MS } from './keys.ts';
import type { Log } from './log.ts';
import { answers, run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/** A write starts over this often before it gives up: enough for fifty writers at once, which never happens outside tests. */
const TRIES = 60;

/** A person's latest submissions that are listed. */
const RECENT = 100;

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
}

/**
 * Writes a record that is new, for whom a place is held; leaves one that exists alone. A place that was given back, or a time that has passed
 * by Redis's own clock, means that the person was told that nothing was taken. KEYS record, recent, running. ARGV data, id, accepted ms,
 * retention ms, listed, until when. Returns 1 written, 0 known, -1 too late.
 */
export const CREATE: Script = {
  name: 'mjCreate',
  keys: 3,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
    local time = redis.call('TIME')
    if time[1] * 1000 + time[2] / 1000 > tonumber(ARGV[6]) then return -1 end
    if not redis.call('ZSCORE', KEYS[3], ARGV[2]) then return -1 end
    redis.call('HSET', KEYS[1], 'rev', 1, 'data', ARGV[1], 'open', 1)
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
    redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -1 - tonumber(ARGV[5]))
    redis.call('PEXPIRE', KEYS[2], ARGV[4])
    return 1
  `,
};

/** The keys and arguments of `CREATE`. @param untilMs by Redis's clock */
export function creation(
  record: Submission,
  acceptedMs: number,
  untilMs: number,
): { keys: string[]; args: (string | number)[] } {
  const { id, team, asker } = record;
  return {
    keys: [keys.record(id), keys.recent(team, asker), keys.running(team, asker)],
    args: [JSON.stringify(record), id, acceptedMs, RETENTION_MS, RECENT, untilMs],
  };
}

/**
 * Replaces a record if nobody else did. KEYS record, and the keys under which it is to be found by its task and by its card (or the
 * record's again). ARGV expected revision, data, open, retention ms, the record's id. Returns 1 done, 0 somebody wrote in between, -1 gone.
 */
const REPLACE: Script = {
  name: 'mjReplace',
  keys: 3,
  lua: `
    local rev = redis.call('HGET', KEYS[1], 'rev')
    if not rev then return -1 end
    if rev ~= ARGV[1] then return 0 end
    redis.call('HSET', KEYS[1], 'rev', tonumber(rev) + 1, 'data', ARGV[2], 'open', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    for i = 2, 3 do
      if KEYS[i] ~= KEYS[1] then redis.call('SET', KEYS[i], ARGV[5], 'PX', ARGV[4]) end
    end
    return 1
  `,
};

/**
 * @param options.random in [0, 1); spreads writers that met
 * @param options.log unreadable records are reported here, where one must not hold up the others
 */
export function openRecords(client: Client, options: { random: () => number; log: Log }): Records {
  const { random, log } = options;

  async function change(id: SubmissionId, step: (record: Submission) => Submission): Promise<Submission | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      if (tries > 0) await pause(random() * Math.min(5 * tries, 100));
      const [rev, data] = await reach('read a record', () => client.hmget(keys.record(id), 'rev', 'data'));
      if (rev == null || data == null) return undefined;
      const before = read(id, data);
      const after = step(before);
      if (after === before) return before;
      const written = JSON.stringify(carryUnknown(JSON.parse(data), before, after));
      const own = keys.record(id);
      const task = after.task !== undefined && after.task !== before.task ? keys.task(after.task) : own;
      const { ts } = after.card;
      const card = ts !== undefined && ts !== before.card.ts ? keys.card(after.channel, ts) : own;
      const answer = await reach('change a record', () =>
        run(client, REPLACE, [own, task, card], [rev, written, isOpen(after) ? 1 : 0, RETENTION_MS, id]),
      );
      if (answer === 1) return after;
      if (answer === -1) return undefined;
    }
    throw new Busy('redis', 'the record is being changed by others');
  }

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
          client.zrevrange(keys.running(team, user), 0, RECENT - 1),
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
