/** What a card says: the part of the catalogue that goes with `domain/submission.ts`. */
import type { Addition } from './addition.ts';
import type { OrderVerb } from './form.ts';
import type { StepKind } from './step.ts';
import type { End, Picture } from './submission.ts';

type FailureCause = Extract<End, { kind: 'failed' }>['cause'];
type MissingPicture = NonNullable<Picture['missing']>;

/** Parts of a card. Parameters of type string are already escaped. */
export interface CardMessages {
  /**
   * Heads the card: who asked for what; the prompt, if there is one, follows on its own. `asker` is a mention. `pictures` went with it;
   * undefined when it is not known how many.
   */
  asked(asker: string, verb: OrderVerb, pictures: number | undefined): string;
  /** Heads the card of a press: `U2 of …`; the parent's prompt follows, one that was changed, or none. */
  pressed(asker: string, button: string, prompt: 'follows' | 'changed' | 'none'): string;

  /** What presets and defaults added to what was typed, each with where it comes from. mrkdwn; `what` and `preset` are ready to be shown. */
  added(parts: readonly { what: string; from: Addition['from']; preset: string }[]): string;

  /** Not sent yet, or taken and not started. */
  queued(ahead: number | undefined): string;
  /** Taken, not started, and the service has its own word for it (`Waiting to start`). */
  queuedAs(progress: string): string;
  /** The service asked us to wait (`reason` in its words, or empty). */
  busy(reason: string): string;
  unreachable(): string;
  inDoubt(): string;
  /** The same of the answer to what it asked for. */
  answerInDoubt(): string;
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
  /** Of a verb, which has no other button beside it. */
  unsupportedVerb: string;
  /** A failure before the service took the answer that it asked for: the press was taken, and nothing was drawn. */
  answerNotTaken: Readonly<Record<Extract<FailureCause, 'busy' | 'unreachable'>, string>>;
  /** A word that the service did not like. */
  bannedWord(word: string): string;
  cancelledUnsent(by: string | undefined): string;
  cancelledTold(by: string | undefined): string;
  cancelledUntold(by: string | undefined): string;
  deadline(minutes: number): string;
  lost(): string;
  /** Lost while it waited for an answer: nothing was drawn. */
  forgotten(button: string): string;
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
