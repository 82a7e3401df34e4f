import { type SubmissionId, SubmissionId as SubmissionIdSchema } from '../domain/ids.ts';
import { LIGHT, type Load, loadOf } from '../domain/load.ts';
import { BUCKET_LUA, FORGOTTEN_MS, figures, GRACE_MS } from './bucket.ts';
import type { Client } from './connection.ts';
import { add, type Queues, showJob, turnJob } from './job-map.ts';
import { keys } from './keys.ts';
import { answers, run, type Script } from './lua.ts';
import { reach } from './reach.ts';
import { editsPerMinute, workspaceTerms } from './tiers.ts';
import type { Again } from './workers.ts';

/**
 * The cards of a workspace that have progress to show. They take turns: an edit that may wait or be dropped is made when its turn comes, from
 * what the record says by then. README.md, "Outbox". All methods throw Unreachable.
 */
export interface Outbox {
  /**
   * Notes that a running card has moved.
   *
   * @param endAt when its task should end, epoch ms
   * @returns how busy the cards of that workspace are
   */
  moved(team: string, id: SubmissionId, endAt: number): Promise<Load>;
  /** Notes that a task was taken, and when it should end, epoch ms. */
  began(team: string, id: SubmissionId, endAt: number): Promise<void>;
  /** How busy they are, as of a second ago at most. */
  load(team: string): Promise<Load>;
  /**
   * Puts a card in line, or tells of something newer to show. Its turn is a job `show` of urgency `turn`, whose edit is paid.
   *
   * @param times when it was last written, and when it last moved, epoch ms
   */
  offer(team: string, id: SubmissionId, times: { shownAt: number; movedAt: number }): Promise<void>;
  /** It has ended, and has nothing more to wait for. */
  leave(team: string, id: SubmissionId): Promise<void>;
}

/** Hands the turns out. */
export interface Turns {
  /** Gives turns to the cards of a workspace as long as its budget allows. Resolves with when to go on, or nothing when nobody waits. */
  take(team: string): Promise<Again | undefined>;
}

/**
 * How much it counts that a card has just moved, against how long ago it was written. With 0 the longest unshown would come first whatever
 * it shows; with more, the picture that it is given is fresher. Nobody waits more than about one such factor longer for it.
 */
const FRESHNESS = 2;

/** Estimates are off by so much: a crowd of ends that begins within it may begin now. */
const NEAR_MS = 15_000;
/** What should have ended so long ago is not about to end. */
const OVERDUE_MS = 30_000;
/** While such a crowd is near, it is looked after so long whether progress may go on. */
const HELD_MS = 1000;

/** A card that did not move for so long is counted no more. */
const MOVING_MS = 60_000;
/** Over how long moves are averaged. */
const AVERAGE_MS = 30_000;
const A_MINUTE = 60_000 / AVERAGE_MS;
/** How old the load may be. */
const LOAD_MS = 1000;
/** Jobs that one run of turns makes before it lets others work. */
const TURNS = 100;

/** How often something happened in the average time, the older the less it counts: fields NAME and NAMEAt of the traffic. */
const AVERAGE_LUA = `
  local function average(key, name, now, average, more)
    local kept = redis.call('HMGET', key, name, name .. 'At')
    local sum = tonumber(kept[1] or 0) * math.exp(-math.max(0, now - tonumber(kept[2] or now)) / average)
    if more == 0 then return sum end
    local at = math.max(now, tonumber(kept[2] or 0))
    redis.call('HSET', key, name, string.format('%.17g', sum + more), name .. 'At', at)
    return sum + more
  end
`;

/**
 * KEYS moving, traffic, ending. ARGV id, now, moving ms, average ms, forgotten ms, overdue ms, when it should end. Returns cards, moves, ends,
 * the load before.
 */
