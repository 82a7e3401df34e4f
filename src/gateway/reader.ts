import type { LimitFunction } from 'p-limit';
import type { Snapshot } from '../domain/task.ts';
import type { Learned } from './learned.ts';
import { readingOf } from './readings.ts';
import type { Translator } from './snapshot.ts';
import type { Wire } from './wire.ts';

/** Ids in one list request (design.md, step 3). */
const BATCH = 100;

export interface Reader {
  read(tasks: readonly string[]): Promise<Map<string, Snapshot>>;
  latest(): Promise<Snapshot[] | undefined>;
  /** Whether the gateway answers list requests. */
  lists(): Promise<boolean>;
}

/**
 * Reads tasks: many in one list request where the gateway has it, each by itself where it has not. Even a single task is read by the list, since
 * new-api keeps two rows of a confirmed task and its fetch shows the older one (gateway.md 3.2).
 */
export function createReader(wire: Wire, learned: Learned, translator: Translator, limit: LimitFunction): Reader {
  const list = async (ids: readonly string[]) =>
    readingOf(await wire.ask({ method: 'POST', route: '/task/list-by-condition', body: { ids } }));

  /** The tasks of a list, or why there is none: `lacking` where the gateway has no lists at all. */
  async function batch(ids: readonly string[]): Promise<Map<string, Snapshot> | 'lacking' | 'not a list'> {
    const reading = await list(ids);
    if (reading.kind === 'list') return translator.snapshots(reading.values);
    return reading.kind === 'no-route' ? 'lacking' : 'not a list';
  }

  async function single(id: string): Promise<Snapshot | undefined> {
    const reading = readingOf(await wire.ask({ method: 'GET', route: `/task/${encodeURIComponent(id)}/fetch` }));
    if (reading.kind === 'no-route') throw reading.error;
    return reading.kind === 'task' ? translator.snapshot(reading.value, id) : undefined;
  }

  return {
    async read(tasks) {
      const asked = new Set(tasks);
      const found = new Map<string, Snapshot>();
      const keep = (snapshot: Snapshot) => asked.has(snapshot.taskId) && found.set(snapshot.taskId, snapshot);
      const listed = (await learned.recall('list')) !== 'missing';
      const batches = await all(limit, listed ? chunks([...asked], BATCH) : [], batch);
      for (const one of batches) if (typeof one !== 'string') for (const snapshot of one.values()) keep(snapshot);

      const rest = [...asked].filter((id) => !found.has(id));
      for (const snapshot of await all(limit, rest, single)) if (snapshot !== undefined) keep(snapshot);
      // Only now is it certain that the gateway itself answered, and not a wrong address that has neither endpoint.
      if (batches.includes('lacking')) await learned.learn('list', 'missing');
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
      return (await list([])).kind === 'list';
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
