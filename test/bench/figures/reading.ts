/**
 * Following many tasks: how often the gateway is asked, how soon an end is noticed, what it costs. One figure for each size of crowd, and
 * one for callbacks.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../support/redis.ts';
import { lifeMs } from '../harness/cadence.ts';
import { type Crowd, type EndSeen, gather, noticing } from '../harness/crowd.ts';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { type Scene, withScene } from '../harness/scene.ts';
import { count, duration, largest, perMinute, quantile } from '../harness/statistics.ts';
import { watchUsage } from '../harness/usage.ts';

interface Size {
  tasks: number;
  /** Targets: requests a minute, and the 95th percentile of noticing. */
  requests: number;
  noticedMs: number;
  /** Times as long as a fast job's life. A gateway that has ten thousand tasks is a slow one. */
  slower: number;
  warmMs: number;
  windowMs: number;
  /** Targets of one worker that does nothing else. */
  rssMb?: number;
  cores?: number;
  /** Which baselines run beside the bot, on the same tasks. */
  beside: readonly ('b1' | 'b2')[];
}

const SIZES: readonly Size[] = [
  { tasks: 100, requests: 24, noticedMs: 4000, slower: 1, warmMs: 12_000, windowMs: 60_000, beside: ['b1', 'b2'] },
  {
    tasks: 1000,
    requests: 120,
    noticedMs: 7000,
    slower: 1,
    warmMs: 15_000,
    windowMs: 45_000,
    rssMb: 170,
    beside: ['b1', 'b2'],
  },
  {
    tasks: 10_000,
    requests: 1200,
    noticedMs: 10_000,
    slower: 10,
    warmMs: 25_000,
    windowMs: 45_000,
    rssMb: 300,
    cores: 1,
    beside: [],
  },
];
/** The last ends of the window must have been noticed by then, or never. */
const AFTERWARDS_MS = 12_000;
/** The baselines that would disturb a large crowd run for so long after it. */
const BASELINE_MS = 12_000;

export const reading: readonly Figure[] = SIZES.map((size) => ({
  name: `reading-${size.tasks}`,
  measure: (bench) => measure(bench, size),
}));

export const callbacks: Figure = { name: 'callbacks', measure: measureCallbacks };

interface Seen {
  ms: number;
  ends: EndSeen[];
  from: number;
  to: number;
}

async function measure(bench: Bench, size: Size): Promise<Row[]> {
  const name = `reading-${size.tasks}`;
  const options = {
    peers: true,
    slack: { callMs: 0, rateScale: 0 },
    gateway: { ending: 'failed', slower: size.slower, aged: true },
  } as const;
  return await withScene(bench, name, options, async (scene) => {
    for (const peer of size.beside) await scene.peers.poll(peer, scene.gatewayAccess);
    bench.say(`${name}: gathering`);
    const crowd = await gather(scene, size.tasks, { peers: true });
    const bot = await scene.startBot();
    await allWatched(scene, size.tasks);
    await pause(bench.quick ? size.warmMs / 2 : size.warmMs);
    bench.say(`${name}: measuring`);
    const usage = watchUsage(bot.pid);
    const seen = await watch(crowd, bench.quick ? size.windowMs / 3 : size.windowMs, afterwardsMs(bench));
    const { cores, rssMb } = usage.stop();
    const late = await lateBaseline(scene, size);
    await crowd.stop();

    const readings = await scene.gateway.readings(seen.from, seen.to);
    const { all = 0, rows = 0 } = readings['bot'] ?? {};
    const requests = perMinute(all, seen.ms);
    const noticed = noticing(seen.ends);
    const p95 = quantile(noticed, 0.95);
    const peers = await besides(scene, size, seen, late);
    const b1 = peers.find(({ who }) => who === 'B1');
    const rss = largest(rssMb);
    const table: Row[] = [
      {
        figure: `gateway requests a minute, ${count(size.tasks)} tasks in flight with a life of ${duration(
          lifeMs(size),
        )}; end noticed after`,
        must: `<= ${count(size.requests)}; p95 <= ${duration(size.noticedMs)}`,
        measured: `${count(requests)}; p50 ${duration(quantile(noticed, 0.5))}, p95 ${duration(p95)}`,
        beside: peers.map(({ who, requests: n, noticed: ms }) => `${who}: ${count(n)}; p95 ${ms}`).join(' · '),
        ok: requests <= size.requests && p95 <= size.noticedMs,
        values: { requests, noticedP50: quantile(noticed, 0.5), noticedP95: p95, ends: noticed.length },
      },
      {
        figure: `rows that the gateway serves a minute, ${count(size.tasks)} tasks`,
        must: 'below B1',
        measured: count(perMinute(rows, seen.ms)),
        beside: peers.map(({ who, rows: n }) => `${who}: ${count(n)}`).join(' · '),
        ok: b1 === undefined ? undefined : perMinute(rows, seen.ms) < b1.rows,
        values: { rows: perMinute(rows, seen.ms), ...(b1 === undefined ? {} : { b1: b1.rows }) },
      },
    ];
    if (size.rssMb === undefined) return table;
    const { rssMb: most, cores: mostCores } = size;
    return [
      ...table,
      {
        figure: `memory and processor of one worker that follows ${count(size.tasks)} tasks`,
        must: `<= ${most} MB${mostCores === undefined ? '' : `, <= ${mostCores} core`}`,
        measured: `${rss} MB, ${cores.toFixed(2)} core`,
        beside: '',
        ok: rss <= most && (mostCores === undefined || cores <= mostCores),
        values: { rssMb: rss, cores },
      },
    ];
  });
}

