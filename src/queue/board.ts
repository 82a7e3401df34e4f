import type { BaseAdapter } from '@bull-board/api/baseAdapter';
import type { Queues } from './job-map.ts';

/** A queue as bull-board looks at it. */
export type BoardQueue = BaseAdapter;

/** What a job may carry (`job-map.ts`). A job of another version may carry more, which is not shown. */
const SHOWN = new Set(['id', 'urgency', 'team', 'v']);

/**
 * The queues for bull-board, to be looked at and no more: its *retry* would put a dead job back beside one that waits for the same thing, its other
 * buttons lose work. `/mj dead` replays (`dead.ts`). Loaded when somebody looks.
 */
export async function boardOf(queues: Queues): Promise<BoardQueue[]> {
  const { BullMQAdapter } = await import('@bull-board/api/bullMQAdapter');
  return Object.values(queues).map((queue) => {
    const adapter = new BullMQAdapter(queue, { readOnlyMode: true });
    adapter.setFormatter('data', (data: unknown) =>
      Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => SHOWN.has(name))),
    );
    adapter.setFormatter('returnValue', () => null);
    return adapter;
  });
}
