import { asksAnyway, submitted } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Snapshot } from '../../domain/task.ts';
import type { Gateway } from '../needs/gateway.ts';
import type { Watch } from '../needs/reading.ts';
import type { Records } from '../needs/records.ts';
import type { Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';

export interface DoubtNeeds {
  records: Records;
  gateway: Pick<Gateway, 'read' | 'latest'>;
  jobs: Jobs;
  watch: Watch;
  world: World;
  log: Log;
}

/**
 * Looks for a submit whose answer was lost: it may stand in the gateway's list, with our id as its `state`, or a callback has named its task.
 *
 * @param latest the gateway's list, asked for once in a reading however many are in doubt
 * @returns whether it was found
 * @throws as reads of the gateway do
 */
export function doubtStory(needs: DoubtNeeds) {
  return async (record: Submission, latest: () => Promise<Snapshot[] | undefined>): Promise<boolean> => {
    const { records, watch, jobs, world, log } = needs;
    let task = record.hint === undefined ? undefined : await hinted(record.hint, record);
    task ??= (await latest())?.find((s) => s.state === record.id)?.taskId;
    if (task === undefined) return false;
    const took = task;
    await records.change(record.id, (r) => asksAnyway(world.now())(submitted(took, world.now())(r)));
    await watch.at(record.id, world.now());
    await jobs.show(record.id, 'progress');
    log.info({ submission: record.id, task }, 'doubt resolved: the gateway took it');
    return true;
  };

  /** The callback's token named the submission; the gateway must know the task, and must not name another submission. */
  async function hinted(hint: string, { id }: Submission): Promise<string | undefined> {
    const snapshot = (await needs.gateway.read([hint])).get(hint);
    return snapshot !== undefined && (snapshot.state === undefined || snapshot.state === '' || snapshot.state === id)
      ? hint
      : undefined;
  }
}