async function measureCallbacks(bench: Bench): Promise<Row[]> {
  const options = {
    slack: { callMs: 0, rateScale: 0 },
    gateway: { ending: 'failed', aged: true },
  } as const;
  return await withScene(bench, 'callbacks', options, async (scene) => {
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    await scene.startBot({ env: { PORT: String(port), PUBLIC_URL: publicUrl } });
    const crowd = await gather(scene, 100, { publicUrl });
    await allWatched(scene, 100);
    await pause(bench.quick ? 5000 : 12_000);
    bench.say('callbacks: measuring');
    const before = await scene.gateway.callbacks();
    const seen = await watch(crowd, bench.quick ? 20_000 : 60_000, afterwardsMs(bench));
    await crowd.stop();

    const calls = (await scene.gateway.callbacks()) - before;
    const requests = perMinute((await scene.gateway.readings(seen.from, seen.to))['bot']?.all ?? 0, seen.ms);
    const noticed = noticing(seen.ends);
    const p95 = quantile(noticed, 0.95);
    return [
      {
        figure: 'the same 100 tasks with callbacks: requests a minute, end noticed after',
        must: '<= 120; p95 <= 500 ms',
        measured: `${count(requests)}; p50 ${duration(quantile(noticed, 0.5))}, p95 ${duration(p95)}`,
        beside: `${count(perMinute(calls, seen.ms + afterwardsMs(bench)))} callbacks a minute`,
        ok: requests <= 120 && p95 <= 500,
        values: { requests, noticedP50: quantile(noticed, 0.5), noticedP95: p95, ends: noticed.length },
      },
    ];
  });
}

async function allWatched(scene: Scene, size: number): Promise<void> {
  const until = Date.now() + 60_000;
  while ((await scene.store().watched()) < size * 0.98) {
    if (Date.now() > until) throw new Error(`only ${await scene.store().watched()} of ${size} tasks are watched`);
    await pause(200);
  }
}

function afterwardsMs({ quick }: Bench): number {
  return quick ? AFTERWARDS_MS / 2 : AFTERWARDS_MS;
}

/** Lets a window pass, and then as long as its last ends may need. */
async function watch(crowd: Crowd, ms: number, afterwards: number): Promise<Seen> {
  const from = Date.now();
  await pause(ms);
  const to = Date.now();
  await pause(afterwards);
  return { ms: to - from, from, to, ends: await crowd.ends(from, to) };
}

interface Beside {
  who: string;
  requests: number;
  rows: number;
  noticed: string;
}

/** B1 on a crowd that is too large for both at once: for a while, after the bot was measured. */
async function lateBaseline(scene: Scene, size: Size): Promise<Beside | undefined> {
  if (size.beside.length > 0) return undefined;
  await scene.peers.poll('b1', scene.gatewayAccess);
  const ended = new Set((await scene.gateway.changes()).filter((c) => c.percent === 'end').map((c) => c.task));
  const running = [...new Set((await scene.gateway.changes()).map(({ task }) => task))].filter((id) => !ended.has(id));
  await scene.peers.add(running);
  const from = Date.now();
  await pause(BASELINE_MS);
  const to = Date.now();
  await scene.peers.stop();
  const { all = 0, rows = 0 } = (await scene.gateway.readings(from, to))['peer-b1'] ?? {};
  const noticed = new Map((await scene.peers.noticed('b1')).map(({ task, at }) => [task, at]));
  // Those that ended with a whole round left.
  const ends = (await scene.gateway.changes()).filter(
    ({ percent, at, task }) => percent === 'end' && at >= from && at < to - 4000 && running.includes(task),
  );
  const ms = ends.map(({ task, at }) => (noticed.get(task) ?? Number.POSITIVE_INFINITY) - at);
  return {
    who: 'B1',
    requests: perMinute(all, to - from),
    rows: perMinute(rows, to - from),
    noticed: duration(quantile(ms, 0.95)),
  };
}

async function besides(scene: Scene, size: Size, seen: Seen, late: Beside | undefined): Promise<Beside[]> {
  if (late !== undefined) return [late];
  const readings = await scene.gateway.readings(seen.from, seen.to);
  return await Promise.all(
    size.beside.map(async (peer) => {
      const noticed = new Map((await scene.peers.noticed(peer)).map(({ task, at }) => [task, at]));
      const ms = seen.ends.map(({ task, endedAt }) => (noticed.get(task) ?? Number.POSITIVE_INFINITY) - endedAt);
      const { all = 0, rows = 0 } = readings[`peer-${peer}`] ?? {};
      return {
        who: peer.toUpperCase(),
        requests: perMinute(all, seen.ms),
        rows: perMinute(rows, seen.ms),
        noticed: duration(quantile(ms, 0.95)),
      };
    }),
  );
}
