/** A prompt taken apart: the text, then the parameters, each with what is its value and what is not. Nothing is changed or lost. */
import { type Fact, factOf } from './facts.ts';

/** A word with its place in the prompt, in UTF-16 units. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Parameter {
  /** Its name as it was typed, without dashes, in lower case. */
  readonly typed: string;
  /** Undefined of one that nobody here has heard of. */
  readonly fact: Fact | undefined;
  /** From the first dash to the last letter of the name. */
  readonly start: number;
  readonly nameEnd: number;
  /** What is read as its value. */
  readonly values: readonly Word[];
  /** What follows the value and is none: text, if anything. */
  readonly stray: readonly Word[];
  /** What is wrong with how it is written: no space before it or behind it, other than two dashes, a sign behind the name. */
  readonly flaw: 'space' | 'dashes' | 'punctuation' | undefined;
}

export interface ReadPrompt {
  readonly source: string;
  /** What stands before the first parameter. */
  readonly text: readonly Word[];
  readonly parameters: readonly Parameter[];
}

/** Takes a prompt apart. Takes anything, in time that grows with its length. */
export function readPrompt(source: string): ReadPrompt {
  const words = wordsOf(source);
  const text: Word[] = [];
  const parameters: Parameter[] = [];
  let heads: { head: Head; words: Word[] } | undefined;
  const close = () => {
    if (heads !== undefined) parameters.push(parameterOf(heads.head, heads.words));
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as Word;
    const head = headAt(word, words[at + 1]);
    if (head === undefined) {
      (heads?.words ?? text).push(word);
      continue;
    }
    if (head.before !== undefined) (heads?.words ?? text).push(head.before);
    close();
    heads = { head, words: head.value === undefined ? [] : [head.value] };
    if (head.tookNext) at += 1;
  }
  close();
  return { source, text, parameters };
}

/** The last parameter of this name, or of one of its aliases. */
export function lastOf({ parameters }: ReadPrompt, name: string): Parameter | undefined {
  return parameters.findLast((one) => one.fact?.name === name);
}

/** Its value as one text; empty where it has none. */
export function valueOf({ values }: Parameter): string {
  return values.map((word) => word.text).join(' ');
}

/** Where a parameter ends, without what is not its own. */
export function endOf({ values, nameEnd }: Parameter): number {
  return values.at(-1)?.end ?? nameEnd;
}

function wordsOf(source: string): Word[] {
  return [...source.matchAll(/\S+/gu)].map(({ 0: text, index }) => ({ text, start: index, end: index + text.length }));
}

/** The name of a parameter, and what hangs on the same word. */
interface Head {
  readonly typed: string;
  readonly start: number;
  readonly nameEnd: number;
  readonly flaw: Parameter['flaw'];
  /** A word that runs into the dashes: `16:9--v`. */
  readonly before?: Word;
  /** A value that hangs on the name: `--v7`, `--ar=16:9`. */
  readonly value?: Word;
  /** The name is the next word: `-- ar`. */
  readonly tookNext?: boolean;
}

function headAt(word: Word, next: Word | undefined): Head | undefined {
  const { text, start, end } = word;
  if (/^--[a-z]/iu.test(text)) return named(word, start);
  if (text === '--' && next !== undefined && isKnown(next.text))
    return { typed: next.text.toLowerCase(), start, nameEnd: next.end, flaw: 'dashes', tookNext: true };
  const [, single] = /^-([a-z]+)$/iu.exec(text) ?? [];
  if (single !== undefined && wantsDigits(single) && /^\d/u.test(next?.text ?? ''))
    return { typed: single.toLowerCase(), start, nameEnd: end, flaw: 'dashes' };
  const [, many] = /^-{3,}([a-z]+)$/iu.exec(text) ?? [];
  if (many !== undefined && isKnown(many)) return { typed: many.toLowerCase(), start, nameEnd: end, flaw: 'dashes' };
  return text.includes('://') ? undefined : crowded(word);
}

