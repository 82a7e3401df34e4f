/**
 * The shape of every word that a person reads. One object of this shape is one language: `messages.en.ts` is English, `messages.zh.ts` Simplified
 * Chinese, `catalogue.ts` has them all.
 *
 * Sentences are plain text for people who have never heard of a gateway: short, calm, and ending in what to do. Two kinds of strings go
 * in: numbers and words of our own, and foreign text (a prompt, a reason, a label). Whoever renders a sentence as Slack's mrkdwn escapes
 * the foreign text before passing it, so a sentence may use mrkdwn itself (`*bold*`, `<@U…>`) but never has to escape.
 */
import type { MistakeCode, PictureTrouble } from './errors.ts';
import type { OrderVerb } from './form.ts';
import type { AdminMessages } from './messages.admin.ts';
import type { CardMessages } from './messages.card.ts';
import type { ControlMessages } from './messages.controls.ts';
import type { DeadMessages } from './messages.dead.ts';
import type { HomeMessages, LetterMessages, ShownMessages } from './messages.home.ts';
import type { InstallMessages } from './messages.install.ts';
import type { LintMessages, SeriesMessages } from './messages.lint.ts';
import type { PainterMessages } from './messages.painter.ts';
import type { QueuesMessages } from './messages.queues.ts';
import type { SettingsMessages } from './messages.settings.ts';
import type { StepMessages } from './messages.steps.ts';
import type { Order } from './submission.ts';

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

/** One submission, as `/mj tasks` and `/mj search` list it. */
export interface TaskLine {
  /** As it was written; empty where the verb takes none. */
  prompt: string;
  verb: Order['verb'];
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  /** The service's own words, empty when it says nothing. */
  progress: string;
  /** Of several that were asked for in one prompt. */
  pictures?: { readonly done: number; readonly count: number };
  /** Who asked for it. Slack ids. */
  asker: string;
  /** When it ended, else when it was asked for, epoch ms. */
  at: number;
  channel: string;
  /** Of the card, once it stands. */
  ts?: string;
  threadTs?: string;
}

/** A task as it is worded: `link` leads to its card, where there is one; `when` is ready to be shown, `by` a mention. */
export type TaskWords = Pick<TaskLine, 'prompt' | 'verb' | 'state' | 'progress' | 'pictures'> & {
  link: string | undefined;
  when: string;
  by: string;
};

/** Where pictures were looked for: among a person's own, or in the conversation. */
export type Where = 'mine' | 'here';

