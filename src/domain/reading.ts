/** What the reading of the gateway goes by, wherever it is kept. */
import type { SubmissionId } from './ids.ts';

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
