import type { FaultRule as GatewayRule } from '../../src/sandbox/gateway/index.ts';
import type { FaultRule as SlackRule } from '../../src/sandbox/slack/index.ts';
import type { RecordWrite, Verdict } from './chaos-gate.ts';
import { type AnyMark, type Fault, type FaultKind, MARKS, type ProcessName } from './chaos-plan.ts';
import type { ChaosStage } from './chaos-stage.ts';

/** Longer than the bot waits for an answer of Slack (5 s), shorter than a card's lease. */
const SLACK_LATE_MS = 5800;
/** Of a mark that is hardly ever written so many kills wait; more would all strike where it is written at last. */
const WAITING_MOST = 6;
/** What is delivered again: of events those that ask for something, not what the bot hears of its own posts. */
const ASKED = {
  event: /^(?:app_mention|reaction_added|app_home_opened)$/,
  interaction: /^(?:\/.*|block_actions|view_submission)$/,
} as const;
const QUEUE_FULL = { code: 23, description: '队列已满，请稍后尝试', result: null, properties: {} };
const BUSY = {
  '429': { do: 'too-many', retryAfterSeconds: 1 },
  '503': { do: 'answer', status: 503, body: 'upstream connect error' },
  full: { do: 'answer', status: 200, body: QUEUE_FULL },
} as const satisfies Record<string, GatewayRule['then']>;

/** Brings about what a plan says, and takes it back. */
export interface Weather {
  /** Resolves when it is over. */
  play(fault: Fault): Promise<void>;
  /** What a process writes is judged here: a kill may be waiting for it. */
  judge(who: ProcessName, write: RecordWrite): Verdict;
  /** Takes everything back that still stands; kills at marks wait on. */
  clear(): Promise<void>;
  /**
   * Whether kills at marks strike. Those that found no such mark in their round wait for it in the next: so all marks are struck alike, however
   * rarely they are written.
   */
  arm(strikes: boolean): void;
  /** Kills at each mark. */
  readonly strikes: Readonly<Record<AnyMark, number>>;
  /** How many of each kind took effect. */
  readonly counts: Readonly<Record<string, number>>;
  /** Kills of all kinds. */
  readonly kills: number;
  /** When Redis was last away or slow, by `performance.now()`. */
  readonly redisTroubledAt: number;
  /** What a SIGTERM left to be desired. */
  readonly complaints: string[];
}

/** `none`: there was nothing that it could strike; `later`: it counts when it strikes. */
type Effect = 'none' | 'later' | void;

type KillAt = Extract<Fault, { kind: 'kill-at' }>;

