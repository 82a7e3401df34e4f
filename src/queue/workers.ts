import {
  DelayedError,
  isNotConnectionError,
  type Job,
  type Queue,
  type Telemetry,
  UnrecoverableError,
  WaitingError,
  Worker,
} from 'bullmq';
import { quotesGateway } from '../domain/errors.ts';
import type { Client } from './connection.ts';
import { deadKey, endOldDead, submissionOf } from './dead.ts';
import { Foreign, isForeign, layAside, putOff, settle } from './foreign.ts';
import { hurry } from './hurry.ts';
import { JOB_VERSION, type JobName, type Payload, payloads, QUEUES, type QueueName, type Queues } from './job-map.ts';
import { PREFIX } from './keys.ts';
import { type Log, withFields } from './log.ts';
import type { Turns } from './outbox.ts';
import { settled, within } from './waiting.ts';
import type { Alarm } from './watch.ts';

/** Asks the queue to run the same job again later. */
export interface Again {
  againInMs: number;
}

export interface JobContext {
  /** Aborted when this process stops, or has lost the job to another worker. */
  signal: AbortSignal;
  /** Says which job every line is about. */
  log: Log;
}

type Handler<N extends JobName> = (data: Payload<N>, context: JobContext) => Promise<Again | void>;

/**
 * What to do for each job. A job runs at least once, and never twice at a time unless its worker was cut off from Redis. Resolving ends
 * it; `Again` runs it once more later, which is no failure; throwing runs it up to eight times in about two minutes, after which it is
 * dead. What only another version of the bot can handle is left to a process of that version (foreign.ts). `read` takes all that is due; the next reading is arranged by itself, and `Again` says that there shall be none before.
 */
export interface Handlers {
  submit: Handler<'submit'>;
  deliver: Handler<'deliver'>;
  show: Handler<'show'>;
  home: Handler<'home'>;
  letter: Handler<'letter'>;
  series: Handler<'series'>;
  sheet: Handler<'sheet'>;
  forget: Handler<'forget'>;
  read: Handler<'read'>;
}

/** A job whose tries are used up, or whose payload is not what it should be. */
export interface DeadJob {
  name: string;
  data: unknown;
  error: Error;
}

/**
 * Told of each dead job before it is put away, so that a kill in between tells it again rather than not at all. Where it throws, or says when to
 * come back, the job is tried once more a little later instead. The job stays in the failed set of its queue (dead.ts).
 */
export type OnDead = (job: DeadJob) => Again | void | Promise<Again | void>;

export interface WorkerOptions {
  client: Client;
  queues: Queues;
  alarm: Alarm;
  turns: Turns;
  now: () => number;
  log: Log;
  telemetry: Telemetry | undefined;
  onDead: OnDead;
}

interface WorkersState {
  /** The queues from which nothing is taken any more, although nobody asked for that: only a new process mends it. */
  readonly halted: readonly QueueName[];
  /** Whether the connection on which jobs come stands; it comes back by itself. */
  readonly connected: boolean;
}

export interface Workers {
  /** Whether jobs are taken now. Costs Redis nothing. */
  state(): WorkersState;
  /**
   * Takes no more jobs, lets those in flight finish within `ms`, then aborts their signals and lets go of what is left: another worker
   * takes it up. Resolves in any case, at most a moment after `ms`.
   */
  close(options: { ms: number }): Promise<void>;
}

/**
 * A killed worker's job is found after the lock has run out and a check has seen it twice: within ten seconds. BullMQ's defaults are 30 s
 * each, and one stall; more would fail a job that was never at fault (design.md, "Tried").
 */
const LOCK_MS = 5000;
const STALL_CHECK_MS = 2500;
const STALLS = 100_000;

/** A wake that was lost costs at most this. */
const TICK_MS = 30_000;

/** When the end of a job could not be told, it is tried again after this. */
const TELL_AGAIN_MS = 15_000;

/** How long a job that was told to abort may take before it is left alone. */
const ABORT_GRACE_MS = 500;

