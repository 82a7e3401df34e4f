/** Slack's limits, shared by all workers. */

import type { SubmissionId } from '../../domain/ids.ts';
import type { Load } from '../../domain/load.ts';

/** One budget for each workspace and class of Slack methods, shared by all workers. */
export interface Budget {
  /**
   * Resolves with how many milliseconds to wait before asking again under the same name: 0 means that the call was granted and is counted.
   * Ends wait in line, the longest waiting (by `since`) first; progress does not, and leaves them their burst. `channel` counts for `post`.
   */
  take(
    team: string,
    what: BudgetClass,
    caller: { urgency: 'progress' | 'end'; who: string; since?: number | undefined; channel?: string | undefined },
  ): Promise<number>;
  /** After a 429: nobody uses that class for so long; of `post`, in that channel. */
  cool(team: string, what: BudgetClass, ms: number, channel?: string): Promise<void>;
  /** An urgent call will be wanted in a moment: progress leaves it its token. */
  expect(team: string, what: BudgetClass, caller: { who: string; since?: number | undefined }): Promise<void>;
  /** A granted call was not needed. */
  giveBack(team: string, what: BudgetClass): Promise<void>;
}

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

/** The cards of a workspace that have progress to show take turns; whose turn it is gets a job `show` whose edit is paid. */
export interface Outbox {
  /** A running card has moved; its task should end at `endAt`, epoch ms. @returns how busy the cards of that workspace are */
  moved(team: string, id: SubmissionId, endAt: number): Promise<Load>;
  /** A task was taken, which should end at `endAt`, epoch ms. */
  began(team: string, id: SubmissionId, endAt: number): Promise<void>;
  load(team: string): Promise<Load>;
  /** Puts a card in line, or tells of something newer to show. Times are epoch ms. */
  offer(team: string, id: SubmissionId, times: { shownAt: number; movedAt: number }): Promise<void>;
  /** It has ended, and has nothing more to wait for. */
  leave(team: string, id: SubmissionId): Promise<void>;
}
