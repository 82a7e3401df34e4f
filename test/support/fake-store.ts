import { createHash } from 'node:crypto';
import type { Room } from '../../src/domain/draft.ts';
import { Misconfigured, UserMistake } from '../../src/domain/errors.ts';
import { SubmissionId } from '../../src/domain/ids.ts';
import { askedWhere, Submission } from '../../src/domain/submission.ts';
import { tighter } from '../../src/domain/team-rules.ts';
import type * as Needs from '../../src/flows/needs/index.ts';

/**
 * The records of the fake world, and the intake that stores them. What is stored goes through JSON, as in Redis.
 *
 * @param meet throws a trouble that was queued by that name
 * @param jobs where an accepted submission goes on
 */
export function fakeStore(meet: (name: string) => void, jobs: Needs.Jobs, now: () => number) {
  const store = new Map<SubmissionId, Submission>();
  const firsts = new Map<string, number>();
  const noted = new Map<string, { value: string; until: number }>();
  /** What limits leave to a person. */
  const room: { now: Room | undefined } = { now: undefined };
  /** What came out of a copy. */
  const copied = new Set<SubmissionId>();
  /** What a later version of the bot wrote. */
  const foreign = new Set<SubmissionId>();
  const released: { id: SubmissionId; giveBack: boolean }[] = [];

  /** The places that submissions have in the day and among the running ones. */
  const taken = { daily: new Set<SubmissionId>(), running: new Set<SubmissionId>() };
  const countOf = (who: (record: Submission) => boolean) => {
    const ids = [...store.values()].filter(who).map(({ id }) => id);
    const count = (places: ReadonlySet<SubmissionId>) => ids.filter((id) => places.has(id)).length;
    return { daily: count(taken.daily), concurrent: count(taken.running) };
  };

  function stored(id: SubmissionId): Submission | undefined {
    if (foreign.has(id)) throw new Misconfigured('redis', 'unreadable', `the record of ${id} is of another version`);
    return store.get(id);
  }

  const records: Needs.Records = {
    get: async (id) => stored(id),
    getMany: async (ids) => {
      const found = ids.flatMap((id) => (foreign.has(id) ? [] : (store.get(id) ?? [])));
      meet('after get many');
      return found;
    },
    change: async (id, step) => {
      meet('before change');
      const before = stored(id);
      if (before === undefined) return undefined;
      const after = step(before);
      if (after === before) return after;
      meet('change');
      store.set(id, Submission.parse(JSON.parse(JSON.stringify(after))));
      meet('after change');
      return after;
    },
    recent: async (_, user) => [...store.values()].filter((r) => r.asker === user && !foreign.has(r.id)).toReversed(),
    byTask: async (task) => [...store.values()].find((r) => r.task === task)?.id,
    byCard: async (place, ts) => [...store.values()].find((r) => r.channel === place && r.card.ts === ts)?.id,
    isFromCopy: async (id) => copied.has(id),
    secure: async () => meet('secure'),
  };

  const intake: Needs.Intake = {
    idFor: (key) => SubmissionId.parse(`s${createHash('sha256').update(key).digest('hex').slice(0, 19)}`),
    accept: async (record, limits) => {
      meet('accept');
      const known = store.get(record.id);
      if (known !== undefined) {
        if (known.mark === 'accepted') await jobs.submit(known.id);
        return 'known';
      }
      const person = countOf(({ asker }) => asker === record.asker);
      const channel = countOf((other) => askedWhere(other) === askedWhere(record));
      for (const [code, limit, count] of [
        ['daily-limit', limits.person.daily, person.daily],
        ['concurrent-limit', limits.person.concurrent, person.concurrent],
        ['channel-daily-limit', limits.channel.daily, channel.daily],
        ['channel-concurrent-limit', limits.channel.concurrent, channel.concurrent],
      ] as const)
        if (limit > 0 && count >= limit) throw new UserMistake(code, { limit });
      store.set(record.id, record);
      taken.daily.add(record.id);
      taken.running.add(record.id);
      await jobs.submit(record.id);
      return 'stored';
    },
    first: async (key, ms) => {
      if ((firsts.get(key) ?? 0) > now()) return false;
      firsts.set(key, now() + ms);
      meet('after first');
      return true;
    },
    firstOf: async (key, mine, ms) => {
      const before = noted.get(key);
      if (before !== undefined && before.until > now()) return before.value;
      noted.set(key, { value: mine, until: now() + ms });
      return mine;
    },
    happened: async (key) => (firsts.get(key) ?? 0) > now(),
    room: async () => room.now,
    usage: async ({ user }, own) => {
      const mine = [...store.values()].filter((r) => r.asker === user);
      const limits = tighter({ daily: 20, concurrent: 3 }, own);
      return { today: mine.length, running: mine.filter((r) => r.end === undefined).length, ...limits };
    },
    release: async (record, { giveBack }) => {
      released.push({ id: record.id, giveBack });
      taken.running.delete(record.id);
      if (giveBack) taken.daily.delete(record.id);
    },
    retake: async ({ id }) => {
      meet('retake');
      taken.daily.add(id);
      taken.running.add(id);
    },
  };

  return {
    records,
    intake,
    store,
    copied,
    foreign,
    room,
    released,
    /** The one record that there is. */
    only(this: void): Submission {
      const [record, ...more] = [...store.values()];
      if (record === undefined || more.length > 0) throw new Error(`${store.size} submissions`);
      return record;
    },
  };
}

/** Takes everything in, and remembers nothing: where taking in is not what is looked at. */
export const idleIntake: Needs.Intake = {
  idFor: () => SubmissionId.parse('s0'),
  accept: async () => 'stored',
  first: async () => true,
  firstOf: async (_, mine) => mine,
  happened: async () => false,
  room: async () => undefined,
  usage: async () => ({ today: 0, running: 0, daily: 0, concurrent: 0 }),
  release: async () => undefined,
  retake: async () => undefined,
};
