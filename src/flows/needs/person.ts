/** What is kept of one person, to be deleted. */

import type { SeriesId, SubmissionId } from '../../domain/ids.ts';
import type { Submission } from '../../domain/submission.ts';

/** Whose data is deleted, by whom, up to when (epoch ms), and whether the cards in channels go, too. Slack ids. */
export interface Forgetting {
  team: string;
  user: string;
  by: string;
  until: number;
  cards: boolean;
}

/** The deletion is work for later, by any worker, at least once. */
export interface PersonJobs {
  forget(what: Forgetting): Promise<void>;
}

export interface PersonData {
  /** How many of their submissions are kept. */
  count(team: string, user: string): Promise<number>;
  /** Those that were accepted by then, the oldest first. */
  submissions(team: string, user: string, until: number, limit: number): Promise<SubmissionId[]>;
  /** Deletes a submission with all that leads to it. `record` is absent where it is gone or cannot be read. */
  forgetSubmission(team: string, user: string, id: SubmissionId, record: Submission | undefined): Promise<void>;
  /** What they asked for together by then. */
  series(team: string, user: string, until: number, limit: number): Promise<SeriesId[]>;
  /** Deletes what there is of several as one; each of them is a submission like any other then. */
  forgetSeries(team: string, user: string, id: SeriesId): Promise<void>;
  /** Deletes all else that is kept of them; what bears a time, up to then. */
  forgetRest(team: string, user: string, until: number): Promise<void>;
}
