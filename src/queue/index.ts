import type { Telemetry } from 'bullmq';
import { Unreachable } from '../domain/errors.ts';
import type { Limits } from '../domain/team-rules.ts';
import { type Audit, openAudit } from './audit.ts';
import { type BoardQueue, boardOf } from './board.ts';
import { type Budget, openBudget } from './budget.ts';
import { inspect } from './checkup.ts';
import { type Client, connect, disconnect, type Manner, type RedisTarget, ready } from './connection.ts';
import { type Dead, openDead } from './dead.ts';
import { type Drafts, openDrafts } from './drafts.ts';
import { type Durations, openDurations } from './durations.ts';
import { type Gallery, openGallery } from './gallery.ts';
import { LOOK_MS, openGeneration, type Remembered } from './generation.ts';
import { type Health, health } from './health.ts';
import { type Homes, openHomes } from './homes.ts';
import { type Installations, openInstallations } from './installations.ts';
import { type Intake, openIntake } from './intake.ts';
import type { Queues } from './job-map.ts';
import { type Jobs, openJobs, openQueues } from './jobs.ts';
import { RETENTION_MS } from './keys.ts';
import { type Leases, openLeases } from './leases.ts';
import type { Log } from './log.ts';
import { type Memory, openMemory } from './memory.ts';
import { type Outbox, openOutbox, type Turns } from './outbox.ts';
import { openPaints, type Paints } from './paints.ts';
import { openPersonData, type PersonData } from './person-data.ts';
import { openReadings, type Readings } from './readings.ts';
import { openRecords, type Records } from './records.ts';
import { createSealer } from './seal.ts';
import { openSeries, type SeriesStore } from './series.ts';
import { openSettings, type Settings } from './settings.ts';
import { openTeamRules, type TeamRulesStore } from './team-rules.ts';
import { openUsage, type Usage } from './usage.ts';
import { within } from './waiting.ts';
import { type Alarm, openWatch, WAKE_WITHIN_MS, type Watch } from './watch.ts';
import { openWitness } from './witness.ts';
import { type Handlers, type OnDead, startWorkers, type Workers } from './workers.ts';

export { parseRedisUrl, type RedisTarget } from './connection.ts';
export type { Dead } from './dead.ts';
export type { Drafts } from './drafts.ts';
export type { Durations } from './durations.ts';
export type { Gallery } from './gallery.ts';
export type { Health } from './health.ts';
export type { Homes } from './homes.ts';
export type { Installations } from './installations.ts';
export type { Intake } from './intake.ts';
export { type JobName, payloads } from './job-map.ts';
export type { Jobs } from './jobs.ts';
export type { Leases } from './leases.ts';
export type { Log } from './log.ts';
export type { Memory } from './memory.ts';
export type { Outbox } from './outbox.ts';
export type { Paints } from './paints.ts';
export type { Readings } from './readings.ts';
export type { Records } from './records.ts';
export type { SeriesStore } from './series.ts';
export type { Settings } from './settings.ts';
export { WAKE_WITHIN_MS, type Watch } from './watch.ts';
export type { DeadJob, Handlers, OnDead, Workers } from './workers.ts';

export interface QueueOptions {
  /** From `parseRedisUrl`. */
  redis: RedisTarget;
  limits: Limits;
  /** How long records, and what is counted and noted of them, are kept after their last change, ms; by default 90 days. */
  retentionMs?: number;
  /** Multiplies Slack's rate limits (`SLACK_TIER_SCALE`). */
  budgetScale: number;
  /** How long a wake may wait for others to share its reading, ms; by default a quarter of a second. */
  wakeWithinMs?: number;
  /** Epoch ms. */
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  log: Log;
  /** Traces what goes through the queues. */
  telemetry?: Telemetry | undefined;
  /** `ENCRYPTION_KEY`: the first seals, all open. Absent of one workspace, whose token stands in the environment. */
  encryptionKeys?: readonly [string, ...string[]] | undefined;
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
  gallery: Gallery;
  homes: Homes;
  paints: Paints;
  drafts: Drafts;
  series: SeriesStore;
  dead: Dead;
  teamRules: TeamRulesStore;
  audit: Audit;
  usage: Usage;
  personData: PersonData;
  /** Only with `encryptionKeys`. */
  installations: Installations | undefined;
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
  startWorkers(handlers: Handlers, options: { onDead: OnDead }): Promise<Workers>;
  /** @throws Unreachable */
  health(): Promise<Health>;
  /** The queues for the dashboard. */
  board(): Promise<BoardQueue[]>;
  /** Closes the connections; close the workers first. */
  close(): Promise<void>;
}

