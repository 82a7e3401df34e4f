/** What may leave the machine in a trace: what is named here, and nothing else, whoever set it. */
import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/**
 * Figures, names and ids of ours. Not among them: addresses (a picture's is a link that opens it, the gateway's holds a task), options and
 * results of jobs, and the words of errors, in which a gateway may repeat a prompt.
 */
export const ALLOWED: ReadonlySet<string> = new Set([
  'mj.submission',
  'mj.verb',
  'mj.command',
  'mj.delivery',
  'mj.status',
  'mj.outcome',
  'mj.bytes',
  'bullmq.queue.name',
  'bullmq.queue.operation',
  'bullmq.job.name',
  'bullmq.job.id',
  'bullmq.job.attempts.made',
  'http.request.method',
  'http.response.status_code',
  'server.address',
  'server.port',
  'error.type',
  'exception.type',
]);

/** The same exporter, given what is allowed; `failed` hears why spans could not be sent. */
export function cleaned(exporter: SpanExporter, failed: (error: unknown) => void): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans.map(clean), (result) => {
        if (result.error !== undefined) failed(result.error);
        done(result);
      }),
    shutdown: async () => await exporter.shutdown(),
    forceFlush: async () => await exporter.forceFlush?.(),
  };
}

export function clean(span: ReadableSpan): ReadableSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext === undefined ? {} : { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
    attributes: allowed(span.attributes),
    // Its message is an error's.
    status: { code: span.status.code },
    links: span.links.map(({ context }) => ({ context })),
    events: span.events.map(({ name, time, attributes = {} }) => ({ name, time, attributes: allowed(attributes) })),
  };
}

function allowed(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => ALLOWED.has(name)));
}
