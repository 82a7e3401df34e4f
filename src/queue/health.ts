import type { Client } from './connection.ts';
import type { QueueName, Queues } from './job-map.ts';
import { keys } from './keys.ts';
import { reach } from './reach.ts';

/** How much work there is. */
export interface Health {
  /** How long Redis took to answer. */
  pingMs: number;
  queues: Record<QueueName, Depth>;
  /** Submissions that are being followed, and those of them that should have been read already. */
  watched: number;
  overdue: number;
}

export interface Depth {
  /** Ready to be taken. */
  waiting: number;
  active: number;
  /** Waiting for their time. */
  delayed: number;
  /** Dead. */
  failed: number;
}

/** @throws Unreachable */
export async function health(client: Client, queues: Queues, now: () => number): Promise<Health> {
  return reach('tell how it is', async () => {
    const asked = now();
    await client.ping();
    const pingMs = now() - asked;
    const [submit, deliver, end, progress, person, read, watched, overdue] = await Promise.all([
      depth(queues, 'submit'),
      depth(queues, 'deliver'),
      depth(queues, 'end'),
      depth(queues, 'progress'),
      depth(queues, 'person'),
      depth(queues, 'read'),
      client.zcard(keys.due()),
      client.zcount(keys.due(), '-inf', asked),
    ]);
    return { pingMs, queues: { submit, deliver, end, progress, person, read }, watched, overdue };
  });
}

async function depth(queues: Queues, name: QueueName): Promise<Depth> {
  const counts = await queues[name].getJobCounts('wait', 'active', 'delayed', 'failed');
  return {
    waiting: counts['wait'] ?? 0,
    active: counts['active'] ?? 0,
    delayed: counts['delayed'] ?? 0,
    failed: counts['failed'] ?? 0,
  };
}
