/**
 * What the admins of a team decide in Slack: where people may ask, how much, for what, and whether at all just now. The environment is the
 * outer bound: these rules take away from what it allows, and never add to it.
 */
import { z } from 'zod';

/** Of one person, or of one channel; 0 is no limit. */
export const Limits = z.object({
  /** Accepted in one UTC day. */
  daily: z.number().int().min(0),
  /** Not ended yet. */
  concurrent: z.number().int().min(0),
});
export type Limits = z.infer<typeof Limits>;

export const NO_LIMITS: Limits = { daily: 0, concurrent: 0 };

/** Limits of one person or channel, in the place of everybody's. `who` is a Slack id. */
const OwnLimits = Limits.extend({ who: z.string() });

/** A word or a phrase that prompts may not have; the reason is what the person reads. */
const RefusedWords = z.object({ words: z.string(), reason: z.string() });

export const TeamRules = z.object({
  v: z.literal(1),
  /** Slack ids; empty: every channel that the environment allows. */
  channels: z.array(z.string()).default([]),
  /** Of each person, and of each channel. */
  person: Limits.default(NO_LIMITS),
  channel: Limits.default(NO_LIMITS),
  own: z.array(OwnLimits).default([]),
  words: z.array(RefusedWords).default([]),
  /** Nothing is taken in; `message` is what people read, `by` a Slack id, `at` epoch ms. */
  pause: z.object({ message: z.string(), by: z.string(), at: z.number() }).optional(),
});
export type TeamRules = z.infer<typeof TeamRules>;
export type RefusedWords = z.infer<typeof RefusedWords>;

export const NO_RULES: TeamRules = TeamRules.parse({ v: 1 });

/** What fits into the modal and into a look at every prompt. */
export const RULES_MAX = {
  limit: 1_000_000,
  own: 200,
  words: 200,
  phrase: 100,
  reason: 300,
  pause: 500,
  channels: 100,
} as const;

/** The limits that hold for one submission. */
export interface LimitsFor {
  person: Limits;
  channel: Limits;
}

/** @param place Slack ids; a direct conversation has no limits but its person's */
export function limitsFor(rules: TeamRules, place: { user: string; channel: string; isDm: boolean }): LimitsFor {
  const own = (who: string) => rules.own.find((one) => one.who === who);
  return {
    person: own(place.user) ?? rules.person,
    channel: place.isDm ? NO_LIMITS : (own(place.channel) ?? rules.channel),
  };
}

/** Both hold: of each the lower, where 0 is none. */
export function tighter(a: Limits, b: Limits): Limits {
  const lower = (x: number, y: number) => (x === 0 || y === 0 ? Math.max(x, y) : Math.min(x, y));
  return { daily: lower(a.daily, b.daily), concurrent: lower(a.concurrent, b.concurrent) };
}

/** The first of the refused words that stands in one of the texts, as a whole word, in whatever case. */
export function refusedIn(rules: TeamRules, texts: readonly string[]): RefusedWords | undefined {
  const told = texts.map(plainly);
  return rules.words.find(({ words }) => {
    const pattern = wholeWords(words);
    return told.some((text) => pattern.test(text));
  });
}

/** True of the same words, however they are written. */
export function sameWords(a: string, b: string): boolean {
  return plainly(a) === plainly(b);
}

/** Look-alike forms (full width, ligatures), invisible characters and doubled blanks do not hide a word. */
function plainly(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Scripts that are written without blanks, so that a word has no edges there. */
const UNSPACED = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const BEFORE = `(?:(?<![\\p{L}\\p{N}\\p{M}])|(?<=[${UNSPACED}]))`;
const AFTER = `(?:(?![\\p{L}\\p{N}\\p{M}])|(?=[${UNSPACED}]))`;

function wholeWords(words: string): RegExp {
  const plain = plainly(words);
  const edge = (at: RegExp, boundary: string) => (at.test(plain) ? '' : boundary);
  const before = edge(new RegExp(`^[${UNSPACED}]`, 'u'), BEFORE);
  const after = edge(new RegExp(`[${UNSPACED}]$`, 'u'), AFTER);
  return new RegExp(`${before}${plain.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}${after}`, 'u');
}
