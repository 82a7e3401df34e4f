import { createHash } from 'node:crypto';
import { Busy } from '../../src/domain/errors.ts';
import { estimated, plannedEnd } from '../../src/domain/estimate.ts';
import { SubmissionId } from '../../src/domain/ids.ts';
import { advance } from '../../src/domain/life/index.ts';
import { english } from '../../src/domain/messages.en.ts';
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts';
import { Submission } from '../../src/domain/submission.ts';
import type { Snapshot } from '../../src/domain/task.ts';
import { deliverRoom, deliverStory } from '../../src/flows/deliver/deliver.ts';
import { afterEnd } from '../../src/flows/end.ts';
import type * as Needs from '../../src/flows/needs/index.ts';
import { showProgress } from '../../src/flows/show/outbox.ts';
import { showStory } from '../../src/flows/show/show.ts';
import { cardView } from '../../src/slack/views/card.ts';
import type { Clockwork } from './clockwork.ts';
import { fakeGallery } from './fake-gallery.ts';
import { fakeSeries } from './fake-series.ts';
import { idleIntake } from './fake-store.ts';
import { fakeTroubles } from './fake-troubles.ts';
import { outboxJobs } from './outbox-jobs.ts';
import { outboxModel } from './outbox-model.ts';

const TEAM = 'T1';
/** Of every call: to Slack, and back. */
const WAY_MS = 50;
const FILE_READY_MS = 250;

/** Slack's own limits: token buckets that hold a minute's calls and are refilled evenly (slack.md section 2). */
const TIERS = {
  'chat.postMessage': 300,
  'chat.update': 50,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
  'files.info': 100,
} as const;
type Method = keyof typeof TIERS;
/** In a channel: five at once, one a second. */
const CHANNEL = { burst: 5, perMinute: 60 } as const;

export interface ShownCard {
  id: SubmissionId;
  /** What it showed, and when; oldest first. */
  versions: { at: number; percent: number | undefined; picture: boolean; text: string }[];
}

/**
 * The stories of the outbox between a Slack that enforces its tiers and a queue, in one workspace and on a clockwork: cards are posted, tasks
 * are read, move and end as the test says.
 */