/** Starts to take jobs of all queues. */
export async function startWorkers(handlers: Handlers, options: WorkerOptions): Promise<Workers> {
  const { client, queues, alarm, turns, now, log, telemetry, onDead } = options;
  let stopping = false;
  const inFlight = new Set<Promise<unknown>>();

  const readThenArrange: Handlers['read'] = async (data, context) => {
    const again = await handlers.read(data, context);
    if (again === undefined) await alarm.set();
    else await alarm.setAt(now() + again.againInMs);
  };

  const all: { readonly [N in JobName]: Handler<N> } = {
    ...handlers,
    read: readThenArrange,
    turn: ({ team }) => turns.take(team),
    async tick() {
      await alarm.ensure();
      await endOldDead(client, queues);
    },
  };

  async function handle(job: Job, context: JobContext): Promise<Again | void> {
    const { name } = job;
    if (!isJobName(name)) throw new Foreign(`there is no job named ${name} in this version of the bot`);
    const run: Handler<typeof name> = all[name];
    return await run(parse(name, job), context);
  }

  async function process(job: Job, token?: string, signal?: AbortSignal): Promise<void> {
    if (stopping) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const context: JobContext = { signal: signal ?? new AbortController().signal, log: withFields(log, fieldsOf(job)) };
    let again: (Again & { foreign?: true }) | void;
    try {
      again = await handle(job, context);
      if (again !== undefined) await settle(job);
    } catch (error) {
      again = await failed(job, error, context);
    }
    if (again === undefined) return;
    const inMs = Math.max(0, Math.round(again.againInMs));
    if (again.foreign === true) await layAside(job, now(), inMs, token);
    else await job.moveToDelayed(now() + inMs, token);
    await hurry(client, job, inMs);
    throw new DelayedError();
  }

  // Three named parameters: BullMQ hands a signal only to a function that takes it.
  function tracked(job: Job, token: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    const running = process(job, token, signal).finally(() => inFlight.delete(running));
    inFlight.add(running);
    return running;
  }

  /**
   * What a failure means: the job is for another process, runs once more, or is dead.
   * @throws what makes BullMQ count the failure, or put the job away
   */
  async function failed(
    job: Job,
    error: unknown,
    { signal, log: jobLog }: JobContext,
  ): Promise<Again & { foreign?: true }> {
    // Told to stop: no failure of the job's, and another worker takes it up.
    if (signal.aborted) return { againInMs: 0 };
    const foreign = isForeign(error);
    const inMs = foreign ? await putOff(job, now()) : undefined;
    if (inMs !== undefined) {
      jobLog.warn({ inMs, err: error }, 'a job is left to a process of another version');
      return { againInMs: inMs, foreign: true };
    }
    const last = foreign || error instanceof UnrecoverableError || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    if (!last) throw kept(error);
    try {
      const again = await onDead({ name: job.name, data: job.data, error: asError(error) });
      if (again !== undefined) return again;
    } catch (failure) {
      jobLog.error({ err: failure }, 'the end of a job could not be told');
      // A record that this version cannot read cannot be told of by this version.
      if (!isForeign(failure)) return { againInMs: TELL_AGAIN_MS };
    }
    throw foreign ? new UnrecoverableError(asError(error).message) : kept(error);
  }

  function report(queue: QueueName, job: Job, error: Error): void {
    const fields = { ...fieldsOf(job), attempt: job.attemptsMade, reason: error.message, err: error };
    if (job.finishedOn === undefined || job.finishedOn === null)
      log.warn(fields, 'a job failed and will be tried again');
    else log.error({ ...fields, dead: deadKey(queue, job) }, 'a job is dead: /mj dead lists it');
  }

  /** BullMQ names the job alone; the line is about its submission. */
  async function reportStalled(name: QueueName, id: string): Promise<void> {
    const job = await queues[name].getJob(id).catch(() => undefined);
    const fields = job === undefined ? {} : fieldsOf(job);
    log.warn({ queue: name, jobId: id, ...fields }, 'a job was left by its worker and is taken up');
  }

  function start(name: QueueName): Worker {
    const worker = new Worker(name, tracked, {
      connection: client,
      prefix: PREFIX,
      concurrency: QUEUES[name],
      lockDuration: LOCK_MS,
      stalledInterval: STALL_CHECK_MS,
      maxStalledCount: STALLS,
      drainDelay: 2,
      ...(telemetry === undefined ? {} : { telemetry }),
      // After a lost connection; the default of 15 s would outlast the outage by far.
      runRetryDelay: 1000,
    });
    worker.on('error', (error) => {
      if (isNotConnectionError(error)) log.warn({ queue: name, err: error }, 'a worker met an error');
    });
    worker.on('stalled', (id) => void reportStalled(name, id));
    worker.on('lockRenewalFailed', (ids) => {
      for (const id of ids) worker.cancelJob(id, 'another worker may have this job');
    });
    worker.on('failed', (job, error) => {
      if (job !== undefined) report(name, job, error);
    });
    return worker;
  }

  await keepTicking(queues.read);
  const workers = names().map(start);
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));

  return {
    state: () => ({
      halted: stopping ? [] : workers.filter((worker) => !worker.isRunning()).map(({ name }) => name as QueueName),
      connected: client.status === 'ready',
    }),
    async close({ ms }) {
      stopping = true;
      // Waits for nothing; a job that is being fetched meanwhile is put back.
      await Promise.all(workers.map((worker) => worker.pause(true)));
      if (!(await within(ms, settled(inFlight)))) {
        for (const worker of workers) worker.cancelAllJobs('this process stops');
        await within(ABORT_GRACE_MS, settled(inFlight));
      }
      const force = inFlight.size > 0;
      await within(ABORT_GRACE_MS, Promise.all(workers.map((worker) => worker.close(force))));
    },
  };
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(payloads, name);
}

function names(): QueueName[] {
  return Object.keys(QUEUES) as QueueName[];
}

/** Which job a line is about: ids alone. */
function fieldsOf(job: Job): object {
  const submission = submissionOf(job.data);
  return { job: job.name, ...(submission === undefined ? {} : { submission }) };
}

/** BullMQ keeps the message of what a job failed by, and lists show it: words of the gateway, which may repeat a prompt, are not kept. */
function kept(error: unknown): unknown {
  if (!quotesGateway(error)) return error;
  return new Error(`the gateway's own words (${error.name}), which are not kept`, { cause: error });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function parse<N extends JobName>(name: N, job: Job): Payload<N>;
function parse(name: JobName, job: Job): unknown {
  const { v = JOB_VERSION }: { v?: unknown } = job.data;
  if (typeof v === 'number' && v > JOB_VERSION) throw new Foreign(`a ${name} job is of version ${v}`);
  const result = payloads[name].safeParse(job.data);
  // Trying again would not mend it.
  if (!result.success) throw new UnrecoverableError(`a ${name} job carries ${result.error.message}`);
  return result.data;
}

async function keepTicking(queue: Queue): Promise<void> {
  // Each tick adds the next one, whose trace would never end.
  const opts = { removeOnComplete: true, removeOnFail: true, telemetry: { omitContext: true } };
  const template = { name: 'tick', data: {}, opts };
  await queue.upsertJobScheduler('tick', { every: TICK_MS }, template);
}
