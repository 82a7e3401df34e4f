import { BUCKET_LUA, EXPECTED_MS, FORGOTTEN_MS, figures, GRACE_MS, STRICT_MS } from './bucket.ts';
import type { Client } from './connection.ts';
import { keys } from './keys.ts';
import { run, type Script } from './lua.ts';
import { reach } from './reach.ts';
import { BUDGET_CLASSES, type BudgetClass, channelTerms, workspaceTerms } from './tiers.ts';

export type { BudgetClass } from './tiers.ts';

/** Who wants to call Slack. */
export interface Caller {
  /** `end`: ends, failures and answers to a person, which wait in line. `progress` is refused where it would eat into what is kept for them. */
  urgency: 'progress' | 'end';
  /** Asks again under the same name until it is granted. */
  who: string;
  /** Since when it waits, epoch ms; the longest waiting comes first. By default since it first asked. */
  since?: number | undefined;
  /** Counts for `post` alone. */
  channel?: string | undefined;
}

/** One budget for each workspace and class of Slack methods, shared by all workers. README.md, "Budget". */
export interface Budget {
  /**
   * Takes one call.
   *
   * @returns 0 when it was granted and is counted, otherwise after how many milliseconds to ask again; an urgent caller's place in the line
   *   is kept until two seconds after that
   * @throws Unreachable
   */
  take(team: string, what: BudgetClass, caller: Caller): Promise<number>;
  /**
   * After a 429: nobody uses that class for so long, of `post` with a `channel` that channel alone; while a second channel is paused too, it
   * is the workspace that has posted too much. Never shortens a longer pause.
   *
   * @throws Unreachable
   */
  cool(team: string, what: BudgetClass, ms: number, channel?: string): Promise<void>;
  /** An urgent call will be wanted in a moment: its place in the line is kept for five seconds, so that progress leaves it its token. @throws Unreachable */
  expect(team: string, what: BudgetClass, caller: Pick<Caller, 'who' | 'since'>): Promise<void>;
  /** Gives a call back that was granted and not needed. @throws Unreachable */
  giveBack(team: string, what: BudgetClass): Promise<void>;
  /** What is left of each class of a workspace: 1 is full, 0 spent or paused. Takes nothing. @throws Unreachable */
  left(team: string): Promise<ReadonlyMap<BudgetClass, number>>;
}

/**
 * All buckets must grant, or none is charged; who is refused waits in the lines of those that refused. KEYS for each bucket itself, its
 * line, back. ARGV now, urgent (1 or 0), who, since, forgotten ms, grace ms; then for each bucket rate, burst, margin.
 */
const TAKE = (buckets: 1 | 2): Script => ({
  name: `mjTake${buckets}`,
  keys: buckets * 3,
  lua: `${BUCKET_LUA}
    local asked, urgent, who, since = tonumber(ARGV[1]), ARGV[2] == '1', ARGV[3], tonumber(ARGV[4])
    local wait, asks = 0, {}
    for i = 1, #KEYS / 3 do
      local line, back = KEYS[i * 3 - 1], KEYS[i * 3]
      local b = bucket(KEYS[i * 3 - 2], asked, tonumber(ARGV[4 + i * 3]), tonumber(ARGV[5 + i * 3]), tonumber(ARGV[6 + i * 3]))
      dismiss(line, back, b.now - tonumber(ARGV[6]))
      local ahead
      if urgent then ahead = redis.call('ZRANK', line, who) or redis.call('ZCOUNT', line, '-inf', since)
      else ahead = redis.call('ZCARD', line) + b.kept end
      local inMs = ready(b, ahead + 1)
      asks[i] = { bucket = b, line = line, back = back, inMs = inMs }
      wait = math.max(wait, inMs)
    end
    local answer = math.ceil(wait)
    for _, ask in ipairs(asks) do
      if wait == 0 then
        ask.bucket.tokens = ask.bucket.tokens - 1
        redis.call('ZREM', ask.line, who)
        redis.call('ZREM', ask.back, who)
      elseif urgent and ask.inMs > 0 then
        redis.call('ZADD', ask.line, 'NX', since, who)
        redis.call('ZADD', ask.back, ask.bucket.now + answer, who)
        redis.call('PEXPIRE', ask.line, answer + tonumber(ARGV[5]))
        redis.call('PEXPIRE', ask.back, answer + tonumber(ARGV[5]))
      end
      store(ask.bucket, ARGV[5])
    end
    return answer
  `,
});
const TAKE_ONE = TAKE(1);
const TAKE_TWO = TAKE(2);

/**
 * Leaves one call for when the pause is over. KEYS the bucket that was hit, the workspace's. ARGV now, ms, forgotten ms, strict ms, the
 * channel or nothing.
 */