export function outboxWorld(
  clock: Clockwork,
  options: {
    random: () => number;
    scale?: number;
    /** How large a picture is, by default a byte. */
    pictureBytes?: number;
    /** Workspaces whose ends one process delivers: each has stories of its own. */
    workspaces?: number;
  },
) {
  const { now } = clock;
  const store = new Map<SubmissionId, Submission>();
  const cards = new Map<SubmissionId, ShownCard>();
  const files = new Map<string, number>();
  const calls: { method: string; at: number; limited: boolean }[] = [];
  const buckets = new Map<string, { tokens: number; at: number }>();
  const scale = options.scale ?? 1;
  const model = outboxModel({ scale, now });
  const refusals: Method[] = [];
  const drawn = { bytes: Buffer.alloc(options.pictureBytes ?? 1), type: 'image/png', width: 1, height: 1 };
  const coming = tide();
  const here = tide();
  let made = 0;

  function grants(key: string, burst: number, perMinute: number): number {
    const bucket = buckets.get(key) ?? { tokens: burst * scale, at: now() };
    const rate = (perMinute * scale) / 60_000;
    const tokens = Math.min(burst * scale, bucket.tokens + (now() - bucket.at) * rate);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now() });
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / rate / 1000));
  }

  async function call<T>(method: Method, happens: () => T, channel?: string): Promise<T> {
    await clock.sleep(WAY_MS);
    const refused = refusals.indexOf(method);
    if (refused >= 0) refusals.splice(refused, 1);
    const waits = [
      refused >= 0 ? 5 : 0,
      grants(method, TIERS[method], TIERS[method]),
      channel === undefined ? 0 : grants(`${method} ${channel}`, CHANNEL.burst, CHANNEL.perMinute),
    ];
    const wait = Math.max(...waits);
    calls.push({ method, at: now(), limited: wait > 0 });
    const outcome = wait > 0 ? undefined : happens();
    await clock.sleep(WAY_MS);
    if (wait > 0) throw new Busy('slack', 'ratelimited', wait * 1000);
    return outcome as T;
  }

  function see(record: Submission, view: { text: string }): void {
    const card = cards.get(record.id) ?? { id: record.id, versions: [] };
    cards.set(record.id, card);
    const [, percent] = /(\d{1,3})\s?%/.exec(view.text.replace(/“.*”/s, '')) ?? [];
    const picture = record.picture?.fileId !== undefined && record.mark !== 'ended';
    card.versions.push({
      at: now(),
      percent: percent === undefined ? undefined : Number(percent),
      picture,
      text: view.text,
    });
  }

  const records: Needs.Records = {
    get: async (id) => store.get(id),
    getMany: async (ids) => ids.flatMap((id) => store.get(id) ?? []),
    async change(id, step) {
      const before = store.get(id);
      if (before === undefined) return undefined;
      const after = step(before);
      store.set(id, after);
      return after;
    },
    recent: async () => [],
    byTask: async () => undefined,
    byCard: async () => undefined,
    isFromCopy: async () => false,
    secure: async () => undefined,
  };

  const { jobs, addJob } = outboxJobs(clock);
  const queue: Needs.Jobs & { turn(id: SubmissionId): void } = {
    submit: async () => undefined,
    series: async () => undefined,
    sheet: async () => undefined,
    deliver: async (id) => addJob(`deliver-${id}`, 'deliver', () => deliver(id), 0, false),
    async show(id, urgency, inMs = 0) {
      addJob(`${urgency}-${id}`, urgency, () => show(id, urgency), inMs, urgency === 'end' && inMs === 0);
    },
    letter: async () => undefined,
    turn: (id) => addJob(`turn-${id}`, 'progress', () => show(id, 'turn'), 0, false),
  };

  function takeTurns(): Promise<unknown> {
    for (;;) {
      const turn = model.turn(TEAM);
      if (typeof turn !== 'string') return Promise.resolve(turn === undefined ? undefined : { againInMs: turn });
      queue.turn(turn);
    }
  }

  const leases = new Set<string>();
  const needs = {
    records,
    jobs: queue,
    intake: idleIntake,
    cards: {
      face: (record, load) => cardView(record, english, { load }).face,
      async post(record, load) {
        const ts = await call(
          'chat.postMessage',
          () => see(record, cardView(record, english, { load })),
          record.channel,
        );
        return { ts: String(ts), channel: record.channel };
      },
      update: (record, load) => call('chat.update', () => see(record, cardView(record, english, { load }))),
      find: async () => 'absent' as const,
      remove: async () => undefined,
      reply: (record) => call('chat.postMessage', () => undefined, record.channel),
    } satisfies Needs.Cards,
    files: {
      async upload({ bytes }) {
        await call('files.getUploadURLExternal', () => undefined);
        await clock.sleep(2 * WAY_MS);
        return await call('files.completeUploadExternal', () => {
          const id = `F${(made += 1)}`;
          files.set(id, now() + FILE_READY_MS);
          return id;
        }).finally(() => here.turn(-bytes.byteLength));
      },
      share: async () => 'F0',
      look: (id) => call('files.info', () => ({ ready: now() >= (files.get(id) ?? 0), shared: true })),
      read: async () => Buffer.alloc(1),
      remove: async () => undefined,
    } satisfies Needs.Files,
    pictures: {
      async fetch() {
        coming.turn(1);
        await clock.sleep(80);
        coming.turn(-1);
        here.turn(drawn.bytes.byteLength);
        return drawn;
      },
    },
    ...fakeSeries(fakeTroubles(() => 0)).needs,
    notes: { respond: async () => true },
    ...fakeGallery(() => {}, now).needs,
    budget: model.budget,
    outbox: {
      ...model.outbox,
      async offer(team, id, times) {
        await model.outbox.offer(team, id, times);
        addJob('turns', 'progress', takeTurns, 0, false);
      },
    } satisfies Needs.Outbox,
    leases: {
      async hold(name, _, held) {
        if (leases.has(name)) return undefined;
        leases.add(name);
        try {
          return { value: await held() };
        } finally {
          leases.delete(name);
        }
      },
    } satisfies Needs.Leases,
    settings: { of: async () => DEFAULT_SETTINGS },
    world: { now, random: options.random },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
  const show = showStory(needs);
  const room = deliverRoom();
  const stories = Array.from({ length: options.workspaces ?? 1 }, () => deliverStory({ ...needs, show, room }));
  const deliver: (typeof stories)[number] = async (id) =>
    await stories[[...store.keys()].indexOf(id) % stories.length]?.(id);

  return {
    store,
    cards,
    calls,
    model,
    /** Pictures that come, and bytes of those that are here, at once. */
    coming,
    here,
    /** What is kept for work that is not done yet. */
    left: () => ({ jobs: [...jobs.keys()], leases: [...leases], ...model.left(TEAM) }),
    /** Posts the card of a new submission that was submitted. @returns its id */
    async begin(channel = 'C1'): Promise<SubmissionId> {
      const id = SubmissionId.parse(`s${createHash('sha256').update(`${store.size}`).digest('hex').slice(0, 19)}`);
      store.set(
        id,
        Submission.parse({
          v: 1,
          id,
          team: TEAM,
          channel,
          asker: 'U1',
          order: { verb: 'imagine', prompt: 'a red fox' },
          mark: 'submitted',
          task: id,
          at: { accepted: now(), submitted: now() },
          movedAt: now(),
          card: { mark: 'none' },
        }),
      );
      const begun = store.get(id);
      if (begun !== undefined) await model.outbox.began(TEAM, id, plannedEnd(begun, now()));
      await queue.show(id, 'end');
      return id;
    },
    /** A reading found that. */
    async read(id: SubmissionId, found: Partial<Snapshot> & Pick<Snapshot, 'status' | 'progress'>): Promise<void> {
      const before = store.get(id);
      const snapshot = { taskId: id, buttons: [], imageUrl: 'https://cdn.example.com/1.png', ...found };
      const taken = advance(snapshot, now(), 60);
      const record = await records.change(id, (r) => estimated([], now())(taken(r)));
      if (record === undefined || record === before) return;
      if (record.end !== undefined) await afterEnd(needs, record);
      else await showProgress(needs, record, record.movedAt !== before?.movedAt);
    },
    /** Slack refuses the next call of that method, without a reason that the budget could know of. */
    refuse: (method: Method) => void refusals.push(method),
  };
}

/** What comes and goes, and the most that there was. */
function tide() {
  const seen = { now: 0, most: 0 };
  const turn = (by: number) => {
    seen.now += by;
    seen.most = Math.max(seen.most, seen.now);
  };
  return { seen, turn };
}
