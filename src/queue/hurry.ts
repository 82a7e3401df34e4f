import type { Job } from 'bullmq';
import { z } from 'zod';
import type { Client } from './connection.ts';
import { PREFIX } from './keys.ts';

/** What BullMQ keeps of a job that came while the same one was active; `de`: its deduplication. Source: BullMQ 6.7, `storeDeduplicatedNextJob`. */
const Kept = z.object({ delay: z.number().catch(0), de: z.object({ reschedule: z.boolean().catch(false) }) });

/**
 * BullMQ keeps what comes while a job is active until that job is over. One that only waits to run again is not over: what came would be heard when its time
 * comes, twenty seconds late for a series. So it is run at the time of what came, where that was to reschedule it.
 *
 * @param job waits for its time already, so that whatever comes from now on reschedules it by itself
 * @param inMs until then
 */
export async function hurry(client: Client, job: Job, inMs: number): Promise<void> {
  const id = job.opts.deduplication?.id ?? job.deduplicationId;
  if (id === undefined) return;
  const key = `${PREFIX}:${job.queueName}:dn:${id}`;
  const opts = await client.hget(key, 'opts');
  if (opts === null) return;
  const { data: kept } = Kept.safeParse(JSON.parse(opts));
  if (kept === undefined || !kept.de.reschedule || kept.delay >= inMs) return;
  // It is heard by that run; one that a kill leaves unheard is heard when the job's own time comes.
  if ((await client.del(key)) === 1) await job.changeDelay(kept.delay);
}
