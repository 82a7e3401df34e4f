import type { SubmissionId } from '../../src/domain/ids.ts';
import { LIGHT, type Load, loadOf } from '../../src/domain/load.ts';
import type { Budget, BudgetClass, Outbox } from '../../src/flows/needs/outbox.ts';
import { channelTerms, editsPerMinute, type Terms, workspaceTerms } from '../../src/queue/tiers.ts';

/**
 * Budget and outbox of `src/queue` without Redis, for a clock that a test moves: what README.md there says, in plain data. The scripts are
 * held against it (`test/integration/queue/outbox-model.test.ts`).
 */
const GRACE_MS = 2000;
const STRICT_MS = 600_000;
const EXPECTED_MS = 3000;
const MOVING_MS = 60_000;
const AVERAGE_MS = 30_000;
const NEAR_MS = 15_000;
const OVERDUE_MS = 30_000;
const HELD_MS = 1000;
const SOONER = 0.75;

interface Bucket {
  tokens: number;
  at: number;
  until: number;
  strict: number;
  /** By name: since when it waits, and when it was told to come back. */
  line: Map<string, { since: number; back: number }>;
}

interface Open {
  bucket: Bucket;
  now: number;
  tokens: number;
  rate: number;
  burst: number;
  kept: number;
}

export function outboxModel(options: { scale: number; now: () => number }) {
  const { scale, now } = options;
  const buckets = new Map<string, Bucket>();
  const paused = new Map<string, { channel: string; until: number }>();
  const lines = new Map<string, Map<SubmissionId, number>>();
  const traffics = new Map<string, Traffic>();

  function bucketAt(key: string): Bucket {
    const bucket = buckets.get(key) ?? { tokens: Infinity, at: now(), until: 0, strict: 0, line: new Map() };
    buckets.set(key, bucket);
    return bucket;
  }

  function open(key: string, terms: Terms): Open {
    const bucket = bucketAt(key);
    const at = Math.max(now(), bucket.at);
    const strict = at < bucket.strict;
    const rate = strict ? terms.rate * 0.8 : terms.rate;
    const burst = strict ? Math.max(1, terms.burst * 0.2) : terms.burst;
    const margin = strict ? Math.min(terms.margin, burst) : terms.margin;
    const flown = Math.max(0, at - Math.max(bucket.at, bucket.until)) * rate;
    return { bucket, now: at, tokens: Math.min(burst, bucket.tokens + flown), rate, burst, kept: burst - margin };
  }

  /** Who has not come back has lost its place. */
  function dismiss({ bucket: { line }, now: at }: Open): void {
    for (const [who, { back }] of line) if (back <= at - GRACE_MS) line.delete(who);
  }

  function readyIn({ bucket, now: at, tokens, rate }: Open, needed: number): number {
    const short = needed - tokens < 0.000001 ? 0 : needed - tokens;
    return Math.max(0, bucket.until - at) + short / rate;
  }

  function store({ bucket, now: at }: Open, tokens: number): void {
    bucket.tokens = tokens;
    bucket.at = at;
  }

  const budget: Budget = {
    async take(team, what, { urgency, who, since = now(), channel }) {
      const urgent = urgency === 'end';
      const asks = [
        open(`${team}:${what}`, workspaceTerms(what, scale)),
        ...(what === 'post' && channel !== undefined ? [open(`${team}:${what}:${channel}`, channelTerms(scale))] : []),
      ].map((one) => {
        dismiss(one);
        const { line } = one.bucket;
        const place = line.get(who);
        const before = ([name, waiting]: [string, { since: number }]) =>
          place === undefined
            ? waiting.since <= since
            : waiting.since < place.since || (waiting.since === place.since && name < who);
        const ahead = urgent ? [...line].filter(before).length : line.size + one.kept;
        return { ...one, inMs: readyIn(one, ahead + 1) };
      });
      const wait = Math.max(...asks.map(({ inMs }) => inMs));
      for (const one of asks) {
        const { line } = one.bucket;
        if (wait === 0) line.delete(who);
        else if (urgent && one.inMs > 0)
          line.set(who, { since: line.get(who)?.since ?? since, back: one.now + Math.ceil(wait) });
        store(one, wait === 0 ? one.tokens - 1 : one.tokens);
      }
      return Math.ceil(wait);
    },
    async cool(team, what, ms, channel) {
      const over = now() + Math.ceil(ms);
      const pause = (key: string) => {
        const bucket = bucketAt(key);
        const again = bucket.until > 0 && now() >= bucket.until && now() - bucket.until < STRICT_MS;
        const strict = again ? now() + STRICT_MS : bucket.strict;
        buckets.set(
          key,
          over > bucket.until ? { ...bucket, strict, until: over, tokens: 1, at: now() } : { ...bucket, strict },
        );
      };
      if (what !== 'post' || channel === undefined) return pause(`${team}:${what}`);
      pause(`${team}:${what}:${channel}`);
      const last = paused.get(team);
      if (last !== undefined && last.channel !== channel && last.until > now()) pause(`${team}:${what}`);
      paused.set(team, { channel, until: over });
    },
    async expect(team, what, { who, since = now() }) {
      const { line } = bucketAt(`${team}:${what}`);
      line.set(who, { since: line.get(who)?.since ?? since, back: now() + EXPECTED_MS });
    },
    async giveBack(team, what) {
      const one = open(`${team}:${what}`, workspaceTerms(what, scale));
      store(one, Math.min(one.burst, one.tokens + 1));
    },
  };

  function trafficOf(team: string): Traffic {
    const known = traffics.get(team) ?? {
      moving: new Map(),
      ending: new Map(),
      moves: average(),
      ends: average(),
      load: LIGHT,
    };
    traffics.set(team, known);
    return known;
  }

  const outbox: Outbox = {
    async moved(team, id, endAt) {
      const traffic = trafficOf(team);
      traffic.ending.set(id, endAt);
      for (const [card, at] of traffic.ending) if (at <= now() - OVERDUE_MS) traffic.ending.delete(card);
      traffic.moving.set(id, now());
      for (const [card, at] of traffic.moving) if (at <= now() - MOVING_MS) traffic.moving.delete(card);
      const moves = traffic.moves.add(now());
      const edits = editsPerMinute(scale);
      traffic.load = loadOf({ cards: traffic.moving.size, moves, ends: traffic.ends.at(now()), edits }, traffic.load);
      return traffic.load;
    },
    began: async (team, id, endAt) => void trafficOf(team).ending.set(id, endAt),
    load: async (team) => trafficOf(team).load,
    async offer(team, id, { shownAt, movedAt }) {
      const line = lines.get(team) ?? new Map<SubmissionId, number>();
      lines.set(team, line.set(id, shownAt - 2 * Math.max(0, movedAt - shownAt)));
    },
    async leave(team, id) {
      lines.get(team)?.delete(id);
      trafficOf(team).moving.delete(id);
      trafficOf(team).ending.delete(id);
      trafficOf(team).ends.add(now());
    },
  };

  /** More ends within a minute than a full bucket can show, the first of them about now. */
  function isCrowd({ now: at, burst, rate }: Open, ending: ReadonlyMap<SubmissionId, number>): boolean {
    const ends = [...ending.values()]
      .filter((endAt) => endAt >= at - OVERDUE_MS && endAt <= at + burst / rate)
      .toSorted((a, b) => a - b);
    const [first] = ends;
    if (first === undefined || first - at > NEAR_MS) return false;
    return ends.some((endAt, n) => n + 2 > burst + Math.max(0, endAt - at) * SOONER * rate);
  }

  return {
    budget,
    outbox,
    /** The card whose turn it is, when to ask again, or nothing. */
    turn(this: void, team: string): SubmissionId | number | undefined {
      const line = lines.get(team) ?? new Map<SubmissionId, number>();
      if (line.size === 0) return undefined;
      const one = open(`${team}:update`, workspaceTerms('update', scale));
      dismiss(one);
      const free = Math.ceil(readyIn(one, one.bucket.line.size + 1 + one.kept));
      const wait = isCrowd(one, trafficOf(team).ending) ? Math.max(free, HELD_MS) : free;
      const [first] = [...line].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
      if (wait > 0 || first === undefined) {
        store(one, one.tokens);
        return wait;
      }
      line.delete(first[0]);
      store(one, one.tokens - 1);
      return first[0];
    },
    /** Who waits: for an edit's turn, in the line of a bucket, for an end. */
    left(team: string) {
      const { ending, moving } = trafficOf(team);
      const waiting = [...buckets.values()].flatMap(({ line }) => [...line.keys()]);
      return {
        turns: [...(lines.get(team)?.keys() ?? [])],
        waiting,
        ending: [...ending.keys()],
        moving: [...moving.keys()],
      };
    },
    /** What a bucket holds now. */
    tokens(team: string, what: BudgetClass): number {
      return open(`${team}:${what}`, workspaceTerms(what, scale)).tokens;
    },
  };
}

interface Traffic {
  moving: Map<SubmissionId, number>;
  /** When their tasks should end. */
  ending: Map<SubmissionId, number>;
  moves: ReturnType<typeof average>;
  ends: ReturnType<typeof average>;
  load: Load;
}

/** How often something happens a minute, the older the less it counts. */
function average() {
  let sum = 0;
  let last = 0;
  const at = (now: number) => (sum * Math.exp(-(now - last) / AVERAGE_MS) * 60_000) / AVERAGE_MS;
  return {
    at,
    add(now: number): number {
      sum = sum * Math.exp(-(now - last) / AVERAGE_MS) + 1;
      last = now;
      return at(now);
    },
  };
}
