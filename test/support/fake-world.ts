import type { AdminDeed } from '../../src/domain/admin.ts';
import type { Room } from '../../src/domain/draft.ts';
import type { Given } from '../../src/domain/form.ts';
import type { SubmissionId } from '../../src/domain/ids.ts';
import type { Language } from '../../src/domain/language.ts';
import type { Step, StepGiven, StepRef } from '../../src/domain/step.ts';
import { adminStory } from '../../src/flows/admin/admin.ts';
import { forgetStory } from '../../src/flows/admin/forget.ts';
import { controlStories } from '../../src/flows/controls.ts';
import { deliverStory } from '../../src/flows/deliver/deliver.ts';
import { type DraftUse, draftStory } from '../../src/flows/draft/answer.ts';
import { giveUpStory } from '../../src/flows/give-up.ts';
import { homeStory } from '../../src/flows/home/home.ts';
import { command, forms, said, send } from '../../src/flows/index.ts';
import type * as Needs from '../../src/flows/needs/index.ts';
import { grown } from '../../src/flows/press/grid.ts';
import { painterStory } from '../../src/flows/press/painter.ts';
import { pressStory } from '../../src/flows/press/press.ts';
import { seated, sendStep, worded } from '../../src/flows/press/step.ts';
import { keepStory } from '../../src/flows/reactions/keep.ts';
import { letterStory } from '../../src/flows/reactions/letter.ts';
import { reactionStory } from '../../src/flows/reactions/reactions.ts';
import { callbackStory } from '../../src/flows/reading/callback.ts';
import { followStory } from '../../src/flows/reading/follow.ts';
import { sheetStory } from '../../src/flows/series/sheet.ts';
import { showSeriesStory } from '../../src/flows/series/show.ts';
import { settingsStory } from '../../src/flows/settings/settings.ts';
import { showStory } from '../../src/flows/show/show.ts';
import { builder } from '../../src/flows/submit/complete.ts';
import { submitStory } from '../../src/flows/submit/submit.ts';
import type { Place, Rules } from '../../src/flows/submit/take-in.ts';
import { deadStory } from '../../src/flows/verbs/dead.ts';
import { imagine } from '../../src/flows/verbs/imagine.ts';
import { isForeign } from '../../src/queue/foreign.ts';
import { fakeCards } from './fake-cards.ts';
import { fakeDead } from './fake-dead.ts';
import { fakeDesk, filesOf, placed } from './fake-desk.ts';
import { fakeFiles } from './fake-files.ts';
import { fakeGallery } from './fake-gallery.ts';
import { fakeGateway } from './fake-gateway.ts';
import { fakeQueue, type Job } from './fake-queue.ts';
import { fakeReadings } from './fake-readings.ts';
import { fakeSeries } from './fake-series.ts';
import { fakeSettings } from './fake-settings.ts';
import { fakeSteps } from './fake-steps.ts';
import { fakeStore } from './fake-store.ts';
import { fakeTeam } from './fake-team.ts';
import { fakeTroubles } from './fake-troubles.ts';

/**
 * The stories between in-memory rooms: a store, a queue, a gateway and a channel that hold what happened. Time stands still until `run`
 * moves it to the next job or reading. Troubles are queued by name and met once each.
 *
 * @param options `publicUrl`: whether there is a painter; `scale`: of a budget of Slack's that runs out as the true one does
 */
