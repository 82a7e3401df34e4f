import { audit, type Red, recordsIn, unrest } from './chaos-books.ts';
import { weatherOf } from './chaos-faults.ts';
import { type Done, doDeed } from './chaos-people.ts';
import { type PlanOptions, type ProcessName, planRound, type Round } from './chaos-plan.ts';
import type { Play } from './chaos-plays.ts';
import { type ChaosStage, setChaosStage } from './chaos-stage.ts';
import type { Topology } from './redis-group.ts';

/** The figures of a run. */
export interface Figures {
  seed: number;
  rounds: number;
  kills: number;
  /** Faults of each kind that took effect. */
  faults: Record<string, number>;
  /** Kills at each mark of a record. */
  strikes: Record<string, number>;
  /** How many of each kind came about, of how many that were tried. */
  deeds: Record<string, { done: number; tried: number }>;
  submissions: number;
  /** Orders that the gateway took, and answers to what it asked. */
  orders: number;
  answers: number;
  /** How submissions ended. */
  ends: Record<string, number>;
  lost: number;
  doubled: number;
  reds: { round: number; what: Red['what']; say: string }[];
  /** From a kill until another process worked on what it struck, ms; only where the other worker lived and Redis was well. */
  recoveryMs: { count: number; median: number; most: number };
  tookMs: number;
}

export interface ChaosOptions extends Omit<PlanOptions, 'seed'> {
  seed: number;
  /** Stops before a round that would exceed one of them. */
  rounds: number;
  totalKills: number;
  totalMs: number;
  /** The first round, to play a later one alone. */
  from?: number;
  plants?: readonly string[];
  /** How Redis stands: by default one server. */
  redis?: 'single' | Topology;
  /** Plays this instead of what the seed says. */
  script?: Play;
  /** Plays these before the first round, in their order. */
  overture?: readonly Play[];
  tell: (line: string) => void;
  /** How long until all must be quiet after a round. */
  quietMs?: number;
  drawMs?: number;
  /** Told what the processes wrote, when the books are red. */
  keep?: (outputs: Record<ProcessName, string>) => Promise<void>;
}

/** The promise: another process works on a killed one's submission within this. */
export const RECOVERY_MS = 10_000;
const QUIET_MS = 100_000;
/** How long most people wait for a web process that is down. */
const WEB_WAIT_MS = 15_000;

interface Struck {
  who: ProcessName;
  /** By `performance.now()`. */
  at: number;
  /** Which of its lives ended. */
  life: number | undefined;
}

