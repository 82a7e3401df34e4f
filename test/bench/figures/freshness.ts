/** How old what a card shows is, with few and with many cards running in a workspace. */
import { setTimeout as pause } from 'node:timers/promises';
import { hearChanges } from '../harness/changes.ts';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { type Card, idealCards, type Sample, samples } from '../harness/freshness.ts';
import { naiveCaller } from '../harness/naive.ts';
import { type Scene, SLACK, withScene } from '../harness/scene.ts';
import { duration, median, percent, quantile } from '../harness/statistics.ts';

interface Crowd {
  cards: number;
  relax: boolean;
}

const CROWDS: readonly Crowd[] = [
  { cards: 5, relax: false },
  { cards: 20, relax: false },
  { cards: 100, relax: true },
];
/** The default of MJ_POLL_MS: the best that the gateway's budget allows. */
const READ_MS = 3000;
/** A bar that has not been the newest for so long is stale. */
const STALE_MS = 30_000;
const SETTLE_MS = 25_000;

export const freshness: Figure = { name: 'freshness', measure };

async function measure(bench: Bench): Promise<Row[]> {
  const crowds = bench.quick ? CROWDS.slice(0, 2) : CROWDS;
  const options = {
    peers: true,
    slack: { workspaces: 2 * crowds.length },
    gateway: { aged: true },
  };
  return await withScene(bench, 'freshness', options, async (scene) => {
    await Promise.all(crowds.map((_, at) => scene.startBot({ workspace: at })));
    await scene.peers.write(scene.workspaces.slice(crowds.length));
    await Promise.all(crowds.map((crowd, at) => imagine(scene, at, crowd, crowd.cards)));
    const keeping = keepRunning(scene, crowds);
    await scene.gateway.fresh();
    await pause(bench.quick ? SETTLE_MS / 4 : SETTLE_MS);
    bench.say('freshness: measuring');
    const from = Date.now();
    await pause(bench.quick ? 30_000 : 90_000);
    const to = Date.now();
    await keeping.stop();

    const truths = await truthsOf(scene);
    return await Promise.all(
      crowds.map(async ({ cards, relax }, at): Promise<Row> => {
        const ours = await cardsOf(scene, at, truths);
        const best = idealCards(ours, { readMs: READ_MS, callMs: SLACK.callMs });
        const seen = samples(ours, from, to);
        const ideal = samples(best, from, to);
        const naive = samples(await naiveCards(scene, at, crowds.length, truths), from, to);
        const age = ages(seen);
        const bars = seen.filter(({ bar }) => bar);
        const stale = bars.filter(({ behindMs }) => behindMs > STALE_MS).length / Math.max(1, seen.length);
        // Half a second is what looking every half second cannot tell apart.
        const ratio = (age.median + 500) / (ages(ideal).median + 500);
        return {
          figure: `age of what a card shows, ${cards} ${relax ? 'relax' : 'fast'} cards running in one workspace`,
          must: 'median <= 1.3 x the best that the budget allows; no stale bars',
          measured: `median ${duration(age.median)} (${ratio.toFixed(2)} x), p95 ${duration(age.p95)}; ${percent(
            bars.length / Math.max(1, seen.length),
          )} bars, ${percent(stale)} stale`,
          beside: `best: median ${duration(ages(ideal).median)} · B7: median ${duration(ages(naive).median)}`,
          ok: ratio <= 1.3 && stale <= 0.01,
          values: { median: age.median, p95: age.p95, best: ages(ideal).median, b7: ages(naive).median, stale },
        };
      }),
    );
  });
}

function ages(all: readonly Sample[]): { median: number; p95: number } {
  const ms = all.map(({ ageMs }) => ageMs);
  return { median: median(ms), p95: quantile(ms, 0.95) };
}

async function imagine(scene: Scene, workspace: number, { relax }: Crowd, times: number): Promise<void> {
  const text = `workspace ${workspace} ${relax ? '--relax' : ''}`;
  const typed = await scene.slack.imagine(workspace, { times, everyMs: 150, text: `${text} --seed` });
  if (typed.some(({ acked }) => !acked)) throw new Error('a command was not acked');
}

/** As one ends another is asked for in its place; the naive writer hears of every change. */
function keepRunning(scene: Scene, crowds: readonly Crowd[]): { stop(): Promise<void> } {
  const naive = crowds.map((_, at) => naiveCaller(scene, at, crowds.length + at));
  return hearChanges(scene.gateway, 150, async (changes) => {
    for (const change of changes) {
      const at = workspaceOf(change.prompt);
      const crowd = crowds[at];
      await naive[at]?.([change]);
      if (crowd !== undefined && change.percent === 'end') await imagine(scene, at, crowd, 1);
    }
  });
}

function workspaceOf(prompt: string): number {
  return Number(/^workspace (\d+)/.exec(prompt)?.[1] ?? 0);
}

interface TaskTruth {
  task: string;
  workspace: number;
  state: string;
  changes: { at: number; percent: number }[];
  endedAt: number | undefined;
}

async function truthsOf(scene: Scene): Promise<TaskTruth[]> {
  const truths = new Map<string, TaskTruth>();
  for (const { task, state, prompt, at, percent: now } of await scene.gateway.changes()) {
    const truth = truths.get(task) ?? {
      task,
      workspace: workspaceOf(prompt),
      state,
      changes: [],
      endedAt: undefined,
    };
    if (now === 'end') truth.endedAt = at;
    else truth.changes.push({ at, percent: now });
    truths.set(task, truth);
  }
  return [...truths.values()];
}

async function cardsOf(scene: Scene, at: number, truths: readonly TaskTruth[]): Promise<Card[]> {
  // The stand-in workspaces know nothing of one another and may hand out the same ids.
  const own = truths.filter(({ workspace }) => workspace === at);
  const byState = new Map(own.map((truth) => [truth.state, truth]));
  return (await scene.slack.cards(at)).flatMap(({ submission, versions }) => {
    const truth = byState.get(submission);
    const shown = versions.map((version, n) => ({ at: version.at, percent: version.percent, first: n === 0 }));
    return truth === undefined ? [] : [{ truth, shown }];
  });
}

async function naiveCards(scene: Scene, at: number, first: number, truths: readonly TaskTruth[]): Promise<Card[]> {
  const byTask = new Map(truths.map((truth) => [truth.task, truth]));
  const taskOf = new Map((await scene.peers.cards(at)).map(({ ts, key }) => [ts, key]));
  return (await scene.slack.cards(first + at)).flatMap(({ ts, versions }) => {
    const truth = byTask.get(taskOf.get(ts) ?? '');
    const shown = versions.map((version, n) => ({ at: version.at, percent: version.percent, first: n === 0 }));
    return truth === undefined ? [] : [{ truth, shown }];
  });
}
