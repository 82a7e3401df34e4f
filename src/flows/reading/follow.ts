import { Busy, Misconfigured, Refused, Unreachable } from '../../domain/errors.ts';
import { kindOf } from '../../domain/estimate.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import { advance, awaitsAnswer, isWatched, missed, needsConfirmation, waited } from '../../domain/life/index.ts';
import { DOUBT_LOOK_MS, lookMs, MISSED_MS, readingRetryMs, singlesPerMinute } from '../../domain/pace.ts';
import type { Due, Standing } from '../../domain/reading.ts';
import { afterLate, type Grid, LATE } from '../../domain/rhythm.ts';
import type { Submission } from '../../domain/submission.ts';
import { type AfterEndNeeds, afterEnd } from '../end.ts';
import type { Gateway } from '../needs/gateway.ts';
import type { Outbox } from '../needs/outbox.ts';
import type { Durations, Readings, TaskReads, Watch } from '../needs/reading.ts';
import type { Records } from '../needs/records.ts';
import type { Cards } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { Log, World } from '../needs/world.ts';
import { showProgress } from '../show/outbox.ts';
import { besideOthers } from './beside-others.ts';
import { doubtStory } from './doubt.ts';
import { estimates } from './estimates.ts';
import { gatewayRhythm } from './gateway-rhythm.ts';
import { nextReading } from './next-reading.ts';
import { BATCH, type Heard, taskReader } from './read-tasks.ts';
import { type Note, noteOf, readNote, wordsOf } from './reading-note.ts';
import { type Crowd, crowdOf, worthStoring } from './storing.ts';

export interface FollowNeeds extends AfterEndNeeds {
  records: Records;
  gateway: Gateway & TaskReads;
  jobs: Jobs;
  watch: Watch;
  readings: Readings;
  durations: Durations;
  cards: Pick<Cards, 'face'>;
  outbox: Outbox;
  world: World;
  log: Log;
  pause: (ms: number) => Promise<unknown>;
  pollMs: number;
  deadlineMinutes: number;
}

/** Taken in one round; the rest stay due and are taken in the next. */
const ROUND = 5 * BATCH;
/** A reading that finds ever more due ends after so many rounds, so that its worker can stop; the next one goes on. */
const ROUNDS = 20;
/** Windows that lie nearer than this part of the shortest interval share a reading. */
const NEAR = 1 / 5;
/** The operator hears of a refused key this often. */
const ALERT_MS = 60_000;

/** A task that is to be read. `record` where it was looked at. */
interface Followed {
  due: Due;
  task: string;
  note: Note | undefined;
  record: Submission | undefined;
}

/**
 * One reading of a gateway: everything that is due, in as few requests as the gateway allows. A task leaves the watch only by ending; a
 * kill in the middle repeats a reading, which is harmless. README.md, "Reading".
 */
