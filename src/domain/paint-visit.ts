import { z } from 'zod';
import { StepRef } from './step.ts';

/** A link to the painter: what it is for and whose it is. Kept for 30 minutes; the link holds nothing but its id. */
export const PaintVisit = z.object({
  ref: StepRef,
  /** Whoever holds the link acts as this person. Slack ids. */
  team: z.string(),
  user: z.string(),
  channel: z.string(),
  /** Of the click, to answer where no card can be posted. */
  responseUrl: z.string().exactOptional(),
  /** The prompt that stands in the modal, as far as is known. */
  prompt: z.string(),
  /** The open modal, once Slack has told its id. */
  viewId: z.string().exactOptional(),
  /** A kept mask that went back into the modal, for the picture of it there. */
  mask: z.string().exactOptional(),
  /** The first mask was accepted; the link is used up. */
  used: z.boolean().exactOptional(),
});
export type PaintVisit = z.infer<typeof PaintVisit>;
