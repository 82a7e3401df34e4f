import { UserMistake } from './errors.ts';
import { NAMES } from './lint/facts.ts';

/** A modal's text field holds no more (Slack: plain_text_input max_length), so a longer prompt could never be edited. */
export const PROMPT_MAX = 3000;

/** A cleaned prompt: what the gateway is sent and the card shows. */
export type Prompt = string & { readonly __brand: 'Prompt' };

/** Dashes that phone keyboards make of `--`: figure dash, en dash, em dash, horizontal bar, two-em dash. */
const DASHES = '\u2012\u2013\u2014\u2015\u2E3A';

/** Control and invisible formatting characters that no prompt needs; the zero-width joiner stays, emoji are built with it. */
const CONTROL = /[\p{Cc}\u200B\u2028\u2029\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Only before the name of a parameter does a long dash belong to it, so that "a cat —a small one" keeps its dash. A name that is missing costs
 * nothing but the repair. `--preset` is our own.
 */
const LONG_DASH = new RegExp(`(^|\\s)[${DASHES}]+(?=(?:${[...NAMES, 'preset'].join('|')})(?:\\s|$))`, 'giu');

/**
 * Cleans what a person typed. Control characters become spaces, runs of white space one space (gateways match prompts by text and lose
 * oddly spaced ones: gateway.md section 7 no. 3), lone surrogates are replaced, and a long dash that stands where `--` belongs, as in
 * `—ar 16:9`, becomes `--`. A dash between words stays. Curly quotes stay.
 *
 * @param text unescaped text, as the person wrote it
 * @throws UserMistake `empty-prompt`, or `long-prompt` with `length` and `max`, in UTF-16 units as Slack counts them
 */
export function parsePrompt(text: string): Prompt {
  const cleaned = wellFormed(text).replace(CONTROL, ' ').replace(/\s+/gu, ' ').trim().replace(LONG_DASH, '$1--');
  if (cleaned === '') throw new UserMistake('empty-prompt');
  if (cleaned.length > PROMPT_MAX) throw new UserMistake('long-prompt', { length: cleaned.length, max: PROMPT_MAX });
  return cleaned as Prompt;
}

function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

/** How fast a task is to be drawn. */
export type Mode = 'fast' | 'relax' | 'turbo';

/** The speed that a prompt asks for by itself, if any: the last of `--fast`, `--relax`, `--turbo`. */
export function promptMode(prompt: string): Mode | undefined {
  const flags = [...prompt.matchAll(/(?:^|\s)--(fast|relax|turbo)(?=\s|$)/giu)];
  return flags.at(-1)?.[1]?.toLowerCase() as Mode | undefined;
}
