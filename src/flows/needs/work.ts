/** Work for later, and work that failed for good. */

import type { Person } from '../../domain/gallery.ts';
import type { SeriesId, SubmissionId } from '../../domain/ids.ts';

/** Work to be done later, by any worker, at least once. */
export interface Jobs {
  submit(id: SubmissionId): Promise<void>;
  deliver(id: SubmissionId): Promise<void>;
  /** Bring the card into line with the record. `end` jumps the queue and is never dropped. `inMs` delays it. */
  show(id: SubmissionId, urgency: 'progress' | 'end', inMs?: number): Promise<void>;
  /** Send a person a picture with what is known of it. `key`: the same for every delivery of the event that asked for it. */
  letter(id: SubmissionId, to: Person, key: string): Promise<void>;
  /** Bring the message of a series into line with what became of it, now or in `inMs`. */
  series(id: SeriesId, inMs?: number): Promise<void>;
  /** Make the contact sheet of a series. */
  sheet(id: SeriesId): Promise<void>;
}

/** Jobs that failed for good. Those methods that name one resolve with undefined when it is no longer among them. */
export interface Dead {
  /** The newest first. */
  list(limit: number): Promise<DeadEntry[]>;
  get(key: string): Promise<DeadEntry | undefined>;
  /** Runs the same job anew, from the record. */
  replay(key: string): Promise<DeadEntry | undefined>;
  drop(key: string): Promise<DeadEntry | undefined>;
}

export interface DeadEntry {
  key: string;
  job: string;
  submission?: SubmissionId;
  reason: string;
  tries: number;
  /** Epoch ms. */
  at: number;
}

/** Asks the queue to run the same job again later. */
export interface Again {
  againInMs: number;
}
