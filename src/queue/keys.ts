import { createHash } from 'node:crypto';

/**
 * Every key that this room writes, except those of BullMQ. One hash tag, `{mj}`, puts all of them (and BullMQ's, whose prefix it is too)
 * into one slot, so that a MULTI and a Lua script may touch several on a Redis Cluster. What expires when is in README.md.
 */
export const PREFIX = '{mj}';

export const DAY_MS = 24 * 60 * 60_000;

/** How long a record, and everything that leads to it, is kept after its last change, where nothing else is set (`RETENTION_DAYS`). */
export const RETENTION_MS = 90 * DAY_MS;

/** Quota entries: a day's set is of no use a day later; nothing runs for more than two days. */
export const QUOTA_MS = 2 * DAY_MS;

/** Masks: far longer than anything takes between being painted and being sent. */
export const MASK_MS = 1 * DAY_MS;

/** Drafts: an offer that nobody answered for so long is forgotten. */
export const DRAFT_MS = 60 * 60_000;

export const keys = {
  /** Hash `rev`, `data`, `open`, `counted`, `gen`. */
  record: (id: string) => `${PREFIX}:record:${id}`,
  /** Hash `rev`, `data`, `gen`: several submissions as one. */
  series: (id: string) => `${PREFIX}:series:${id}`,
  /** Sorted set by time: a person's series. */
  seriesOf: (team: string, user: string) => `${PREFIX}:series-of:${digest(team, user)}`,
  /** String, JSON: what a person was asked about. */
  draft: (id: string) => `${PREFIX}:draft:${id}`,
  /** Set: what a person was asked about. */
  draftsOf: (team: string, user: string) => `${PREFIX}:drafts-of:${digest(team, user)}`,
  /** String: the submission whose task has this gateway id. */
  task: (task: string) => `${PREFIX}:task:${task}`,
  /** String: the submission whose card is this message. */
  card: (channel: string, ts: string) => `${PREFIX}:card:${channel}:${ts}`,
  /** Sorted set by time of intake: a person's submissions. */
  recent: (team: string, user: string) => `${PREFIX}:recent:${team}:${user}`,
  /** Sorted set by time of reservation: the submissions of one UTC day (`2026-11-21`) of a person, or in a channel. */
  day: (team: string, who: string, day: string) => `${PREFIX}:day:${day}:${team}:${who}`,
  /** Sorted set by time of reservation: the submissions that have not ended, of a person or in a channel. */
  running: (team: string, who: string) => `${PREFIX}:running:${team}:${who}`,
  /** Hash `PERSON CHANNEL VERB COUNT`: what was accepted on one UTC day, and how it ended. */
  usage: (team: string, day: string) => `${PREFIX}:usage:${day}:${team}`,
  /** String, JSON: what the admins of a team decided. */
  rules: (team: string) => `${PREFIX}:rules:${team}`,
  /** Stream, `entry` in JSON: who did what. */
  audit: (team: string) => `${PREFIX}:audit:${team}`,
  /** String: somebody did this already. */
  first: (key: string) => `${PREFIX}:first:${key}`,
  /** Sorted set by due time, epoch ms: the watched submissions. */
  due: () => `${PREFIX}:due`,
  /** Hash: for each watched submission what the last reading noted, and at `ID:heard` what callbacks said. */
  notes: () => `${PREFIX}:notes`,
  /** Hash `failures`, `until`, `known`, `phase`, `unit`, `tokens`, `at`: how the reading of the gateway stands. */
  reading: () => `${PREFIX}:reading`,
  /** List, newest first: how long the latest tasks of a kind took, ms. */
  took: (kind: string) => `${PREFIX}:took:${kind}`,
  /** Hash: a rate budget; see bucket.ts. */
  budget,
  /** A budget with the sorted sets of those who wait for it: by how long they wait, and by when they come back. */
  bucket: (team: string, what: string, channel?: string) => {
    const key = budget(team, what, channel);
    return [key, `${key}:line`, `${key}:back`];
  },
  /** Sorted set by turn: the cards of a workspace that have something new to show. */
  outbox: (team: string) => `${PREFIX}:outbox:${team}`,
  /** Sorted set by the time of their last move: the cards of a workspace that move. */
  moving: (team: string) => `${PREFIX}:moving:${team}`,
  /** Sorted set by the time at which their tasks should end: the cards of a workspace whose tasks run. */
  ending: (team: string) => `${PREFIX}:ending:${team}`,
  /** Hash: when the next turn is taken, and how busy a workspace's cards are. */
  traffic: (team: string) => `${PREFIX}:traffic:${team}`,
  /** String: the holder's token. */
  lease: (name: string) => `${PREFIX}:lease:${name}`,
  /** String: something worth remembering for a while. */
  memory: (name: string) => `${PREFIX}:memory:${name}`,
  /** Hash `run`, `seen`, `looks`, `n`: whose Redis this is, and how often a copy took its place. */
  generation: () => `${PREFIX}:generation`,
  /** String: something made once and kept for good. */
  once: (name: string) => `${PREFIX}:once:${name}`,
  /** Hash: what a person chose, JSON by name. */
  settings: (team: string, user: string) => `${PREFIX}:settings:${team}:${user}`,
  /** Hash: what the people of a channel chose, JSON by name. */
  channelSettings: (team: string, channel: string) => `${PREFIX}:channel-settings:${team}:${channel}`,
  /** Sorted set by the time of their end: the finished submissions of a person or a conversation. */
  gallery: (team: string, owner: string) => `${PREFIX}:gallery:${digest(team, owner)}`,
  /** Sorted set by the time at which they were kept: a person's favourites. */
  favourites: (team: string, user: string) => `${PREFIX}:favourites:${digest(team, user)}`,
  /** String, JSON: where in their home a person is, while they look at it. */
  home: (team: string, user: string) => `${PREFIX}:home:${digest(team, user)}`,
  /** String: digest of what it has shown since they last asked to see it. */
  homeFace: (team: string, user: string) => `${PREFIX}:home-face:${digest(team, user)}`,
  /** Hash `visit` (JSON), `view`, `prompt`, `used`: a link to the painter. */
  paint: (id: string) => `${PREFIX}:paint:${id}`,
  /** Set: a person's links to the painter. */
  painted: (team: string, user: string) => `${PREFIX}:painted:${team}:${user}`,
  /** String, sealed: where the app is installed. */
  installation: (id: string) => `${PREFIX}:installation:${id}`,
  /** Set: the ids of all installations. */
  installations: () => `${PREFIX}:installations`,
  /** String, binary: a PNG. */
  mask: (id: string) => `${PREFIX}:mask:${id}`,
};

/** Says whose a key is without telling who: keys come to light in Redis's slow log and in messages of errors. */
export function digest(team: string, owner: string): string {
  return createHash('sha256').update(`${team}:${owner}`).digest('base64url').slice(0, 22);
}

function budget(team: string, what: string, channel?: string): string {
  const key = `${PREFIX}:budget:${team}:${what}`;
  return channel === undefined ? key : `${key}:${channel}`;
}

/** The field of `notes` that holds what callbacks said of a submission. */
export function heardField(id: string): string {
  return `${id}:heard`;
}

/** The UTC day of an instant, `2026-11-21`. */
export function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
