import { endOf, type Parameter, type ReadPrompt, type Word } from './read.ts';
import type { Model } from './versions.ts';

/** What fills the sentence of each rule. `flag` is as it was typed, with its dashes; `version` is empty where the prompt names none. */
export interface FindingParams {
  unknown: { flag: string };
  misspelt: { flag: string; meant: string };
  /** `instead` is empty where nothing does its work. */
  retired: { flag: string; instead: string };
  dashes: { flag: string };
  space: { flag: string };
  punctuation: { flag: string };
  'value-missing': { flag: string };
  'value-needless': { flag: string; value: string };
  'not-a-number': { flag: string; value: string; min: number; max: number };
  'not-whole': { flag: string; value: string };
  ratio: { flag: string; value: string };
  choice: { flag: string; value: string; choices: string };
  range: { flag: string; value: string; min: number; max: number };
  'range-in-version': { flag: string; value: string; min: number; max: number; version: string };
  'ratio-in-version': { flag: string; value: string; max: number; version: string };
  doubled: { flag: string };
  clash: { flag: string; other: string };
  'not-in-version': { flag: string; version: string };
  replaced: { flag: string; other: string; version: string };
  needs: { flag: string; other: string };
  'needs-picture': { flag: string };
  'text-behind': { text: string };
  weights: { version: string };
  'shorten-refuses': { what: string };
  'not-for-films': { flag: string };
  'only-films': { flag: string };
  /** `what`: `--repeat`, or a group in braces. */
  'only-imagine': { what: string };
  'other-bot': { flag: string };
}
export type Rule = keyof FindingParams;

/** A change of a prompt: what stands between two places becomes this text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One thing that is, or may be, wrong with a prompt. */
export type Finding = {
  [R in Rule]: {
    /** Names its sentence in the catalogue. */
    readonly rule: R;
    readonly params: FindingParams[R];
    /** Midjourney would certainly refuse it, or certainly not do what was typed, whatever its version. */
    readonly certain: boolean;
    /** What mends it; empty where only the person knows. */
    readonly fix: readonly Edit[];
  };
}[Rule];

/** What a prompt is for: some of its parameters count only there. */
export type Purpose = 'imagine' | 'remix' | 'video' | 'edit' | 'shorten';

export interface Around {
  readonly purpose: Purpose;
  /** Pictures that are sent beside it. */
  readonly pictures: number;
  readonly bot: 'midjourney' | 'niji';
}

/** What a rule looks at. */
export interface Case extends Around {
  readonly prompt: ReadPrompt;
  readonly model: Model;
}

export type Check = (one: Case) => readonly Finding[];

/** As the person typed it. */
export function flagOf({ typed }: Parameter): string {
  return `--${typed}`;
}

/** Takes a parameter out, with its value and the space before it; the first one with the space behind it. */
export function without({ source }: ReadPrompt, one: Parameter): Edit {
  return cutOut(source, one.start, endOf(one));
}

export function cutOut(source: string, from: number, to: number): Edit {
  let start = from;
  let end = to;
  while (start > 0 && /\s/u.test(source[start - 1] ?? '')) start -= 1;
  if (start === 0) while (end < source.length && /\s/u.test(source[end] ?? '')) end += 1;
  return { start, end, text: '' };
}

/** Writes another value in the place of a parameter's. */
export function withValue({ values, nameEnd }: Parameter, text: string): Edit {
  const [first] = values;
  return first === undefined
    ? { start: nameEnd, end: nameEnd, text: ` ${text}` }
    : { start: first.start, end: values.at(-1)?.end ?? first.end, text };
}

/** Writes another name in the place of a parameter's. */
export function withName({ start, nameEnd }: Parameter, name: string): Edit {
  return { start, end: nameEnd, text: `--${name}` };
}

/** An address of a picture in front of the text. */
export function isAddress({ text }: Word): boolean {
  return /^https?:\/\//iu.test(text);
}
