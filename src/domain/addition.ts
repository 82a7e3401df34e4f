/** What was added to a prompt that did not say it itself. */
import { z } from 'zod';

/** Something that was added to what was typed. */
export const Addition = z.object({
  /** As it is typed: `--ar 16:9`, `--relax`; of a bot its name. */
  text: z.string(),
  from: z.enum(['preset', 'person', 'channel']),
  /** The preset's name. */
  preset: z.string().optional(),
  /** A speed or a bot is no part of the prompt. */
  beside: z.enum(['mode', 'bot']).optional(),
});
export type Addition = z.infer<typeof Addition>;