export function followStory(needs: FollowNeeds) {
  const { records, readings, watch, world, pollMs } = needs;
  const rhythm = gatewayRhythm(needs);
  const readTasks = taskReader(needs);
  const lookForDoubts = doubtStory(needs);
  const durations = estimates(needs);
  const ifReadable = besideOthers(needs);
  const perMinute = singlesPerMinute(pollMs);

  /** How near windows may lie to share a reading; those of a sweep move a little as it becomes better known. Only a hint. */
  let aheadMs = pollMs * NEAR;

  return async (): Promise<void | Again> => {
    for (let rounds = 0; rounds < ROUNDS; rounds++) {
      const taken = await readings.take({ limit: ROUND, batch: BATCH, restMs: pollMs, aheadMs });
      if (taken.shutUntil > world.now()) return { againInMs: taken.shutUntil - world.now() };
      if (taken.due.length === 0) return;
      const again = await round(taken);
      if (again !== undefined) return again;
    }
  };

  async function round(taken: Standing & { due: Due[] }): Promise<Again | undefined> {
    const found = await rhythm.grid(taken.known);
    aheadMs = NEAR * found.unitMs;
    const { followed, doubts } = await sort(taken.due);
    await rest(followed);
    const lateMs = world.now() - taken.due.reduce((latest, { dueMs }) => Math.max(latest, dueMs), 0);
    const grid = afterLate(found, world.now(), lateMs, { shortestMs: pollMs, load: taken.load });
    if (grid !== found) await rhythm.move(taken.known, grid);
    // Two submissions may have the same task: a press that the gateway did before.
    const asked = new Map(
      followed.map(({ task, record }) => [task, { task, missedBefore: record?.misses !== undefined }]),
    );
    // What a callback named is looked for along with everything else, within the same bounds.
    for (const { hint } of doubts)
      if (hint !== undefined && !asked.has(hint)) asked.set(hint, { task: hint, missedBefore: false });
    const state = { failures: taken.failures, singlesPerMinute: perMinute, behind: taken.due.length >= ROUND };
    const crowd = crowdOf(
      followed.map(({ note, record }) => note?.team ?? record?.team),
      taken.load,
    );
    const heard = await readTasks([...asked.values()], state);
    const kept = await Promise.all(
      followed.map((one) => ifReadable(one.due.id, () => takeIn(one, heard, crowd, grid))),
    );
    await readings.keep(kept.filter((one) => one !== undefined));
    await learn(followed, heard, taken.known, grid);
    // With those that failed, so that the gateway is tried with another.
    const unread = followed
      .filter(
        ({ task, record }) => !heard.found.has(task) && !heard.missing.has(task) && (record ?? heard.failed.has(task)),
      )
      .map(({ due }) => due);
    const { left, failure } = await lookForDoubts(doubts, heard);
    if (failure !== undefined) return await backOff(failure, taken.failures + 1, [...unread, ...left]);
    for (const record of left) await letPass(record, world.now() + DOUBT_LOOK_MS);
    if (taken.failures > 0 && asked.size === 0) await readings.open();
    return heard.againInMs === undefined ? undefined : { againInMs: heard.againInMs };
  }

  /** What has a note is read as it is; of the others the record tells. */
  async function sort(due: readonly Due[]): Promise<{ followed: Followed[]; doubts: Submission[] }> {
    const now = world.now();
    const all = due.map((one) => ({ due: one, note: readNote(one.noted?.note) }));
    const unclear = all.filter(({ note }) => note === undefined || note.lookAt <= now);
    const found = await records.getMany(unclear.map(({ due: { id } }) => id));
    const known = new Map(found.map((record) => [record.id, record]));
    await Promise.all(
      unclear
        .map(({ due: { id } }) => id)
        .filter((id) => !known.has(id))
        .map(notFound),
    );
    const over = found.filter((r) => !isToBeRead(r));
    await Promise.all(over.map((record) => ifReadable(record.id, () => unwatched(record))));
    const followed = all.flatMap(({ due: one, note }): Followed[] => {
      const record = known.get(one.id);
      if (record !== undefined) return isWatched(record) ? [{ due: one, note, record, task: record.task ?? '' }] : [];
      return note === undefined || note.lookAt <= now ? [] : [{ due: one, note, record, task: note.task }];
    });
    return { followed, doubts: found.filter((r) => r.end === undefined && r.mark === 'in doubt') };
  }

  /** Gone, or not to be read. */
  async function notFound(id: SubmissionId): Promise<void> {
    const gone = await ifReadable(id, async () => (await records.get(id)) === undefined);
    if (gone === true) await watch.remove([id]);
  }

  /** The job of a reading is never quite on time; two readings of one task keep their distance all the same, unless it was woken. */
  async function rest(followed: readonly Followed[]): Promise<void> {
    const early = followed.map(({ due: { dueMs, noted, heard } }) => {
      const readAt = noted?.readAt ?? 0;
      const isWoken = (heard?.turnAt ?? 0) > readAt || dueMs < readAt + pollMs * (1 - LATE) - 1;
      return isWoken ? 0 : readAt + pollMs - world.now();
    });
    const wait = early.reduce((a, b) => Math.max(a, b), 0);
    if (wait > 0) await needs.pause(wait);
  }

  /** @returns when it is due next, and what is noted for then; nothing where it was not read, or is watched no more */
  async function takeIn(one: Followed, heard: Heard, crowd: Crowd, grid: Grid) {
    const { load } = crowd;
    const { due, task, note } = one;
    const answer = heard.found.get(task);
    if (answer === undefined) return await without(one, heard, load);
    const { snapshot, askedAt } = answer;
    const words = wordsOf(snapshot);
    const moved = note !== undefined && note.words !== words;
    const unheard = moved && due.heard !== undefined && due.heard.at < (due.noted?.readAt ?? 0);
    const unheardAt = unheard ? askedAt : note?.unheardAt;
    const next =
      note === undefined || one.record !== undefined || worthStoring(note, snapshot, crowd, world.now())
        ? await stepped(one, advance.bind(undefined, snapshot), { words, unheardAt, load })
        : { ...note, words, unstored: moved || note.unstored, unheardAt };
    if (next === undefined) return undefined;
    const dueMs = nextReading(needs, { due, note: next, snapshot, askedAt, load, grid, singly: heard.singly });
    return { id: due.id, from: due.dueMs, dueMs, readAt: askedAt, note: JSON.stringify(next) };
  }

  /** Not found; or, while the gateway works, its own request failed: then nothing says that it is gone, and only time passes. */
  async function without(one: Followed, { missing, failed, failure }: Heard, load: number) {
    const isMissing = missing.has(one.task);
    if (!isMissing && (failure !== undefined || !failed.has(one.task))) return undefined;
    const { id, dueMs: from } = one.due;
    if (!isMissing)
      needs.log.info({ submission: id, task: one.task, err: failed.get(one.task) }, 'a task cannot be read');
    const askedAt = world.now();
    const next = await stepped(one, isMissing ? missed : waited, { words: '', unheardAt: undefined, load });
    if (next === undefined) return undefined;
    // The record knows how often it was missed. Without words the next answer says nothing of when something changed.
    const note = JSON.stringify({ ...next, lookAt: 0 });
    return { id, from, dueMs: askedAt + MISSED_MS, readAt: askedAt, note };
  }

  /** @returns the note for the next reading; nothing where there is none */
  async function stepped(
    one: Followed,
    take: (now: number, deadlineMinutes: number) => (r: Submission) => Submission,
    more: { words: string; unheardAt: number | undefined; load: number },
  ): Promise<Note | undefined> {
    const kind = one.note?.kind ?? (one.record === undefined ? undefined : kindOf(one.record));
    const estimate = kind === undefined ? undefined : await durations.step(kind);
    const now = world.now();
    const record = await step(one.due.id, take(now, needs.deadlineMinutes), estimate, one.due.noted?.readAt);
    if (record?.task === undefined) return undefined;
    return noteOf({ ...record, task: record.task }, { ...more, now, lookMs: lookMs(more.load) });
  }

  /** Stores what a reading means for one record, and what follows from it. @returns it while it is to be read on */
  async function step(
    id: SubmissionId,
    change: (r: Submission) => Submission,
    estimate: (r: Submission) => Submission = (r) => r,
    lastReadAt = 0,
  ): Promise<Submission | undefined> {
    let endedNow = false;
    let moved = false;
    const now = await records.change(id, (r) => {
      const next = change(r);
      endedNow = r.end === undefined && next.end !== undefined;
      moved = next.movedAt !== r.movedAt;
      return next === r ? r : estimate(next);
    });
    if (now === undefined || now.end !== undefined) {
      if (now !== undefined) await afterEnd(needs, now);
      if (now !== undefined && endedNow) await durations.ended(now, lastReadAt);
      await unwatch(id);
      return undefined;
    }
    // What takes its time is another job's, so that one slow answer does not hold all readings up.
    const untold = awaitsAnswer(now) && now.asked?.told !== true;
    if (untold || needsConfirmation(now) || now.cancelAsked !== undefined) await needs.jobs.submit(now.id);
    await showProgress(needs, now, moved);
    return now;
  }

  /** Ended by somebody else, or not to be watched at all. */
  async function unwatched(record: Submission): Promise<void> {
    await afterEnd(needs, record);
    await unwatch(record.id);
  }

  /** A person may have opened it again since it was looked at, or it has just been sent; then it is to be read on. */
  async function unwatch(id: SubmissionId): Promise<void> {
    await watch.remove([id]);
    const now = await records.get(id);
    if (now !== undefined && isToBeRead(now)) await watch.at(id, world.now());
  }

  /** Time passes for what cannot be read. */
  async function letPass({ id }: Pick<Submission, 'id'>, until: number): Promise<void> {
    const now = await ifReadable(id, () => step(id, waited(world.now(), needs.deadlineMinutes)));
    if (now !== undefined) await watch.at(id, until);
  }

  /** When tasks changed tells how old the gateway's snapshots are. */
  async function learn(followed: readonly Followed[], heard: Heard, known: string | undefined, grid: Grid) {
    const before = followed.flatMap(({ due, task, note }) => {
      const snapshot = heard.found.get(task)?.snapshot;
      const news =
        snapshot !== undefined && note !== undefined && note.words !== '' && note.words !== wordsOf(snapshot);
      return news && due.noted !== undefined ? [due.noted.readAt] : [];
    });
    const since = before.reduce((a, b) => Math.max(a, b), 0);
    if (since > 0) await rhythm.saw(known, grid, since, world.now());
  }

  /** The whole gateway is left alone for a while, by all workers. A refused key ends nothing, but somebody has to hear of it. */
  async function backOff(error: unknown, failures: number, unread: readonly Pick<Submission, 'id'>[]): Promise<Again> {
    const inMs = readingRetryMs(failures, error instanceof Busy ? error.retryAfterMs : undefined, world.random());
    const until = world.now() + inMs;
    await readings.shut(failures, until);
    if (error instanceof Misconfigured) {
      if (await needs.intake.first('reading-refused', ALERT_MS))
        needs.log.error({ code: error.code, failures, err: error }, 'reading refused by the gateway: check MJ_API_KEY');
    } else if (error instanceof Busy || error instanceof Unreachable || error instanceof Refused)
      needs.log.warn({ failures, inMs, err: error }, 'reading failed');
    else throw error;
    for (const record of unread) await letPass(record, until);
    return { againInMs: inMs };
  }
}

/** It has a task, or one is looked for. */
function isToBeRead(record: Submission): boolean {
  return isWatched(record) || record.mark === 'in doubt';
}
