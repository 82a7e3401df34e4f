import { SeriesId, SubmissionId } from '../domain/ids.ts';
import { askedWhere, type Order, type Submission } from '../domain/submission.ts';
import { buttonKind } from '../domain/task.ts';
import type { Client } from './connection.ts';
import { DAY_MS, heardField, keys, utcDay } from './keys.ts';
import { answers, run, type Script } from './lua.ts';
import { reach } from './reach.ts';
import { countedAt } from './usage.ts';

/** Fields of a hash that are looked at in one step. */
const SCANNED = 500;

/** Slack delivers again after 1 and 5 minutes. */
const REDELIVERED_MS = 10 * 60_000;

/** What is kept of one person, to be deleted: `flows/admin/forget.ts` says in which order. All methods throw Unreachable; all may be repeated. */
export interface PersonData {
  /** How many of their submissions are kept. */
  count(team: string, user: string): Promise<number>;
  /** Those that were accepted by then, epoch ms, the oldest first. */
  submissions(team: string, user: string, until: number, limit: number): Promise<SubmissionId[]>;
  /**
   * Deletes a submission with all that leads to it; the list that it stands in last, so that a kill in between loses nothing. Its key, which names
   * nobody, stands empty for a while: what Slack delivers again of the deed that made it makes nothing anew. Not of an upscale, whose id is not of
   * one deed: others may ask for it at once.
   */
  forgetSubmission(team: string, user: string, id: SubmissionId, record: Submission | undefined): Promise<void>;
  /** What they asked for together by then, the oldest first; the list knows some that are gone. */
  series(team: string, user: string, until: number, limit: number): Promise<SeriesId[]>;
  /** Deletes one of those; the list that it stands in last. */
  forgetSeries(team: string, user: string, id: SeriesId): Promise<void>;
  /**
   * Deletes all else: settings and presets, language, home, galleries, what they were asked about and what they asked for together, links to the
   * painter, what was counted. What bears a time goes up to `until`, epoch ms, so that what was asked for since keeps its place.
   */
  forgetRest(team: string, user: string, until: number): Promise<void>;
}

/**
 * Takes a submission out of what was counted, once; a count of nothing goes, because a person's name is in it. KEYS record, usage. ARGV field of
 * the counts.
 */
const UNCOUNT: Script = {
  name: 'mjUncount',
  keys: 2,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HSETNX', KEYS[1], 'uncounted', 1) == 0 then return end
    for _, name in ipairs({ 'accepted', redis.call('HGET', KEYS[1], 'counted') or '' }) do
      local field = ARGV[1] .. name
      if name ~= '' and redis.call('HINCRBY', KEYS[2], field, -1) <= 0 then redis.call('HDEL', KEYS[2], field) end
    end
  `,
};

function isUpscale(order: Order): boolean {
  return order.verb === 'press' && buttonKind(order.button) === 'upscale';
}

export function openPersonData(
  client: Client,
  { now, retentionMs }: { now: () => number; retentionMs: number },
): PersonData {
  async function dropUsage(team: string, user: string, day: string): Promise<void> {
    const key = keys.usage(team, day);
    for (let cursor = '0'; ; ) {
      const [next, found] = await client.hscan(key, cursor, 'MATCH', `${user} *`, 'COUNT', SCANNED);
      const fields = found.filter((_, index) => index % 2 === 0);
      if (fields.length > 0) await client.hdel(key, ...fields);
      if (next === '0') return;
      cursor = next;
    }
  }

  return {
    count: (team, user) => reach('count submissions', () => client.zcard(keys.recent(team, user))),
    async submissions(team, user, until, limit) {
      const ids = await reach('list submissions', () =>
        client.zrangebyscore(keys.recent(team, user), '-inf', until, 'LIMIT', 0, limit),
      );
      return ids.map((id) => SubmissionId.parse(id));
    },
    async forgetSubmission(team, user, id, record) {
      await reach('delete a submission', async () => {
        const counted = record === undefined ? undefined : countedAt(record, now());
        if (counted !== undefined) await run(client, UNCOUNT, [keys.record(id), counted.key], [counted.field]);
        const gone = client.multi().del(keys.record(id)).zrem(keys.due(), id).hdel(keys.notes(), id, heardField(id));
        if (record !== undefined && !isUpscale(record.order))
          gone.hset(keys.record(id), 'uncounted', 1).pexpire(keys.record(id), REDELIVERED_MS);
        if (record?.task !== undefined) gone.del(keys.task(record.task));
        if (record?.card.ts !== undefined) gone.del(keys.card(record.channel, record.card.ts));
        const mask = record?.answer?.mask;
        if (mask?.kind === 'painted') gone.del(keys.mask(mask.id));
        for (const owner of [user, ...(record === undefined ? [] : [record.channel])])
          gone.zrem(keys.gallery(team, owner), id);
        gone.zrem(keys.favourites(team, user), id);
        for (const who of [user, ...(record === undefined ? [] : [askedWhere(record)])]) {
          gone.zrem(keys.running(team, who), id);
          gone.zrem(keys.day(team, who, utcDay(record?.at.accepted ?? now())), id);
        }
        answers(await gone.zrem(keys.recent(team, user), id).exec());
      });
    },
    async series(team, user, until, limit) {
      const ids = await reach('list series', () =>
        client.zrangebyscore(keys.seriesOf(team, user), '-inf', until, 'LIMIT', 0, limit),
      );
      return ids.map((id) => SeriesId.parse(id));
    },
    async forgetSeries(team, user, id) {
      await reach('delete a series', async () =>
        answers(await client.multi().del(keys.series(id)).zrem(keys.seriesOf(team, user), id).exec()),
      );
    },
    async forgetRest(team, user, until) {
      await reach('delete what is kept of a person', async () => {
        const [painted, drafts, series, newer] = await Promise.all([
          client.smembers(keys.painted(team, user)),
          client.smembers(keys.draftsOf(team, user)),
          client.zrangebyscore(keys.seriesOf(team, user), '-inf', until),
          client.zcard(keys.recent(team, user)),
        ]);
        await client.del(
          keys.painted(team, user),
          ...painted.map((id) => keys.paint(id)),
          ...drafts.map((id) => keys.draft(id)),
          keys.draftsOf(team, user),
          ...series.map((id) => keys.series(id)),
          keys.home(team, user),
          keys.homeFace(team, user),
          keys.settings(team, user),
          keys.memory(`locale-${team}-${user}`),
        );
        for (const aged of [keys.seriesOf, keys.gallery, keys.favourites])
          await client.zremrangebyscore(aged(team, user), '-inf', until);
        // What was forgotten of the day is uncounted; the rest of it is newer.
        const latest = newer > 0 ? until - DAY_MS : now();
        const days = Math.ceil(retentionMs / DAY_MS) + 1;
        for (let back = 0; back <= days; back++) await dropUsage(team, user, utcDay(latest - back * DAY_MS));
      });
    },
  };
}
