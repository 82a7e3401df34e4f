/** What a person sees in their home, and where in it they are. */
import { z } from 'zod';
import type { SeriesSoFar } from './series.ts';
import type { Submission } from './submission.ts';

/** The most characters that are looked for: more than anybody types into one line. */
export const WORDS_MAX = 200;

/**
 * Where in their home a person is.
 * - `recent`: their own pictures
 * - `favourites`: what they keep
 * - `found`: those of their own whose prompts hold the `words`
 */
export const HomePlace = z.object({
  list: z.enum(['recent', 'favourites', 'found']).default('recent'),
  /** From 0. */
  page: z.number().int().min(0).max(1000).default(0),
  words: z.string().max(WORDS_MAX).default(''),
});
export type HomePlace = z.infer<typeof HomePlace>;

/** Where everybody begins. */
export const FIRST_PLACE: HomePlace = HomePlace.parse({});

/** What a person may have in a day and at a time, and what they have; a limit of 0 is none. */
export interface Usage {
  today: number;
  running: number;
  daily: number;
  concurrent: number;
}

/** Everything that a home shows. */
export interface Home {
  place: HomePlace;
  usage: Usage;
  /** What has not ended, newest first, a series as one; `more` are left out. */
  running: readonly (Submission | SeriesSoFar)[];
  more: number;
  /** The page of the list. */
  pictures: readonly { record: Submission; kept: boolean }[];
  /** How many the list holds in all. */
  total: number;
  pages: number;
}
