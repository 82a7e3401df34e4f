/**
 * What the stories need from the outside, in domain words. The consumer owns the interface: the rooms `gateway`, `slack` and `queue` fit these
 * without importing them, and `app/wire.ts` passes one to the other, where the compiler checks the fit.
 */

import type { OrderVerb } from '../domain/form.ts';
import type { SubmissionId } from '../domain/ids.ts';
import type { Load } from '../domain/load.ts';
import type { Mode } from '../domain/prompt.ts';
import type { PersonSettings } from '../domain/settings.ts';
import type { Step, StepRef } from '../domain/step.ts';
import type { PictureRef, Submission } from '../domain/submission.ts';
import type { Snapshot } from '../domain/task.ts';

/** The clock and the dice, as arguments. `random` is in [0, 1). */
export interface World {
  now(this: void): number;
  random(this: void): number;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The records of all submissions. */
export interface Records {
  get(id: SubmissionId): Promise<Submission | undefined>;
  /** Those that exist, in no order. */
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
}

/** Takes a submission in. */
export interface Intake {
  /**
   * A submission id derived from what must not happen twice (an event id, a trigger id), so that a redelivery finds the same record.
   */
  idFor(key: string): SubmissionId;
  /**
   * Stores record, submit job and quota in one step that either happens or does not. `known` when a submission of this id exists already.
   * @throws UserMistake `daily-limit` or `concurrent-limit`
   * @throws Unreachable (peer `redis`) when it was certainly not stored
   * @throws InDoubt (peer `redis`) when it may be stored
   */
  accept(record: Submission): Promise<'stored' | 'known'>;
  /** True for the first caller of a key within `ms`; for double clicks. */
  first(key: string, ms: number): Promise<boolean>;
  /** Gives a failed submission's share of the day back, and its place among the running ones. */
  release(record: Submission, options: { giveBack: boolean }): Promise<void>;
}

/** Work to be done later, by any worker, at least once. */
export interface Jobs {
  submit(id: SubmissionId): Promise<void>;
  deliver(id: SubmissionId): Promise<void>;
  /** Bring the card into line with the record. `end` jumps the queue and is never dropped. `inMs` delays it. */
  show(id: SubmissionId, urgency: 'progress' | 'end', inMs?: number): Promise<void>;
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

/** What is watched, and when it is due. One set for a gateway. */
export interface Watch {
  /** Adds or moves a submission; a reading is arranged for that time. */
  at(id: SubmissionId, dueMs: number): Promise<void>;
  /** Makes it due now, if it is watched. */
  now(id: SubmissionId): Promise<void>;
  /** Up to `limit` of those due by then, the longest due first. They stay until moved or removed. */
  due(byMs: number, limit: number): Promise<SubmissionId[]>;
  remove(ids: readonly SubmissionId[]): Promise<void>;
  /** When the earliest is due. */
  next(): Promise<number | undefined>;
}

export type Answer =
  | { kind: 'accepted'; task: string; ahead?: number }
  /** The gateway asks for more; `task` is the child that waits. */
  | { kind: 'confirm'; task: string; finalPrompt?: string }
  /** It did this before: `task` is the existing one. */
  | { kind: 'exists'; task: string }
  /** An upload: nothing is drawn, the links are the result. */
  | { kind: 'links'; links: string[] };

export interface SubmitOptions {
  /** Echoed by the gateway in every snapshot; we send the submission's id. */
  state: string;
  mode?: Mode | undefined;
  /** Where the gateway may call back. */
  notifyHook?: string | undefined;
}

/**
 * The gateway. Every method may throw the errors of `domain/errors.ts`; submits throw `InDoubt` when their fate is unknown, reads throw
 * `Unreachable` instead.
 */
export interface Gateway {
  imagine(
    order: { prompt: string; pictures: DataUrl[]; bot?: 'midjourney' | 'niji' | undefined } & SubmitOptions,
  ): Promise<Answer>;
  blend(order: { pictures: DataUrl[]; shape: 'portrait' | 'square' | 'landscape' } & SubmitOptions): Promise<Answer>;
  describe(order: { picture: DataUrl } & SubmitOptions): Promise<Answer>;
  shorten(order: { prompt: string } & SubmitOptions): Promise<Answer>;
  faceswap(order: { face: DataUrl; target: DataUrl } & SubmitOptions): Promise<Answer>;
  video(
    order: {
      prompt: string;
      start: DataUrl;
      end?: DataUrl | undefined;
      motion: 'low' | 'high';
      loop: boolean;
      batch: 1 | 2 | 4;
      resolution: '480' | '720';
    } & SubmitOptions,
  ): Promise<Answer>;
  edit(order: { prompt: string; picture: DataUrl; mask?: DataUrl | undefined } & SubmitOptions): Promise<Answer>;
  upload(order: { pictures: DataUrl[] } & SubmitOptions): Promise<Answer>;
  /** For gateways without buttons (novicezk): U and V by number; `reroll` takes 1 (Dooy#209). */
  change(
    order: { task: string; action: 'UPSCALE' | 'VARIATION' | 'REROLL'; index: 1 | 2 | 3 | 4 } & SubmitOptions,
  ): Promise<Answer>;
  /** `remix`: ask to be asked for a prompt, where the gateway knows how; where its account cannot, it is pressed without. */
  press(order: { task: string; customId: string; remix?: boolean | undefined } & SubmitOptions): Promise<Answer>;
  /** Answers a confirmation. `mask`: opaque PNG, black = keep, white = repaint, of the picture's size. */
  confirm(order: { task: string; prompt: string; mask?: DataUrl | undefined } & SubmitOptions): Promise<Answer>;
  /** Snapshots of those that the gateway knows, by task id. */
  read(tasks: readonly string[]): Promise<Map<string, Snapshot>>;
  /** The gateway's latest tasks, or undefined where it has no such list. */
  latest(): Promise<Snapshot[] | undefined>;
  /** True when the gateway took the request to cancel; false where it has no such verb. */
  cancel(task: string): Promise<boolean>;
}

/** What a person's picture is sent as: `data:image/png;base64,…`, upright, within the gateway's limits. */
export type DataUrl = string;

/** Pictures that people hand over. */
export interface Inbox {
  /**
   * Reads them, in order; a message stands for all its pictures. What the person who hands them over need not see is not read.
   * @throws Refused `input-unusable` with a `PictureTrouble` as its reason; Busy, Unreachable, Misconfigured
   */
  read(pictures: readonly PictureRef[], by: { user: string; channel: string }): Promise<DataUrl[]>;
}

/** Finds links to Slack's files and messages in what was typed. */
export interface PictureLinks {
  /** The text without them, and what they lead to. */
  find(text: string): { text: string; pictures: PictureRef[] };
  /** The message that a link leads to. */
  message(text: string): { channel: string; ts: string } | undefined;
}

/** What the gateway is known to lack; found out by asking for it, and forgotten after a day. */
export interface Abilities {
  lacking(): Promise<readonly OrderVerb[]>;
  lacks(verb: OrderVerb): Promise<void>;
}

export interface Seeds {
  /**
   * Slow: up to a minute. @returns the seed's digits
   * @throws Refused with the gateway's reason, Busy, Unreachable, Misconfigured
   */
  seed(task: string): Promise<string>;
}

/** How things stand, for a person. */
export interface Overview {
  /** How long the gateway took to answer a harmless read. @throws as a read does */
  gateway(): Promise<{ ms: number }>;
  work(): Promise<{ watched: number; waiting: number; overdue: number }>;
}

/** Final pictures, from wherever the gateway says. */
export interface Pictures {
  /**
   * @returns the bytes of a picture or film that Slack can show, its content type, and its size in pixels (0 of a film)
   * @throws Refused `picture-unusable`, Unreachable
   */
  fetch(url: string): Promise<{ bytes: Buffer; type: string; width: number; height: number }>;
}

/** The one message that shows a submission, in Slack. */
export interface Cards {
  /** Digest of what the card would show now; equal digests look equal. `load` (light unless given) tells how much a drawing card may show. */
  face(record: Submission, load?: Load): string;
  /** @throws Refused `cannot-post`, Busy, InDoubt, Unreachable */
  post(record: Submission, load?: Load): Promise<{ ts: string }>;
  /** @throws Refused `card-gone` or `picture-refused`, Busy, InDoubt, Unreachable */
  update(record: Submission, load?: Load): Promise<void>;
  /** Looks for a card that may have been posted before a kill. `unreadable` where the bot may not read the channel. */
  find(record: Submission): Promise<{ ts: string } | 'absent' | 'unreadable'>;
  remove(record: Submission): Promise<void>;
  /** A line in the card's thread. */
  reply(record: Submission, line: Line): Promise<void>;
}

/** Files in Slack. */
export interface Files {
  /** Uploads without sharing. @returns Slack's file id. @throws Refused `upload-refused`, Busy, Unreachable */
  upload(file: { bytes: Buffer; type: string; name: string }): Promise<string>;
  /** Uploads into the card's thread. Whether it stands there only a look can tell. @returns Slack's file id */
  share(record: Submission, file: { bytes: Buffer; type: string; name: string }): Promise<string>;
  /** Looks once: whether Slack has looked at the file, so that a card may show it, and whether it stands anywhere. @throws Busy */
  look(fileId: string): Promise<{ ready: boolean; shared: boolean }>;
  /** For a person who waits: looks until the file is ready; false when it is not within a bounded time. */
  ready(fileId: string): Promise<boolean>;
  /**
   * The bytes of a file that the bot uploaded, or that a person handed to it, as they are.
   * @throws Refused `input-unusable` with a `PictureTrouble` as its reason; Busy, Unreachable, Misconfigured
   */
  read(fileId: string): Promise<Buffer>;
  remove(fileId: string): Promise<void>;
}

/** A sentence for the card's thread, by its name in the catalogue. */
export type Line =
  | { say: 'finished'; mention: string }
  /** The gateway was found to ask for more. With the *Continue* button of the card's submission below it. */
  | { say: 'needs-input'; mention: string; button: string };

/** A sentence for one person, where no card can stand. */
export interface Notes {
  /** Through the command's response; false when that is no longer possible. */
  respond(responseUrl: string, note: Note): Promise<boolean>;
}
export type Note = { say: 'cannot-post-here' } | { say: 'cannot-show-here' } | { say: 'could-not-take' };

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
export type BudgetClass = 'post' | 'update' | 'remove' | 'look' | 'upload' | 'file-look' | 'file-remove';

/** The cards of a workspace that have progress to show take turns; whose turn it is gets a job `show` whose edit is paid. */
export interface Outbox {
  /** A running card has moved. @returns how busy the cards of that workspace are */
  moved(team: string, id: SubmissionId): Promise<Load>;
  load(team: string): Promise<Load>;
  /** Puts a card in line, or tells of something newer to show. Times are epoch ms. */
  offer(team: string, id: SubmissionId, times: { shownAt: number; movedAt: number }): Promise<void>;
  /** It has ended, and has nothing more to wait for. */
  leave(team: string, id: SubmissionId): Promise<void>;
}

/** What people chose for themselves. */
export interface Settings {
  /** Those of somebody who never chose are the defaults. */
  of(team: string, user: string): Promise<PersonSettings>;
  /** Changes some of them. @returns all of them */
  change(team: string, user: string, some: Partial<Omit<PersonSettings, 'v'>>): Promise<PersonSettings>;
}

/** A link to the painter: what it is for and whose it is. Kept for 30 minutes; the link holds nothing but its id. */
export interface PaintVisit {
  ref: StepRef;
  /** Whoever holds the link acts as this person. Slack ids. */
  team: string;
  user: string;
  channel: string;
  /** The prompt that stood in the modal. */
  prompt: string;
  /** The open modal, once Slack has told its id. */
  viewId?: string;
  /** A kept mask that went back into the modal, for the picture of it there. */
  mask?: string;
  /** The first mask was accepted; the link is used up. */
  used?: boolean;
}

/** Links to the painter, and the masks that were painted. */
export interface Paints {
  /** @returns the id for the link: 128 random bits */
  open(visit: PaintVisit): Promise<string>;
  /** Where the modal is in which the link stands. */
  seat(id: string, viewId: string): Promise<void>;
  /** Undefined once its time is over. */
  get(id: string): Promise<PaintVisit | undefined>;
  /** Keeps a mask for a day. @returns its id, the same for the same mask of the same link */
  keep(id: string, mask: Buffer): Promise<string>;
  /** True for the first caller: the link is used up from now on. */
  use(id: string): Promise<boolean>;
  /** A kept mask. */
  mask(maskId: string): Promise<Buffer | undefined>;
}

/** A mask or picture in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Makes masks in the gateway's form: an opaque PNG, black = keep, white = repaint, exactly the size of the picture. */
export interface Masks {
  /** @throws Refused `input-unusable` when it is no picture */
  size(picture: Buffer): Promise<Size>;
  /** Of chosen cells of the grid, 1 to 16. @throws UserMistake `mask-full` when all are chosen */
  ofCells(cells: readonly number[], size: Size): Promise<Buffer>;
  /**
   * Of any picture that a person painted: white-ish or transparent becomes repaint, all else keep; resized to `size`.
   * @throws UserMistake `mask-empty`, `mask-full`, `mask-unreadable`
   */
  ofFile(bytes: Buffer, size: Size): Promise<Buffer>;
  /**
   * Of what the painter page sent: it must be a PNG of exactly that size; greys become black or white.
   * @throws UserMistake `mask-not-png`, `mask-size`, `mask-empty`, `mask-full`, `mask-unreadable`
   */
  ofPainter(bytes: Buffer, size: Size): Promise<Buffer>;
  /** How much of a mask is repainted, 0 to 1. */
  share(mask: Buffer): Promise<number>;
  /** A picture with the numbered 4 x 4 grid drawn over it, PNG or JPEG, at most 2000 pixels a side. */
  grid(picture: Buffer): Promise<{ bytes: Buffer; type: string }>;
  /** A picture on which what is repainted is tinted, small, for a modal. */
  preview(picture: Buffer, mask: Buffer): Promise<{ bytes: Buffer; type: string }>;
}

/** Modals of steps, from wherever: a worker may open one too, as long as the click's trigger lives. */
export interface Dialogs {
  /** @returns the view's id, undefined when it did not open: the trigger was too old or used */
  open(trigger: string, step: Step): Promise<string | undefined>;
  /** Shows the step anew in an open modal; what was typed stays. @returns false when the modal is no longer open */
  show(viewId: string, step: Step): Promise<boolean>;
  /** The step was finished elsewhere; an open modal says so. Never rejects. */
  finish(viewId: string): Promise<void>;
}

/** Addresses of the painter; undefined where the bot has no public address. */
export interface PainterLinks {
  /** The page. Valid for 30 minutes. */
  page(id: string): string;
  /** A picture of what was painted, for the modal. */
  preview(id: string): string;
}

/** At most one holder at a time, over all workers. */
export interface Leases {
  /** Runs `work` while holding `name`; resolves undefined without running when somebody else holds it. */
  hold<T>(name: string, ms: number, work: () => Promise<T>): Promise<{ value: T } | undefined>;
}
