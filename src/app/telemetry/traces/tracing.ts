/** OpenTelemetry, set up. Loaded only where a collector is named. */
import { type Context, type Link, SpanKind, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  SamplingDecision,
} from '@opentelemetry/sdk-trace-node';
import { BullMQOtel } from 'bullmq-otel';
import { cleaned } from './clean.ts';
import { watchRequests } from './http.ts';
import type { TraceOptions, Traces } from './index.ts';
import { createSpans } from './spans.ts';

const NAME = 'midjourney-slack-bot';
/** How often an operator is told that traces do not arrive. */
const ALERT_MS = 60_000;

/**
 * What begins a trace: something that came from Slack, or a job. BullMQ also tells of looking for work and of keeping locks, several times a
 * second and for ever, and none of it is a story.
 */
const roots = {
  shouldSample: (_context: Context, _id: string, _name: string, kind: SpanKind) => ({
    decision:
      kind === SpanKind.SERVER || kind === SpanKind.CONSUMER
        ? SamplingDecision.RECORD_AND_SAMPLED
        : SamplingDecision.NOT_RECORD,
  }),
  toString: () => 'deliveries of Slack, and jobs',
};

/** Within a trace all is told but how a worker came by its job. */
const within = new ParentBasedSampler({ root: roots });
const sampler = {
  shouldSample(context: Context, id: string, name: string, ...more: [SpanKind, object, Link[]]) {
    if (name.startsWith('getNextJob ')) return { decision: SamplingDecision.NOT_RECORD };
    const [kind, , links] = more;
    return within.shouldSample(context, id, name, kind, {}, links);
  },
  toString: () => within.toString(),
};

/** Becomes the process's own: context and tracer are globals of `@opentelemetry/api`, by which BullMQ finds them. */
export function startTracing({ endpoint, role, version, log }: TraceOptions): Traces {
  const alert = rarely(ALERT_MS, (err: unknown) =>
    log.warn({ err }, 'traces do not reach OTEL_EXPORTER_OTLP_ENDPOINT'),
  );
  const exporter = cleaned(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }), alert);
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': NAME, 'service.version': version, 'mj.role': role }))
      // What an operator says by OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES counts more.
      .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] })),
    sampler,
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  const tracer = trace.getTracer(NAME, version);
  const unwatch = watchRequests(tracer);
  return {
    telemetry: new BullMQOtel({ tracerName: 'bullmq' }),
    layer: createSpans(tracer),
    async close() {
      unwatch();
      await provider.shutdown().catch(alert);
    },
  };
}

/** Does it at once, and then no more for a while. */
function rarely<T>(ms: number, act: (given: T) => void): (given: T) => void {
  let quietUntil = 0;
  return (given) => {
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + ms;
    act(given);
  };
}
