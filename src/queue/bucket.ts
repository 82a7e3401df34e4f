import type { Terms } from './tiers.ts';

/** A bucket that nobody uses is forgotten: it is full long before. */
export const FORGOTTEN_MS = 10 * 60_000;

/** After two 429s within so long Slack's limit is taken at its strictest for so long. */
export const STRICT_MS = 10 * 60_000;

/** Who does not come back within so much of the time that it was told has lost its place. */
export const GRACE_MS = 2000;

/** Who is expected has lost its place so long after that, and the grace. */
export const EXPECTED_MS = 3000;

/**
 * What the scripts on buckets have in common.
 *
 * A bucket is a hash: `tokens` at time `at`; nothing is granted and nothing flows in before `until`. Up to `strict` it is read as no more
 * than its limit in any minute: 80 % of it flow, 20 % are the burst. Beside it stands its line of urgent callers, by the time at which
 * they began to wait, and `back`, when each was told to come.
 *
 * `now` never runs back, whichever worker's clock it is from. Numbers are stored with all their digits.
 */
export const BUCKET_LUA = `
  local function bucket(key, asked, rate, burst, margin)
    local kept = redis.call('HMGET', key, 'tokens', 'at', 'until', 'strict')
    local at = tonumber(kept[2] or asked)
    local now = math.max(asked, at)
    local paused = tonumber(kept[3] or 0)
    if now < tonumber(kept[4] or 0) then
      rate = rate * 0.8
      burst = math.max(1, burst * 0.2)
      margin = math.min(margin, burst)
    end
    local tokens = math.min(burst, tonumber(kept[1] or burst) + math.max(0, now - math.max(at, paused)) * rate)
    return { key = key, now = now, tokens = tokens, paused = paused, rate = rate, burst = burst, kept = burst - margin }
  end

  local function ready(b, needed)
    local short = needed - b.tokens
    if short < 0.000001 then short = 0 end
    return math.max(0, b.paused - b.now) + short / b.rate
  end

  local function store(b, forgotten)
    redis.call('HSET', b.key, 'tokens', string.format('%.17g', b.tokens), 'at', string.format('%.17g', b.now))
    if redis.call('PTTL', b.key) < tonumber(forgotten) then redis.call('PEXPIRE', b.key, forgotten) end
  end

  local function dismiss(line, back, before)
    for _, who in ipairs(redis.call('ZRANGEBYSCORE', back, '-inf', before)) do
      redis.call('ZREM', line, who)
      redis.call('ZREM', back, who)
    end
  end
`;

/** A bucket's figures as a script's arguments. */
export function figures({ rate, burst, margin }: Terms): [rate: number, burst: number, margin: number] {
  return [rate, burst, margin];
}
