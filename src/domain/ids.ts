import { z } from 'zod';

/**
 * Our own id of a submission: `s` and 19 lower-case base-32 digits (95 bits). It starts with a letter because BullMQ refuses job ids
 * that are all digits, and has no `:` (refused by BullMQ) and no `.` (our button values are split at dots).
 */
export const SubmissionId = z
  .string()
  .regex(/^s[0-9a-v]{19}$/)
  .brand<'SubmissionId'>();
export type SubmissionId = z.infer<typeof SubmissionId>;

/**
 * A task's id as the gateway gave it: opaque, never parsed, never a number (ids beyond 2^53 and with leading zeros exist).
 * Source: gateway.md section 4.8.
 */
export const TaskId = z.string().min(1).max(200);
export type TaskId = z.infer<typeof TaskId>;

/** Of a draft, and of a series: a letter of their own and the digits of a submission's id. */
export const DraftId = z
  .string()
  .regex(/^d[0-9a-v]{19}$/)
  .brand<'DraftId'>();
export type DraftId = z.infer<typeof DraftId>;

export const SeriesId = z
  .string()
  .regex(/^r[0-9a-v]{19}$/)
  .brand<'SeriesId'>();
export type SeriesId = z.infer<typeof SeriesId>;

/** The id of the draft, or series, that was begun by the deed from which `id` is derived. */
export function draftId(id: SubmissionId): DraftId {
  return DraftId.parse(`d${id.slice(1)}`);
}
export function seriesId(id: SubmissionId): SeriesId {
  return SeriesId.parse(`r${id.slice(1)}`);
}
