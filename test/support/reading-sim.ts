import { SubmissionId } from '../../src/domain/ids.ts';
import { LIGHT } from '../../src/domain/load.ts';
import { SHORTEST_READING_MS } from '../../src/domain/pace.ts';
import type { Submission } from '../../src/domain/submission.ts';
import type { Snapshot } from '../../src/domain/task.ts';
import type { Gateway } from '../../src/flows/needs/gateway.ts';
import type { TaskReads } from '../../src/flows/needs/reading.ts';
import type { Records } from '../../src/flows/needs/records.ts';
import type { Log } from '../../src/flows/needs/world.ts';
import { callbackStory } from '../../src/flows/reading/callback.ts';
import { followStory } from '../../src/flows/reading/follow.ts';
import { fakeGallery } from './fake-gallery.ts';
import { fakeReadings } from './fake-readings.ts';
import { idleIntake } from './fake-store.ts';
import { aWatched } from './records.ts';
import { dice, percentile, simClock } from './sim-clock.ts';
import { type Change, fastCourse, relaxCourse } from './task-courses.ts';

interface Task {
  id: string;
  submission: SubmissionId;
  changes: Change[];
  endAt: number;
}

export interface SimOptions {
  /** Tasks in flight; one that ends is followed by a new one at once. */
  tasks: number;
  minutes?: number;
  seed?: number;
  pollMs?: number;
  /** How many workspaces they belong to, by default one. */
  teams?: number;
  /** The gateway copies what is behind it only so often (new-api: 15 s); absent: live. */
  sweepMs?: number;
  /** Changes are also called back, and this part of the callbacks is lost. */
  callbacks?: { lost: number };
  /** The gateway has no lists. */
  singly?: boolean;
  /** How long the gateway takes to answer. */
  latencyMs?: number;
  /** How late the job of a reading may be, by default 7 ms. */
  lateMs?: number;
  /** Which take turns, by default two. */
  workers?: 1 | 2;
  /** Each reading is of a worker that has just started. */
  fresh?: boolean;
  /** What a task does from its submit on; by default as measured (peers.md 5a): about 57 s. */
  course?: (submittedAt: number, random: () => number) => Change[];
  /** Answers a request instead of the gateway: an error to throw. */
  trouble?: (now: number, asked: Request) => Error | undefined;
  /** Leaves a task out of lists. Tasks are numbered in the order in which they begin. */
  unlisted?: (number: number) => boolean;
}

/** What the gateway is asked: a list of tasks, or a single one; by their numbers. */
interface Request {
  kind: 'list' | 'single';
  tasks: number[];
}

const numberOf = (task: string) => Number(task.slice(-6));

