import type { SubmissionId } from '../../domain/ids.ts';
import { asksAnyway, submitted } from '../../domain/life/index.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Snapshot } from '../../domain/task.ts';
import type { Gateway } from '../needs/gateway.ts';
import type { Watch } from '../needs/reading.ts';
import type { Records } from '../needs/records.ts';
import type { Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { besideOthers } from './beside-others.ts';
import { type Heard, mayBeItsOwn } from './read-tasks.ts';

export interface DoubtNeeds {
  records: Records;
  gateway: Pick<Gateway, 'latest'>;
  jobs: Jobs;
  watch: Watch;
  world: World;
  log: Log;
}

/**
 * Looks for submits whose answer was lost: a callback has named the task, and the reading asked for it; or it stands in the gateway's list of the
 * latest, with our id as its `state`.
 *
 * @returns those that are in doubt still; and why the reading, or that list, was broken off
 */
export function doubtStory(needs: DoubtNeeds) {
  const { records, watch, jobs, world, log } = needs;
  const ifReadable = besideOthers(needs);

  async function took(id: SubmissionId, task: string): Promise<void> {
    await records.change(id, (r) => asksAnyway(world.now())(submitted(task, world.now())(r)));
    await watch.at(id, world.now());
    await jobs.show(id, 'progress');
    log.info({ submission: id, task }, 'doubt resolved: the gateway took it');
  }

  async function settle(doubts: readonly Submission[], taskOf: (record: Submission) => string | undefined) {
    const left: Submission[] = [];
    for (const record of doubts) {
      const task = taskOf(record);
      if (task === undefined) left.push(record);
      else await ifReadable(record.id, () => took(record.id, task));
    }
    return left;
  }

  return async (doubts: readonly Submission[], heard: Heard): Promise<{ left: Submission[]; failure?: unknown }> => {
    // A callback's token named the submission; the gateway must know the task, and must not name another submission.
    const left = await settle(doubts, ({ id, hint = '' }) => {
      const snapshot = heard.found.get(hint)?.snapshot;
      return snapshot !== undefined && ['', id].includes(snapshot.state ?? '') ? hint : undefined;
    });
    if (heard.failure !== undefined || left.length === 0) return { left, failure: heard.failure };
    let latest: Snapshot[] | undefined;
    try {
      latest = await needs.gateway.latest();
    } catch (error) {
      log.info({ err: error }, 'the latest tasks cannot be read');
      // As with a single task: where others were answered, this list alone may fail.
      const isAnswered = heard.found.size + heard.missing.size > 0;
      return isAnswered && mayBeItsOwn(error) ? { left } : { left, failure: error };
    }
    return { left: await settle(left, ({ id }) => latest?.find(({ state }) => state === id)?.taskId) };
  };
}
