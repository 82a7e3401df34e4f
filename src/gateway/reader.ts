import type { LimitFunction } from 'p-limit';
import type { Snapshot } from '../domain/task.ts';
import type { Learned } from './learned.ts';
import { readingOf } from './readings.ts';
import type { Translator } from './snapshot.ts';
import type { Wire } from './wire.ts';

/** What tells of many tasks, and may be lacking. */
type Many = 'list' | 'latest';

/** Ids in one list request (design.md, step 3). */
const BATCH = 100;
/** What is not there twice within this time is lacking; what is so more rarely belongs to two times at which the gateway was away. */
const TWICE_MS = 60_000;

export interface Reader {
  /** Those that are known, however many requests that takes. */
  read(tasks: readonly string[]): Promise<Map<string, Snapshot>>;
  /** One list request, of at most a hundred; undefined where the gateway has no lists. */
  list(tasks: readonly string[]): Promise<Map<string, Snapshot> | undefined>;
  /** One task; undefined where the gateway does not know it. */
  fetch(task: string): Promise<Snapshot | undefined>;
  latest(): Promise<Snapshot[] | undefined>;
  /** Whether the gateway answers list requests. */
  lists(): Promise<boolean>;
}

/**
 * Reads tasks: many in one list request where the gateway has it, each by itself where it has not. Even a single task is read by the list, since
 * new-api keeps two rows of a confirmed task and its fetch shows the older one (gateway.md 3.2).
 */
export function createReader(
  wire: Wire,
  learned: Learned,
  translator: Translator,
  limit: LimitFunction,
  now: () => number,
): Reader {
  /** What was not there when it was last asked for, and whether another read was answered since. */
  const absent = new Map<Many, { at: number; answeredSince: boolean }>();

  const byIds = (ids: readonly string[]) =>
    ({ method: 'POST', route: '/task/list-by-condition', body: { ids } }) as const;

  /**
   * What an endpoint tells; undefined where it does not. It is believed to be lacking the second time in a row, and only if the gateway answered
   * another read in between: at a wrong address, or while the gateway is replaced, nothing is there.
   */
  async function many(topic: Many, request: Parameters<Wire['ask']>[0]): Promise<Map<string, Snapshot> | undefined> {
    if ((await learned.recall(topic)) === 'missing') return undefined;
    // As it was when this is sent: requests that are under way together are one testimony.
    const before = absent.get(topic);
    const isSecond = before?.answeredSince === true && now() - before.at < TWICE_MS;
    const reading = readingOf(await wire.ask(request));
    if (reading.kind !== 'no-route') {
      absent.delete(topic);
      answered();
      return reading.kind === 'list' ? translator.snapshots(reading.values) : undefined;
    }
    absent.set(topic, { at: now(), answeredSince: false });
    if (isSecond) await learned.learn(topic, 'missing');
    return undefined;
  }

  /** The gateway is there: what was not may well be lacking. */
  function answered(): void {
    for (const [topic, { at }] of absent) absent.set(topic, { at, answeredSince: true });
  }

  async function list(tasks: readonly string[]): Promise<Map<string, Snapshot> | undefined> {
    const found = await many('list', byIds(tasks));
    if (found === undefined) return undefined;
    const wanted = new Set(tasks);
    for (const id of found.keys()) if (!wanted.has(id)) found.delete(id);
    return found;
  }

  async function fetch(task: string): Promise<Snapshot | undefined> {
    const reading = readingOf(await wire.ask({ method: 'GET', route: `/task/${encodeURIComponent(task)}/fetch` }));
    if (reading.kind === 'no-route') throw reading.error;
    answered();
    return reading.kind === 'task' ? translator.snapshot(reading.value, task) : undefined;
  }

  return {
    list,
    fetch,
    async read(tasks) {
      const asked = [...new Set(tasks)];
      const found = new Map<string, Snapshot>();
      for (const one of await all(limit, chunks(asked, BATCH), list))
        for (const [id, snapshot] of one ?? []) found.set(id, snapshot);
      const rest = asked.filter((id) => !found.has(id));
      for (const snapshot of await all(limit, rest, fetch))
        if (snapshot !== undefined) found.set(snapshot.taskId, snapshot);
      return found;
    },
    async latest() {
      const found = await many('latest', { method: 'GET', route: '/task/list' });
      return found && [...found.values()];
    },
    async lists() {
      return readingOf(await wire.ask(byIds([]))).kind === 'list';
    },
  };
}

/**
 * Runs all, a few at a time. Rejects with the first failure, but only after the last one has ended, so that no request of one round is under way
 * during the next.
 */
async function all<A, B>(limit: LimitFunction, items: readonly A[], run: (item: A) => Promise<B>): Promise<B[]> {
  const settled = await Promise.allSettled(items.map((item) => limit(run, item)));
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
