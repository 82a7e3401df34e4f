import type { IRedisTransaction, JobsOptions, Queue } from 'bullmq';
import { Job } from 'bullmq';
import { z } from 'zod';
import type { Person } from '../domain/gallery.ts';
import { SeriesId, SubmissionId } from '../domain/ids.ts';
import { digest } from './keys.ts';

/** Every job there is, with what it carries. A job carries ids alone: the record is the truth. */
export const payloads = {
  /** Announce and submit. */
  submit: z.object({ id: SubmissionId }),
  /** Fetch the picture and show the end. */
  deliver: z.object({ id: SubmissionId }),
  /** Bring the card into line with the record; `turn`: its turn among the cards of its workspace has come, and the edit is paid. */
  show: z.object({ id: SubmissionId, urgency: z.enum(['progress', 'turn', 'end']) }),
  /** Bring the message of a series into line with its submissions. */
  series: z.object({ id: SeriesId }),
  /** Make the contact sheet of a series. */
  sheet: z.object({ id: SeriesId }),
  /** Give turns to the cards of a workspace. */
  turn: z.object({ team: z.string() }),
  /** Show a person their home. */
  home: z.object({ team: z.string(), user: z.string() }),
  /** Send a person a picture with what is known of it; `key` is that of the event that asked for it. */
  letter: z.object({ id: SubmissionId, user: z.string(), key: z.string() }),
  /** Delete what is kept of a person, in portions. */
  forget: z.object({ team: z.string(), user: z.string(), by: z.string(), until: z.number(), cards: z.boolean() }),
  /** Read all that is due. */
  read: z.object({}),
  /** Make sure that a reading is arranged. */
  tick: z.object({}),
};
export type JobName = keyof typeof payloads;
export type Payload<N extends JobName> = z.infer<(typeof payloads)[N]>;

/**
 * The BullMQ queues. Each has its own workers, so that a slow kind of work never takes the places of another: an upload of 50 MB none of
 * a submit, a progress edit none of an end. The number is how many jobs of a queue one process runs at once; a submit does little but wait for
 * the gateway, two seconds often and a minute and a half at worst: with 256 places a hundred a second are on their way at once. A delivery waits for
 * Slack most of the time. Both bound by themselves what they hold of pictures (`flows/picture-room.ts`). A letter may wait as long for a seed, and a
 * home is wanted within a second.
 */
export const QUEUES = { submit: 256, deliver: 16, end: 8, progress: 8, person: 16, read: 1 } as const;
export type QueueName = keyof typeof QUEUES;

/** Version of what jobs carry, as `v` beside it. A payload without one is of version 1. */
export const JOB_VERSION = 1;

export type Queues = Record<QueueName, Queue>;

/** Real failures of a job: eight tries in about two minutes (1 s, 2, 4 ... 64). */
const ATTEMPTS = { attempts: 8, backoff: { type: 'exponential', delay: 1000, jitter: 0.2 } };

/**
 * A dead job is kept for the operator: two weeks, in seconds, and the last thousand of a queue. BullMQ looks at both when another job of the queue
 * dies, and at no other time: what is old in a queue where none does is ended by `endOldDead` (dead.ts).
 */
export const DEAD = { age: 14 * 24 * 60 * 60, count: 1000 };

/** A job that is to be added. */
export interface Task<N extends JobName> {
  name: N;
  data: Payload<N>;
  opts: JobsOptions;
}

/**
 * Jobs of one `what` are one: a second joins the one that waits, and one that comes while the first is active makes it run once more. No
 * job ids of our own: BullMQ ignores an id whose dead job is still kept, and then a picture could not be fetched again.
 *
 * @param reschedule moves a job that waits for its time to this one's time; otherwise it stays where it is
 * @param shared does something for many submissions, so it belongs to nobody's trace
 */
function task<N extends JobName>(
  name: N,
  what: string,
  data: Payload<N>,
  {
    delayMs = 0,
    reschedule = false,
    shared = false,
  }: { delayMs?: number; reschedule?: boolean; shared?: boolean } = {},
): Task<N> {
  const opts: JobsOptions = {
    ...ATTEMPTS,
    removeOnComplete: true,
    removeOnFail: DEAD,
    delay: Math.max(0, Math.round(delayMs)),
    deduplication: { id: what, keepLastIfActive: true, reschedule },
    ...(shared ? { telemetry: { omitContext: true } } : {}),
  };
  return { name, data, opts };
}

export function submitJob(id: SubmissionId): Task<'submit'> {
  return task('submit', `submit-${id}`, { id });
}

export function deliverJob(id: SubmissionId): Task<'deliver'> {
  return task('deliver', `deliver-${id}`, { id });
}

/** Progress stays at its place in the line; an end that is wanted now does not wait for the time of an earlier one. */
export function showJob(id: SubmissionId, urgency: 'progress' | 'turn' | 'end', inMs: number): Task<'show'> {
  const reschedule = urgency === 'end' && inMs <= 0;
  return task('show', `${urgency}-${id}`, { id, urgency }, { delayMs: inMs, reschedule });
}

/** Woken by whatever moves one of its submissions, it does not wait for the time of an earlier look. */
export function seriesJob(id: SeriesId, inMs: number): Task<'series'> {
  return task('series', `series-${id}`, { id }, { delayMs: inMs, reschedule: inMs <= 0 });
}

export function sheetJob(id: SeriesId): Task<'sheet'> {
  return task('sheet', `sheet-${id}`, { id });
}

export function turnJob(team: string): Task<'turn'> {
  return task('turn', `turns-${team}`, { team }, { shared: true });
}

/** One that is wanted does not wait for the time of an earlier look. */
export function homeJob({ team, user }: Person, inMs: number): Task<'home'> {
  return task('home', `home-${digest(team, user)}`, { team, user }, { delayMs: inMs, reschedule: true });
}

export function letterJob(id: SubmissionId, { team, user }: Person, key: string): Task<'letter'> {
  return task('letter', `letter-${id}-${digest(team, user)}`, { id, user, key });
}

/** Asked for once more while it is under way, it runs once more. */
export function forgetJob(data: Payload<'forget'>): Task<'forget'> {
  return task('forget', `forget-${digest(data.team, data.user)}`, data);
}

export function readJob(inMs: number, reschedule: boolean): Task<'read'> {
  return task('read', 'read', {}, { delayMs: inMs, reschedule, shared: true });
}

/** Adds a job to its queue. */
export async function add<N extends JobName>(queue: Queue, { name, data, opts }: Task<N>): Promise<void> {
  await queue.add(name, versioned(data), opts);
}

/** Puts a job into a MULTI, which must be of the queue's own connection: there BullMQ's scripts are known once the queue is ready. */
export async function enqueueJob<N extends JobName>(
  multi: IRedisTransaction,
  queue: Queue,
  { name, data, opts }: Task<N>,
): Promise<void> {
  await queue.waitUntilReady();
  await new Job(queue, name, versioned(data), { ...opts, ...traceOf(queue) }).addJob(multi);
}

/** What `queue.add` puts into a job by itself: whose trace it belongs to. */
function traceOf({ opts: { telemetry } }: Queue): JobsOptions {
  if (telemetry === undefined) return {};
  const { contextManager } = telemetry;
  return { telemetry: { metadata: contextManager.getMetadata(contextManager.active()) } };
}

function versioned<T extends object>(data: T): T & { v: number } {
  return { ...data, v: JOB_VERSION };
}
