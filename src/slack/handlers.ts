/**
 * What Slack's listeners call, in domain words. The room owns this interface because it is the one that calls; `app/wire.ts` hands in the
 * flows, and the compiler checks the fit.
 */
import type { AdminDeed, AdminView } from '../domain/admin.ts';
import type { Offer } from '../domain/draft.ts';
import type { Form, Given, OrderVerb } from '../domain/form.ts';
import type { Person } from '../domain/gallery.ts';
import type { HomePlace } from '../domain/home.ts';
import type { DraftId, SubmissionId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import type { DeadDone, DeadLine } from '../domain/messages.dead.ts';
import type { Said } from '../domain/messages.ts';
import type { PresetChoice, SettingsOwner, SettingsSheet, SettingsUse } from '../domain/settings.ts';
import type { ShownCard } from '../domain/shown-card.ts';
import type { Step, StepGiven, StepRef } from '../domain/step.ts';
import type { PictureRef } from '../domain/submission.ts';

/** Who and where. All are Slack's ids; `team` is the workspace in which the app is installed. */
export interface Scene {
  user: string;
  team: string;
  channel: string;
  /**
   * The same for every delivery of the same deed, and different for any other: what a submission's id is derived from, so that a
   * redelivery finds the same record. A command's or press's trigger and action time; a message's channel and ts.
   */
  key: string;
}

/** A slash command. */
export interface CommandGiven extends Scene {
  /** Without slash and prefix, in lower case: `imagine` for `/imagine`, `/mj-imagine` and `/foo-imagine`. */
  name: string;
  /** What stands behind the command, unescaped. */
  text: string;
  /** True in a direct conversation, also in one between two people in which the bot cannot post. */
  isDm: boolean;
  /** Where to answer when no card can be posted; dead after 30 minutes or 5 uses. */
  responseUrl: string;
}

/** A message to the bot: a mention in a channel, or anything in its direct conversation. */
export interface MessageSaid extends Scene {
  /** Unescaped, without the mention of the bot. */
  text: string;
  ts: string;
  threadTs?: string;
  isDm: boolean;
  /** Files that came along, but for those that certainly are no pictures. */
  pictures: readonly PictureRef[];
}

/** Pictures that were shared in a channel, in a message that does not mention the bot. */
export interface PicturesShared extends Scene {
  threadTs?: string;
  /** At least one. */
  pictures: readonly PictureRef[];
}

/** A form, sent; or a choice that needs no further word. Its pictures have been checked, where they came through a form. */
export interface FormSent extends Scene {
  verb: OrderVerb;
  given: Given;
  /** The thread in which the card is to stand. */
  threadTs?: string;
  isDm: boolean;
  /** The person named this conversation for the result. */
  named?: true;
  /** Where to answer when no card can be posted. */
  responseUrl?: string;
}

interface Click extends Scene {
  submission: SubmissionId;
  /** The message on which the button stands. */
  messageTs: string;
  threadTs?: string;
  /** The same for every click of this person on this button: two of them within 3 s are one. */
  doubleClickKey: string;
  /** Where to answer when no card can be posted; dead after 30 minutes or 5 uses. */
  responseUrl: string;
}

/** A click on one of the gateway's buttons. */
export interface ButtonPressed extends Click {
  /** Digest of the customId, `customIdHash` in domain/press-token.ts. */
  hash: string;
  /** From which a modal may be opened within 3 s of the click. */
  triggerId: string;
}

/** The step of a press, sent. `channel` is empty where a worker opened the modal: whose step it is says where the card stands. */
export interface StepSent extends Scene {
  ref: StepRef;
  given: StepGiven;
  threadTs?: string;
  /** Of the click that opened it; absent where a worker did. */
  responseUrl?: string;
}

export type Control =
  | 'cancel'
  | 'delete'
  | 'try-again'
  | 'check-again'
  | 'fetch-again'
  | 'show-prompt'
  | 'seed'
  | 'edit-again'
  | 'continue'
  | 'run-corrected';

/** A click on one of our own buttons or menu entries. */
export interface ControlUsed extends Click {
  control: Control;
  /** From which a modal may be opened within 3 s of the click: *Try again* may be asked for more. */
  triggerId?: string;
}

/** Somebody reacted to a message of ours, or took that back. */
export interface Reaction extends Person {
  /** The message. */
  channel: string;
  ts: string;
  /** `away`: ❌, `letter`: ✉️, `keep`: ⭐. */
  meaning: 'away' | 'letter' | 'keep';
  /** False when it was taken back. */
  added: boolean;
  /** In a channel that another workspace shares: Slack does not say of which of them the person is. */
  shared: boolean;
  /** When, epoch ms by Slack's clock. */
  at: number;
  /** The same for every delivery of the event. */
  key: string;
}

/**
 * What the person sees, and nobody else; undefined when a card will tell.
 * - `tell`: a sentence; with `later`, a second one that takes its time
 * - `open`: the form of a verb, filled in with what was given; a button that opens it where there is no trigger
 * - `choose`: which of these verbs the pictures are for, a button each; `unasked` where nobody wanted to know
 * - `step`: what a press asks for before it runs
 * - `offer`: what they asked for would not work, or makes several pictures; buttons to go on
 * - `settings`: the person's or the channel's settings, to be changed
 * - `card`: a card once more, with what it came from
 * - `admin`: a page of the admins' modal
 * - `dead`: the jobs that failed for good, a button each to try them anew and to drop them; `done` heads them
 */
export type Reply =
  | undefined
  | { tell: Said; later?: Promise<Said> }
  | { open: Form; given: Given }
  | { choose: readonly Form[]; pictures: readonly PictureRef[]; unasked?: true }
  | { step: Step }
  | { offer: Offer }
  | { settings: SettingsSheet }
  | { card: ShownCard }
  | { admin: AdminView }
  | { dead: readonly DeadLine[]; done?: DeadDone };
/** Of a form that was sent. */
export type FormReply = Extract<Reply, undefined | { offer: Offer } | { tell: Said }>;
/** Of a click on an offer: its form says where it was asked for. */
export type DraftReply =
  | Exclude<Reply, { open: Form }>
  | {
      open: Form;
      given: Given;
      place: { channel: string; threadTs?: string | undefined; responseUrl?: string | undefined };
    };
/** A control may also show the whole prompt in a modal. */
export type ControlReply = Reply | { show: 'prompt'; prompt: string };

/**
 * Each resolves as soon as the deed is stored: Slack is told only then. A `UserMistake` becomes its sentence, for the person alone, in a
 * form under the field that it names; any other error becomes "could not take it, nothing was submitted", is logged with its cause, and
 * makes Slack deliver a message (not a command, click or form) again.
 */
export interface Handlers {
  /** In which this person reads. Resolves within 0.3 s, and never rejects. */
  language(team: string, user: string): Promise<Language>;
  command(given: CommandGiven): Promise<Reply>;
  said(said: MessageSaid): Promise<Reply>;
  /** Undefined where the channel leaves shares alone, and where nothing may be asked for: nobody asked, so nobody is refused. */
  share(shared: PicturesShared): Promise<Reply>;
  press(pressed: ButtonPressed): Promise<Reply>;
  control(used: ControlUsed): Promise<ControlReply>;
  form(sent: FormSent): Promise<FormReply>;
  /** A button of an offer. */
  draft(use: {
    draft: DraftId;
    what: 'correct' | 'make' | 'edit' | 'drop';
    user: string;
    team: string;
  }): Promise<DraftReply>;
  /**
   * The step of a press. Takes long only when its mask is a file.
   * @throws UserMistake; one of a field names it: `prompt`, `zoom`, `ratio`, `mask`
   */
  step(sent: StepSent): Promise<void>;
  /**
   * Something is done with settings. @returns them as they are now
   * @throws UserMistake; one of a field names it
   */
  settings(owner: SettingsOwner, use: SettingsUse): Promise<SettingsSheet>;
  /**
   * What a verb's form shows besides its fields: the presets to choose from, and the prompt that it would send. `channel` is empty where none is
   * chosen yet.
   */
  builder(filled: { verb: OrderVerb; given: Given; team: string; user: string; channel: string }): Promise<Builder>;
  /** A button of the list of dead jobs. @returns the list as it is now */
  dead(use: {
    key: string;
    what: 'replay' | 'drop';
    team: string;
    user: string;
  }): Promise<{ dead: readonly DeadLine[]; done: DeadDone }>;
  /** Something was done in the admins' modal. @returns the page to show next. @throws UserMistake; one of a field names it */
  admin(use: { team: string; user: string; deed: AdminDeed }): Promise<AdminView>;
  /** A reaction on what may be a card. Whoever reacted is told nothing, whatever comes of it. */
  reacted(reaction: Reaction): Promise<void>;
  /** A person opened their home, or goes somewhere in it; what is left out of `place` stays. It is shown by other means. */
  home(visit: Person & { place: Partial<HomePlace> }): Promise<void>;
  /** Puts a submission among a person's favourites, or takes it away. @throws UserMistake */
  keep(keeping: Person & { submission: SubmissionId; keep: boolean }): Promise<void>;
  /** The modal of a step is open: `viewId` for the painter, which may send a mask back into it. */
  seated(step: Step, viewId: string): Promise<void>;
  /** A prompt was typed in the modal of a step that has a painter, which begins with it. */
  worded(step: Step, prompt: string): Promise<void>;
  /** The same step with what takes its time to make: the picture with the grid. */
  grown(step: Step): Promise<Step>;
  /**
   * Looks whether these pictures can be used, before the form is taken.
   * @throws UserMistake where nothing may be asked for; Refused `input-unusable` with a `PictureTrouble` as its reason; Busy, Unreachable, Misconfigured
   */
  check(pictures: readonly PictureRef[], by: Pick<FormSent, 'team' | 'user' | 'channel' | 'isDm'>): Promise<void>;
}

export interface Builder {
  presets: readonly PresetChoice[];
  /** Undefined for a form that shows none. */
  preview: string | undefined;
}

/** What can be filled in. */
export interface Desk {
  /** In the order in which they are offered. */
  readonly forms: readonly Form[];
  /**
   * The prompt that a form would send, as far as can be told without a look at our store: shown until `builder` tells. Undefined where there is
   * nothing to show. Never throws.
   */
  preview(verb: OrderVerb, given: Given): string | undefined;
}
