/** A hundred slash commands a second while the gateway is slow and nothing ends. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Figure, Row } from '../harness/figure.ts';
import { withScene } from '../harness/scene.ts';
import { count, duration, largest, quantile } from '../harness/statistics.ts';

const PER_SECOND = 100;
const CHANNELS = 30;
/** As many as the bench's Slack has (slack-process.ts). */
const PEOPLE = 30;
const GATEWAY_MS = 2000;
/** After this nothing more is waited for; what has not reached the gateway by then counts as lost. */
const PATIENCE_MS = 30_000;

export const ack: Figure = { name: 'ack', measure };

async function measure(bench: Bench): Promise<Row[]> {
  const seconds = bench.quick ? 8 : 30;
  const times = seconds * PER_SECOND;
  const options = {
    slack: { channels: CHANNELS },
    gateway: { latencyMs: GATEWAY_MS, ending: 'held', slower: 20 },
  } as const;
  return await withScene(bench, 'ack', options, async (scene) => {
    await scene.startBot();
    await warmUp();
    bench.say(`ack: ${times} commands in ${seconds} s`);
    const known = (await scene.gateway.submits()).length;
    const typed = await scene.slack.imagine(0, { times, everyMs: 1000 / PER_SECOND, text: 'a fox' });
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until && (await scene.gateway.submits()).length < known + times) await pause(250);

    const submits = (await scene.gateway.submits()).slice(known);
    const arrivals = new Map(submits.map(({ state, at }) => [state, at]));
    const records = await scene.store().records([...arrivals.keys()]);
    const reached = records.map(({ id, at }) => (arrivals.get(id) ?? 0) - (at.accepted ?? 0));
    // Those that have not arrived have waited at least this long.
    const missing = times - arrivals.size;
    const waits = [...reached, ...Array.from({ length: missing }, () => Number.POSITIVE_INFINITY)];
    const acks = typed.map(({ acked, ms }) => (acked ? ms : Number.POSITIVE_INFINITY));
    const p99 = quantile(acks, 0.99);
    const max = largest(acks);
    const submitted = quantile(waits, 0.95);
    const load = `${PER_SECOND}/s for ${seconds} s over ${CHANNELS} channels, gateway latency ${duration(GATEWAY_MS)}`;
    return [
      {
        figure: `ack of slash commands, ${load}`,
        must: 'p99 <= 100 ms, none over 500 ms',
        measured: `p50 ${duration(quantile(acks, 0.5))}, p99 ${duration(p99)}, longest ${duration(max)}`,
        beside: 'Slack gives up after 3 s',
        ok: p99 <= 100 && max <= 500,
        values: { p50: quantile(acks, 0.5), p99, max, commands: times },
      },
      {
        figure: 'the same: accepted to POST; each reaches the gateway once',
        must: 'p95 <= 5.0 s; once',
        measured: `p50 ${duration(quantile(waits, 0.5))}, p95 ${duration(submitted)}; ${count(arrivals.size)} of ${count(times)} reached it, ${submits.length - arrivals.size} twice`,
        beside: '',
        ok: submitted <= 5000 && missing === 0 && submits.length === arrivals.size,
        values: { p50: quantile(waits, 0.5), p95: submitted, missing, twice: submits.length - arrivals.size },
      },
    ];

    /** The first command of a process pays for what is loaded and compiled then, the first of a person each day for a look at their locale. */
    async function warmUp(): Promise<void> {
      await scene.slack.imagine(0, { times: PEOPLE, everyMs: 50, text: 'a warm-up' });
      const enough = Date.now() + 10_000;
      while ((await scene.gateway.submits()).length < PEOPLE && Date.now() < enough) await pause(100);
    }
  });
}
