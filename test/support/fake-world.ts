import { createHash } from 'node:crypto';
import { Refused } from '../../src/domain/errors.ts';
import type { Given } from '../../src/domain/form.ts';
import { SubmissionId } from '../../src/domain/ids.ts';
import { LIGHT } from '../../src/domain/load.ts';
import type { Step, StepGiven, StepRef } from '../../src/domain/step.ts';
import { Submission } from '../../src/domain/submission.ts';
import { callbackStory } from '../../src/flows/callback.ts';
import { controlStories } from '../../src/flows/controls.ts';
import { deadStory } from '../../src/flows/dead.ts';
import { deliverStory } from '../../src/flows/deliver.ts';
import { followStory } from '../../src/flows/follow.ts';
import { giveUpStory } from '../../src/flows/give-up.ts';
import { command, said, send } from '../../src/flows/index.ts';
import type * as Needs from '../../src/flows/needs.ts';
import { painterStory } from '../../src/flows/painter.ts';
import { pressStory } from '../../src/flows/press.ts';
import { settingsStory } from '../../src/flows/settings.ts';
import { showStory } from '../../src/flows/show.ts';
import { grown, seated, sendStep } from '../../src/flows/step.ts';
import { submitStory } from '../../src/flows/submit.ts';
import type { Place, Rules } from '../../src/flows/take-in.ts';
import { fakeDead } from './fake-dead.ts';
import { fakeDesk, filesOf, placed } from './fake-desk.ts';
import { fakeGateway } from './fake-gateway.ts';
import { fakeReadings } from './fake-readings.ts';
import { fakeSteps } from './fake-steps.ts';

/** An error to throw once, or a function that decides. */
type Trouble = Error | undefined;

interface Job {
  name: 'submit' | 'deliver' | 'show';
  id: SubmissionId;
  urgency: 'progress' | 'turn' | 'end';
  at: number;
}

/**
 * The stories between in-memory rooms: a store, a queue, a gateway and a channel that hold what happened. Time stands still until `run`
 * moves it to the next job or reading. Troubles are queued by name and met once each.
 *
 * @param options `publicUrl`: whether there is a painter
 */
