import { Misconfigured, Unreachable } from '../../domain/errors.ts';
import type { Snapshot } from '../../domain/task.ts';
import type { Readings, TaskReads } from '../needs/reading.ts';

export interface ReadTasksNeeds {
  gateway: TaskReads;
  readings: Pick<Readings, 'open' | 'singles'>;
  world: { now(this: void): number };
}

/** Ids in one list request (design.md, step 3). */
export const BATCH = 100;
/** A gateway that failed is tried with one request of so many. */
const PROBE = 10;
/** Where there are no lists, so many single requests in a row that fail are the gateway's failure; one between answers is its task's. */
const FAILED_IN_A_ROW = 2;
/** Requests of one reading under way at once, at most, and how long a reading may take before it uses more of them. */
const LANES = 6;
const UNHURRIED_MS = 750;
const HURRIED_MS = 150;
/** How quickly the latency that is reckoned with follows the last one. */
const SMOOTHING = 0.2;

export interface ReadingState {
  /** Readings in a row that failed. */
  failures: number;
  singlesPerMinute: number;
  /** More is due than one reading takes. */
  behind: boolean;
}

export interface Asked {
  task: string;
  /** It was missing from a list before, and looked for singly then. */
  missedBefore: boolean;
}

/** What came of a reading. Who is neither found, missing nor failed was not asked about, or the gateway did not answer. */
export interface Heard {
  /** Snapshots by task, and when they were asked for, epoch ms. */
  found: Map<string, { snapshot: Snapshot; askedAt: number }>;
  /** The gateway knows them no more. */
  missing: Set<string>;
  /** Their own requests failed, and why; that of the gateway is `failure`. */
  failed: Map<string, unknown>;
  /** True where the gateway has no lists. */
  singly: boolean;
  /** Why the reading was broken off. */
  failure?: unknown;
  /** When there is budget for those that are left. */
  againInMs?: number;
}

/**
 * Asks the gateway, in as few requests as it allows and with as few under way as keep up: one at a time, more only where one reading would
 * take too long. The first failure of the gateway breaks the reading off; what was answered before counts. A single request may fail for its task
 * alone: after a list that was answered, or between others that were.
 */
export function taskReader(needs: ReadTasksNeeds) {
  // Only this process's own measure of how many requests it needs under way.
  let latencyMs = 100;

  async function timed<T>(request: () => Promise<T>): Promise<{ answer: T; askedAt: number }> {
    const askedAt = needs.world.now();
    const answer = await request();
    latencyMs += SMOOTHING * (needs.world.now() - askedAt - latencyMs);
    return { answer, askedAt };
  }

  /** Runs all, in lanes, until one fails. @returns the failure */
  async function inLanes<T>(
    work: readonly T[],
    run: (one: T) => Promise<void>,
    withinMs = UNHURRIED_MS,
  ): Promise<unknown> {
    const rest = work.values();
    let failure: unknown;
    const lane = async () => {
      for (const one of rest) {
        if (failure !== undefined) return;
        await run(one).catch((error: unknown) => {
          failure ??= error;
        });
      }
    };
    const lanes = Math.ceil((work.length * latencyMs) / withinMs);
    await Promise.all(Array.from({ length: Math.max(1, Math.min(LANES, lanes)) }, lane));
    return failure;
  }

  return async (tasks: readonly Asked[], state: ReadingState): Promise<Heard> => {
    const heard: Heard = { found: new Map(), missing: new Set(), failed: new Map(), singly: false };
    const single: string[] = [];

    const list = async (some: readonly Asked[]) => {
      const { answer, askedAt } = await timed(() => needs.gateway.list(some.map(({ task }) => task)));
      if (answer === undefined) heard.singly = true;
      for (const { task, missedBefore } of some) {
        const snapshot = answer?.get(task);
        if (snapshot !== undefined) heard.found.set(task, { snapshot, askedAt });
        else if (answer !== undefined && missedBefore) heard.missing.add(task);
        else single.push(task);
      }
    };
    const fetch = async (task: string) => {
      const { answer, askedAt } = await timed(() => needs.gateway.fetch(task));
      if (answer === undefined) heard.missing.add(task);
      else heard.found.set(task, { snapshot: answer, askedAt });
    };
    /** @returns the gateway's failure */
    const fetchEach = async (some: readonly string[]) => {
      let failedInARow = 0;
      const isDown = () => heard.singly && failedInARow >= FAILED_IN_A_ROW;
      const failure = await inLanes(some, async (task) => {
        if (isDown()) return;
        try {
          await fetch(task);
          failedInARow = 0;
        } catch (error) {
          if (!mayBeItsOwn(error)) throw error;
          heard.failed.set(task, error);
          failedInARow += 1;
        }
      });
      const isAnswered = !heard.singly || heard.found.size + heard.missing.size > 0;
      return failure ?? (isDown() || !isAnswered ? [...heard.failed.values()].at(-1) : undefined);
    };
    const fetchAll = async (some: readonly string[]) => {
      if (some.length === 0) return undefined;
      const { granted, againInMs } = await needs.readings.singles(some.length, state.singlesPerMinute);
      if (granted < some.length) heard.againInMs = againInMs;
      return await fetchEach(some.slice(0, granted));
    };

    let rest = tasks;
    if (state.failures > 0 && tasks.length > 0) {
      heard.failure = await inLanes([tasks.slice(0, PROBE)], list);
      if (heard.singly) heard.failure = await fetchEach(single.splice(0, FAILED_IN_A_ROW));
      if (heard.failure !== undefined) return heard;
      await needs.readings.open();
      rest = tasks.slice(PROBE);
    }
    if (heard.singly) single.push(...rest.map(({ task }) => task));
    else heard.failure = await inLanes(chunks(rest, BATCH), list, state.behind ? HURRIED_MS : UNHURRIED_MS);
    heard.failure ??= await fetchAll(single);
    return heard;
  };
}

/** Of a request that is not for a list of tasks. One that is to wait, or whose key is refused, tells of the gateway, whatever was answered before. */
export function mayBeItsOwn(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Misconfigured && error.code !== 'key-refused');
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
