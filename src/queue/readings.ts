import { type SubmissionId, SubmissionId as SubmissionIdSchema } from '../domain/ids.ts';
import type { Due, Standing } from '../domain/reading.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';
import type { Alarm } from './watch.ts';

/**
 * KEYS due, notes, reading. ARGV now, limit, batch, rest ms, ahead ms. Returns failures, until, known, load; then for each its id, due time, note
 * and what was heard.
 */
const TAKE: Script = {
  name: 'mjTakeDue',
  keys: 3,
  lua: `
    local now, batch, rest = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
    local state = redis.call('HMGET', KEYS[3], 'failures', 'until', 'known')
    local answer = { state[1] or '0', state[2] or '0', state[3] or '', redis.call('ZCARD', KEYS[1]) }
    if tonumber(answer[2]) > now then return answer end
    local taken = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[2])
    local left = tonumber(ARGV[2]) - #taken / 2
    local ahead = now + tonumber(ARGV[5])
    if #taken > 0 and left > 0 then
      local next = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], now + rest, 'WITHSCORES', 'LIMIT', 0, left)
      for i = 1, #next, 2 do
        local count = #taken / 2
        if tonumber(next[i + 1]) > ahead and (count <= batch or count % batch == 0) then break end
        local note = redis.call('HGET', KEYS[2], next[i])
        if not note or tonumber(string.match(note, '^%d+')) + rest <= now then
          taken[#taken + 1] = next[i]
          taken[#taken + 1] = next[i + 1]
        end
      end
    end
    for i = 1, #taken, 2 do
      local kept = redis.call('HMGET', KEYS[2], taken[i], taken[i] .. ':heard')
      answer[#answer + 1] = taken[i]
      answer[#answer + 1] = taken[i + 1]
      answer[#answer + 1] = kept[1] or ''
      answer[#answer + 1] = kept[2] or ''
    end
    return answer
  `,
};

/** KEYS due, notes. ARGV for each: id, the due time at which it was taken, the next one, note. */
const KEEP: Script = {
  name: 'mjKeepDue',
  keys: 2,
  lua: `
    for i = 1, #ARGV, 4 do
      local due = redis.call('ZSCORE', KEYS[1], ARGV[i])
      if due and tonumber(due) == tonumber(ARGV[i + 1]) then
        redis.call('ZADD', KEYS[1], ARGV[i + 2], ARGV[i])
        redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 3])
      end
    end
  `,
};

/** KEYS due, notes, reading. ARGV id, now, turn (1 or 0). Returns due time, note, what was heard before, phase, unit; or nothing. */
const HEARD: Script = {
  name: 'mjHeard',
  keys: 3,
  lua: `
    local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
    if not due then return false end
    local field = ARGV[1] .. ':heard'
    local kept = redis.call('HMGET', KEYS[2], ARGV[1], field)
    local turn = ARGV[3] == '1' and ARGV[2] or string.match(kept[2] or '', ':(%d+)$') or '0'
    redis.call('HSET', KEYS[2], field, ARGV[2] .. ':' .. turn)
    local grid = redis.call('HMGET', KEYS[3], 'phase', 'unit')
    return { due, kept[1] or '', kept[2] or '', grid[1] or '0', grid[2] or '0' }
  `,
};

/** KEYS due. ARGV id, due. Returns 1 when it was moved and nothing is due earlier. */
const SOONER: Script = {
  name: 'mjSooner',
  keys: 1,
  lua: `
    local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
    if not due or tonumber(due) <= tonumber(ARGV[2]) then return 0 end
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
    return tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]) >= tonumber(ARGV[2]) and 1 or 0
  `,
};

/** The part of a minute's single readings that may follow at once. */
const BURST = 1 / 6;

/** A token bucket. KEYS reading. ARGV now, wanted, tokens per ms, burst. Returns how many are granted, and ms until there is one more. */
const SINGLES: Script = {
  name: 'mjSingles',
  keys: 1,
  lua: `
    local asked, rate, burst = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
    local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
    local now = math.max(asked, tonumber(kept[2] or 0))
    local tokens = math.min(burst, tonumber(kept[1] or burst) + (now - tonumber(kept[2] or now)) * rate)
    local granted = math.min(tonumber(ARGV[2]), math.floor(tokens))
    tokens = tokens - granted
    redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
    return { granted, math.max(0, math.ceil((1 - tokens) / rate)) }
  `,
};

