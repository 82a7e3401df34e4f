import type { Clock } from './types.ts';

/** Calls a minute for a whole workspace (slack.md section 2). */
export const tiers = {
  t1: 1,
  t2: 20,
  t3: 50,
  t4: 100,
  /** "Special" tiers without a published figure: high enough to catch only a runaway loop. */
  special: 600,
  /** chat.postMessage over all channels ("several hundred a minute"). */
  post: 300,
} as const;

export type Tier = keyof typeof tiers;

/** chat.postMessage in one channel: about one a second, short bursts tolerated. */
const channelPosts = { burst: 5, perSecond: 1 };

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets, one for each method and one for each channel's posts. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #scale: number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param scale multiplies every allowance; 0 allows everything. */
  constructor(clock: Clock, scale: number) {
    this.#clock = clock;
    this.#scale = scale;
  }

  /** Takes one call of a method. @returns 0 when allowed, else the whole seconds of Retry-After. */
  method(method: string, tier: Tier): number {
    return this.#take(method, tiers[tier], tiers[tier] / 60);
  }

  /** Takes one post in a channel; as `method`. */
  post(channel: string): number {
    return this.#take(`chat.postMessage ${channel}`, channelPosts.burst, channelPosts.perSecond);
  }

  #take(key: string, burst: number, perSecond: number): number {
    if (this.#scale === 0) return 0;
    const capacity = Math.max(1, burst * this.#scale);
    const refill = (perSecond * this.#scale) / 1000;
    const now = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: capacity, at: now };
    const tokens = Math.min(capacity, bucket.tokens + (now - bucket.at) * refill);
    const allowed = tokens >= 1;
    this.#buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return allowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / refill / 1000));
  }
}
