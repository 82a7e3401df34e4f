import type { SubmissionId } from '../domain/ids.ts';
import { hinted } from '../domain/life.ts';
import type { Log, Records, Watch } from './needs.ts';

export interface Callback {
  /** The task's id in the body, where there is one. */
  task?: string | undefined;
  /** The gateway's word for where the task stands. */
  status?: string | undefined;
}

/**
 * A callback of the gateway for one submission. It is never believed: it makes the reading due, at once for a turn (an end, a confirmation) and
 * for a submission in doubt, whose task it names and the reading then checks. Progress is left to the ordinary interval.
 */
export function callbackStory(needs: {
  records: Records;
  watch: Watch;
  log: Log;
  /** Tells an end or a confirmation from progress, by the gateway's word. */
  isTurn: (status: string) => boolean;
}) {
  return async (id: SubmissionId, { task, status }: Callback): Promise<void> => {
    const record = task === undefined ? undefined : await needs.records.change(id, hinted(task));
    if (record?.mark === 'in doubt' || (status !== undefined && needs.isTurn(status))) await needs.watch.now(id);
    needs.log.debug({ submission: id, task, status }, 'callback');
  };
}