/** Following against a gateway that behaves as peers.md 5d says, on a simulated clock. Everything is reproducible. */
export async function simulate(options: SimOptions) {
  const {
    tasks: inFlight,
    minutes = 4,
    seed = 1,
    pollMs = SHORTEST_READING_MS,
    latencyMs = 60,
    lateMs = 6,
    workers = 2,
    course = fastCourse,
    teams = 1,
  } = options;
  const clock = simClock();
  const random = dice(seed);
  // Whoever's turn it is, the rest of the run is the same.
  const turns = dice(seed + 1000);
  const start = clock.now();
  const warm = start + 3 * 60_000;
  const end = warm + minutes * 60_000;

  const store = new Map<SubmissionId, Submission>();
  const tasks = new Map<string, Task>();
  const noticed: number[] = [];
  const callbacksAt = new Map<string, number>();
  const count = { requests: 0, rows: 0, changes: 0, looks: 0, underWay: 0, most: 0, singles: 0 };
  const lastRead = new Map<string, number>();
  let closest = Number.POSITIVE_INFINITY;
  const perMinute = new Map<number, number>();
  const requests: { at: number; ids: number; list: boolean }[] = [];
  const logged: { level: string; message: string; at: number }[] = [];
  let made = 0;

  // One reading at a time, over all workers; a job is never quite on time.
  let alarm = Number.POSITIVE_INFINITY;
  let reading = false;
  const { watch, readings, durations, due, earliest, state } = fakeReadings(clock.now, () => setAlarm());
  function setAlarm(at = earliest() ?? Number.POSITIVE_INFINITY): void {
    if (reading || at >= alarm) return;
    alarm = at;
    clock.at(at + 1 + lateMs * random(), () => {
      if (alarm !== at) return;
      alarm = Number.POSITIVE_INFINITY;
      void read();
    });
  }
  async function read(): Promise<void> {
    if (reading) return;
    reading = true;
    const again = await worker()();
    reading = false;
    if (again !== undefined) setAlarm(clock.now() + again.againInMs);
    else if (due.size > 0) setAlarm();
  }

  const records: Records = {
    get: async (id) => store.get(id),
    getMany: async (ids) => {
      count.looks += ids.length;
      return ids.flatMap((id) => store.get(id) ?? []);
    },
    change: async (id, step) => {
      const before = store.get(id);
      if (before === undefined) return undefined;
      const after = step(before);
      if (after === before) return before;
      count.changes += clock.now() >= warm ? 1 : 0;
      store.set(id, after);
      if (before.end === undefined && after.end !== undefined) {
        const task = tasks.get(after.task ?? '');
        if (task !== undefined && task.endAt >= warm && task.endAt < end - 60_000)
          noticed.push(clock.now() - task.endAt);
        tasks.delete(after.task ?? '');
      }
      return after;
    },
    recent: async () => [],
    byTask: async () => undefined,
    byCard: async () => undefined,
    isFromCopy: async () => false,
    secure: async () => undefined,
  };

  let sweptAt = start;
  const sweep = () => {
    sweptAt = clock.now();
    // A sweep takes its time, and only then the pause begins.
    clock.at(sweptAt + (options.sweepMs ?? 0) + 300 * random(), sweep);
  };
  if (options.sweepMs !== undefined) clock.at(start + 7000 * random(), sweep);

  function view(task: Task): Snapshot {
    const seenAt = options.sweepMs === undefined ? clock.now() : sweptAt;
    const change = task.changes.findLast(({ at }) => at <= seenAt);
    const { status, percent } = change ?? { status: 'waiting' as const, percent: undefined };
    return {
      taskId: task.id,
      status,
      progress: status === 'done' ? '100%' : percent === undefined ? '' : `${percent}%`,
      ...(percent === undefined ? {} : { percent }),
      imageUrl: `https://cdn.example.com/${task.id}.png?rand=${Math.floor(random() * 1e9)}`,
      buttons: [],
    };
  }

  async function answer(ids: readonly string[], rows: boolean): Promise<Map<string, Snapshot>> {
    const sentAt = clock.now();
    count.underWay += 1;
    count.most = Math.max(count.most, count.underWay);
    requests.push({ at: sentAt, ids: ids.length, list: rows });
    if (sentAt >= warm) {
      count.requests += 1;
      if (rows) count.rows += ids.length;
      else count.singles += 1;
      const minute = Math.floor((sentAt - warm) / 60_000);
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
    }
    for (const id of ids) {
      const before = lastRead.get(id);
      if (before !== undefined && callbacksAt.get(id) === undefined) closest = Math.min(closest, sentAt - before);
      lastRead.set(id, sentAt);
    }
    await clock.sleep(latencyMs * (0.7 + 0.6 * random()));
    count.underWay -= 1;
    const error = options.trouble?.(sentAt, { kind: rows ? 'list' : 'single', tasks: ids.map(numberOf) });
    if (error !== undefined) throw error;
    return new Map(
      ids.flatMap((id) => {
        const task = tasks.get(id);
        const isLeftOut = rows && options.unlisted?.(numberOf(id)) === true;
        return task === undefined || isLeftOut ? [] : [[id, view(task)] as const];
      }),
    );
  }

  const reads: TaskReads = {
    list: async (ids) => (options.singly === true ? undefined : await answer(ids, true)),
    fetch: async (id) => (await answer([id], false)).get(id),
  };
  const say = (level: string) => (_: object, message: string) => void logged.push({ level, message, at: clock.now() });
  const log: Log = { debug: () => {}, info: say('info'), warn: say('warn'), error: say('error') };
  const firsts = new Map<string, number>();
  const world = { now: clock.now, random };
  const needs = {
    records,
    watch,
    readings,
    durations,
    gateway: { ...reads, latest: async () => undefined } as Gateway & TaskReads,
    jobs: {
      submit: async () => {},
      deliver: async () => {},
      show: async () => {},
      letter: async () => {},
      series: async () => {},
      sheet: async () => {},
    },
    ...fakeGallery(() => {}, clock.now).needs,
    intake: {
      ...idleIntake,
      idFor: (key: string) => SubmissionId.parse(key),
      first: async (key: string, ms: number) => {
        if ((firsts.get(key) ?? 0) > clock.now()) return false;
        firsts.set(key, clock.now() + ms);
        return true;
      },
    },
    cards: { face: () => 'old' },
    budget: { take: async () => 0, cool: async () => {}, expect: async () => {}, giveBack: async () => {} },
    outbox: {
      moved: async () => LIGHT,
      began: async () => {},
      load: async () => LIGHT,
      offer: async () => {},
      leave: async () => {},
    },
    world,
    log,
    pause: clock.sleep,
    pollMs,
    deadlineMinutes: 60,
  };
  const all = Array.from({ length: workers }, () => followStory(needs));
  const worker = () => (options.fresh === true ? undefined : all[Math.floor(turns() * workers)]) ?? followStory(needs);
  const callback = callbackStory({ ...needs, isTurn: (status) => status === 'done' });

  function submit(at: number): void {
    const number = String(made++).padStart(6, '0');
    const submission = SubmissionId.parse(`s${number}00000000000000`.slice(0, 20));
    const id = `1741531578${number}`;
    const changes = course(at, random);
    const endAt = changes.at(-1)?.at ?? at;
    clock.at(at, () => {
      store.set(
        submission,
        aWatched(at, {
          id: submission,
          task: id,
          team: `T${made % teams}`,
          ...(course === relaxCourse ? { mode: 'relax' } : {}),
        }),
      );
      tasks.set(id, { id, submission, changes, endAt });
      void watch.at(submission, at + pollMs / 2);
    });
    clock.at(endAt, () => submit(endAt));
    if (options.callbacks === undefined) return;
    for (const { at: changedAt, status } of changes) {
      if (random() < options.callbacks.lost) continue;
      clock.at(changedAt + 5 + 30 * random(), () => {
        if (status === 'done') callbacksAt.set(id, clock.now());
        void callback(submission, { task: id, status });
      });
    }
  }

  // Begun over two minutes, so that they are spread over their lives.
  for (let i = 0; i < inFlight; i++) submit(start + Math.floor((120_000 * i) / inFlight));
  await clock.run(end);

  return {
    requestsPerMinute: count.requests / minutes,
    worstMinute: Math.max(...perMinute.values()),
    rowsPerTaskMinute: count.rows / inFlight / minutes,
    singlesPerMinute: count.singles / minutes,
    changesPerMinute: count.changes / minutes,
    ends: noticed.length,
    p50: percentile(noticed, 0.5),
    p95: percentile(noticed, 0.95),
    max: Math.max(...noticed),
    closestMs: closest,
    mostUnderWay: count.most,
    looks: count.looks,
    requests,
    logged,
    state,
    start,
    warm,
  };
}
