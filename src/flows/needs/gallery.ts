/** What is finished, and what people keep. */

import type { Person, Shelf } from '../../domain/gallery.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import type { Submission } from '../../domain/submission.ts';

/** Shelves of submissions by their ids, the newest first. A record may be gone before its id. */
export interface Gallery {
  /** A finished one, for its asker and for its conversation. Twice is once. */
  add(record: Submission): Promise<void>;
  /** Its card is gone; who keeps it is not known. */
  remove(record: Submission): Promise<void>;
  /** A person keeps it. Its record then lasts as long as if it had just changed. */
  keep(by: Person, id: SubmissionId, atMs: number): Promise<void>;
  unkeep(by: Person, id: SubmissionId): Promise<void>;
  /** Which of these that person keeps. */
  kept(by: Person, ids: readonly SubmissionId[]): Promise<ReadonlySet<SubmissionId>>;
  list(shelf: Shelf, from: number, count: number): Promise<{ ids: SubmissionId[]; total: number }>;
  /** Takes off a shelf what is no longer there. */
  drop(shelf: Shelf, ids: readonly SubmissionId[]): Promise<void>;
}
