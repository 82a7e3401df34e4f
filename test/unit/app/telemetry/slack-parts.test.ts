import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { expect, test } from 'vitest';
import { createTelemetry, layered } from '../../../../src/app/telemetry/index.ts';
import { createSpans } from '../../../../src/app/telemetry/traces/spans.ts';
import type { Tools } from '../../../../src/slack/index.ts';
import { roomFor } from '../../slack/room.ts';

/** They only read addresses; a face is made up without asking anybody. */
const ASKS_NOBODY = new Set(['links']);
const NO_REQUEST = new Set(['face']);

/** Tools with every part and every method that the real room has, as of now; each answers at once. */
function answering(): { slack: Tools; calls: [part: keyof Tools, method: string][] } {
  const { room } = roomFor({ apiUrl: 'http://127.0.0.1:9/api/', botToken: 'xoxb-1-none' });
  const parts = Object.entries(room).filter(([, part]) => typeof part === 'object') as [keyof Tools, object][];
  const methods = (part: object) => Object.keys(part).filter((name) => !NO_REQUEST.has(name));
  const slack = Object.fromEntries(
    parts.map(([name, part]) => [name, Object.fromEntries(methods(part).map((one) => [one, async () => 'answered']))]),
  ) as unknown as Tools;
  const asking = parts.filter(([name]) => !ASKS_NOBODY.has(name));
  return { slack, calls: asking.flatMap(([name, part]) => methods(part).map((one) => [name, one] as const)) as never };
}

async function callAll(slack: Tools, calls: readonly (readonly [keyof Tools, string])[]): Promise<void> {
  for (const [part, method] of calls)
    await (slack[part] as unknown as Record<string, () => Promise<unknown>>)[method]?.();
}

test('each method of each part that asks Slack for something is counted, and is a span', async () => {
  const { slack, calls } = answering();
  expect(calls.map(([part]) => part)).toEqual(expect.arrayContaining(['cards', 'homeTab', 'people', 'exports']));
  expect(calls.length).toBeGreaterThan(20);
  const { meters, counts } = createTelemetry({ now: Date.now, steady: () => performance.now() });
  const memory = new InMemorySpanExporter();
  const tracer = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] }).getTracer('test');
  const remembers = { get: async () => undefined, set: async () => undefined };

  await callAll(layered([counts.layer]).slack(slack), calls);
  await callAll(layered([createSpans(tracer)(remembers)]).slack(slack), calls);

  const told = [...(await meters.text()).matchAll(/^mj_slack_call_seconds_count\{call="(.*?)",outcome="ok"\} 1$/gm)];
  const spans = memory.getFinishedSpans().map(({ name }) => name);
  expect(told).toHaveLength(calls.length);
  expect(spans).toEqual(told.map((one) => `slack ${one[1]}`));
});
