/** What following needs beside `needs.ts`: what all workers share of the reading, and readings of the gateway one request at a time. */

import type { SubmissionId } from '../domain/ids.ts';
import type { Snapshot } from '../domain/task.ts';

/** A watched submission that is to be read. */
export interface Due {
  id: SubmissionId;
  /** Since when, epoch ms. */
  dueMs: number;
  /** What the last reading noted, and when it was asked for; absent where the record is to be looked at. */
  noted?: { readAt: number; note: string };
  /** When a callback came last, and when the last one told of an end or a confirmation (0: none did). */
  heard?: { at: number; turnAt: number };
}

/** How the reading of the gateway stands, for whichever worker goes on with it. */
export interface Standing {
  /** Readings in a row that failed. */
  failures: number;
  /** Nobody reads before then, epoch ms; 0 where the last reading worked. */
  shutUntil: number;
  /** How many are watched. */
  load: number;
  /** What was learned about the gateway, as it was given to `learn`. */
  known?: string;
}

/** What all workers share of the reading of one gateway. */
export interface Readings {
  /**
   * Those that are due, the longest due first; none while the gateway is left alone. Where anything is due, what is due within `aheadMs` comes with it,
   * and where they need more than one request of `batch` ids, the last one is filled up with those due next: in both cases not what was read
   * less than `restMs` ago. They stay due until `keep` or the watch moves them.
   */
  take(of: { limit: number; batch: number; restMs: number; aheadMs: number }): Promise<Standing & { due: Due[] }>;
  /** Moves those that were read to their next time. One that was moved by somebody else since it was taken stays where it is. */
  keep(read: readonly { id: SubmissionId; from: number; dueMs: number; readAt: number; note: string }[]): Promise<void>;
  /** Notes a callback for what is watched. @returns how it stood before, and the common windows */
  heard(id: SubmissionId, turn: boolean): Promise<(Due & { phaseMs: number; unitMs: number }) | undefined>;
  /** Moves it up, if it is watched and due later. */
  sooner(id: SubmissionId, dueMs: number): Promise<void>;
  /** The reading failed: nobody reads before `until`. */
  shut(failures: number, until: number): Promise<void>;
  /** The reading works again. */
  open(): Promise<void>;
  /** What was found out, and the common windows that follow from it. */
  learn(known: string, windows: { phaseMs: number; unitMs: number }): Promise<void>;
  /** Takes up to `wanted` readings of single tasks from the budget. @returns how many were granted, and when to ask for more */
  singles(wanted: number, perMinute: number): Promise<{ granted: number; againInMs: number }>;
}

/** How long tasks took lately, by kind, ms. */
export interface Durations {
  add(kind: string, ms: number): Promise<void>;
  /** The last fifty. */
  recent(kind: string): Promise<number[]>;
}

/** One request each. They throw as `Gateway.read` does. */
export interface TaskReads {
  /** Snapshots of those that the gateway knows, of a hundred at most; undefined where it has no lists. */
  list(tasks: readonly string[]): Promise<Map<string, Snapshot> | undefined>;
  /** The snapshot of one task; undefined where the gateway does not know it. */
  fetch(task: string): Promise<Snapshot | undefined>;
}
