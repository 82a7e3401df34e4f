/**
 * Slack's tiers as the stand-in enforces them: a token bucket that holds one minute's calls and is refilled evenly.
 * Written a second time on purpose: `sandbox/slack/rate.ts` refuses, this one says when a call could have gone.
 */
export interface Bucket {
  /** Takes a call for the earliest time from `at` on and says that time. Calls must be asked for in order of time. */
  take(at: number): number;
  /** The same without taking it. */
  readyAt(at: number): number;
}

/** Calls a minute. Source: slack.md section 2. */
export const TIERS = { update: 50, upload: 100, complete: 100, info: 100 } as const;

export function bucketOf(perMinute: number): Bucket {
  const refill = perMinute / 60_000;
  let tokens = perMinute;
  let last = Number.NEGATIVE_INFINITY;

  function tokensAt(time: number): number {
    return last === Number.NEGATIVE_INFINITY ? tokens : Math.min(perMinute, tokens + (time - last) * refill);
  }
  function readyAt(at: number): number {
    const from = Math.max(at, last);
    return from + Math.max(0, 1 - tokensAt(from)) / refill;
  }
  return {
    readyAt,
    take(at) {
      const granted = readyAt(at);
      tokens = tokensAt(granted) - 1;
      last = granted;
      return granted;
    },
  };
}