export function fakeWorld(options: { rules?: Partial<Rules>; publicUrl?: boolean } = {}) {
  let now = 1_000_000;
  const store = new Map<SubmissionId, Submission>();
  const jobs: Job[] = [];
  const firsts = new Map<string, number>();
  const channel = new Map<string, { id: SubmissionId; record: Submission; edits: number; removed: boolean }>();
  const replies: { ts: string; line: Needs.Line }[] = [];
  const notes: Needs.Note[] = [];
  const files = new Map<string, Buffer>();
  const shared: string[] = [];
  const released: { id: SubmissionId; giveBack: boolean }[] = [];
  const logged: { level: string; message: string; fields: object }[] = [];
  const troubles = new Map<string, Trouble[]>();
  const cooled: string[] = [];
  let triggers = 0;
  const looks: string[] = [];
  const pace = { unready: 0, lost: '', givenBack: 0 };
  const writes: { id: SubmissionId; record: Submission }[] = [];
  const leased = new Set<string>();
  let budgetWait = 0;

  const meantime = new Map<string, () => void>();

  function meet(name: string): void {
    meantime.get(name)?.();
    meantime.delete(name);
    const next = troubles.get(name)?.shift();
    if (next !== undefined) throw next;
  }

  const log: Needs.Log = {
    debug: (fields, message) => logged.push({ level: 'debug', message, fields }),
    info: (fields, message) => logged.push({ level: 'info', message, fields }),
    warn: (fields, message) => logged.push({ level: 'warn', message, fields }),
    error: (fields, message) => logged.push({ level: 'error', message, fields }),
  };
  const world: Needs.World = { now: () => now, random: () => 0.5 };

  const records: Needs.Records = {
    get: async (id) => store.get(id),
    getMany: async (ids) => ids.flatMap((id) => store.get(id) ?? []),
    change: async (id, step) => {
      const before = store.get(id);
      if (before === undefined) return undefined;
      const after = step(before);
      if (after !== before) store.set(id, Submission.parse(JSON.parse(JSON.stringify(after))));
      return after;
    },
    recent: async () => [...store.values()].toReversed(),
    byTask: async (task) => [...store.values()].find((r) => r.task === task)?.id,
    byCard: async (place, ts) => [...store.values()].find((r) => r.channel === place && r.card.ts === ts)?.id,
  };

  const queue: Needs.Jobs = {
    submit: async (id) => void jobs.push({ name: 'submit', id, urgency: 'end', at: now }),
    deliver: async (id) => void jobs.push({ name: 'deliver', id, urgency: 'end', at: now }),
    show: async (id, urgency, inMs = 0) => void jobs.push({ name: 'show', id, urgency, at: now + inMs }),
  };

  const intake: Needs.Intake = {
    idFor: (key) => SubmissionId.parse(`s${createHash('sha256').update(key).digest('hex').slice(0, 19)}`),
    accept: async (record) => {
      meet('accept');
      if (store.has(record.id)) return 'known';
      store.set(record.id, record);
      await queue.submit(record.id);
      return 'stored';
    },
    first: async (key, ms) => {
      if ((firsts.get(key) ?? 0) > now) return false;
      firsts.set(key, now + ms);
      return true;
    },
    release: async (record, { giveBack }) => void released.push({ id: record.id, giveBack }),
  };

  const { watch, readings, durations, due, state } = fakeReadings(() => now);

  const cards: Needs.Cards = {
    face: (r) =>
      JSON.stringify([
        r.end === undefined ? r.mark : 'ended',
        r.card.mark === 'removed',
        r.snapshot?.progress,
        r.end,
        r.picture,
        r.presses,
        r.stalled,
        r.waiting,
        r.cancelAsked,
        r.asked !== undefined && r.answer === undefined,
        r.answer?.prompt,
      ]),
    post: async (record) => {
      meet('before post');
      const ts = `1700000000.${String(channel.size + 1).padStart(6, '0')}`;
      channel.set(ts, { id: record.id, record, edits: 0, removed: false });
      meet('after post');
      return { ts };
    },
    update: async (record) => {
      meet('before update');
      const card = channel.get(record.card.ts ?? '');
      if (card === undefined || card.removed) throw new Refused('slack', 'card-gone', 'message_not_found');
      if (record.picture?.fileId !== undefined) meet('show picture');
      card.record = record;
      writes.push({ id: record.id, record });
      card.edits += 1;
      meet('after update');
    },
    find: async (record) => {
      const hit = [...channel].find(([, card]) => card.id === record.id);
      return hit === undefined ? 'absent' : { ts: hit[0] };
    },
    remove: async (record) => {
      const card = channel.get(record.card.ts ?? '');
      if (card !== undefined) card.removed = true;
    },
    reply: async (record, line) => {
      meet('reply');
      replies.push({ ts: record.card.ts ?? '', line });
    },
  };

  const peer = fakeGateway(meet);
  const steps = fakeSteps({ meet, now: () => now, files }, options.publicUrl ?? false);
  const slackFiles: Needs.Files = {
    upload: async ({ bytes }) => {
      meet('upload');
      const id = `F00FAKE${files.size + 1000}`;
      files.set(id, bytes);
      return id;
    },
    read: steps.readFile,
    share: async (record) => {
      meet('share');
      shared.push(record.id);
      return `F00SHARED${shared.length}`;
    },
    look: async (id) => {
      looks.push(id);
      meet('look');
      return { ready: looks.length > pace.unready, shared: id !== pace.lost };
    },
    ready: async () => {
      meet('ready');
      return true;
    },
    remove: async (id) => void files.delete(id),
  };

  const pictures: Needs.Pictures = {
    fetch: async (url) => {
      meet('fetch');
      return { bytes: Buffer.from(url), type: 'image/png', width: 2, height: 2 };
    },
  };

  const { lacking, handedOver } = fakeDesk(meet, () => ({ watched: due.size, waiting: jobs.length, overdue: 0 }));

  const { dead, die } = fakeDead(queue, () => now);

  const rules: Rules = { allowedChannels: [], admins: ['U00ADMIN'], pressBy: 'anyone', ...options.rules };
  const base = {
    ...handedOver,
    ...steps.needs,
    dead,
    records,
    intake,
    jobs: queue,
    watch,
    readings,
    durations,
    gateway: peer.gateway,
    pictures,
    cards,
    files: slackFiles,
    notes: { respond: async (_: string, note: Needs.Note) => notes.push(note) > 0 },
    budget: {
      take: async () => budgetWait,
      cool: async (_: string, what: string) => void cooled.push(what),
      expect: async () => undefined,
      giveBack: async () => void (pace.givenBack += 1),
    } satisfies Needs.Budget,
    outbox: {
      moved: async () => LIGHT,
      load: async () => LIGHT,
      // A turn comes at once, when the budget has anything left.
      offer: async (_: string, id: SubmissionId) =>
        void jobs.push({ name: 'show', id, urgency: 'turn', at: now + budgetWait }),
      leave: async () => undefined,
    } satisfies Needs.Outbox,
    leases: {
      hold: async <T>(name: string, _: number, held: () => Promise<T>) => {
        if (leased.has(name)) return undefined;
        leased.add(name);
        return await held()
          .then((value) => ({ value }))
          .finally(() => leased.delete(name));
      },
    } satisfies Needs.Leases,
    world,
    log,
    rules,
    callbackFor: () => undefined,
    pollMs: 3000,
    deadlineMinutes: 60,
  };
  const show = showStory(base);
  const submit = submitStory({ ...base, show });
  const deliver = deliverStory({ ...base, show });
  const follow = followStory({ ...base, pause: async (ms) => void (now += ms) });

  async function work(job: Job): Promise<void> {
    const run = { submit: () => submit(job.id), deliver: () => deliver(job.id), show: () => show(job.id, job.urgency) }[
      job.name
    ];
    const outcome = await run();
    if (outcome === 'picture-refused') await queue.deliver(job.id);
    else if (typeof outcome === 'object') jobs.push({ ...job, at: now + outcome.againInMs });
  }

  return {
    place: placed,
    command: (name: string, text: string, place?: Partial<Place>, key = `trigger-${Math.random()}`) =>
      command(base, name, { text, key, pictures: [], place: placed(place) }),
    /** A mention or a direct message, perhaps with files (by their ids). */
    said: (text: string, handed: readonly string[] = [], place?: Partial<Place>) =>
      said(base, { text, key: `message-${Math.random()}`, pictures: filesOf(handed), place: placed(place) }),
    /** A form, sent. */
    send: (
      verb: string,
      given: Partial<Omit<Given, 'pictures'>> & { files?: readonly string[] },
      place?: Partial<Place>,
    ) =>
      send(base, verb, {
        given: { prompt: given.prompt ?? '', options: given.options ?? {}, pictures: filesOf(given.files ?? []) },
        key: `form-${Math.random()}`,
        place: placed(place),
      }),
    press: pressStory(base),
    /** The modal of a step, sent; by default each is another modal. */
    step: (ref: StepRef, given: Partial<StepGiven>, user = 'U00ANN', key = `view-${Math.random()}`) =>
      sendStep(base, { ref, given: { prompt: '', ...given }, key, place: placed({ user }) }),
    seated: (step: Step, viewId: string) => seated(base, step, viewId),
    grown: (step: Step) => grown(base, step),
    painter: painterStory(base),
    settings: settingsStory(base),
    /** A job has failed for good. @returns its key */
    die,
    /** A button of the list of dead jobs. */
    dead: deadStory(base),
    controls: controlStories(base),
    callback: callbackStory({ ...base, isTurn: (status) => status !== 'IN_PROGRESS' }),
    giveUp: giveUpStory(base),
    follow,
    show,
    deliver,
    /** Runs everything that is due now. */
    async run(): Promise<void> {
      for (let turn = 0; turn < 1000; turn += 1) {
        const index = jobs.findIndex((job) => job.at <= now);
        if (index >= 0) await work(jobs.splice(index, 1)[0] as Job);
        else if (state.until <= now && [...due.values()].some((at) => at <= now)) await follow();
        else return;
      }
      throw new Error('the stories do not come to rest');
    },
    /** Lets time pass, doing whatever becomes due on the way, a second at a time. */
    async pass(ms: number): Promise<void> {
      for (const end = now + ms; now < end; ) {
        now = Math.min(end, now + 1000);
        await this.run();
      }
    },
    says: peer.says,
    answers: peer.answers,
    forget: peer.forget,
    unlist: peer.unlist,
    trouble(name: string, ...errors: Trouble[]): void {
      troubles.set(name, [...(troubles.get(name) ?? []), ...errors]);
    },
    /** Nothing happens meanwhile: somebody was slow. */
    elapse: (ms: number) => {
      now += ms;
    },
    /** A click's trigger, just made. */
    trigger: () => {
      triggers += 1;
      return `trigger.${now}.${triggers}`;
    },
    /** Something that happens once, while the named step is under way. */
    meanwhile: (name: string, happens: () => void) => void meantime.set(name, happens),
    /** Tasks that lists leave out. */
    unlisted: peer.unlisted,
    /** Tasks that were asked for one by one. */
    fetched: peer.fetched,
    spendBudget: (ms: number) => {
      budgetWait = ms;
    },
    /** A kill: whatever is in the queue runs again from the start; `mark` sets the record back to what was stored at the kill. */
    requeue: (id: SubmissionId) => queue.submit(id),
    steps,
    store,
    channel,
    replies,
    notes,
    files,
    shared,
    released,
    lacking,
    submits: peer.submits,
    logged,
    due,
    get reads() {
      return peer.reads;
    },
    /** So many first looks find no file ready. */
    set unready(times: number) {
      pace.unready = times;
    },
    /** A file that Slack took and shares nowhere. */
    set lost(id: string) {
      pace.lost = id;
    },
    /** Calls that were granted and not needed. */
    get givenBack() {
      return pace.givenBack;
    },
    /** Every edit, in order. */
    writes,
    looks,
    cooled,
    get now() {
      return now;
    },
    only(): Submission {
      const [record, ...more] = [...store.values()];
      if (record === undefined || more.length > 0) throw new Error(`${store.size} submissions`);
      return record;
    },
  };
}
