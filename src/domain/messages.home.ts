/** What a person's home says, and what is shown or sent to one person beside a card: the part of the catalogue that goes with `domain/home.ts`. */
import type { HomePlace, Usage } from './home.ts';
import type { FieldWords, TaskWords } from './messages.ts';

/** One picture in a list. Parameters of type string are already escaped. */
export interface PictureWords {
  /** May be empty, where the verb takes none. */
  prompt: string;
  verb: TaskWords['verb'];
  /** When it was finished, ready to be shown. */
  when: string;
  /** Who asked for it, where that is somebody else: a mention. */
  by: string | undefined;
}

export interface HomeMessages {
  /** Heads the home. Plain text. */
  readonly title: string;
  /** mrkdwn: how much a person has made of what they may. A limit of 0 is none. */
  usage(usage: Usage): string;
  /** On buttons. */
  readonly imagine: string;
  readonly settings: string;
  readonly help: string;
  /** Heads those that run. Plain text. */
  readonly running: string;
  /** mrkdwn: one that runs, or several as one; `due` is a clock time. Its card, or the message of all, is linked where it stands. */
  run(run: Omit<TaskWords, 'when' | 'by'> & { due: string | undefined }): string;
  /** mrkdwn: so many more run. */
  runningMore(count: number): string;
  /** On the buttons that choose a list. */
  readonly lists: Readonly<Record<'recent' | 'favourites', string>>;
  readonly search: FieldWords;
  /** mrkdwn: heads what was found. */
  found(words: string, total: number): string;
  /** Leads back from there. */
  readonly showAll: string;
  /** mrkdwn, in the place of an empty list: what to do. `words` were looked for. */
  empty(list: HomePlace['list'], words: string): string;
  /** mrkdwn: one picture. */
  picture(picture: PictureWords): string;
  /** On the buttons of a picture. */
  readonly open: string;
  readonly keep: string;
  readonly letGo: string;
  readonly again: string;
  /** mrkdwn: which page this is, counted from 1. */
  page(page: number, pages: number, total: number): string;
  readonly previous: string;
  readonly next: string;
  /** mrkdwn, below everything: what reactions on cards do. */
  readonly reactions: string;
}

/** A card that is shown once more to one person. mrkdwn; links and labels are escaped. */
export interface ShownMessages {
  /** What was pressed, and where that card is. `prompt` may be empty. */
  parent(link: string, prompt: string): string;
  /** The message of all that were asked for with it, `count` in all. */
  series(link: string, count: number): string;
  /** What was pressed on it. A label without a link has no card yet, or none any more. */
  children(children: readonly { button: string; link: string | undefined }[]): string;
  /** Its card was taken away, and the picture with it. */
  readonly gone: string;
  /** On buttons. */
  readonly open: string;
  readonly again: string;
}

/** What ✉️ sends. mrkdwn; foreign text is escaped. */
export interface LetterMessages {
  /** Heads it, and is its notification. */
  heading(link: string | undefined): string;
  /** What is known of it; what is not known is absent. `task` is the service's id, `id` ours. */
  facts(facts: { seed: string | undefined; task: string | undefined; id: string }): string;
}