/** Opens the connections. Never fails: `ready` tells when they work, and they reconnect by themselves. */
export function openQueue(options: QueueOptions): QueueRoom {
  const { redis, limits, now, random, log, telemetry } = options;
  const { wakeWithinMs = WAKE_WITHIN_MS, retentionMs = RETENTION_MS } = options;
  const sealer = options.encryptionKeys === undefined ? undefined : createSealer(options.encryptionKeys);
  const remembered: Remembered = { looks: undefined };
  const witness = openWitness(() => connect(redis, 'patient', log));
  const prompt = open('prompt');
  const patient = open('patient');
  const generation = openGeneration(patient.client, remembered);
  let looking: NodeJS.Timeout | undefined;

  function open(manner: Manner): { client: Client; queues: Queues; alarm: Alarm; turns: Turns; store: Store } {
    const client = connect(redis, manner, log);
    const queues = openQueues(client, manner, log, telemetry);
    const { watch, alarm } = openWatch(client, queues, now, wakeWithinMs);
    const { outbox, turns } = openOutbox(client, queues, { scale: options.budgetScale, now });
    const store: Store = {
      intake: openIntake(client, queues.submit, { limits, retentionMs, now }),
      records: openRecords(client, {
        retentionMs,
        random,
        now,
        log,
        witness,
        generation: openGeneration(client, remembered),
      }),
      jobs: openJobs(queues),
      watch,
      readings: openReadings(client, alarm, now),
      durations: openDurations(client),
      budget: openBudget(client, { scale: options.budgetScale, now }),
      outbox,
      leases: openLeases(client, random),
      memory: openMemory(client),
      settings: openSettings(client),
      gallery: openGallery(client, { retentionMs }),
      homes: openHomes(client, queues, now),
      paints: openPaints(client),
      drafts: openDrafts(client),
      series: openSeries(client, { random, retentionMs }),
      dead: openDead(queues),
      teamRules: openTeamRules(client, { now, retentionMs }),
      audit: openAudit(client, { now, retentionMs }),
      usage: openUsage(client, { now }),
      personData: openPersonData(client, { now, retentionMs }),
      installations: sealer === undefined ? undefined : openInstallations(client, { sealer, log }),
    };
    return { client, queues, alarm, turns, store };
  }

  return {
    ...prompt.store,
    patient: patient.store,
    async ready(ms) {
      await Promise.all([ready(prompt.client, ms), ready(patient.client, ms)]);
      const looked = copySeen();
      if (!(await within(ms, looked))) throw new Unreachable('redis', 'Redis takes nothing that is written');
      return [...(await inspect(prompt.client, now)), ...(await looked)];
    },
    async startWorkers(handlers, { onDead }) {
      witness.open();
      // What a worker does from now on is lost to a copy that is older: so the data says when it was last in use.
      looking = setInterval(() => void copySeen().then(tell, () => undefined), LOOK_MS).unref();
      return await startWorkers(handlers, {
        client: patient.client,
        queues: patient.queues,
        alarm: patient.alarm,
        turns: patient.turns,
        now,
        log,
        telemetry,
        onDead,
      });
    },
    health: () => health(prompt.client, prompt.queues, now),
    board: () => boardOf(prompt.queues),
    async close() {
      clearInterval(looking);
      const queues = [...Object.values(prompt.queues), ...Object.values(patient.queues)];
      await Promise.all(queues.map((queue) => queue.close()));
      await Promise.all([disconnect(prompt.client), disconnect(patient.client), witness.close()]);
    },
  };

  /** @returns a sentence for the operator where a copy took the place of what was there */
  async function copySeen(): Promise<string[]> {
    const { began, seenBefore } = await generation.look();
    if (!began) return [];
    const from = seenBefore === undefined ? '' : `, last in use ${new Date(seenBefore).toISOString()}`;
    return [
      `Redis holds a copy${from}: what it shows as accepted may have been sent since, so it is looked for at the gateway and not sent again.`,
    ];
  }

  function tell(sentences: readonly string[]): void {
    for (const sentence of sentences) log.warn({}, sentence);
  }
}
