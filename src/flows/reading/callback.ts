import type { SubmissionId } from '../../domain/ids.ts';
import { hinted } from '../../domain/life/index.ts';
import { windowAt } from '../../domain/rhythm.ts';
import type { Readings, Watch } from '../needs/reading.ts';
import type { Records } from '../needs/records.ts';
import type { Log, World } from '../needs/world.ts';
import { readNote } from './reading-note.ts';

export interface Callback {
  /** The task's id in the body, where there is one. */
  task?: string | undefined;
  /** The gateway's word for where the task stands. */
  status?: string | undefined;
}

/**
 * A callback of the gateway for one submission. It is never believed: it makes the reading due, at once for a turn (an end, a confirmation) and
 * for a submission in doubt, whose task it names and the reading then checks. Of progress it only tells that the next common window is worth a
 * reading; between callbacks a task is then read more rarely.
 */
export function callbackStory(needs: {
  records: Records;
  watch: Watch;
  readings: Pick<Readings, 'heard' | 'sooner'>;
  world: World;
  log: Log;
  pollMs: number;
  /** Tells an end or a confirmation from progress, by the gateway's word. */
  isTurn: (status: string) => boolean;
}) {
  const { records, watch, readings, world, pollMs } = needs;
  return async (id: SubmissionId, { task, status }: Callback): Promise<void> => {
    needs.log.debug({ submission: id, task, status }, 'callback');
    const turn = status !== undefined && needs.isTurn(status);
    const known = await readings.heard(id, turn);
    // The reading knows the task already, so that the record need not be asked.
    const isKnown = known !== undefined && (task === undefined || readNote(known.noted?.note)?.task === task);
    const record = isKnown || task === undefined ? undefined : await records.change(id, hinted(task));
    if (record?.mark === 'in doubt') return await watch.now(id);
    if (known === undefined) return;
    const earliest = (known.noted?.readAt ?? 0) + pollMs;
    // What was claimed before and is claimed again is checked no more often than anything else.
    const wake = turn && ((known.heard?.turnAt ?? 0) === 0 || earliest <= world.now());
    if (wake) return await watch.now(id);
    const from = Math.max(world.now(), earliest);
    await readings.sooner(id, known.unitMs > 0 ? windowAt(from, known.phaseMs, known.unitMs) : from);
  };
}