export function fakeWorld(options: { rules?: Partial<Rules>; publicUrl?: boolean; scale?: number } = {}) {
  let now = 1_000_000;
  const clock = () => now;
  const speaks = new Map<string, Language>();
  /** In which language each note was given. */
  const notedIn: (string | undefined)[] = [];
  let triggers = 0;
  const notes: Needs.Note[] = [];
  const logged: { level: string; message: string; fields: object }[] = [];

  const log: Needs.Log = {
    debug: (fields, message) => logged.push({ level: 'debug', message, fields }),
    info: (fields, message) => logged.push({ level: 'info', message, fields }),
    warn: (fields, message) => logged.push({ level: 'warn', message, fields }),
    error: (fields, message) => logged.push({ level: 'error', message, fields }),
  };
  const world: Needs.World = { now: clock, random: () => 0.5 };

  const troubles = fakeTroubles(clock);
  const { meet, trouble, meanwhile } = troubles;
  const { jobs, queue, again, failed, budget, outbox, leases, cooled, asked, spent, outage, spendTo } = fakeQueue(
    meet,
    clock,
    options.scale,
  );
  const { records, intake, store, copied, foreign, room, released, only } = fakeStore(meet, queue, clock);
  const { watch, readings, durations, due, state } = fakeReadings(clock);
  const { cards, channel, replies, writes } = fakeCards(troubles);
  const peer = fakeGateway(meet);
  const files = new Map<string, Buffer>();
  const steps = fakeSteps({ meet, now: clock, files }, options.publicUrl ?? false);
  const { slackFiles, shared, looks, pace } = fakeFiles(meet, files, steps.readFile);
  const pictures: Needs.Pictures = {
    fetch: async (url) => {
      meet('fetch');
      return { bytes: Buffer.from(url), type: 'image/png', width: 2, height: 2 };
    },
  };

  const { handedBy, handedOver } = fakeDesk(
    meet,
    () => ({ watched: due.size, waiting: jobs.length, overdue: 0 }),
    clock,
  );
  const shelves = fakeGallery(meet, clock);
  const chosen = fakeSettings();
  const series = fakeSeries(troubles);
  const { dead, die } = fakeDead(queue, clock);

  const rules: Rules = {
    allowedChannels: [],
    admins: ['U00ADMIN'],
    limits: { daily: 0, concurrent: 0 },
    pressBy: 'anyone',
    ...options.rules,
  };
  const team = fakeTeam(store, series.store, rules.admins, clock);
  const base = {
    ...handedOver,
    ...steps.needs,
    settings: chosen.settings,
    ...shelves.needs,
    ...series.needs,
    ...team.needs,
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
    languages: { of: async (_: string, user: string) => speaks.get(user) ?? 'en' } satisfies Needs.Languages,
    notes: {
      respond: async (_: string, note: Needs.Note, language: string | undefined) => {
        meet('before note');
        notedIn.push(language);
        notes.push(note);
        meet('after note');
        return true;
      },
    },
    budget,
    outbox,
    leases,
    world,
    log,
    rules,
    callbackFor: () => undefined,
    pollMs: 3000,
    deadlineMinutes: 60,
    pause: async (ms: number) => void (now += ms),
  };
  const show = showStory(base);
  const submit = submitStory({ ...base, show });
  const deliver = deliverStory({ ...base, show });
  const letter = letterStory(base);
  const home = homeStory(base);
  const showSeries = showSeriesStory(base);
  const makeSheet = sheetStory(base);
  const giveUp = giveUpStory(base);
  const follow = followStory(base);

  async function run(job: Job) {
    switch (job.name) {
      case 'submit':
        return await submit(job.id);
      case 'deliver':
        return await deliver(job.id);
      case 'show':
        return await show(job.id, job.urgency);
      case 'letter':
        return await letter(job.id, job.to.user, job.to.key);
      case 'series':
        return await showSeries(job.id);
      case 'sheet':
        return await makeSheet(job.id);
    }
  }

  async function work(job: Job): Promise<void> {
    const outcome = await run(job).catch(async (error: unknown) => {
      // It is left to a process of another version.
      if (isForeign(error)) return { againInMs: 500 };
      if (job.name !== 'series' && job.name !== 'sheet') throw error;
      if (!failed(job)) await giveUp({ job: job.name, id: job.id });
      return undefined;
    });
    if (job.name === 'show' && outcome === 'picture-refused') await queue.deliver(job.id);
    else if (typeof outcome === 'object') again({ ...job, at: now + outcome.againInMs });
  }

  /** What a home waits for is done at once, but for what it is told to wait. */
  async function showHomes(): Promise<void> {
    const all = [...shelves.wanted.values()];
    shelves.wanted.clear();
    for (const by of all) await home(by);
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
    worded: (step: Step, prompt: string) => worded(base, step, prompt),
    grown: (step: Step) => grown(base, step),
    painter: painterStory(base),
    /** A button of an offer. */
    draft: (draft: DraftUse['draft'], what: DraftUse['what'], user = 'U00ANN') =>
      draftStory(base, forms)({ draft, what, team: 'T00FAKE00', user }),
    /** What limits leave to a person. */
    set room(left: Room | undefined) {
      room.now = left;
    },
    series,
    settings: settingsStory(base),
    /** A visit to the home, or a way that is taken in it. */
    visit: (user = 'U00ANN', place: Parameters<Needs.Homes['visit']>[1] = {}) =>
      shelves.needs.homes.visit({ team: 'T00FAKE00', user }, place),
    /** Something of it has changed. */
    homeChanged: (user = 'U00ANN') => shelves.needs.homes.changed({ team: 'T00FAKE00', user }),
    home: (user = 'U00ANN') => home({ team: 'T00FAKE00', user }),
    react: reactionStory(base),
    keep: keepStory(base),
    shelves,
    /** What a builder shows when this is filled in. */
    builder: (given: Partial<Given>, place?: Partial<Place>) =>
      builder(base, placed(place), 'imagine', imagine.preview?.({ prompt: '', pictures: [], options: {}, ...given })),
    /** What people chose, and what they chose for their channels. */
    chosen,
    /** Something was done in the admins' modal. */
    admin: (user: string, deed: AdminDeed) =>
      adminStory({ ...base, jobs: { ...queue, forget: async (what) => void team.forgetting.push(what) } })({
        team: placed().team,
        user,
        deed,
      }),
    /** A portion of a deletion that was asked for. */
    forgetPerson: forgetStory(base),
    /** What the admins decided, see and were given. */
    team,
    /** A job has failed for good. @returns its key */
    die,
    /** A button of the list of dead jobs. */
    dead: deadStory(base),
    controls: controlStories(base),
    callback: callbackStory({ ...base, isTurn: (status) => status !== 'IN_PROGRESS' }),
    giveUp,
    follow,
    show,
    deliver,
    /** Runs everything that is due now. */
    async run(): Promise<void> {
      troubles.settle();
      for (let turn = 0; turn < 1000; turn += 1) {
        const index = jobs.findIndex((job) => job.at <= now);
        if (index >= 0) await work(jobs.splice(index, 1)[0] as Job);
        else if (shelves.wanted.size > 0) await showHomes();
        else if (state.until <= now && [...due.values()].some((at) => at <= now)) await follow();
        else return;
      }
      throw new Error('the stories do not come to rest');
    },
    /** Lets time pass, doing whatever becomes due on the way: each job in time, the rest a second at a time. */
    async pass(ms: number): Promise<void> {
      for (const end = now + ms; now < end; ) {
        const later = jobs.map(({ at }) => at).filter((at) => at > now);
        now = Math.min(end, now + 1000, ...later);
        await this.run();
      }
    },
    says: peer.says,
    answers: peer.answers,
    forget: peer.forget,
    unlist: peer.unlist,
    trouble,
    met: troubles.met,
    lateLanding: troubles.lateLanding,
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
    meanwhile,
    /** Tasks that lists leave out. */
    unlisted: peer.unlisted,
    /** Tasks that were asked for one by one. */
    fetched: peer.fetched,
    spendBudget: (ms: number) => {
      spent.waitMs = ms;
    },
    /** What is left is for ends and answers alone. */
    spendProgress: (ms: number) => {
      spent.progressMs = ms;
    },
    /** Redis goes away when a worker next asks it for a call of Slack's budget, until this is over. */
    redisAway: (happens: () => Promise<void>) => {
      outage.meanwhile = happens;
    },
    /** As `spendBudget`, until so many ms have passed. */
    spendBudgetFor: (ms: number) => {
      spent.until = now + ms;
    },
    /** Others use Slack's budget up, but for so many calls; where it runs out at all. */
    spendTo: (left: number, what: Needs.BudgetClass) => spendTo(left, placed().team, what),
    /** A 429, of somebody else's call. */
    cool: (what: Needs.BudgetClass, ms: number) => budget.cool(placed().team, what, ms),
    /** A kill: whatever is in the queue runs again from the start; `mark` sets the record back to what was stored at the kill. */
    requeue: (id: SubmissionId) => queue.submit(id),
    steps,
    store,
    records,
    copied,
    foreign,
    channel,
    replies,
    /** Who reads another language than English. */
    speaks,
    notes,
    notedIn,
    files,
    shared,
    released,
    /** Whose pictures were read, and where they were handed over. */
    handedBy,
    submits: peer.submits,
    logged,
    due,
    watch,
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
      return spent.givenBack;
    },
    /** Every edit, in order. */
    writes,
    looks,
    cooled,
    /** The calls that were asked of Slack's budget. */
    asked,
    get now() {
      return now;
    },
    only,
  };
}
