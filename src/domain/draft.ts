import { z } from 'zod';
import { Addition } from './addition.ts';
import type { DraftId } from './ids.ts';
import type { Finding } from './lint/index.ts';
import { Order, PictureRef } from './submission.ts';

/**
 * What a person asked for, and was asked about before anything is submitted: a prompt that would certainly not work, or one that makes
 * several pictures. It is kept for an hour, and says all that is needed to go on from a click, in any process.
 */
export const Draft = z.object({
  v: z.literal(1),
  team: z.string(),
  channel: z.string(),
  /** Only this person may go on with it. */
  user: z.string(),
  isDm: z.boolean(),
  threadTs: z.string().optional(),
  responseUrl: z.string().optional(),
  /** The person named this conversation for the result, so it goes nowhere else. */
  named: z.literal(true).optional(),
  /** What must not happen twice; what comes of the draft has its ids from it, so that two clicks are one. */
  key: z.string(),
  /** What would be submitted, as it was typed. */
  order: Order,
  mode: z.enum(['fast', 'relax', 'turbo']).optional(),
  /** What presets and defaults added to it already; absent where nothing was yet. */
  added: z.array(Addition).optional(),
  /** As it was given, for the form. */
  given: z.object({ prompt: z.string(), pictures: z.array(PictureRef), options: z.record(z.string(), z.string()) }),
  /** A person chose the corrected prompt. */
  corrected: z.boolean(),
});
export type Draft = z.infer<typeof Draft>;

/** What a limit leaves to a person. */
export interface Room {
  left: number;
  why: 'daily' | 'concurrent';
  limit: number;
}

/**
 * What a person is asked about a draft:
 * - `correct`: its prompt would certainly not work; `prompts` as they would be right, empty where that cannot be told
 * - `several`: it makes these pictures; `room` when a limit leaves fewer
 */
export type Offer =
  | { kind: 'correct'; draft: DraftId; findings: readonly Finding[]; prompts: readonly string[] }
  | { kind: 'several'; draft: DraftId; prompts: readonly string[]; room?: Room };