const MOVED: Script = {
  name: 'mjMoved',
  keys: 3,
  lua: `${AVERAGE_LUA}
    local now, span = tonumber(ARGV[2]), tonumber(ARGV[4])
    redis.call('ZADD', KEYS[1], now, ARGV[1])
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
    local moves, ends = average(KEYS[2], 'moves', now, span, 1), average(KEYS[2], 'ends', now, span, 0)
    redis.call('ZADD', KEYS[3], ARGV[7], ARGV[1])
    redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - tonumber(ARGV[6]))
    for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[5]) end
    local load = redis.call('HGET', KEYS[2], 'load') or ''
    return { redis.call('ZCARD', KEYS[1]), string.format('%.17g', moves), string.format('%.17g', ends), load }
  `,
};

/** KEYS traffic, outbox, moving, ending. ARGV id, now, average ms, forgotten ms. */
const LEAVE: Script = {
  name: 'mjLeave',
  keys: 4,
  lua: `${AVERAGE_LUA}
    for i = 2, 4 do redis.call('ZREM', KEYS[i], ARGV[1]) end
    average(KEYS[1], 'ends', tonumber(ARGV[2]), tonumber(ARGV[3]), 1)
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
  `,
};

/** KEYS outbox, traffic. ARGV id, turn, now, grace ms, forgotten ms. Returns 1 when nobody is giving turns, so that the caller must see to it. */
const OFFER: Script = {
  name: 'mjOffer',
  keys: 2,
  lua: `
    local now = tonumber(ARGV[3])
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
    redis.call('PEXPIRE', KEYS[1], ARGV[5])
    local due = redis.call('HGET', KEYS[2], 'due')
    if due and now <= tonumber(due) + tonumber(ARGV[4]) then return 0 end
    redis.call('HSET', KEYS[2], 'due', now)
    redis.call('PEXPIRE', KEYS[2], ARGV[5])
    return 1
  `,
};

/** Ends may come sooner than planned: only so much of the time until one is counted on to fill the bucket. */
const SOONER = 0.75;

/** Whether more ends come within a minute than a full bucket can show, and the first of them may come now: then each call of progress delays all. */
const CROWD_LUA = `
  local function crowd(ending, b, near, overdue)
    local minute = b.burst / b.rate
    local ends = redis.call('ZRANGEBYSCORE', ending, b.now - overdue, b.now + minute, 'WITHSCORES', 'LIMIT', 0, math.ceil(2 * b.burst) + 1)
    if #ends == 0 or tonumber(ends[2]) - b.now > near then return false end
    for i = 1, #ends / 2 do
      if i + 1 > b.burst + math.max(0, tonumber(ends[2 * i]) - b.now) * ${SOONER} * b.rate then return true end
    end
    return false
  end
`;

/**
 * Takes the next turn. KEYS outbox, traffic, the bucket of edits, its line, back, and ending. ARGV now, rate, burst, margin, forgotten ms, grace
 * ms, near ms, overdue ms, held ms. Returns a card; or how many ms to wait; or nothing when no card waits. What urgent callers wait for is not touched.
 */
const TURN: Script = {
  name: 'mjTurn',
  keys: 6,
  lua: `${BUCKET_LUA}${CROWD_LUA}
    if redis.call('ZCARD', KEYS[1]) == 0 then
      redis.call('HDEL', KEYS[2], 'due')
      return false
    end
    local b = bucket(KEYS[3], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]))
    dismiss(KEYS[4], KEYS[5], b.now - tonumber(ARGV[6]))
    local wait = math.ceil(ready(b, redis.call('ZCARD', KEYS[4]) + 1 + b.kept))
    if crowd(KEYS[6], b, tonumber(ARGV[7]), tonumber(ARGV[8])) then wait = math.max(wait, tonumber(ARGV[9])) end
    redis.call('HSET', KEYS[2], 'due', b.now + wait)
    redis.call('PEXPIRE', KEYS[2], wait + tonumber(ARGV[5]))
    if redis.call('PTTL', KEYS[1]) < wait + tonumber(ARGV[5]) then redis.call('PEXPIRE', KEYS[1], wait + tonumber(ARGV[5])) end
    local card
    if wait == 0 then
      b.tokens = b.tokens - 1
      card = redis.call('ZPOPMIN', KEYS[1])[1]
    end
    store(b, ARGV[5])
    return card or wait
  `,
};

