/** What is not counted but looked up, when somebody asks. */
import type { QueueRoom } from '../../queue/index.ts';
import type { Meters } from './meters.ts';
import type { GaugeName } from './table.ts';

export interface ScrapeOptions {
  meters: Meters;
  queue: Pick<QueueRoom, 'health' | 'budget'>;
  /** The workspaces that this process wrote to lately. */
  teams: Iterable<string>;
  /** Open Socket Mode connections; undefined where there are none. */
  connections(this: void): number | undefined;
  /** Redis has so long. Prometheus itself gives up after 10 s by default. */
  withinMs: number;
}

/** Kept in Redis; not told when it does not answer, rather than told from an earlier look. */
const IN_REDIS: readonly GaugeName[] = [
  'mj_queue_jobs',
  'mj_watched_submissions',
  'mj_overdue_submissions',
  'mj_redis_ping_seconds',
  'mj_budget_left_ratio',
];

/** @returns everything there is, as Prometheus reads it; in time, whether Redis answers or not */
export function scrape({ meters, queue, teams, connections, withinMs }: ScrapeOptions): () => Promise<string> {
  async function lookUp(): Promise<() => void> {
    const [health, ...budgets] = await Promise.all([
      queue.health(),
      ...[...teams].map((team) => queue.budget.left(team)),
    ]);
    return () => {
      for (const [name, states] of Object.entries(health.queues))
        for (const [state, jobs] of Object.entries(states))
          meters.set('mj_queue_jobs', { queue: name, state }, Number(jobs));
      meters.set('mj_watched_submissions', {}, health.watched);
      meters.set('mj_overdue_submissions', {}, health.overdue);
      meters.set('mj_redis_ping_seconds', {}, health.pingMs / 1000);
      for (const what of budgets[0]?.keys() ?? [])
        meters.set('mj_budget_left_ratio', { class: what }, Math.min(...budgets.map((left) => left.get(what) ?? 1)));
    };
  }

  return async () => {
    for (const name of IN_REDIS) meters.forget(name);
    const tell = await inTime(lookUp(), withinMs);
    meters.set('mj_redis_up', {}, tell === undefined ? 0 : 1);
    tell?.();
    const open = connections();
    if (open !== undefined) meters.set('mj_slack_connections', {}, open);
    return await meters.text();
  };
}

/** What `work` resolves with; undefined when it fails, or takes longer. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
