/** A hundred tasks of one workspace that end within a minute, with Slack's tiers in force. */
import { setTimeout as pause } from 'node:timers/promises';
import { hearChanges } from '../harness/changes.ts';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { idealEnds, shareShown, type Wait, worstWait } from '../harness/ideal.ts';
import { naiveCaller } from '../harness/naive.ts';
import { type Scene, SLACK, withScene } from '../harness/scene.ts';
import { duration, largest, median, percent, quantile, sum } from '../harness/statistics.ts';
import type { Calls } from '../slack-process.ts';

const WRITES = ['chat.postMessage', 'chat.update', 'files.getUploadURLExternal', 'files.completeUploadExternal'];
/** What an end may take when nothing else goes on: the target of `noticing`. */
const FREE_MS = 2000;
/** How long after the ideal schedule is waited for what is not shown. */
const PATIENCE_MS = 60_000;
/** How long after the last end the cards are looked at once more, to find what comes twice. */
const AFTERWARDS_MS = 10_000;

export const ends: Figure = { name: 'ends', measure };

async function measure(bench: Bench): Promise<Row[]> {
  const tasks = bench.quick ? 60 : 100;
  const withinMs = bench.quick ? 10_000 : 30_000;
  const options = { peers: true, slack: { workspaces: 2 }, gateway: { slower: bench.quick ? 0.4 : 0.7 } };
  return await withScene(bench, 'ends', options, async (scene) => {
    await scene.startBot();
    const naive = await naiveBeside(scene);
    const from = Date.now();
    bench.say(`ends: ${tasks} tasks`);
    const typed = await scene.slack.imagine(0, { times: tasks, everyMs: withinMs / tasks, text: 'a fox' });
    if (typed.some(({ acked }) => !acked)) throw new Error('a command was not acked');
    const known = await allEnded(scene, tasks);
    const ideal = idealEnds(known, { call: SLACK.callMs, fileReady: SLACK.fileReadyMs });
    bench.say(
      `ends: all known; the ideal schedule shows the last ${duration(largest(ideal) - Math.min(...known))} after the first`,
    );
    await scene.slack.pictures(0, tasks, Math.max(0, largest(ideal) - Date.now()) + PATIENCE_MS);
    const naiveWaits = naive.waits(await scene.gateway.changes(), await scene.slack.cards(1), largest(ideal));
    await pause(bench.quick ? AFTERWARDS_MS / 2 : AFTERWARDS_MS);
    await naive.stop();

    const cards = await scene.slack.cards(0);
    const waits = await waitsOf(scene, cards);
    const calls = await scene.slack.calls(0, from, Date.now());
    const of = (method: string): Calls => calls[method] ?? { all: 0, limited: 0 };
    const writes = WRITES.map(of);
    const limited = sum(writes.map((call) => call.limited)) / sum(writes.map((call) => call.all));
    const share = shareShown(waits, FREE_MS);
    const worst = worstWait(waits, FREE_MS);
    const first = Math.min(...known);
    for (const wait of waits.toSorted((a, b) => worstWait([b], FREE_MS) - worstWait([a], FREE_MS)).slice(0, 3))
      bench.say(
        `ends: known ${duration(wait.known - first)} after the first, shown after ${duration((wait.shown ?? Number.POSITIVE_INFINITY) - wait.known)}, at best after ${duration(wait.ideal - wait.known)}`,
      );
    const waited = waits.map(({ known: at, shown = Number.POSITIVE_INFINITY }) => shown - at);
    const idealMs = waits.map(({ known: at, ideal: best }) => best - at);
    const submits = await scene.gateway.submits();
    const whole = cards.filter(({ versions }) => versions.some(({ picture }) => picture !== undefined)).length;
    const exact =
      submits.length === tasks &&
      cards.length === tasks &&
      new Set(cards.map(({ submission }) => submission)).size === tasks &&
      of('files.completeUploadExternal').all - of('files.completeUploadExternal').limited === tasks;
    const looks = of('files.info').all / tasks;
    const within = `${tasks} tasks that end within ${Math.round((largest(known) - Math.min(...known)) / 1000)} s in one workspace, tiers enforced`;
    return [
      {
        figure: `${within}: ends shown by the time at which the tiers could have shown all`,
        must: '>= 95 %',
        measured: `${percent(share)} (${whole} of ${tasks} in the end)`,
        beside: `B7: ${percent(naiveWaits.share)}`,
        ok: share >= 0.95,
        values: { share, whole, b7: naiveWaits.share },
      },
      {
        figure: 'the same: the wait of each card, from the end known to the picture',
        must: `<= 1.2 x ideal (or ${duration(FREE_MS)})`,
        measured: `worst ${worst.toFixed(2)} x; median ${duration(median(waited))}, p95 ${duration(quantile(waited, 0.95))}`,
        beside: `ideal: median ${duration(median(idealMs))}, p95 ${duration(quantile(idealMs, 0.95))} · B7: median ${naiveWaits.median}`,
        ok: worst <= 1.2,
        values: { worst, p50: median(waited), p95: quantile(waited, 0.95), idealP95: quantile(idealMs, 0.95) },
      },
      {
        figure: 'the same: writes that met a 429; nothing lost or doubled; looks at a file',
        must: '< 1 %; exactly once; about 1',
        measured: `${percent(limited)}; ${exact && whole === tasks ? 'exactly once' : `${whole} shown, ${cards.length} cards, ${submits.length} submits`}; ${looks.toFixed(1)}`,
        beside: `B7: ${percent(await naive.limited(from))}`,
        ok: limited < 0.01 && exact && whole === tasks && looks <= 1.5,
        values: { limited, looks, cards: cards.length, submits: submits.length },
      },
    ];
  });
}