/** Plays rounds until kills, rounds or time are used up, or the books are red. */
export async function runChaos(options: ChaosOptions): Promise<Figures> {
  const { seed, tell } = options;
  const begun = performance.now();
  const recoveries: number[] = [];
  const struck = new Map<string, Struck>();
  let stage: ChaosStage | undefined;
  const onStage = (): ChaosStage => {
    if (stage === undefined) throw new Error('the stage is not set');
    return stage;
  };
  let killedAt = 0;
  const weather = weatherOf(onStage, (who, submission) => {
    if (who === 'web') return;
    killedAt = performance.now();
    if (submission !== undefined) struck.set(submission, { who, at: killedAt, life: onStage().actors[who].bot?.pid });
  });

  /** Somebody works on what a kill struck. The time counts from the last kill of any worker, which may have had it meanwhile. */
  const heard = (who: ProcessName, id: string) => {
    const one = struck.get(id);
    if (one === undefined || who === 'web' || onStage().actors[who].bot?.pid === one.life) return;
    struck.delete(id);
    const ups = (['worker-1', 'worker-2'] as const).map(
      (name) => onStage().actors[name].upSince ?? Number.POSITIVE_INFINITY,
    );
    const from = Math.max(one.at, killedAt, Math.min(...ups, performance.now()));
    if (weather.redisTroubledAt < one.at - 1000) recoveries.push(performance.now() - from);
  };

  stage = await setChaosStage({
    seed,
    plants: options.plants ?? [],
    redis: options.redis,
    ...(options.drawMs === undefined ? {} : { drawMs: options.drawMs }),
    ears: {
      onWrite(who, write) {
        heard(who, write.id);
        return weather.judge(who, write);
      },
      onRead: heard,
    },
  });
  tell(`stage set in ${seconds(performance.now() - begun)}`);

  const ledger: Done[] = [];
  const figures: Figures = {
    seed,
    rounds: 0,
    kills: 0,
    faults: {},
    strikes: {},
    deeds: {},
    submissions: 0,
    orders: 0,
    answers: 0,
    ends: {},
    lost: 0,
    doubled: 0,
    reds: [],
    recoveryMs: { count: 0, median: 0, most: 0 },
    tookMs: 0,
  };
  const isOver = () =>
    figures.rounds >= options.rounds ||
    weather.kills >= options.totalKills ||
    performance.now() - begun >= options.totalMs ||
    figures.reds.length > 0;
  try {
    for (let n = options.from ?? 0; !isOver(); n++) {
      const round = planRound(n, options);
      const roundBegun = performance.now();
      stage.gateway.remix(round.remix);
      if (figures.rounds === 0) for (const overture of options.overture ?? []) await overture(stage);
      weather.arm(true);
      if (options.script === undefined) await play(stage, round);
      else await options.script(stage);
      await weather.clear();
      const { left, last } = await quiet(stage, options.quietMs ?? QUIET_MS);
      weather.arm(false);
      const quietMs = performance.now() - roundBegun - round.lastsMs;
      // What never came to rest is read as it stands, and must not change under the eyes of whoever reads it.
      const reds: Red[] = [
        ...left.map((say): Red => ({ what: 'left over', say })),
        ...(await audit(stage, ledger)),
        ...weather.complaints.splice(0).map((say): Red => ({ what: 'other', say })),
        ...recoveries.filter((ms) => ms > RECOVERY_MS).map(slow),
      ];
      // What ended before the kill came needed nobody.
      struck.clear();
      for (const done of ledger) done.until ??= Date.now();
      figures.rounds += 1;
      figures.reds.push(...reds.map((red) => ({ round: n, ...red })));
      tell(
        `round ${n} (seed ${seed}): ${ledger.length} deeds, ${weather.kills} kills, quiet after ${seconds(quietMs)} (last: ${last.slice(0, 3).join(', ')}), ${reds.length === 0 ? 'green' : `RED: ${reds.map(({ say }) => say).join('; ')}`}`,
      );
    }
    const records = await recordsIn(stage.redis);
    figures.submissions = records.size;
    figures.answers = stage.gateway.submits.filter(({ kind }) => kind === 'modal').length;
    figures.orders = stage.gateway.submits.length - figures.answers;
    for (const { end } of records.values()) {
      const kind = end?.kind ?? 'none';
      figures.ends[kind] = (figures.ends[kind] ?? 0) + 1;
    }
    if (figures.reds.length > 0)
      await options.keep?.({
        web: stage.actors.web.output.join('\n---\n') + (stage.actors.web.bot?.output ?? ''),
        'worker-1': stage.actors['worker-1'].output.join('\n---\n') + (stage.actors['worker-1'].bot?.output ?? ''),
        'worker-2': stage.actors['worker-2'].output.join('\n---\n') + (stage.actors['worker-2'].bot?.output ?? ''),
      });
  } finally {
    await stage.strike();
  }
  const sorted = recoveries.sort((a, b) => a - b);
  return {
    ...figures,
    kills: weather.kills,
    faults: { ...weather.counts },
    strikes: { ...weather.strikes },
    deeds: deedsOf(ledger),
    lost: figures.reds.filter(({ what }) => what === 'lost').length,
    doubled: figures.reds.filter(({ what }) => what === 'doubled').length,
    recoveryMs: {
      count: sorted.length,
      median: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
      most: Math.round(sorted.at(-1) ?? 0),
    },
    tookMs: Math.round(performance.now() - begun),
  };

  /** People and weather, each at its time. */
  async function play(on: ChaosStage, round: Round): Promise<void> {
    const at = async (ms: number) => {
      await new Promise((resolve) => {
        setTimeout(resolve, ms);
      });
    };
    await Promise.all([
      at(round.lastsMs),
      ...round.deeds.map(async (deed) => {
        await at(deed.at);
        // Some ask while nobody listens; most would ask again, and a round is there to have something to lose.
        for (
          let waited = 0;
          deed.luck < 0.9 && waited < WEB_WAIT_MS && on.actors.web.upSince === undefined;
          waited += 100
        )
          await at(100);
        ledger.push(await doDeed(on, deed, seed));
      }),
      ...round.faults.map(async (fault) => {
        await at(fault.at);
        await weather.play(fault);
      }),
    ]);
  }
}

function deedsOf(ledger: readonly Done[]): Figures['deeds'] {
  const deeds: Figures['deeds'] = {};
  for (const { deed, impossible } of ledger) {
    const { done, tried } = deeds[deed.kind] ?? { done: 0, tried: 0 };
    deeds[deed.kind] = { done: done + (impossible === undefined ? 1 : 0), tried: tried + 1 };
  }
  return deeds;
}

function slow(ms: number): Red {
  return { what: 'other', say: `nobody took a killed process's work up within ${seconds(ms)}` };
}

/** Waits until nothing goes on any more. @returns what still does when time is up, and what was last to end */
async function quiet(stage: ChaosStage, withinMs: number): Promise<{ left: string[]; last: string[] }> {
  const until = performance.now() + withinMs;
  let calm = 0;
  let last: string[] = [];
  for (;;) {
    const events = stage.slack.deliveries.filter((delivery) => !delivery.done).map(({ name }) => `${name} on its way`);
    await stage.allUp(60_000);
    await stage.findRedis();
    const busy = [...(await unrest(stage.redis)), ...events];
    calm = busy.length === 0 ? calm + 1 : 0;
    if (busy.length > 0) last = busy;
    // Twice, because a job may hand on to another between two looks.
    if (calm === 2) return { left: [], last };
    if (performance.now() > until) return { left: busy, last };
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