/** Sentences that are said to one person or in a thread, and what fills each. */
export interface SentenceParams {
  /** What the bot can do. */
  help: { commands: readonly HelpEntry[] };
  /** Something of ours failed before anything was stored. */
  'could-not-take': object;
  /** The same of what makes no submission. */
  'could-not-do': object;
  'may-have-taken': object;
  /** A button of an older version, or one that we never made. */
  'button-unknown': object;
  /** To a person of another workspace, in a channel that both share. */
  'other-workspace': object;
  /** To a person of a workspace in which the bot is not installed, or not any more. */
  'not-installed': object;
  /** The trigger of a modal was too old when Slack heard of it. */
  'prompt-late': object;
  /** Said through a command's response where the bot may not post. */
  'cannot-post-here': object;
  'cannot-show-here': object;
  /** The same where the card was to stand in the direct conversation with the bot, and Slack does not let it write there. */
  'cannot-post-direct': object;
  'cannot-show-direct': object;
  /** In the direct conversation: a letter could not be sent, though it was asked for. */
  'letter-lost': object;
  /** In the direct conversation: a letter was asked for, and there is no picture, not yet or not at all. */
  'letter-without-picture': { yet: boolean };
  /** In the direct conversation, to whoever asked for it: data could not be deleted. `person` is a Slack user id; `own`: theirs. */
  'forget-failed': { person: string; own: boolean };
  /** In the card's thread, to the person who asked. `mention` is a Slack user id. */
  finished: { mention: string };
  /** The same where nothing came of it; its card says why, and offers what can be done. */
  'not-finished': { mention: string };
  /** In the card's thread, above *Continue*: the service asks for more. `mention` is a Slack user id. */
  'needs-input': { mention: string; button: string };
  /** In the place of an offer that was answered: so many of them are on their way. */
  'draft-taken': { count: number };
  /** A limit was reached on the way. */
  'draft-cut-short': { count: number; wanted: number };
  'draft-dropped': object;
  /** In the modal of the settings. */
  'settings-saved': { of: 'person' | 'channel' };
  /** In the modal in which a preset was made of a prompt. `name` is one word. */
  'preset-saved': { name: string };
  /** To a person who wants to see their results alone. */
  'in-direct-messages': object;
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
  /** Pictures whose prompts hold the `words`; with none, the latest. `more` than these were found. */
  found: { words: string; where: Where; more: boolean; tasks: readonly TaskLine[] };
  'none-found': { words: string; where: Where };
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
export type Fillings = Omit<SentenceParams, 'tasks' | 'found' | 'already-made'> & {
  tasks: { tasks: readonly TaskWords[] };
  found: Omit<SentenceParams['found'], 'tasks'> & { tasks: readonly TaskWords[] };
  'already-made': { button: string; link: string | undefined };
};

/** One sentence with what fills it: `{ say: 'help', commands: [...] }`. */
export type Said = { [K in SentenceId]: { say: K } & SentenceParams[K] }[SentenceId];

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
  /** mrkdwn, in the place of a field's `label`: pictures that came along; undefined when it is not known how many. */
  brought(label: string, count: number | undefined): string;
  /** Hint of a file input whose one picture came along already. */
  instead: string;
  /** mrkdwn: heads the prompt that the builder would send; `prompt` is ready to be shown, or empty. */
  preview(prompt: string): string;
  /** Heads the presets to choose from, by whose they are. */
  presetsOf: Readonly<Record<'person' | 'channel', string>>;
  /** Where the result goes, asked where there is no channel. */
  where: { label: string; hint: string };
  /** Heads the verbs to choose from. */
  use: { title: string };
  /** Opens the form of a verb. */
  fillIn(title: string): string;
}

export interface Messages {
  /** What stands between two sentences: a blank, or nothing. */
  readonly between: string;
  readonly mistakes: Readonly<Record<MistakeCode, (params: MistakeParams) => string>>;
  readonly sentences: { readonly [K in SentenceId]: (params: Fillings[K]) => string };
  /** What each verb does, for the help; and how it may be typed behind `/mj`, ready to be copied. */
  readonly verbs: Readonly<Record<string, { readonly does: string; readonly example: string }>>;
  readonly card: CardMessages;
  readonly controls: ControlMessages;
  /** Why a picture that was handed over cannot be used, and what to do: on a card, and in the modal that it was sent in. */
  readonly pictureTroubles: Readonly<Record<PictureTrouble, string>>;
  readonly forms: Readonly<Record<OrderVerb, FormWords>>;
  readonly modals: ModalMessages;
  readonly steps: StepMessages;
  readonly settings: SettingsMessages;
  readonly dead: DeadMessages;
  readonly queues: QueuesMessages;
  readonly install: InstallMessages;
  readonly home: HomeMessages;
  readonly shown: ShownMessages;
  readonly letter: LetterMessages;
  readonly lint: LintMessages;
  readonly series: SeriesMessages;
  readonly admin: AdminMessages;
  /** What a button that shows nothing but an emoji is called aloud. */
  readonly emojiNames: Readonly<Record<string, string>>;
  readonly painter: PainterMessages;
}

/** Words a sentence in the language of `messages`. Foreign text in it is escaped already. */
export function sentence<K extends SentenceId>(messages: Messages, said: { say: K } & Fillings[K]): string {
  return messages.sentences[said.say](said);
}
