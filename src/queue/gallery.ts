import { type Person, SHELF_MAX, type Shelf } from '../domain/gallery.ts';
import { SubmissionId } from '../domain/ids.ts';
import type { Submission } from '../domain/submission.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { answers, run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/**
 * What is finished, by person and by conversation, and what people keep. Ids alone: the records are the truth, and an id may outlive its
 * record. All methods throw Unreachable.
 */
export interface Gallery {
  /** Puts a finished submission on the shelves of its asker and of its conversation. Twice is once. */
  add(record: Submission): Promise<void>;
  /** Its card is gone: it leaves both. Who keeps it is not known; whoever reads their shelf drops it. */
  remove(record: Submission): Promise<void>;
  /** A person keeps it from now on; its record then lasts as long as if it had just changed. */
  keep(by: Person, id: SubmissionId, atMs: number): Promise<void>;
  unkeep(by: Person, id: SubmissionId): Promise<void>;
  /** Which of these that person keeps. */
  kept(by: Person, ids: readonly SubmissionId[]): Promise<ReadonlySet<SubmissionId>>;
  /** A part of a shelf, newest first, and how many it holds in all. */
  list(shelf: Shelf, from: number, count: number): Promise<{ ids: SubmissionId[]; total: number }>;
  /** Takes off a shelf what is no longer there. */
  drop(shelf: Shelf, ids: readonly SubmissionId[]): Promise<void>;
}

/**
 * Puts an id on shelves, and keeps the newest. A record lasts while somebody has just kept it. KEYS the record, the shelves. ARGV id, score, how
 * many a shelf holds, retention ms, whether the record lasts (1 or 0).
 */
const SHELVE = (shelves: 1 | 2): Script => ({
  name: `mjShelve${shelves}`,
  keys: shelves + 1,
  lua: `
    for i = 2, #KEYS do
      redis.call('ZADD', KEYS[i], ARGV[2], ARGV[1])
      redis.call('ZREMRANGEBYRANK', KEYS[i], 0, -1 - tonumber(ARGV[3]))
      redis.call('PEXPIRE', KEYS[i], ARGV[4])
    end
    if ARGV[5] == '1' then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
  `,
});
const SHELVE_ONE = SHELVE(1);
const SHELVE_TWO = SHELVE(2);

export function openGallery(client: Client, { retentionMs }: { retentionMs: number }): Gallery {
  const shelvesOf = ({ team, asker, channel }: Submission) => [keys.gallery(team, asker), keys.gallery(team, channel)];

  return {
    async add(record) {
      const at = record.at.ended ?? record.at.accepted ?? 0;
      const shelve = [keys.record(record.id), ...shelvesOf(record)];
      await reach('add to a gallery', () =>
        run(client, SHELVE_TWO, shelve, [record.id, at, SHELF_MAX, retentionMs, 0]),
      );
    },
    async remove(record) {
      await reach('take from a gallery', async () => {
        for (const shelf of shelvesOf(record)) await client.zrem(shelf, record.id);
      });
    },
    async keep({ team, user }, id, atMs) {
      const shelve = [keys.record(id), keys.favourites(team, user)];
      await reach('keep a favourite', () => run(client, SHELVE_ONE, shelve, [id, atMs, SHELF_MAX, retentionMs, 1]));
    },
    async unkeep({ team, user }, id) {
      await reach('let a favourite go', () => client.zrem(keys.favourites(team, user), id));
    },
    async kept({ team, user }, ids) {
      if (ids.length === 0) return new Set();
      const scores = await reach('look for favourites', async () => {
        const pipeline = client.pipeline();
        for (const id of ids) pipeline.zscore(keys.favourites(team, user), id);
        return answers(await pipeline.exec());
      });
      return new Set(ids.filter((_, index) => scores[index] !== null));
    },
    async list(shelf, from, count) {
      const key = keyOf(shelf);
      const [ids, total] = await reach('read a gallery', () =>
        Promise.all([client.zrevrange(key, from, from + count - 1), client.zcard(key)]),
      );
      return { ids: ids.map((id) => SubmissionId.parse(id)), total };
    },
    async drop(shelf, ids) {
      if (ids.length > 0) await reach('tidy a gallery', () => client.zrem(keyOf(shelf), ...ids));
    },
  };
}

function keyOf({ team, owner, kind }: Shelf): string {
  return kind === 'made' ? keys.gallery(team, owner) : keys.favourites(team, owner);
}
