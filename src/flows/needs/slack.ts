/** What is written to Slack. */

import type { Language } from '../../domain/language.ts';
import type { Load } from '../../domain/load.ts';
import type { Child, Series } from '../../domain/series.ts';
import type { Step } from '../../domain/step.ts';
import type { Submission } from '../../domain/submission.ts';

/** The one message that shows a submission, in Slack. */
export interface Cards {
  /** Digest of what the card would show now; equal digests look equal. `load` (light unless given) tells how much a drawing card may show. */
  face(record: Submission, load?: Load): string;
  /** @returns where it stands: Slack opens a direct conversation by the person's id. @throws Refused `cannot-post`, Busy, InDoubt, Unreachable */
  post(record: Submission, load?: Load): Promise<{ ts: string; channel: string }>;
  /** @throws Refused `card-gone` or `picture-refused`, Busy, InDoubt, Unreachable */
  update(record: Submission, load?: Load): Promise<void>;
  /** Looks for a card that may have been posted before a kill. `unreadable` where the bot may not read the channel. */
  find(record: Submission): Promise<{ ts: string } | 'absent' | 'unreadable'>;
  remove(record: Submission): Promise<void>;
  /** A line in the card's thread. */
  reply(record: Submission, line: Line): Promise<void>;
}

/** The message that heads the thread of a series. `children`: its submissions, each at its place. */
export interface SeriesMessages {
  /** Digest of what it would show now; equal digests look equal. */
  face(series: Series, children: readonly Child[]): string;
  /** @returns where it stands: of a person's id the conversation with them. @throws Refused `cannot-post`, Busy, InDoubt, Unreachable */
  post(series: Series, children: readonly Child[]): Promise<{ ts: string; channel: string }>;
  /** @throws Refused `card-gone` or `picture-refused`, Busy, InDoubt, Unreachable */
  update(series: Series, children: readonly Child[]): Promise<void>;
  /** Looks for one that may have been posted before a kill. `unreadable` where the bot may not read the channel. */
  find(series: Series): Promise<{ ts: string } | 'absent' | 'unreadable'>;
  /** One that is gone already is no error. @throws Refused, Busy, InDoubt, Unreachable */
  remove(series: Series): Promise<void>;
  /** A line in its thread. */
  reply(series: Series, line: { say: 'finished'; mention: string }): Promise<void>;
}

/** Files in Slack. */
export interface Files {
  /** Uploads without sharing. @returns Slack's file id. @throws Refused `upload-refused`, Busy, Unreachable */
  upload(file: { bytes: Buffer; type: string; name: string }): Promise<string>;
  /** Uploads into the card's thread. Whether it stands there only a look can tell. @returns Slack's file id */
  share(record: Submission, file: { bytes: Buffer; type: string; name: string }): Promise<string>;
  /** Looks once: whether Slack has looked at the file, so that a card may show it, and whether it stands anywhere. @throws Busy */
  look(fileId: string): Promise<{ ready: boolean; shared: boolean }>;
  /**
   * The bytes of a file that the bot uploaded, or that a person handed to it, as they are.
   * @throws Refused `input-unusable` with a `PictureTrouble` as its reason; Busy, Unreachable, Misconfigured
   */
  read(fileId: string): Promise<Buffer>;
  remove(fileId: string): Promise<void>;
}

/** A sentence for the card's thread, by its name in the catalogue. */
export type Line =
  | { say: 'finished' | 'not-finished'; mention: string }
  /** The gateway was found to ask for more. With the *Continue* button of the card's submission below it. */
  | { say: 'needs-input'; mention: string; button: string };

/** A sentence for one person, where no card can stand. */
export interface Notes {
  /** Through the command's response, in this language; false when that is no longer possible. */
  respond(responseUrl: string, note: Note, language: string | undefined): Promise<boolean>;
}

export type Note = {
  say: 'cannot-post-here' | 'cannot-show-here' | 'cannot-post-direct' | 'cannot-show-direct' | 'could-not-take';
};

/** A sentence for one person, in the direct conversation with the bot. */
export interface Direct {
  /** @throws Refused where that person takes none; Busy, InDoubt, Unreachable, Misconfigured */
  say(user: string, line: DirectLine, language: Language): Promise<void>;
}

export type DirectLine =
  | { say: 'letter-lost' }
  | { say: 'letter-without-picture'; yet: boolean }
  | { say: 'forget-failed'; person: string; own: boolean };

/**
 * Modals of steps, from wherever: a worker may open one too, as long as the click's trigger lives. In the language of the one person who sees
 * it.
 */
export interface Dialogs {
  /** @returns the view's id, undefined when it did not open: the trigger was too old or used */
  open(trigger: string, step: Step, language: string | undefined): Promise<string | undefined>;
  /** Shows the step anew in an open modal; what was typed stays. @returns false when the modal is no longer open */
  show(viewId: string, step: Step, language: string | undefined): Promise<boolean>;
  /** The step was finished elsewhere; an open modal says so. Never rejects. */
  finish(viewId: string, language: string | undefined): Promise<void>;
}
