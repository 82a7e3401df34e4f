import { isNotConnectionError, Queue, type Telemetry } from 'bullmq';
import type { Person } from '../domain/gallery.ts';
import type { SeriesId, SubmissionId } from '../domain/ids.ts';
import type { Client, Manner } from './connection.ts';
import {
  add,
  deliverJob,
  forgetJob,
  letterJob,
  type Payload,
  type QueueName,
  type Queues,
  seriesJob,
  sheetJob,
  showJob,
  submitJob,
} from './job-map.ts';
import { PREFIX } from './keys.ts';
import type { Log } from './log.ts';
import { reach } from './reach.ts';

/** Work to be done later, by any worker, at least once. All methods throw Unreachable. */
export interface Jobs {
  submit(id: SubmissionId): Promise<void>;
  deliver(id: SubmissionId): Promise<void>;
  /**
   * Bring the card into line with the record. Progress joins a job of the same card that waits already, whenever that is due. `end` has
   * workers of its own and, without `inMs`, moves an end that waits up to now.
   */
  show(id: SubmissionId, urgency: 'progress' | 'end', inMs?: number): Promise<void>;
  /** Send a person a picture with what is known of it. `key`: the same for every delivery of the event that asked for it. */
  letter(id: SubmissionId, to: Person, key: string): Promise<void>;
  /** Bring the message of a series into line. Without `inMs` it moves one that waits up to now. */
  series(id: SeriesId, inMs?: number): Promise<void>;
  /** Make the contact sheet of a series. */
  sheet(id: SeriesId): Promise<void>;
  /** Delete what is kept of a person. It stands behind no person's wait, so it is among the progress. */
  forget(what: Payload<'forget'>): Promise<void>;
}

export function openJobs(queues: Queues): Jobs {
  return {
    submit: (id) => reach('take a job', () => add(queues.submit, submitJob(id))),
    deliver: (id) => reach('take a job', () => add(queues.deliver, deliverJob(id))),
    show: (id, urgency, inMs = 0) => reach('take a job', () => add(queues[urgency], showJob(id, urgency, inMs))),
    letter: (id, to, key) => reach('take a job', () => add(queues.person, letterJob(id, to, key))),
    // A person waits for the message, as for an end; a sheet is made of pictures.
    series: (id, inMs = 0) => reach('take a job', () => add(queues.end, seriesJob(id, inMs))),
    sheet: (id) => reach('take a job', () => add(queues.deliver, sheetJob(id))),
    forget: (what) => reach('take a job', () => add(queues.progress, forgetJob(what))),
  };
}

/** Opens the BullMQ queues for adding. `prompt` ones never wait for Redis; `patient` ones also write what BullMQ notes about a queue. */
export function openQueues(client: Client, manner: Manner, log: Log, telemetry?: Telemetry): Queues {
  const prompt = manner === 'prompt';
  const open = (name: QueueName) => {
    const queue = new Queue(name, {
      connection: client,
      prefix: PREFIX,
      // Nobody reads the events; BullMQ would keep 10,000 a queue.
      streams: { events: { maxLen: 100 } },
      skipVersionCheck: true,
      ...(telemetry === undefined ? {} : { telemetry }),
      skipWaitingForReady: prompt,
      skipMetasUpdate: prompt,
    });
    // The connection tells of its own state.
    queue.on('error', (error) => {
      if (isNotConnectionError(error)) log.warn({ queue: name, err: error }, 'a queue met an error');
    });
    return queue;
  };
  return {
    submit: open('submit'),
    deliver: open('deliver'),
    end: open('end'),
    progress: open('progress'),
    person: open('person'),
    read: open('read'),
  };
}
