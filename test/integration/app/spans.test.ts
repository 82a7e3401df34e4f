import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { layered } from '../../../src/app/telemetry/index.ts';
import { cleaned } from '../../../src/app/telemetry/traces/clean.ts';
import { createSpans } from '../../../src/app/telemetry/traces/spans.ts';
import { Refused, UserMistake } from '../../../src/domain/errors.ts';
import { advance, submitted, submitting } from '../../../src/domain/life/index.ts';
import type { Handlers as JobHandlers, QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { idle, open, submission, until } from '../queue/world.ts';

const memory = new InMemorySpanExporter();
const provider = new NodeTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(cleaned(memory, () => undefined))],
});
const tracer = provider.getTracer('test');

let redis: TestRedis;
let room: QueueRoom;
beforeAll(async () => {
  provider.register();
  redis = await startRedis();
  room = await open(redis.url);
});
afterEach(() => memory.reset());
afterAll(async () => {
  await room.close();
  await redis.stop();
  await provider.shutdown();
  trace.disable();
  context.disable();
});

/** A process of its own: it remembers nothing but what is in Redis. */
const layer = () => layered([createSpans(tracer)(room.memory)]);
const jobContext = { signal: new AbortController().signal, log: console } as Parameters<JobHandlers['submit']>[1];

function span(name: string): ReadableSpan {
  const finished = memory.getFinishedSpans();
  const found = finished.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no span ${name} among ${finished.map((one) => one.name).join()}`);
  return found;
}

async function takenIn(key: string) {
  const web = layer();
  const record = submission(room.intake.idFor(key));
  await web.delivery('command', async () => void (await web.store(room).intake.accept(record)));
  // It is remembered beside the answer to the person, who does not wait for it.
  await until(async () => (await room.memory.get(`trace-${record.id}`)) !== undefined);
  return record.id;
}

test('another process goes on with the trace of a submission, and links to the reading that found its end', async () => {
  const id = await takenIn('two processes');
  const worker = layer();
  const { records } = worker.store(room);
  await records.change(id, submitting(1));
  await records.change(id, submitted('77', 2));

  await tracer.startActiveSpan('process read', { kind: SpanKind.CONSUMER }, async (reading) => {
    await records.change(id, (record) =>
      advance({ taskId: '77', status: 'running', progress: '1%', buttons: [] }, 3, 60)(record),
    );
    reading.end();
  });

  const { traceId } = span('slack command').spanContext();
  const read = span('read');
  expect(read.spanContext().traceId).toBe(traceId);
  expect(read.parentSpanContext?.spanId).toBe(span('take in').spanContext().spanId);
  expect(read.attributes).toEqual({ 'mj.submission': id, 'mj.status': 'running' });
  expect(span('process read').spanContext().traceId).not.toBe(traceId);
  expect(read.links.map((link) => link.context.spanId)).toEqual([span('process read').spanContext().spanId]);
});

test('a job that came without a trace is done in that of its submission', async () => {
  const id = await takenIn('a job');
  const jobs = layer().jobs({
    ...idle,
    deliver: async () => tracer.startSpan('inner').end(),
  });

  await tracer.startActiveSpan('process deliver', async (process) => {
    await jobs.deliver({ id }, jobContext);
    process.end();
  });

  expect(span('deliver').parentSpanContext?.spanId).toBe(span('take in').spanContext().spanId);
  expect(span('inner').parentSpanContext?.spanId).toBe(span('deliver').spanContext().spanId);
  expect(span('deliver').links).toHaveLength(1);
});

test('a failure is told by its kind, and none of its words leave', async () => {
  const { pictures, delivery } = layer();
  const refused = new Refused('picture', 'picture-unusable', 'a quokka is not a picture');

  await expect(pictures({ fetch: () => Promise.reject(refused) }).fetch('https://host/quokka.png')).rejects.toBe(
    refused,
  );
  await expect(delivery('press', () => Promise.reject(new UserMistake('button-gone')))).rejects.toThrow('button-gone');

  expect(span('fetch picture').attributes).toEqual({ 'mj.outcome': 'refused' });
  expect(span('fetch picture').status).toEqual({ code: SpanStatusCode.ERROR });
  expect(span('slack press').status).toEqual({ code: SpanStatusCode.UNSET });
});

test('whatever else sets attributes, only those on the list are sent', () => {
  const wordy = tracer.startSpan('complete submit', {
    attributes: { 'bullmq.job.result': 'quokka', 'bullmq.job.id': '7' },
  });
  wordy.recordException(new Error('a quokka was refused'));
  wordy.setStatus({ code: SpanStatusCode.ERROR, message: 'quokka' });
  wordy.addLink({ context: wordy.spanContext(), attributes: { prompt: 'quokka' } });
  wordy.end();

  const [sent] = memory.getFinishedSpans();
  expect(sent?.attributes).toEqual({ 'bullmq.job.id': '7' });
  expect(sent?.events.map(({ name, attributes }) => ({ name, attributes }))).toEqual([
    { name: 'exception', attributes: { 'exception.type': 'Error' } },
  ]);
  expect(JSON.stringify([sent?.attributes, sent?.events, sent?.status, sent?.links])).not.toContain('quokka');
});