/** @param options.scale as of the budget */
export function openOutbox(
  client: Client,
  queues: Queues,
  options: { scale: number; now: () => number },
): { outbox: Outbox; turns: Turns } {
  const { scale, now } = options;
  const terms = figures(workspaceTerms('update', scale));
  const edits = editsPerMinute(scale);
  const known = new Map<string, { load: Load; at: number }>();

  function remember(team: string, load: Load): Load {
    known.set(team, { load, at: now() });
    return load;
  }

  const outbox: Outbox = {
    async moved(team, id, endAt) {
      const answer = await reach('note a move', () =>
        run(
          client,
          MOVED,
          [keys.moving(team), keys.traffic(team), keys.ending(team)],
          [id, now(), MOVING_MS, AVERAGE_MS, FORGOTTEN_MS, OVERDUE_MS, endAt],
        ),
      );
      const [cards, moves, ends, kept] = answer as [number, string, string, string];
      const before = parse(kept);
      const load = loadOf({ cards, moves: Number(moves) * A_MINUTE, ends: Number(ends) * A_MINUTE, edits }, before);
      if (load.kind !== before.kind || load.everyS !== before.everyS)
        await reach('note a move', () => client.hset(keys.traffic(team), 'load', text(load)));
      return remember(team, load);
    },
    async began(team, id, endAt) {
      const key = keys.ending(team);
      await reach('note when it should end', async () => {
        answers(await client.multi().zadd(key, endAt, id).pexpire(key, FORGOTTEN_MS).exec());
      });
    },
    async load(team) {
      const last = known.get(team);
      if (last !== undefined && now() - last.at < LOAD_MS) return last.load;
      return remember(team, parse(await reach('look how busy it is', () => client.hget(keys.traffic(team), 'load'))));
    },
    async offer(team, id, { shownAt, movedAt }) {
      const turn = shownAt - FRESHNESS * Math.max(0, movedAt - shownAt);
      const idle = await reach('put a card in line', () =>
        run(client, OFFER, [keys.outbox(team), keys.traffic(team)], [id, turn, now(), GRACE_MS, FORGOTTEN_MS]),
      );
      if (idle === 1) await reach('take a job', () => add(queues.progress, turnJob(team)));
    },
    async leave(team, id) {
      await reach('take a card out of line', () =>
        run(
          client,
          LEAVE,
          [keys.traffic(team), keys.outbox(team), keys.moving(team), keys.ending(team)],
          [id, now(), AVERAGE_MS, FORGOTTEN_MS],
        ),
      );
    },
  };

  const turns: Turns = {
    async take(team) {
      for (let turn = 0; turn < TURNS; turn += 1) {
        const next = await reach('take a turn', () =>
          run(
            client,
            TURN,
            [keys.outbox(team), keys.traffic(team), ...keys.bucket(team, 'update'), keys.ending(team)],
            [now(), ...terms, FORGOTTEN_MS, GRACE_MS, NEAR_MS, OVERDUE_MS, HELD_MS],
          ),
        );
        if (next === null) return undefined;
        if (typeof next === 'number') return { againInMs: next };
        const id = SubmissionIdSchema.parse(next);
        await reach('take a job', () => add(queues.progress, showJob(id, 'turn', 0)));
      }
      return { againInMs: 0 };
    },
  };
  return { outbox, turns };
}

function text({ kind, everyS }: Load): string {
  return `${kind} ${everyS}`;
}

/** What a later version may have written counts as light. */
function parse(kept: string | null): Load {
  const [kind, every] = (kept ?? '').split(' ');
  const everyS = ([0, 30, 60, 120] as const).find((s) => String(s) === every) ?? 0;
  return kind === 'busy' || kind === 'crowded' ? { kind, everyS } : LIGHT;
}
