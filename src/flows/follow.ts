import { Busy, Misconfigured, Refused, Unreachable } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/ids.ts';
import {
  advance,
  asksAnyway,
  awaitsAnswer,
  isWatched,
  missed,
  needsConfirmation,
  submitted,
  waited,
} from '../domain/life.ts';
import { DOUBT_LOOK_MS, readingMs, readingRetryMs } from '../domain/pace.ts';
import type { Submission } from '../domain/submission.ts';
import type { Snapshot } from '../domain/task.ts';
import { type AfterEndNeeds, afterEnd } from './end.ts';
import type { Cards, Gateway, Jobs, Log, Records, Watch, World } from './needs.ts';

export interface FollowNeeds extends AfterEndNeeds {
  records: Records;
  gateway: Gateway;
  jobs: Jobs;
  watch: Watch;
  cards: Pick<Cards, 'face'>;
  world: World;
  log: Log;
  pollMs: number;
  deadlineMinutes: number;
}

/** Due times are put off to the next multiple of this, so that tasks share readings and none is read before its time. */
const WINDOW_MS = 500;
/** Records taken in one round; the rest stay due and are taken in the next. */
const ROUND = 500;

/**
 * One reading of a gateway: everything that is due, in as few requests as the gateway allows. A task leaves the watch only by ending; a
 * kill in the middle repeats a reading, which is harmless.
 */
export function followStory(needs: FollowNeeds) {
  const windowMs = Math.min(WINDOW_MS, needs.pollMs / 2);
  let failures = 0;

  return async (): Promise<void> => {
    const { watch, records, world } = needs;
    for (;;) {
      const ids = await watch.due(world.now(), ROUND);
      if (ids.length === 0) return;
      const found = await records.getMany(ids);
      const known = new Set(found.map((r) => r.id));
      await watch.remove(ids.filter((id) => !known.has(id)));
      await Promise.all(found.filter((r) => !isWatched(r)).map(unwatched));
      await readTasks(found.filter(isWatched));
    }
  };

  /** Ended by somebody else, in doubt, or not to be watched at all. */
  async function unwatched(record: Submission): Promise<void> {
    if (record.end !== undefined) {
      await afterEnd(needs, record);
      await unwatch(record.id);
    } else if (record.mark === 'in doubt') await lookFor(record);
    else await needs.watch.remove([record.id]);
  }

  /** A person may have opened it again since it was read; then it is to be read on. */
  async function unwatch(id: SubmissionId): Promise<void> {
    await needs.watch.remove([id]);
    const now = await needs.records.get(id);
    if (now !== undefined && isWatched(now)) await needs.watch.at(id, needs.world.now());
  }

  async function readTasks(tasks: Submission[]): Promise<void> {
    if (tasks.length === 0) return;
    let snapshots: Map<string, Snapshot>;
    try {
      snapshots = await needs.gateway.read(tasks.map((r) => r.task ?? ''));
      failures = 0;
    } catch (error) {
      const inMs = backOff(error);
      await Promise.all(tasks.map((r) => step(r, waited(needs.world.now(), needs.deadlineMinutes), inMs)));
      return;
    }
    await Promise.all(
      tasks.map(async (record) => {
        const snapshot = snapshots.get(record.task ?? '');
        const now = needs.world.now();
        const take = snapshot === undefined ? missed : advance.bind(undefined, snapshot);
        await step(record, take(now, needs.deadlineMinutes), undefined);
      }),
    );
  }

  /** Stores what a reading means for one record, and what follows from it. */
  async function step(
    before: Submission,
    change: (r: Submission) => Submission,
    inMs: number | undefined,
  ): Promise<void> {
    const now = await needs.records.change(before.id, change);
    if (now === undefined || now.end !== undefined) {
      if (now !== undefined) await afterEnd(needs, now);
      return await unwatch(before.id);
    }
    // What takes its time is another job's, so that one slow answer does not hold all readings up.
    const untold = awaitsAnswer(now) && now.asked?.told !== true;
    if (untold || needsConfirmation(now) || now.cancelAsked !== undefined) await needs.jobs.submit(now.id);
    if (needs.cards.face(now) !== now.card.face) await needs.jobs.show(now.id, 'progress');
    const age = needs.world.now() - Math.max(now.at.submitted ?? 0, now.at.confirmed ?? 0);
    const due = needs.world.now() + (inMs ?? readingMs(needs.pollMs, age, needs.world.random()));
    await needs.watch.at(now.id, Math.ceil(due / windowMs) * windowMs);
  }

  /** A submit whose answer was lost may stand in the gateway's list, with our id as its `state`, or a callback has named its task. */
  async function lookFor(record: Submission): Promise<void> {
    const { gateway, records, watch, jobs, world, log } = needs;
    let task: string | undefined;
    try {
      task = record.hint === undefined ? undefined : await hinted(record.hint, record.id);
      task ??= (await gateway.latest())?.find((s) => s.state === record.id)?.taskId;
    } catch (error) {
      backOff(error);
    }
    if (task !== undefined) {
      const took = task;
      await records.change(record.id, (r) => asksAnyway(world.now())(submitted(took, world.now())(r)));
      await watch.at(record.id, world.now());
      await jobs.show(record.id, 'progress');
      log.info({ submission: record.id, task }, 'doubt resolved: the gateway took it');
      return;
    }
    await step(record, waited(world.now(), needs.deadlineMinutes), DOUBT_LOOK_MS);
  }

  /** The callback's token named the submission; the gateway must know the task, and must not name another submission. */
  async function hinted(hint: string, id: SubmissionId): Promise<string | undefined> {
    const snapshot = (await needs.gateway.read([hint])).get(hint);
    return snapshot !== undefined && (snapshot.state === undefined || snapshot.state === '' || snapshot.state === id)
      ? hint
      : undefined;
  }

  /** The whole gateway is left alone for a while. A refused key ends nothing, but somebody has to hear of it. */
  function backOff(error: unknown): number {
    failures += 1;
    const inMs = readingRetryMs(failures, error instanceof Busy ? error.retryAfterMs : undefined, needs.world.random());
    if (error instanceof Misconfigured)
      needs.log.error({ code: error.code, failures, err: error }, 'reading refused by the gateway: check MJ_API_KEY');
    else if (error instanceof Busy || error instanceof Unreachable || error instanceof Refused)
      needs.log.warn({ failures, inMs, err: error }, 'reading failed');
    else throw error;
    return inMs;
  }
}