/** `16:9--v`: a known name after dashes in the middle of a word, with nothing but its value behind it. */
function crowded({ text, start, end }: Word): Head | undefined {
  const dashes = text.indexOf('--', 1);
  if (dashes < 1) return undefined;
  const [, name = ''] = /^--([a-z]+)(?=$|[=:\d])/iu.exec(text.slice(dashes)) ?? [];
  if (!isKnown(name)) return undefined;
  const inner = { text: text.slice(dashes), start: start + dashes, end };
  const before = { text: text.slice(0, dashes), start, end: start + dashes };
  return { ...named(inner, inner.start), flaw: 'space', before };
}

/** A word that begins with two dashes and a letter. */
function named({ text, start, end }: Word, at: number): Head {
  const [name = ''] = /^[a-z][\w-]*/iu.exec(text.slice(2)) ?? [];
  const typed = name.toLowerCase();
  const nameEnd = at + 2 + name.length;
  const rest = text.slice(2 + name.length);
  const plain = { typed, start, nameEnd };
  if (rest === '' && (isKnown(typed) || !/\d/u.test(typed))) return { ...plain, flaw: undefined };
  if (/^[.,;:!]+$/u.test(rest)) return { ...plain, flaw: 'punctuation' };
  if (isKnown(typed) && /^[=:]/u.test(rest))
    return { ...plain, flaw: 'space', value: { text: rest.slice(1), start: nameEnd + 1, end } };
  const [letters = ''] = /^[a-z]+(?=\d)/u.exec(typed) ?? [];
  if (isKnown(letters)) {
    const ends = at + 2 + letters.length;
    return {
      typed: letters,
      start,
      nameEnd: ends,
      flaw: 'space',
      value: { text: text.slice(ends - at), start: ends, end },
    };
  }
  return { ...plain, flaw: undefined, ...(rest === '' ? {} : { value: { text: rest, start: nameEnd, end } }) };
}

function isKnown(name: string): boolean {
  return factOf(name.toLowerCase()) !== undefined;
}

function wantsDigits(name: string): boolean {
  const kind = factOf(name.toLowerCase())?.value.kind;
  return kind === 'number' || kind === 'ratio' || kind === 'version';
}

function parameterOf({ typed, start, nameEnd, flaw }: Head, words: readonly Word[]): Parameter {
  const fact = factOf(typed);
  const count = valueCount(fact, words);
  return { typed, fact, start, nameEnd, flaw, values: words.slice(0, count), stray: words.slice(count) };
}

/**
 * How many of the words behind a name are its value. Where the first cannot be one and several follow, they are text, and the value is
 * missing; a single one was meant as the value.
 */
function valueCount(fact: Fact | undefined, words: readonly Word[]): number {
  const first = words[0]?.text ?? '';
  const meant = words.length === 1 && fact?.optional !== true ? 1 : 0;
  switch (fact?.value.kind) {
    case undefined:
    case 'list':
      return words.length;
    case 'none':
      return 0;
    case 'name':
    case 'word':
      return Math.min(1, words.length);
    case 'ratio':
      return ratioWords(words) ?? (/\d/u.test(first) ? 1 : meant);
    case 'number':
    case 'version':
      return /\d/u.test(first) ? 1 : meant;
    case 'references': {
      const others = words.findIndex(({ text }) => !isReference(text));
      const count = others < 0 ? words.length : others;
      return count > 0 ? count : meant;
    }
  }
}

/** `16 : 9`, `16: 9`. */
function ratioWords(words: readonly Word[]): number | undefined {
  for (const count of [2, 3]) {
    const some = words.slice(0, count).map((word) => word.text);
    if (some.length === count && /^\d+:\d+$/u.test(some.join('')) && some.some((one) => /^:|:$/u.test(one)))
      return count;
  }
  return undefined;
}

/** An address, a code, `random`, or what is to be one of several of those. */
function isReference(text: string): boolean {
  return /^(?:https?:|\{|random\b)|\d/iu.test(text);
}