const COOL: Script = {
  name: 'mjCool',
  keys: 2,
  lua: `
    local now, over = tonumber(ARGV[1]), tonumber(ARGV[1]) + tonumber(ARGV[2])
    local function pause(key)
      local before = tonumber(redis.call('HGET', key, 'until') or 0)
      if before > 0 and now >= before and now - before < tonumber(ARGV[4]) then
        redis.call('HSET', key, 'strict', now + tonumber(ARGV[4]))
      end
      if over > before then redis.call('HSET', key, 'until', over, 'tokens', 1, 'at', now) end
      redis.call('PEXPIRE', key, tonumber(ARGV[2]) + tonumber(ARGV[4]) + tonumber(ARGV[3]))
    end
    pause(KEYS[1])
    if ARGV[5] == '' then return end
    local last = redis.call('HMGET', KEYS[2], 'channel', 'channelUntil')
    if last[1] and last[1] ~= ARGV[5] and tonumber(last[2]) > now then pause(KEYS[2]) end
    redis.call('HSET', KEYS[2], 'channel', ARGV[5], 'channelUntil', over)
    if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[2], tonumber(ARGV[2]) + tonumber(ARGV[3])) end
  `,
};

/** KEYS line, back. ARGV now, who, since, expected ms, forgotten ms. */
const EXPECT: Script = {
  name: 'mjExpect',
  keys: 2,
  lua: `
    redis.call('ZADD', KEYS[1], 'NX', ARGV[3], ARGV[2])
    redis.call('ZADD', KEYS[2], tonumber(ARGV[1]) + tonumber(ARGV[4]), ARGV[2])
    redis.call('PEXPIRE', KEYS[1], ARGV[5])
    redis.call('PEXPIRE', KEYS[2], ARGV[5])
  `,
};

/** KEYS bucket. ARGV now, rate, burst, margin, forgotten ms. */
const GIVE_BACK: Script = {
  name: 'mjGiveBack',
  keys: 1,
  lua: `${BUCKET_LUA}
    local b = bucket(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]))
    b.tokens = math.min(b.burst, b.tokens + 1)
    store(b, ARGV[5])
  `,
};

/** KEYS buckets. ARGV now, then for each bucket rate, burst, margin. Returns what is left of each, as texts: Redis cuts fractions off. */
const LEFT: Script = {
  name: 'mjLeft',
  keys: BUDGET_CLASSES.length,
  lua: `${BUCKET_LUA}
    local left = {}
    for i, key in ipairs(KEYS) do
      local b = bucket(key, tonumber(ARGV[1]), tonumber(ARGV[i * 3 - 1]), tonumber(ARGV[i * 3]), tonumber(ARGV[i * 3 + 1]))
      left[i] = b.now < b.paused and '0' or string.format('%.4f', math.max(0, b.tokens / b.burst))
    end
    return left
  `,
};

/** @param options.scale multiplies every limit (`SLACK_TIER_SCALE`) */
export function openBudget(client: Client, options: { scale: number; now: () => number }): Budget {
  const { scale, now } = options;
  return {
    async take(team, what, { urgency, who, since, channel }) {
      const at = now();
      const common = [at, urgency === 'end' ? 1 : 0, who, since ?? at, FORGOTTEN_MS, GRACE_MS];
      const workspace = figures(workspaceTerms(what, scale));
      const answer = await reach('look at the budget', () =>
        what === 'post' && channel !== undefined
          ? run(
              client,
              TAKE_TWO,
              [...keys.bucket(team, what), ...keys.bucket(team, what, channel)],
              [...common, ...workspace, ...figures(channelTerms(scale))],
            )
          : run(client, TAKE_ONE, keys.bucket(team, what), [...common, ...workspace]),
      );
      return Number(answer);
    },
    async cool(team, what, ms, channel) {
      const hit = what === 'post' ? channel : undefined;
      await reach('note a pause', () =>
        run(
          client,
          COOL,
          [keys.budget(team, what, hit), keys.budget(team, what)],
          [now(), Math.ceil(ms), FORGOTTEN_MS, STRICT_MS, hit ?? ''],
        ),
      );
    },
    async expect(team, what, { who, since }) {
      const [, ...line] = keys.bucket(team, what);
      const at = now();
      await reach('look at the budget', () =>
        run(client, EXPECT, line, [at, who, since ?? at, EXPECTED_MS, FORGOTTEN_MS]),
      );
    },
    async giveBack(team, what) {
      const terms = figures(workspaceTerms(what, scale));
      await reach('look at the budget', () =>
        run(client, GIVE_BACK, [keys.budget(team, what)], [now(), ...terms, FORGOTTEN_MS]),
      );
    },
    async left(team) {
      const terms = BUDGET_CLASSES.flatMap((what) => figures(workspaceTerms(what, scale)));
      const buckets = BUDGET_CLASSES.map((what) => keys.budget(team, what));
      const left = await reach('look at the budget', () => run(client, LEFT, buckets, [now(), ...terms]));
      const ratios = left as string[];
      return new Map(BUDGET_CLASSES.map((what, i) => [what, Number(ratios[i])]));
    },
  };
}