/** @param onKill told before each kill, with the submission whose write it struck */
export function weatherOf(
  stage: () => ChaosStage,
  onKill: (who: ProcessName, submission: string | undefined) => void,
): Weather {
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const waiting = new Set<KillAt>();
  const strikes = Object.fromEntries(MARKS.map((mark) => [mark, 0])) as Record<AnyMark, number>;
  let armed = true;
  const seen = new Set<string>();
  const undo = new Set<() => Promise<void> | void>();
  const complaints: string[] = [];
  let kills = 0;
  let redisIsDown = false;
  let redisTroubledAt = Number.NEGATIVE_INFINITY;

  function kill(who: ProcessName, downMs: number, submission?: string): void {
    onKill(who, submission);
    kills += 1;
    stage().kill(who, downMs);
  }

  /** Does, waits, undoes; `clear` may come first. */
  async function forAWhile(ms: number, back: () => Promise<void> | void): Promise<void> {
    undo.add(back);
    await pause(ms);
    if (undo.delete(back)) await back();
  }

  async function redisTrouble(ms: number, back: () => Promise<void> | void): Promise<void> {
    redisTroubledAt = performance.now();
    await forAWhile(ms, async () => {
      await back();
      redisTroubledAt = performance.now();
    });
  }

  /** What waits for a call counts when it strikes one. */
  const once = (fault: Fault) => {
    let struck = false;
    return () => {
      if (!struck) count(nameOf(fault));
      struck = true;
    };
  };
  const slack = (fault: Fault, rule: SlackRule): Effect => {
    stage().slack.faults.add({ times: 1, ...rule, onStrike: once(fault) });
    return 'later';
  };
  const gateway = (fault: Fault, rule: GatewayRule): Effect => {
    stage().gateway.faults.add({ times: 1, ...rule, onStrike: once(fault) });
    return 'later';
  };

  const socketTrouble = (bring: (sockets: ChaosStage['slack']['sockets']) => void): Effect => {
    const { sockets } = stage().slack;
    if (sockets.open === 0) return 'none';
    bring(sockets);
    return undefined;
  };

  const plays: { [K in FaultKind]: (fault: Extract<Fault, { kind: K }>) => Promise<Effect> | Effect } = {
    kill({ who, downMs }) {
      // One that is on its way up or down takes no work that could be lost.
      if (stage().actors[who].upSince === undefined) return 'none';
      kill(who, downMs);
      return undefined;
    },
    'kill-at'(fault) {
      const alike = [...waiting].filter(({ mark }) => mark === fault.mark);
      if (alike.length < WAITING_MOST) waiting.add(fault);
      return 'later';
    },
    async term({ who, downMs }) {
      const ended = await stage().stop(who, downMs);
      if (ended === undefined) return 'none';
      // Ten seconds are the contract's; a busy machine gets two more.
      if (ended.exit !== 'SIGKILL' && (ended.exit !== 0 || ended.ms > 12_000))
        complaints.push(`${who} ended with ${ended.exit} ${Math.round(ended.ms)} ms after SIGTERM`);
      return undefined;
    },
    async 'redis-kill'({ forMs }) {
      if (redisIsDown) return 'none';
      redisIsDown = true;
      redisTroubledAt = performance.now();
      await stage().killRedis();
      await redisTrouble(forMs, async () => {
        await stage().restartRedis();
        redisIsDown = false;
      });
      return undefined;
    },
    'redis-slow': async ({ who, ms, forMs }) => {
      stage().actors[who].gate.delay(ms);
      await redisTrouble(forMs, () => stage().actors[who].gate.delay(0));
    },
    'redis-stall': async ({ who, forMs }) => {
      stage().actors[who].gate.stall(forMs);
      await redisTrouble(forMs, () => undefined);
    },
    'redis-full': async ({ forMs }) => {
      if (redisIsDown) return 'none';
      await stage().limitRedis(1);
      await redisTrouble(forMs, () => stage().limitRedis(0));
      return undefined;
    },
    'slack-429': (fault) => slack(fault, { method: fault.method, effect: { kind: 'rate_limit', retryAfterS: 1 } }),
    'slack-500': (fault) =>
      slack(fault, { method: fault.method, effect: { kind: 'status', status: 500, when: fault.when } }),
    'slack-drop': (fault) => slack(fault, { method: fault.method, effect: { kind: 'drop', when: fault.when } }),
    'slack-late': (fault) =>
      slack(fault, { method: fault.method, effect: { kind: 'delay', ms: SLACK_LATE_MS, when: fault.when } }),
    // Up to three times more; late ones find what the first began.
    'slack-again': (fault) =>
      slack(fault, { method: ASKED[fault.what], effect: { kind: 'duplicate', laterMs: [1000, 3000, 5000] }, times: 2 }),
    'socket-refresh': () => socketTrouble((sockets) => sockets.disconnect('refresh_requested', 'one')),
    'socket-drop': ({ which }) => socketTrouble((sockets) => sockets.drop(which)),
    'gateway-drop': (fault) =>
      gateway(fault, { ...aim(fault.on), then: { do: fault.when === 'before' ? 'drop' : 'commit-then-drop' } }),
    'gateway-status': (fault) => {
      const { status } = fault;
      const then =
        fault.when === 'before'
          ? ({ do: 'answer', status, body: 'Bad gateway' } as const)
          : ({ do: 'commit-then-answer', status } as const);
      return gateway(fault, { ...aim(fault.on), then });
    },
    'gateway-html': (fault) => gateway(fault, { ...aim(fault.on), then: { do: 'html' } }),
    'gateway-busy': (fault) => gateway(fault, { kind: 'submits', times: 2, then: BUSY[fault.how] }),
    'gateway-blind': async (fault): Promise<Effect> => {
      const lift = stage().gateway.faults.add({
        kind: ['list'],
        then: { do: 'answer', status: 502, body: 'Bad gateway' },
        onStrike: once(fault),
      });
      await forAWhile(fault.forMs, lift);
      return 'later';
    },
    'gateway-forget': () => {
      const running = [...stage().gateway.tasks.values()].filter(({ status }) => status === 'IN_PROGRESS');
      const [one] = running;
      if (one === undefined) return 'none';
      stage().gateway.forget(one.id);
      return undefined;
    },
    callbacks: async ({ habit, forMs }) => {
      stage().gateway.callbackHabits({ [habit]: true });
      await forAWhile(forMs, () => stage().gateway.callbackHabits({ [habit]: false }));
    },
    clock: async ({ who, ms, forMs }) => {
      await stage().turnClock(who, ms);
      await forAWhile(forMs, () => stage().turnClock(who, 0));
    },
  };

  return {
    counts,
    strikes,
    complaints,
    get kills() {
      return kills;
    },
    get redisTroubledAt() {
      return redisTroubledAt;
    },
    async play(fault) {
      const play = plays[fault.kind] as (one: Fault) => Promise<Effect> | Effect;
      if ((await play(fault)) === undefined) count(nameOf(fault));
    },
    judge(who, write) {
      for (const mark of marksOf(write)) {
        const first = `${write.id} ${mark}`;
        if (seen.has(first)) continue;
        seen.add(first);
        if (!armed) continue;
        const fault = [...waiting].find((one) => one.mark === mark);
        if (fault === undefined) continue;
        waiting.delete(fault);
        count('kill-at');
        strikes[mark] += 1;
        if (fault.manner === 'after') {
          setTimeout(() => kill(who, fault.downMs, write.id), fault.afterMs);
          return 'pass';
        }
        // What is lost was never written; its next write is the first.
        if (fault.manner === 'lost') seen.delete(first);
        kill(who, fault.downMs, write.id);
        return fault.manner === 'lost' ? 'swallow' : 'mute';
      }
      return 'pass';
    },
    arm: (strike) => {
      armed = strike;
    },
    async clear() {
      const backs = Array.from(undo);
      undo.clear();
      for (const back of backs) await back();
      stage().slack.faults.clear();
      stage().gateway.faults.clear();
    },
  };
}

/** As it is counted: what strikes before something took effect is another fault than what strikes after it. */
function nameOf(fault: Fault): string {
  if ('when' in fault) return `${fault.kind} ${fault.when}`;
  return fault.kind === 'slack-again' ? `${fault.kind} ${fault.what}` : fault.kind;
}

/** The marks that a write shows. */
function marksOf({ mark, card, series }: RecordWrite): AnyMark[] {
  const marks: readonly string[] = [`card:${card}`, `series:${series ?? ''}`, mark];
  return MARKS.filter((one) => marks.includes(one));
}

function aim(on: 'submit' | 'modal' | 'reads'): Pick<GatewayRule, 'kind'> {
  if (on === 'reads') return { kind: 'reads' };
  return { kind: on === 'modal' ? ['modal'] : ['imagine', 'action', 'describe'] };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
