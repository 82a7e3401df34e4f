/** What is said of a prompt before it costs anything: the part of the catalogue that goes with `domain/lint/` and `domain/draft.ts`. */
import type { FindingParams, Rule } from './lint/index.ts';

/** Parameters of type string are ready to be shown. All is mrkdwn but for what stands on a button or heads a modal. */
export interface LintMessages {
  /** One sentence each: what is wrong, and what would be right. */
  readonly findings: { readonly [R in Rule]: (params: FindingParams[R]) => string };
  /** Behind those for which there is no room. */
  more(count: number): string;
  /** A line on a card. */
  onCard(sentence: string): string;
  /** Heads the modals: at most 24 characters each. */
  readonly titles: Readonly<Record<'correct' | 'several', string>>;
  /** Above what is certainly wrong. */
  readonly refused: string;
  /** Above the prompt as it would be right; of several, the first few. */
  corrected(count: number): string;
  /** Where no correction can be offered. */
  readonly notCorrected: string;
  /** Above the prompts of which a picture each would be made. */
  several(count: number): string;
  /** Below them: only so many of them may be made just now, of a limit for a day, or for what runs at once. */
  room(left: number, why: 'daily' | 'concurrent', limit: number): string;
  /** Behind those for which there is no room. */
  others(count: number): string;
  /** On buttons. */
  make(count: number): string;
  drop: string;
}

/** The message that heads the thread of a series. */
export interface SeriesMessages {
  asked(asker: string, count: number): string;
  /** How far it is. `failed` counts those that ended without a picture. */
  running(done: number, count: number): string;
  finished(done: number, failed: number): string;
  /** A limit was reached when it was taken in. */
  cutShort(wanted: number): string;
  /** One of its pictures. `prompt` is ready to be shown; `link` leads to its card. */
  line(
    number: number,
    prompt: string,
    state: 'running' | 'done' | 'failed' | 'removed',
    link: string | undefined,
  ): string;
  /** Said of the contact sheet, to those who cannot see it. */
  sheetAlt(count: number, prompt: string): string;
  summary(head: string, prompt: string, state: string): string;
}

/**
 * Words what is wrong with a prompt, in the language of `messages`.
 *
 * @param prepare makes what stands in the prompt ready to be shown
 */
export function findingText<R extends Rule>(
  messages: { readonly lint: LintMessages },
  { rule, params }: { rule: R; params: FindingParams[R] },
  prepare: (text: string) => string,
): string {
  const prepared: [string, unknown][] = Object.entries(params).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? prepare(value) : value,
  ]);
  return messages.lint.findings[rule](Object.fromEntries(prepared) as FindingParams[R]);
}
