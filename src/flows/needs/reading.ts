/** What following needs: what is watched, what all workers share of the reading, and readings one request at a time. */

import type { SubmissionId } from '../../domain/ids.ts';
import type { Due, Standing } from '../../domain/reading.ts';
import type { Snapshot } from '../../domain/task.ts';

/** What is watched, and when it is due. One set for a gateway. */
export interface Watch {
  /** Adds or moves a submission; a reading is arranged for that time, and what callbacks claimed of it before is settled. */
  at(id: SubmissionId, dueMs: number): Promise<void>;
  /** Makes it due now, if it is watched. */
  now(id: SubmissionId): Promise<void>;
  /** Up to `limit` of those due by then, the longest due first. They stay until moved or removed. */
  due(byMs: number, limit: number): Promise<SubmissionId[]>;
  remove(ids: readonly SubmissionId[]): Promise<void>;
  /** When the earliest is due. */
  next(): Promise<number | undefined>;
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

/** One request each. They throw as reads of `Gateway` do. */
export interface TaskReads {
  /** Snapshots of those that the gateway knows, of a hundred at most; undefined where it has no lists. */
  list(tasks: readonly string[]): Promise<Map<string, Snapshot> | undefined>;
  /** The snapshot of one task; undefined where the gateway does not know it. */
  fetch(task: string): Promise<Snapshot | undefined>;
}