/** Resolves with when the bot knew of each end, once it knows of all. */
async function allEnded(scene: Scene, tasks: number): Promise<number[]> {
  const until = Date.now() + 180_000;
  for (;;) {
    const submits = await scene.gateway.submits();
    const records = await scene.store().records(submits.map(({ state }) => state));
    const known = records.flatMap(({ at }) => at.ended ?? []);
    if (known.length >= tasks) return known;
    if (Date.now() > until) throw new Error(`only ${known.length} of ${tasks} ends were noticed`);
    await pause(500);
  }
}

async function waitsOf(scene: Scene, cards: Awaited<ReturnType<Scene['slack']['cards']>>): Promise<Wait[]> {
  const shown = new Map(
    cards.map(({ submission, versions }) => [submission, versions.find((v) => v.picture !== undefined)?.at]),
  );
  const submits = await scene.gateway.submits();
  const records = (await scene.store().records(submits.map(({ state }) => state))).filter(
    ({ at }) => at.ended !== undefined,
  );
  const known = records.map(({ at }) => at.ended ?? 0);
  const ideal = idealEnds(known, { call: SLACK.callMs, fileReady: SLACK.fileReadyMs });
  return records.map(({ id }, index) => ({
    known: known[index] ?? 0,
    shown: shown.get(id),
    ideal: ideal[index] ?? 0,
  }));
}

interface Naive {
  waits(
    changes: Awaited<ReturnType<Scene['gateway']['changes']>>,
    cards: Awaited<ReturnType<Scene['slack']['cards']>>,
    until: number,
  ): { share: number; median: string };
  limited(from: number): Promise<number>;
  stop(): Promise<void>;
}

/** B7 in the second workspace: the same tasks, every change written as it comes. */
async function naiveBeside(scene: Scene): Promise<Naive> {
  const [, workspace] = scene.workspaces;
  if (workspace === undefined) throw new Error('there is no second workspace');
  await scene.peers.write([workspace]);
  const telling = hearChanges(scene.gateway, 100, naiveCaller(scene, 0, 1));

  return {
    waits(changes, cards, until) {
      const ended = changes.filter(({ percent: now }) => now === 'end');
      // Its cards say nothing about tasks, and its ends are alike: the nth end is compared with the nth that was shown.
      const shown = cards
        .flatMap(({ versions }) => versions.filter((v, n) => n > 0 && v.percent === undefined).slice(0, 1))
        .map(({ at }) => at)
        .toSorted((a, b) => a - b);
      const ms = ended.map(({ at }, n) => (shown[n] ?? Number.POSITIVE_INFINITY) - at);
      const middle = median(ms);
      return {
        share: shown.filter((at) => at <= until).length / ended.length,
        median: duration(middle),
      };
    },
    async limited(from) {
      const calls = await scene.slack.calls(1, from, Date.now());
      const writes = WRITES.map((method) => calls[method] ?? { all: 0, limited: 0 });
      return sum(writes.map((call) => call.limited)) / sum(writes.map((call) => call.all));
    },
    stop: () => telling.stop(),
  };
}
