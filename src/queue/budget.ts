import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';

export type BudgetClass = 'post' | 'update' | 'upload' | 'look';

interface Limit {
  /** Calls a minute that Slack grants. */
  perMinute: number;
  /** Calls that may follow at once after a quiet time; without it, what keeps every minute within the limit. */
  burst?: number;
}

/** Slack's limits for a workspace. Source: slack.md section 2, "Rate limits". */
const WORKSPACE: Record<BudgetClass, Limit> = {
  /** chat.postMessage, "special": Slack speaks of several hundred a minute for a workspace. */
  post: { perMinute: 240 },
  /** chat.update, tier 3: 50 a minute for the whole workspace, not for each message. */
  update: { perMinute: 50 },
  /** files.getUploadURLExternal and files.completeUploadExternal, tier 4: 100 a minute each; one `take` covers one of each. */
  upload: { perMinute: 100 },
  /** conversations.history and .replies, tier 3. files.info is tier 4, and is looked at as sparingly. */
  look: { perMinute: 50 },
};

/** chat.postMessage: about one a second in a channel, "bursts tolerated". */
const CHANNEL: Limit = { perMinute: 60, burst: 3 };

/** The part of a limit that flows steadily. The rest is the burst, so that no minute ever sees more than the limit. */
const STEADY = 0.8;

/** The part of a workspace's burst that only an end may take. */
const RESERVE = 0.25;

/** Progress is told to come back at different times, but never later than this. */
const LONGEST_WAIT_MS = 30_000;

/** A bucket that nobody uses is forgotten: it is full long before. */
const FORGOTTEN_MS = 10 * 60_000;

/** One budget for each workspace and class of Slack methods, shared by all workers. */
export interface Budget {
  /**
   * Takes one call. `channel` counts for `post` alone.
   *
   * @returns 0 when it was granted and is counted, otherwise how many milliseconds to wait before asking again
   * @throws Unreachable
   */
  take(team: string, what: BudgetClass, urgency: 'progress' | 'end', channel?: string): Promise<number>;
  /** After a 429: nobody uses that class for so long. Never shortens a longer pause. @throws Unreachable */
  cool(team: string, what: BudgetClass, ms: number): Promise<void>;
}

/**
 * Token buckets. All keys must grant, or none is charged. A refused progress is given the next free slot, one interval apart, so that
 * a hundred waiting cards do not all come back for the next token at once; a refused end only waits for its token.
 *
 * KEYS buckets. ARGV now, end (1 or 0), forgotten ms, longest wait ms; then for each bucket tokens per ms, burst, reserve.
 * A bucket is `tokens` at time `at`; nothing is granted and nothing flows in before `until`; `slot` is the last one given away.
 */
const TAKE = (buckets: 1 | 2): Script => ({
  name: `mjTake${buckets}`,
  keys: buckets,
  lua: `
    local asked, urgent = tonumber(ARGV[1]), ARGV[2] == '1'
    local wait, state = 0, {}
    for i, key in ipairs(KEYS) do
      local rate, burst, reserve = tonumber(ARGV[2 + i * 3]), tonumber(ARGV[3 + i * 3]), tonumber(ARGV[4 + i * 3])
      local kept = redis.call('HMGET', key, 'tokens', 'at', 'until', 'slot')
      local at = tonumber(kept[2] or asked)
      local paused = tonumber(kept[3] or 0)
      local now = math.max(asked, at)
      local tokens = math.min(burst, tonumber(kept[1] or burst) + math.max(0, now - math.max(at, paused)) * rate)
      local needed = urgent and 1 or 1 + reserve
      local ready = math.max(0, paused - now) + math.max(0, (needed - tokens) / rate)
      state[i] = { tokens = tokens, now = now, slot = tonumber(kept[4] or 0), interval = 1 / rate, ready = ready }
      wait = math.max(wait, ready)
    end
    local answer = math.ceil(wait)
    for i, key in ipairs(KEYS) do
      local bucket = state[i]
      if wait == 0 then
        bucket.tokens = bucket.tokens - 1
      elseif not urgent and bucket.ready > 0 then
        bucket.slot = math.min(math.max(bucket.slot, bucket.now + bucket.ready), bucket.now + tonumber(ARGV[4]))
        answer = math.max(answer, math.ceil(bucket.slot - bucket.now))
        bucket.slot = bucket.slot + bucket.interval
      end
      redis.call('HSET', key, 'tokens', tostring(bucket.tokens), 'at', tostring(bucket.now), 'slot', tostring(bucket.slot))
      if redis.call('PTTL', key) < tonumber(ARGV[3]) then redis.call('PEXPIRE', key, ARGV[3]) end
    end
    return answer
  `,
});
const TAKE_ONE = TAKE(1);
const TAKE_TWO = TAKE(2);

/** Leaves one call for when the pause is over. KEYS bucket. ARGV now, ms, forgotten ms. */
const COOL: Script = {
  name: 'mjCool',
  keys: 1,
  lua: `
    local over = tonumber(ARGV[1]) + tonumber(ARGV[2])
    if over <= tonumber(redis.call('HGET', KEYS[1], 'until') or 0) then return end
    redis.call('HSET', KEYS[1], 'until', tostring(over), 'tokens', 1, 'at', ARGV[1], 'slot', 0)
    redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[2]) + tonumber(ARGV[3]))
  `,
};

/** @param options.scale multiplies every limit (`SLACK_TIER_SCALE`) */
export function openBudget(client: Client, options: { scale: number; now: () => number }): Budget {
  const { scale, now } = options;

  function terms(limit: Limit, reserve: number): [rate: number, burst: number, reserve: number] {
    const perMinute = limit.perMinute * scale;
    const burst = Math.max(1, limit.burst ?? perMinute * (1 - STEADY));
    return [(perMinute * STEADY) / 60_000, burst, Math.min(reserve * burst, burst - 1)];
  }

  return {
    async take(team, what, urgency, channel) {
      const common = [now(), urgency === 'end' ? 1 : 0, FORGOTTEN_MS, LONGEST_WAIT_MS];
      const workspace = terms(WORKSPACE[what], RESERVE);
      const answer = await reach('look at the budget', () =>
        what === 'post' && channel !== undefined
          ? run(
              client,
              TAKE_TWO,
              [keys.budget(team, what), keys.budget(team, what, channel)],
              [...common, ...workspace, ...terms(CHANNEL, 0)],
            )
          : run(client, TAKE_ONE, [keys.budget(team, what)], [...common, ...workspace]),
      );
      return Number(answer);
    },
    async cool(team, what, ms) {
      await reach('note a pause', () => run(client, COOL, [keys.budget(team, what)], [now(), ms, FORGOTTEN_MS]));
    },
  };
}
