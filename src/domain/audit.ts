/** Who did what: changes of the team's rules, and whatever one person does to the work of others. */
import { z } from 'zod';

export const AUDIT_DEEDS = [
  'channels',
  'limits',
  'own-limits',
  'words',
  'pause',
  'resume',
  'replay',
  'drop',
  'delete-card',
  'cancel',
  'forget',
  'forgotten',
  'forget-failed',
  'export',
] as const;
export type AuditDeed = (typeof AUDIT_DEEDS)[number];

/** No prompt is ever in it. */
export const AuditEntry = z.object({
  /** Epoch ms. */
  at: z.number(),
  /** Slack id. */
  by: z.string(),
  what: z.enum(AUDIT_DEEDS),
  /** What it was done to: a Slack id, a submission, the key of a dead job. */
  of: z.string().optional(),
  /** Of a change: before and after, in words that need no language: ids, numbers, refused words. */
  was: z.string().optional(),
  is: z.string().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
