/**
 * Jobs that failed for good. BullMQ keeps them in the failed set of their queue, with their reason, for two weeks (job-map.ts, `DEAD`);
 * here they are looked at, tried anew, or forgotten.
 */
import type { Job, JobsOptions } from 'bullmq';
import { SubmissionId } from '../domain/ids.ts';
import type { Client } from './connection.ts';
import { DEAD, QUEUES, type QueueName, type Queues } from './job-map.ts';
import { keys } from './keys.ts';
import { reach } from './reach.ts';

/** A dead job. */
export interface DeadEntry {
  /** Names it: `QUEUE-NUMBER`. */
  key: string;
  /** `submit`, `deliver`, `show` ... */
  job: string;
  /** Absent where the job is about none, or cannot be read. */
  submission?: SubmissionId;
  /** Why it died: the message of the last error. */
  reason: string;
  /** How often it was tried. */
  tries: number;
  /** When it died, epoch ms. */
  at: number;
}

/** All methods throw Unreachable. Those that name one job return undefined when it is not, or no longer, among the dead. */
export interface Dead {
  /** The newest first. */
  list(limit: number): Promise<DeadEntry[]>;
  get(key: string): Promise<DeadEntry | undefined>;
  /**
   * Adds the same job anew, with all its tries, and takes it off the list. One that waits already for the same thing is joined, so this
   * never makes two run at a time. A kill in between leaves it on the list, and another replay does no harm.
   */
  replay(key: string): Promise<DeadEntry | undefined>;
  /** Takes it off the list. */
  drop(key: string): Promise<DeadEntry | undefined>;
}

export function openDead(queues: Queues): Dead {
  async function find(key: string): Promise<{ queue: QueueName; job: Job } | undefined> {
    const [, name = '', id = ''] = /^([a-z]+)-(\w+)$/.exec(key) ?? [];
    if (!isQueue(name)) return undefined;
    const job = await queues[name].getJob(id);
    return job !== undefined && (await job.isFailed()) ? { queue: name, job } : undefined;
  }

  async function take(key: string, first: (queue: QueueName, job: Job) => Promise<unknown>) {
    const found = await find(key);
    if (found === undefined) return undefined;
    await first(found.queue, found.job);
    await found.job.remove();
    return entry(found.queue, found.job);
  }

  return {
    list: (limit) =>
      reach('list dead jobs', async () => {
        const names = Object.keys(QUEUES) as QueueName[];
        const found = await Promise.all(
          names.map(async (name) => (await queues[name].getFailed(0, limit - 1)).map((job) => entry(name, job))),
        );
        return found
          .flat()
          .sort((a, b) => b.at - a.at)
          .slice(0, limit);
      }),
    get: (key) =>
      reach('find a dead job', async () => {
        const found = await find(key);
        return found === undefined ? undefined : entry(found.queue, found.job);
      }),
    replay: (key) =>
      reach('replay a dead job', async () =>
        take(key, async (queue, job) => queues[queue].add(job.name, job.data, optionsOf(job))),
      ),
    drop: (key) => reach('drop a dead job', async () => take(key, async () => {})),
  };
}

/** Two weeks are not counted to the hour. */
const SWEEP_MS = 60 * 60_000;

/**
 * Takes off the list what died two weeks ago, with all that it carried. However many ask, it is done once an hour; one that is killed meanwhile leaves
 * the rest to the next.
 * @throws Unreachable
 */
export async function endOldDead(client: Client, queues: Queues): Promise<void> {
  await reach('end old dead jobs', async () => {
    if ((await client.set(keys.first('end-old-dead'), '1', 'PX', SWEEP_MS, 'NX')) === null) return;
    await Promise.all(Object.values(queues).map((queue) => queue.clean(DEAD.age * 1000, DEAD.count, 'failed')));
  });
}

/** Names a job of a queue. */
export function deadKey(queue: QueueName, { id }: Pick<Job, 'id'>): string {
  return `${queue}-${id ?? ''}`;
}

/** The submission that a job is about, whatever else it carries. */
export function submissionOf(data: unknown): SubmissionId | undefined {
  const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : undefined;
  return SubmissionId.safeParse(id).data;
}

function entry(queue: QueueName, job: Job): DeadEntry {
  const submission = submissionOf(job.data);
  return {
    key: deadKey(queue, job),
    job: job.name,
    ...(submission === undefined ? {} : { submission }),
    reason: job.failedReason ?? '',
    tries: job.attemptsMade,
    at: job.finishedOn ?? job.timestamp,
  };
}

/** What it was added with; neither its id nor its old delay. */
function optionsOf({ opts }: Job): JobsOptions {
  const { attempts, backoff, removeOnComplete, removeOnFail, deduplication } = opts;
  return Object.fromEntries(
    Object.entries({ attempts, backoff, removeOnComplete, removeOnFail, deduplication }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

function isQueue(name: string): name is QueueName {
  return Object.hasOwn(QUEUES, name);
}
