/**
 * Two versions of the bot may run side by side, during a rolling deploy. What this version does not know (a job by its name or version, a
 * record by its shape) is not destroyed: the job goes back, for a process that knows it.
 */
import type { Job } from 'bullmq';
import { isOfAnotherVersion } from '../domain/errors.ts';

/** A job that a process of another version must take. */
export class Foreign extends Error {
  override name = 'Foreign' as const;
}

/** Far longer than a rolling deploy takes. A job that nobody knew for so long is dead. */
const PATIENCE_MS = 60 * 60_000;
/** Between two tries: 0.5 s, a fifth longer each time. A person waits. */
const FIRST_MS = 500;
const GROWTH = 1.2;
const LONGEST_MS = 30_000;

/** True of what another version of the bot may be able to do. */
export function isForeign(error: unknown): boolean {
  return error instanceof Foreign || isOfAnotherVersion(error);
}

/**
 * Notes in the job that it is put off.
 * @returns for how long, ms; undefined when that has gone on for too long
 */
export async function putOff(job: Job, now: number): Promise<number | undefined> {
  const { since = now, times = 0 } = notesOf(job) ?? {};
  if (now - since >= PATIENCE_MS) return undefined;
  await job.updateProgress({ foreign: { since, times: times + 1 } });
  return Math.min(FIRST_MS * GROWTH ** times, LONGEST_MS);
}

/** Should this process die before it calls the job, the job's time comes so much later. */
const UNCALLED_MS = 1000;

/**
 * Lays a job aside, and calls for it when its time has come. Redis hands what is called to whoever has waited longest, which is another process:
 * this one began to wait when it had laid the job aside. Of those who wait for the same instant it would wake the same one first each time, and
 * this process could take the job over and over, for a minute and more.
 */
export async function layAside(job: Job, now: number, inMs: number, token: string | undefined): Promise<void> {
  await job.moveToDelayed(now + inMs + UNCALLED_MS, token);
  // Somebody may have it by then, or Redis may be away: it comes by itself.
  setTimeout(() => void job.promote().catch(() => undefined), inMs).unref();
}

/** A process that knows the job has taken it: should it become foreign once more, its patience starts anew. */
export async function settle(job: Job): Promise<void> {
  if (notesOf(job) !== undefined) await job.updateProgress(0);
}

/** BullMQ's `progress` of a job is used for nothing else. */
function notesOf({ progress }: Job): { since: number; times: number } | undefined {
  if (typeof progress !== 'object' || !('foreign' in progress)) return undefined;
  const { since, times } = progress.foreign as { since?: unknown; times?: unknown };
  return typeof since === 'number' && typeof times === 'number' ? { since, times } : undefined;
}
