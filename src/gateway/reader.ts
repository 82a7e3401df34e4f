import type { LimitFunction } from 'p-limit';
import type { Snapshot } from '../domain/task.ts';
import type { Learned } from './learned.ts';
import { readingOf } from './readings.ts';
import type { Translator } from './snapshot.ts';
import type { Wire } from './wire.ts';

/** Ids in one list request (design.md, step 3). */
const BATCH = 100;

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
export function createReader(wire: Wire, learned: Learned, translator: Translator, limit: LimitFunction): Reader {
  /** A list was answered as by a gateway without lists; believed once a task was fetched, for a wrong address has neither endpoint. */
  let seemsLacking = false;

  const ask = async (ids: readonly string[]) =>
    readingOf(await wire.ask({ method: 'POST', route: '/task/list-by-condition', body: { ids } }));

  async function list(tasks: readonly string[]): Promise<Map<string, Snapshot> | undefined> {
    if ((await learned.recall('list')) === 'missing') return undefined;
    const reading = await ask(tasks);
    if (reading.kind !== 'list') {
      seemsLacking = reading.kind === 'no-route';
      return undefined;
    }
    const wanted = new Set(tasks);
    const found = translator.snapshots(reading.values);
    for (const id of found.keys()) if (!wanted.has(id)) found.delete(id);
    return found;
  }

  async function fetch(task: string): Promise<Snapshot | undefined> {
    const reading = readingOf(await wire.ask({ method: 'GET', route: `/task/${encodeURIComponent(task)}/fetch` }));
    if (reading.kind === 'no-route') throw reading.error;
    if (seemsLacking) {
      seemsLacking = false;
      await learned.learn('list', 'missing');
    }
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
      if ((await learned.recall('latest')) === 'missing') return undefined;
      const reading = readingOf(await wire.ask({ method: 'GET', route: '/task/list' }));
      if (reading.kind === 'list') return [...translator.snapshots(reading.values).values()];
      if (reading.kind === 'no-route') await learned.learn('latest', 'missing');
      return undefined;
    },
    async lists() {
      return (await ask([])).kind === 'list';
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
