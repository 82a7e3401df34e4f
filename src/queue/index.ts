import { type Budget, openBudget } from './budget.ts';
import { type Client, connect, disconnect, inspect, type Manner, type RedisTarget, ready } from './connection.ts';
import { type Dead, openDead } from './dead.ts';
import { type Durations, openDurations } from './durations.ts';
import { type Health, health } from './health.ts';
import { type Intake, type Limits, openIntake } from './intake.ts';
import type { Queues } from './job-map.ts';
import { type Jobs, openJobs, openQueues } from './jobs.ts';
import { type Leases, openLeases } from './leases.ts';
import type { Log } from './log.ts';
import { type Memory, openMemory } from './memory.ts';
import { type Outbox, openOutbox, type Turns } from './outbox.ts';
import { openPaints, type Paints } from './paints.ts';
import { openReadings, type Readings } from './readings.ts';
import { openRecords, type Records } from './records.ts';
import { openSettings, type Settings } from './settings.ts';
import { type Alarm, openWatch, WAKE_WITHIN_MS, type Watch } from './watch.ts';
import { type DeadJob, type Handlers, startWorkers, type Workers } from './workers.ts';

export { parseRedisUrl, type RedisTarget } from './connection.ts';
export type { Dead } from './dead.ts';
export type { Durations } from './durations.ts';
export type { Health } from './health.ts';
export type { Intake, Limits } from './intake.ts';
export type { Jobs } from './jobs.ts';
export type { Leases } from './leases.ts';
export type { Log } from './log.ts';
export type { Memory } from './memory.ts';
export type { Outbox } from './outbox.ts';
export type { Paints } from './paints.ts';
export type { Readings } from './readings.ts';
export type { Records } from './records.ts';
export type { Settings } from './settings.ts';
export { WAKE_WITHIN_MS, type Watch } from './watch.ts';
export type { DeadJob, Handlers, Workers } from './workers.ts';

export interface QueueOptions {
  /** From `parseRedisUrl`. */
  redis: RedisTarget;
  limits: Limits;
  /** Multiplies Slack's rate limits (`SLACK_TIER_SCALE`). */
  budgetScale: number;
  /** How long a wake may wait for others to share its reading, ms; by default a quarter of a second. */
  wakeWithinMs?: number;
  /** Epoch ms. */
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  log: Log;
}

/** Everything that is kept in Redis, seen through one connection. */
export interface Store {
  intake: Intake;
  records: Records;
  jobs: Jobs;
  watch: Watch;
  readings: Readings;
  durations: Durations;
  budget: Budget;
  outbox: Outbox;
  leases: Leases;
  memory: Memory;
  settings: Settings;
  paints: Paints;
  dead: Dead;
}

/** The store for whoever answers a person: it throws Unreachable at once, or after 0.9 s, when Redis does not answer. */
export interface QueueRoom extends Store {
  /**
   * The same store for workers: while Redis is away its methods wait, so that what a worker did in the outside world is not forgotten
   * because Redis was gone for ten seconds.
   */
  patient: Store;
  /**
   * Waits until Redis answers.
   *
   * @returns what the operator should know about it: sentences, none when all is well
   * @throws Unreachable after `ms`
   */
  ready(ms: number): Promise<string[]>;
  /** Starts to take jobs, on the patient connection. */
  startWorkers(handlers: Handlers, options: { onDead: (job: DeadJob) => void | Promise<void> }): Promise<Workers>;
  /** @throws Unreachable */
  health(): Promise<Health>;
  /** Closes the connections; close the workers first. */
  close(): Promise<void>;
}

/** Opens the connections. Never fails: `ready` tells when they work, and they reconnect by themselves. */
export function openQueue(options: QueueOptions): QueueRoom {
  const { redis, limits, now, random, log, wakeWithinMs = WAKE_WITHIN_MS } = options;
  const prompt = open('prompt');
  const patient = open('patient');

  function open(manner: Manner): { client: Client; queues: Queues; alarm: Alarm; turns: Turns; store: Store } {
    const client = connect(redis, manner, log);
    const queues = openQueues(client, manner, log);
    const { watch, alarm } = openWatch(client, queues, now, wakeWithinMs);
    const { outbox, turns } = openOutbox(client, queues, { scale: options.budgetScale, now });
    const store: Store = {
      intake: openIntake(client, queues.submit, { limits, now }),
      records: openRecords(client, { random, log }),
      jobs: openJobs(queues),
      watch,
      readings: openReadings(client, alarm, now),
      durations: openDurations(client),
      budget: openBudget(client, { scale: options.budgetScale, now }),
      outbox,
      leases: openLeases(client, random),
      memory: openMemory(client),
      settings: openSettings(client),
      paints: openPaints(client),
      dead: openDead(queues),
    };
    return { client, queues, alarm, turns, store };
  }

  return {
    ...prompt.store,
    patient: patient.store,
    async ready(ms) {
      await Promise.all([ready(prompt.client, ms), ready(patient.client, ms)]);
      return inspect(prompt.client);
    },
    startWorkers: (handlers, { onDead }) =>
      startWorkers(handlers, {
        client: patient.client,
        queues: patient.queues,
        alarm: patient.alarm,
        turns: patient.turns,
        now,
        log,
        onDead,
      }),
    health: () => health(prompt.client, prompt.queues, now),
    async close() {
      const queues = [...Object.values(prompt.queues), ...Object.values(patient.queues)];
      await Promise.all(queues.map((queue) => queue.close()));
      await Promise.all([disconnect(prompt.client), disconnect(patient.client)]);
    },
  };
}
