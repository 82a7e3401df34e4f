/** Fifty tasks over five workspaces, in the ordinary way: typed, posted, followed, and their pictures on their cards. */
import { setTimeout as pause } from 'node:timers/promises';
import { hearChanges } from '../harness/changes.ts';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { type Scene, withScene } from '../harness/scene.ts';
import { duration, quantile } from '../harness/statistics.ts';

const WORKSPACES = 5;
const EACH = 10;
const AFTERWARDS_MS = 10_000;

export const noticing: Figure = { name: 'noticing', measure };

async function measure(bench: Bench): Promise<Row[]> {
  const options = { peers: true, slack: { workspaces: WORKSPACES }, gateway: { aged: true } };
  return await withScene(bench, 'noticing', options, async (scene) => {
    await scene.peers.poll('b1', scene.gatewayAccess);
    // A process knows one workspace, so five of them stand side by side, each with a database of its own.
    await Promise.all(Array.from({ length: WORKSPACES }, (_, at) => scene.startBot({ workspace: at })));
    await Promise.all(scene.workspaces.map((_, at) => imagine(scene, at, EACH)));
    const keeping = keepRunning(scene);
    await pause(10_000);
    await scene.gateway.fresh();
    bench.say('noticing: measuring');
    const from = Date.now();
    await pause(bench.quick ? 20_000 : 75_000);
    const to = Date.now();
    await keeping.stop();
    await pause(AFTERWARDS_MS);

    const ends = (await scene.gateway.changes()).filter(
      ({ percent, at }) => percent === 'end' && at >= from && at < to,
    );
    const seen = await Promise.all(scene.workspaces.map((_, at) => seenBy(scene, at)));
    const noticedAt = new Map(seen.flatMap(({ noticed }) => [...noticed]));
    const shownAt = new Map(seen.flatMap(({ shown }) => [...shown]));
    const noticed = ends.map((end) => (noticedAt.get(keyOf(end)) ?? Number.POSITIVE_INFINITY) - end.at);
    const shown = ends.map(
      (end) => (shownAt.get(keyOf(end)) ?? Number.POSITIVE_INFINITY) - (noticedAt.get(keyOf(end)) ?? 0),
    );
    const b1At = new Map((await scene.peers.noticed('b1')).map(({ task, at }) => [task, at]));
    const b1 = ends.map(({ task, at }) => (b1At.get(task) ?? Number.POSITIVE_INFINITY) - at);
    const [p50, p95, picture] = [quantile(noticed, 0.5), quantile(noticed, 0.95), quantile(shown, 0.95)];
    return [
      {
        figure: 'end noticed after, 50 running over five workspaces, live gateway, no callbacks',
        must: 'p50 <= 1.5 s, p95 <= 3.0 s',
        measured: `p50 ${duration(p50)}, p95 ${duration(p95)} (${ends.length} ends)`,
        beside: `B1: p50 ${duration(quantile(b1, 0.5))}, p95 ${duration(quantile(b1, 0.95))}`,
        ok: p50 <= 1500 && p95 <= 3000,
        values: { p50, p95, ends: ends.length },
      },
      {
        figure: 'the same: noticed to picture on the card',
        must: 'p95 <= 2.0 s',
        measured: `p50 ${duration(quantile(shown, 0.5))}, p95 ${duration(picture)}`,
        beside: 'four calls of 100 ms and a file that is ready after 250 ms: 750 ms',
        ok: picture <= 2000,
        values: { p50: quantile(shown, 0.5), p95: picture },
      },
    ];
  });
}

async function imagine(scene: Scene, workspace: number, times: number): Promise<void> {
  const typed = await scene.slack.imagine(workspace, { times, everyMs: 300, text: `workspace ${workspace}: fox` });
  const failed = typed.find(({ acked }) => !acked);
  if (failed !== undefined) throw new Error(`a command was not acked: ${failed.error}`);
}

/** As one ends another is asked for in its place; the baseline is told of each. */
function keepRunning(scene: Scene): { stop(): Promise<void> } {
  const told = new Set<string>();
  return hearChanges(scene.gateway, 250, async (changes) => {
    const fresh = [...new Set(changes.map(({ task }) => task))].filter((task) => !told.has(task));
    for (const task of fresh) told.add(task);
    await scene.peers.add(fresh);
    for (const { percent, prompt } of changes) if (percent === 'end') await imagine(scene, workspaceOf(prompt), 1);
  });
}

function workspaceOf(prompt: string): number {
  return Number(/^workspace (\d+)/.exec(prompt)?.[1] ?? 0);
}

/** The stand-in workspaces know nothing of one another and may hand out the same ids, so a submission is named with its workspace. */
function keyOf({ prompt, state }: { prompt: string; state: string }): string {
  return `${workspaceOf(prompt)} ${state}`;
}

/** By workspace and submission: when the bot knew of its end, and when its card showed the picture. */
async function seenBy(
  scene: Scene,
  workspace: number,
): Promise<{ noticed: Map<string, number>; shown: Map<string, number> }> {
  const cards = await scene.slack.cards(workspace);
  const records = await scene.store(workspace).records(cards.map(({ submission }) => submission));
  return {
    noticed: new Map(
      records.flatMap(({ id, at }) => (at.ended === undefined ? [] : [[`${workspace} ${id}`, at.ended]])),
    ),
    shown: new Map(
      cards.flatMap(({ submission, versions }) => {
        const at = versions.find(({ picture }) => picture !== undefined)?.at;
        return at === undefined ? [] : [[`${workspace} ${submission}`, at]];
      }),
    ),
  };
}
