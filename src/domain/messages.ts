/**
 * The shape of every word that a person reads in Slack. One object of this shape is one language; `messages.en.ts` is English.
 *
 * Sentences are plain text for people who have never heard of a gateway: short, calm, and ending in what to do. Two kinds of strings go
 * in: numbers and words of our own, and foreign text (a prompt, a reason, a label). Whoever renders a sentence as Slack's mrkdwn escapes
 * the foreign text before passing it, so a sentence may use mrkdwn itself (`*bold*`, `<@U…>`) but never has to escape.
 */
import type { MistakeCode, PictureTrouble } from './errors.ts';
import type { OrderVerb } from './form.ts';
import type { DeadMessages } from './messages.dead.ts';
import type { PainterMessages } from './messages.painter.ts';
import type { SettingsMessages, StepMessages } from './messages.steps.ts';
import type { StepKind } from './step.ts';
import type { End, Order, Picture } from './submission.ts';

/** What fills a mistake's sentence. */
export type MistakeParams = Readonly<Record<string, string | number>>;

/** A verb as the stories list it. What it does is said by the catalogue, under its name. */
export interface HelpEntry {
  name: string;
  /** Its own slash command, when it has one: `/imagine`. */
  command?: string;
  /** How it is typed: `imagine <prompt>`. */
  usage: string;
}

/** One of a person's submissions, as `/mj tasks` lists it. */
export interface TaskLine {
  /** As it was written; empty where the verb takes none. */
  prompt: string;
  verb: Order['verb'];
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  /** The service's own words, empty when it says nothing. */
  progress: string;
  /** Slack ids. */
  channel: string;
  /** Of the card, once it stands. */
  ts?: string;
  threadTs?: string;
}

/** A task as it is worded: `link` leads to its card, where there is one. */
export type TaskWords = Pick<TaskLine, 'prompt' | 'verb' | 'state' | 'progress'> & { link: string | undefined };

/** Sentences that are said to one person or in a thread, and what fills each. */
export interface SentenceParams {
  /** What the bot can do. */
  help: { commands: readonly HelpEntry[] };
  /** Something of ours failed before anything was stored. */
  'could-not-take': object;
  'may-have-taken': object;
  /** A button of an older version, or one that we never made. */
  'button-unknown': object;
  /** To a person of another workspace, in a channel that both share. */
  'other-workspace': object;
  /** The trigger of a modal was too old when Slack heard of it. */
  'prompt-late': object;
  /** Said through a command's response where the bot may not post. */
  'cannot-post-here': object;
  'cannot-show-here': object;
  /** In the card's thread, to the person who asked. `mention` is a Slack user id. */
  finished: { mention: string };
  /** In the card's thread, above *Continue*: the service asks for more. `mention` is a Slack user id. */
  'needs-input': { mention: string; button: string };
  /** In the modal of the settings. */
  'settings-saved': object;
  /** A press that is not made twice. `ts` and `threadTs`: of the card that shows what came of it, once it stands. */
  'already-made': { button: string; channel: string; ts?: string; threadTs?: string };
  /** At once, where a second sentence follows. */
  looking: object;
  /** `task` is the gateway's id. */
  seed: { seed: string; task: string };
  /** `reason` in the service's words, or empty. */
  'no-seed': { reason: string };
  tasks: { tasks: readonly TaskLine[] };
  'no-tasks': object;
  /** `prompt` may be empty. */
  'cancel-asked': { prompt: string };
  /** `ms`: how long the service took to answer. The numbers count submissions: of everybody, and the person's own. */
  status: { reachable: boolean; ms: number; watched: number; waiting: number; overdue: number; mine: number };
  /** A verb's form is needed, and a button opens it. */
  'fill-in': { verb: OrderVerb; lacking?: { min: number; given: number } };
  /** The same, because the trigger of the modal was too old. */
  'form-late': { verb: OrderVerb };
  /** Pictures came without a verb; buttons follow. */
  'choose-verb': { pictures: number };
  /** More pictures than any verb takes. */
  'too-many-to-use': { pictures: number };
  /** A message on which the shortcut found no picture. */
  'no-pictures-there': object;
  /** In a modal, while pictures are looked at. */
  checking: object;
  /** In a modal, once the form was taken. */
  'on-its-way': object;
}
export type SentenceId = keyof SentenceParams;

/** What fills a sentence once it is worded: as it was said, but for links. */
export type Fillings = Omit<SentenceParams, 'tasks' | 'already-made'> & {
  tasks: { tasks: readonly TaskWords[] };
  'already-made': { button: string; link: string | undefined };
};

/** One sentence with what fills it: `{ say: 'help', commands: [...] }`. */
export type Said = { [K in SentenceId]: { say: K } & SentenceParams[K] }[SentenceId];

type FailureCause = Extract<End, { kind: 'failed' }>['cause'];
type MissingPicture = NonNullable<Picture['missing']>;

/** The words of a form: what `domain/form.ts` leaves to the language. */
export interface FormWords {
  /** Heads the modal; at most 24 characters. */
  title: string;
  /** On its button; at most 24 characters. */
  submit: string;
  /** On a button that chooses the verb. */
  choose: string;
  /** By the name of the field. */
  fields: Readonly<Record<string, FieldWords>>;
}
export interface FieldWords {
  label: string;
  hint?: string;
  placeholder?: string;
  /** By value. A flag's one word stands under `yes`. */
  choices?: Readonly<Record<string, string>>;
}

