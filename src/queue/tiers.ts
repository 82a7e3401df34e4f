/**
 * Slack's rate limits as token buckets. Sources: slack.md section 2, "Rate limits"; the tiers hold for each method, workspace and app.
 */

/** Methods of Slack that share a budget; README.md, "Budget". */
export type BudgetClass =
  | 'post'
  | 'update'
  | 'remove'
  | 'look'
  | 'upload'
  | 'file-look'
  | 'file-remove'
  | 'person'
  | 'home';

interface Limit {
  /** Calls a minute that Slack grants. */
  perMinute: number;
  /** Calls that may follow at once after a quiet time; without it, a minute's. */
  burst?: number;
}

const TIER_3: Limit = { perMinute: 50 };
const TIER_4: Limit = { perMinute: 100 };

const WORKSPACE: Readonly<Record<BudgetClass, Limit>> = {
  /** chat.postMessage, "special": Slack speaks of several hundred a minute for a workspace. */
  post: { perMinute: 240 },
  /** chat.update: the tier is for the whole workspace, not for each message. */
  update: TIER_3,
  /** chat.delete. */
  remove: TIER_3,
  /** conversations.history and .replies, each; one unit covers either. */
  look: TIER_3,
  /** files.getUploadURLExternal and files.completeUploadExternal, each; an upload takes one of both, so one unit covers the pair. */
  upload: TIER_4,
  /** files.info. */
  'file-look': TIER_4,
  /** files.delete. */
  'file-remove': TIER_3,
  /** users.info. */
  person: TIER_4,
  /** views.publish. */
  home: TIER_4,
};

/** All of them. */
export const BUDGET_CLASSES = Object.keys(WORKSPACE) as readonly BudgetClass[];

/** chat.postMessage: about one a second in a channel, "bursts tolerated". */
const CHANNEL: Limit = { perMinute: 60, burst: 3.5 };

/** A bucket in figures. */
export interface Terms {
  /** Tokens a millisecond. */
  rate: number;
  /** Most tokens that it holds. */
  burst: number;
  /** Progress takes only from a bucket that lacks less than this, so it lives on what flows in and leaves the burst to the ends. */
  margin: number;
}

/**
 * A call reaches Slack later than it was granted, and Slack's bucket may have been full meanwhile: what flows in so long, ours holds less.
 */
const TRANSIT_MS = 100;
/** A turn may be taken this late without losing what flows in. */
const LATE_MS = 200;

/** @param scale multiplies every limit (`SLACK_TIER_SCALE`) */
export function workspaceTerms(what: BudgetClass, scale: number): Terms {
  return terms(WORKSPACE[what], scale);
}

/** Nothing is kept for ends in a channel: what waits there waits for a second. */
export function channelTerms(scale: number): Terms {
  const channel = terms(CHANNEL, scale);
  return { ...channel, margin: channel.burst };
}

/** Edits a minute of a whole workspace. */
export function editsPerMinute(scale: number): number {
  return WORKSPACE.update.perMinute * scale;
}

function terms({ perMinute, burst = perMinute }: Limit, scale: number): Terms {
  const rate = (perMinute * scale) / 60_000;
  const most = Math.max(1, burst * scale - rate * TRANSIT_MS);
  return { rate, burst: most, margin: Math.min(1 + rate * LATE_MS, most) };
}
