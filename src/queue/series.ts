import { Misconfigured } from '../domain/errors.ts';
import type { SeriesId } from '../domain/ids.ts';
import { Series } from '../domain/series.ts';
import { type ChangeOptions, compareAndSet } from './cas.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

/**
 * Writes one that is new. Of the person's list the oldest leave it, whose series is gone by then. KEYS series, the person's, generation. ARGV
 * data, retention ms, id, when it began.
 */
const CREATE: Script = {
  name: 'mjCreateSeries',
  keys: 3,
  lua: `
    if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
    redis.call('HSET', KEYS[1], 'rev', 1, 'data', ARGV[1], 'gen', redis.call('HGET', KEYS[3], 'n') or 0)
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3])
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[4] - 2 * ARGV[2])
    redis.call('PEXPIRE', KEYS[2], 2 * ARGV[2])
    return 1
  `,
};

/** What there is to know of several submissions as one: a hash like a record's. All methods throw Unreachable. */
export interface SeriesStore {
  /** Stores one that is new, and leaves one that exists alone. */
  create(series: Series): Promise<void>;
  /** @throws Misconfigured `unreadable` when a later version of the bot wrote it */
  get(id: SeriesId): Promise<Series | undefined>;
  /** Compare-and-set, as of a record. @throws Busy, Misconfigured `unreadable`, what `step` throws */
  change(id: SeriesId, step: (series: Series) => Series): Promise<Series | undefined>;
}

export function openSeries(client: Client, options: ChangeOptions): SeriesStore {
  return {
    async create(series) {
      await reach('store a series', () =>
        run(
          client,
          CREATE,
          [keys.series(series.id), keys.seriesOf(series.team, series.asker), keys.generation()],
          [JSON.stringify(series), options.retentionMs, series.id, series.at],
        ),
      );
    },
    async get(id) {
      const data = await reach('read a series', () => client.hget(keys.series(id), 'data'));
      return data === null ? undefined : read(id, data);
    },
    async change(id, step) {
      return await compareAndSet(client, options, {
        key: keys.series(id),
        id,
        read: (data) => read(id, data),
        step,
        isOpen: ({ told }) => !told,
        found: () => [],
      });
    },
  };
}

function read(id: SeriesId, data: string): Series {
  try {
    return Series.parse(JSON.parse(data));
  } catch (cause) {
    throw new Misconfigured(
      'redis',
      'unreadable',
      `the series ${id} has a shape that this version of the bot does not know`,
      {
        cause,
      },
    );
  }
}