/** What modals say beside the fields of a form. Plain text, but for the two that are named mrkdwn. */
export interface ModalMessages {
  cancel: string;
  close: string;
  /** The title of a modal that holds one sentence. */
  title: string;
  /** Before a form is there. */
  opening: string;
  /** Opens the form again, filled in as it was. */
  again: string;
  /** Of pictures: their number is in the label, so that it is known before files are chosen. */
  fileHint: string;
  /** mrkdwn: pictures that came along; undefined when it is not known how many. */
  brought(count: number | undefined): string;
  /** Hint of a file input whose one picture came along already. */
  instead: string;
  /** mrkdwn: heads the prompt that the builder would send; `prompt` is ready to be shown, or empty. */
  preview(prompt: string): string;
  /** Where the result goes, asked where there is no channel. */
  where: { label: string; hint: string };
  /** Heads the verbs to choose from. */
  use: { title: string };
  /** Opens the form of a verb. */
  fillIn(title: string): string;
}

/** Parts of a card. Parameters of type string are already escaped. */
export interface CardMessages {
  /**
   * Heads the card: who asked for what; the prompt, if there is one, follows on its own. `asker` is a mention. `pictures` went with it;
   * undefined when it is not known how many.
   */
  asked(asker: string, verb: OrderVerb, pictures: number | undefined): string;
  /** Heads the card of a press: `U2 of …`; the parent's prompt follows, one that was changed, or none. */
  pressed(asker: string, button: string, prompt: 'follows' | 'changed' | 'none'): string;

  /** Not sent yet, or taken and not started. */
  queued(ahead: number | undefined): string;
  /** Taken, not started, and the service has its own word for it (`Waiting to start`). */
  queuedAs(progress: string): string;
  /** The service asked us to wait (`reason` in its words, or empty). */
  busy(reason: string): string;
  unreachable(): string;
  inDoubt(): string;
  /** `progress` is the service's own text (`31%`), empty when it says nothing. */
  drawing(progress: string): string;
  /** When it will be done, as far as is known: `time` is a clock time, ready to be shown. */
  expected(time: string): string;
  /** Its progress is shown now and then. */
  nextUpdate(seconds: number): string;
  /** Many are drawn at once, so its progress is not shown, and nobody knows how long it takes. */
  crowded(): string;
  stalled(): string;
  /** The service waits for an answer, so many minutes; *Continue* asks for it. */
  needsInput(kind: StepKind, button: string, minutes: number): string;
  /** A person asked to cancel, and the service has not been told yet. */
  cancelling(by: string): string;

  /** Done; the picture is being brought to Slack. */
  fetching(): string;
  done(): string;
  inThread(): string;
  /** Films stand in the thread. */
  filmsInThread(films: number): string;
  /** Heads the words of a shorten, of which the important are bold. */
  tokens(): string;
  /** Heads the short prompts of a shorten. */
  shortPrompts(): string;
  /** How to use the links of an upload, which follow. mrkdwn. */
  links(count: number): string;
  /** A part of a text result for which a message has no room. */
  textLeftOut(): string;
  missing: Readonly<Record<MissingPicture, string>>;
  /** What a failure means and what to do. The service's reason is shown besides. */
  failed: Readonly<Record<FailureCause, string>>;
  /** A word that the service did not like. */
  bannedWord(word: string): string;
  cancelledUnsent(by: string | undefined): string;
  cancelledTold(by: string | undefined): string;
  cancelledUntold(by: string | undefined): string;
  deadline(minutes: number): string;
  lost(): string;
  unknown(): string;
  /** Nobody gave that answer in time. */
  unanswered(button: string): string;

  /** Says who pressed what; newest presses first. */
  presses(presses: readonly { by: string; button: string }[], more: number): string;
  buttonsLeftOut(count: number): string;
  /** What a pressed button is called aloud. `leads`: it opens the card of what was made. */
  pressedAloud(name: string, leads: boolean): string;
  /** The text of a notification and of a screen reader: who, what, and where it stands. */
  summary(head: string, prompt: string, state: string): string;
  /** Said of the picture, to those who cannot see it. `place` among `count` pictures, from 1. `prompt` may be empty. */
  altText(prompt: string, place: number, count: number): string;
}

/** What stands on our own buttons and in our own dialogs: plain text, no mrkdwn. */
export interface ControlMessages {
  cancel: string;
  tryAgain: string;
  checkAgain: string;
  fetchAgain: string;
  showPrompt: string;
  openPicture: string;
  seed: string;
  editAgain: string;
  editPrompt: string;
  /** Asks for what a press needs before it is drawn. */
  continue: string;
  originalLink: string;
  delete: string;
  /** Under *Delete* in the menu. */
  deleteHint: string;
  cancelConfirm: { title: string; text: string; yes: string; no: string };
  promptModal: { title: string; close: string };
}

export interface Messages {
  readonly mistakes: Readonly<Record<MistakeCode, (params: MistakeParams) => string>>;
  readonly sentences: { readonly [K in SentenceId]: (params: Fillings[K]) => string };
  /** What each verb does, for the help. */
  readonly verbs: Readonly<Record<string, string>>;
  readonly card: CardMessages;
  readonly controls: ControlMessages;
  /** Why a picture that was handed over cannot be used, and what to do: on a card, and in the modal that it was sent in. */
  readonly pictureTroubles: Readonly<Record<PictureTrouble, string>>;
  readonly forms: Readonly<Record<OrderVerb, FormWords>>;
  readonly modals: ModalMessages;
  readonly steps: StepMessages;
  readonly settings: SettingsMessages;
  readonly dead: DeadMessages;
  /** What a button that shows nothing but an emoji is called aloud. */
  readonly emojiNames: Readonly<Record<string, string>>;
  readonly painter: PainterMessages;
}

/** Words a sentence in the language of `messages`. Foreign text in it is escaped already. */
export function sentence<K extends SentenceId>(messages: Messages, said: { say: K } & Fillings[K]): string {
  return messages.sentences[said.say](said);
}