interface TakeOf {
  limit: number;
  batch: number;
  restMs: number;
  aheadMs: number;
}

interface Kept {
  id: SubmissionId;
  from: number;
  dueMs: number;
  readAt: number;
  note: string;
}

export type Readings = ReturnType<typeof openReadings>;

/**
 * What all workers share of the reading: README.md, "Readings". What each is for stands where it is wanted (`flows/needs/reading.ts`). All methods
 * throw Unreachable.
 *
 * @param alarm arranges a reading where something becomes due earlier
 */
export function openReadings(client: Client, alarm: Alarm, now: () => number) {
  return {
    async take(of: TakeOf): Promise<Standing & { due: Due[] }> {
      const { limit, batch, restMs, aheadMs } = of;
      const answer = (await reach('take what is due', () =>
        run(
          client,
          TAKE,
          [keys.due(), keys.notes(), keys.reading()],
          [Math.round(now()), limit, batch, restMs, aheadMs],
        ),
      )) as [string, string, string, number, ...string[]];
      const [failures, until, known, load, ...rest] = answer;
      const standing = {
        failures: Number(failures),
        shutUntil: Number(until),
        load,
        ...(known === '' ? {} : { known }),
      };
      const due: Due[] = [];
      for (let i = 0; i < rest.length; i += 4) due.push(dueOf(rest[i], rest[i + 1], rest[i + 2], rest[i + 3]));
      return { ...standing, due };
    },
    async keep(read: readonly Kept[]): Promise<void> {
      if (read.length === 0) return;
      const args = read.flatMap(({ id, from, dueMs, readAt, note }) => [
        id,
        from,
        Math.round(dueMs),
        `${Math.round(readAt)}:${note}`,
      ]);
      await reach('keep what was read', () => run(client, KEEP, [keys.due(), keys.notes()], args));
    },
    async heard(id: SubmissionId, turn: boolean) {
      const answer = await reach('note a callback', () =>
        run(client, HEARD, [keys.due(), keys.notes(), keys.reading()], [id, Math.round(now()), turn ? 1 : 0]),
      );
      if (answer === null) return undefined;
      const [dueMs, note, heard, phaseMs, unitMs] = answer as string[];
      return { ...dueOf(id, dueMs, note, heard), phaseMs: Number(phaseMs), unitMs: Number(unitMs) };
    },
    async sooner(id: SubmissionId, dueMs: number): Promise<void> {
      const first = await reach('watch a submission', () => run(client, SOONER, [keys.due()], [id, Math.round(dueMs)]));
      if (first === 1) await alarm.set();
    },
    async shut(failures: number, until: number): Promise<void> {
      await reach('leave the gateway alone', () => client.hset(keys.reading(), { failures, until: Math.round(until) }));
    },
    async open(): Promise<void> {
      await reach('read on', () => client.hdel(keys.reading(), 'failures', 'until'));
    },
    async learn(known: string, { phaseMs, unitMs }: { phaseMs: number; unitMs: number }): Promise<void> {
      await reach('remember', () => client.hset(keys.reading(), { known, phase: phaseMs, unit: unitMs }));
    },
    async singles(wanted: number, perMinute: number): Promise<{ granted: number; againInMs: number }> {
      const terms = [Math.round(now()), wanted, perMinute / 60_000, Math.max(1, perMinute * BURST)];
      const answer = await reach('look at the budget', () => run(client, SINGLES, [keys.reading()], terms));
      const [granted, againInMs] = answer as [number, number];
      return { granted, againInMs };
    },
  };
}

function dueOf(id: string | undefined, dueMs: string | undefined, noted = '', heard = ''): Due {
  const colon = noted.indexOf(':');
  const [at, turnAt] = heard.split(':');
  return {
    id: SubmissionIdSchema.parse(id),
    dueMs: Number(dueMs),
    ...(colon < 0 ? {} : { noted: { readAt: Number(noted.slice(0, colon)), note: noted.slice(colon + 1) } }),
    ...(heard === '' ? {} : { heard: { at: Number(at), turnAt: Number(turnAt ?? 0) } }),
  };
}
