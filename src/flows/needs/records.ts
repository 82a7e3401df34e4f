/** The records of submissions, how they are taken in, and who may work on one. */

import type { Draft, Room } from '../../domain/draft.ts';
import type { Person } from '../../domain/gallery.ts';
import type { Usage } from '../../domain/home.ts';
import type { DraftId, SeriesId, SubmissionId } from '../../domain/ids.ts';
import type { Series } from '../../domain/series.ts';
import type { Mark, Submission } from '../../domain/submission.ts';
import type { Limits, LimitsFor } from '../../domain/team-rules.ts';

/** The records of all submissions. */
export interface Records {
  /** @throws Misconfigured where a later version of the bot wrote it, and only that can read it */
  get(id: SubmissionId): Promise<Submission | undefined>;
  /** Those that exist and can be read, in no order. */
  getMany(ids: readonly SubmissionId[]): Promise<Submission[]>;
  /**
   * Compare-and-set: reads, applies the pure `step`, writes if it returned another object, and starts over when somebody wrote in
   * between. Resolves with what is stored afterwards, or undefined when there is no such record.
   */
  change(id: SubmissionId, step: (record: Submission) => Submission): Promise<Submission | undefined>;
  /** Open submissions of a person and recent ones, newest first. */
  recent(team: string, user: string, limit: number): Promise<Submission[]>;
  /** The submission whose task has this gateway id. */
  byTask(task: string): Promise<SubmissionId | undefined>;
  /** The submission whose card is this message. */
  byCard(channel: string, ts: string): Promise<SubmissionId | undefined>;
  /** True of a record that came out of a copy: what was done after the copy was taken is not in it. */
  isFromCopy(id: SubmissionId): Promise<boolean>;
  /** Resolves when no failure of the store could make it forget this mark. @throws Unreachable (peer `redis`) when one might */
  secure(id: SubmissionId, mark: Mark): Promise<void>;
}

/** Takes a submission in. */
export interface Intake {
  /**
   * A submission id derived from what must not happen twice (an event id, a trigger id), so that a redelivery finds the same record.
   */
  idFor(key: string): SubmissionId;
  /**
   * Stores record, submit job and quota in one step that either happens or does not. `known` when a submission of this id exists already; one
   * that was not begun has its job by then.
   * @param limits on top of those of the environment
   * @throws UserMistake `daily-limit`, `concurrent-limit`, or of the channel `channel-daily-limit`, `channel-concurrent-limit`
   * @throws Unreachable (peer `redis`) when it was certainly not stored
   * @throws InDoubt (peer `redis`) when it may be stored
   */
  accept(record: Submission, limits: LimitsFor): Promise<'stored' | 'known'>;
  /** True for the first caller of a key within `ms`. */
  first(key: string, ms: number): Promise<boolean>;
  /** True while somebody is known to have been first. */
  happened(key: string): Promise<boolean>;
  /**
   * What the first caller of a key within `ms` gave. A double click goes on under the key of the first: so it makes nothing twice, and makes
   * what the first died over.
   */
  firstOf(key: string, mine: string, ms: number): Promise<string>;
  /** How many more submissions a person may have just now, by the stricter of their limits; undefined where there is none. */
  room(by: Person, own: Limits): Promise<Room | undefined>;
  /** Gives a failed submission's share of the day back, and its place among the running ones. */
  release(record: Submission, options: { giveBack: boolean }): Promise<void>;
  /** Takes the place of a submission again that is to go on after its end, whatever the limits say. Called before it goes on. */
  retake(record: Submission): Promise<void>;
  /** What a person has of what they may have. */
  usage(by: Person, own: Limits): Promise<Usage>;
}

/** At most one holder at a time, over all workers. */
export interface Leases {
  /** Runs `work` while holding `name`; resolves undefined without running when somebody else holds it. */
  hold<T>(name: string, ms: number, work: () => Promise<T>): Promise<{ value: T } | undefined>;
}

/** What people were asked about, for an hour. */
export interface Drafts {
  /** In the place of one with this id. */
  keep(id: DraftId, draft: Draft): Promise<void>;
  /** Undefined once its time is over. */
  get(id: DraftId): Promise<Draft | undefined>;
}

/** What there is to know of several submissions as one. */
export interface SeriesStore {
  /** Stores one that is new, and leaves one that exists alone. */
  create(series: Series): Promise<void>;
  get(id: SeriesId): Promise<Series | undefined>;
  /** Compare-and-set, as of a record. Resolves with what is stored afterwards, or undefined when there is none. */
  change(id: SeriesId, step: (series: Series) => Series): Promise<Series | undefined>;
}
