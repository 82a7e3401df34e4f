/**
 * Which stages of a submission's life are spans. README.md, "Traces", draws the tree.
 *
 * A submission lives for minutes, over several processes, and is read together with others; so its trace is remembered by its id when it is
 * taken in, and whatever is done for it alone is done in that trace. Work that is done for many at once (a reading, the turns of the outbox)
 * has traces of its own; a span that follows from such work links to it.
 */
import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { SubmissionId } from '../../../domain/ids.ts';
import type { Submission } from '../../../domain/submission.ts';
import { fieldOf, outcomeOf, wrapEach } from '../around.ts';
import { aroundSlack, type Layer } from '../layers.ts';
import { type TraceMemory, type Traces, traceName } from './index.ts';

/** Longer than a submission is followed by default; the trace of one that lives longer begins anew. */
const REMEMBERED_MS = 3 * 60 * 60_000;
/** How many a process has at hand without asking Redis. */
const AT_HAND = 1000;
/** No work of their own. */
const UNTRACED: ReadonlySet<string> = new Set(['authorization', 'close', 'face']);

export function createSpans(tracer: Tracer): Traces['layer'] {
  return (memory) => layerOf(tracer, createRemembered(memory));
}

function layerOf(tracer: Tracer, remembered: Remembered): Partial<Layer> {
  /** Runs work in a span; how it came out is noted, and nothing of what it said. */
  async function inSpan<T>(name: string, kind: SpanKind, work: (span: Span) => Promise<T>): Promise<T> {
    return await tracer.startActiveSpan(name, { kind }, async (span) => {
      try {
        return await work(span);
      } catch (error) {
        const outcome = outcomeOf(error);
        span.setAttribute('mj.outcome', outcome);
        // A person's mistake is no failure.
        if (outcome !== 'mistake') span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  const calls = <T extends object>(part: string, inner: T): T =>
    wrapEach(inner, (method, _, run) =>
      UNTRACED.has(method) ? run() : inSpan(`${part}${method}`, SpanKind.CLIENT, async () => await run()),
    );

  /** Runs work in the trace of a submission: as it is where that is active already, else where `name` begins a span of its own. */
  async function inTraceOf<T>(
    id: SubmissionId,
    name: string,
    work: () => Promise<T>,
    more: Attributes = {},
  ): Promise<T> {
    const active = trace.getActiveSpan();
    const own = await remembered.contextOf(id);
    const attributes = { 'mj.submission': id, ...more };
    if (own === undefined || traceOf(own) === active?.spanContext().traceId) {
      active?.setAttributes(attributes);
      return await work();
    }
    const links = active === undefined ? [] : [{ context: active.spanContext() }];
    const span = tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes, links }, own);
    try {
      return await context.with(trace.setSpan(own, span), work);
    } finally {
      span.end();
    }
  }

  /** What is added for a submission belongs to its trace, whoever adds it. */
  async function adding(id: SubmissionId, add: () => Promise<void>): Promise<void> {
    const own = await remembered.contextOf(id);
    const isOwn = own === undefined || traceOf(own) === trace.getActiveSpan()?.spanContext().traceId;
    await (isOwn ? add() : context.with(own, add));
  }

  return {
    delivery: async (kind, handle) => {
      await inSpan(`slack ${kind}`, SpanKind.SERVER, async (span) => {
        span.setAttribute('mj.delivery', kind);
        await handle(() => span.addEvent('acked'));
      });
    },
    handlers: (inner) =>
      wrapEach(inner, (method, [given], run) => {
        const name = method === 'command' ? fieldOf(given, 'name') : undefined;
        if (typeof name === 'string') trace.getActiveSpan()?.setAttribute('mj.command', name);
        return run();
      }),
    gateway: (inner) => calls('gateway ', inner),
    slack: (inner) => aroundSlack(inner, (name, part) => calls(`slack ${name}.`, part)),
    pictures: (inner) => ({
      fetch: async (url) =>
        await inSpan('fetch picture', SpanKind.CLIENT, async (span) => {
          const picture = await inner.fetch(url);
          span.setAttribute('mj.bytes', picture.bytes.length);
          return picture;
        }),
    }),
    store: (inner) => ({
      ...inner,
      intake: {
        ...inner.intake,
        accept: async (record, limits) =>
          await inSpan('take in', SpanKind.INTERNAL, async (span) => {
            span.setAttributes({ 'mj.submission': record.id, 'mj.verb': record.order.verb });
            const outcome = await inner.intake.accept(record, limits);
            if (outcome === 'stored') remembered.begin(record.id);
            return outcome;
          }),
      },
      jobs: {
        ...inner.jobs,
        submit: async (id) => await adding(id, async () => await inner.jobs.submit(id)),
        deliver: async (id) => await adding(id, async () => await inner.jobs.deliver(id)),
        letter: async (id, ...more) => await adding(id, async () => await inner.jobs.letter(id, ...more)),
        show: async (id, ...more) => await adding(id, async () => await inner.jobs.show(id, ...more)),
      },
      records: {
        ...inner.records,
        async change(id, step) {
          const turn: { status?: string } = {};
          const stored = await inner.records.change(id, (before) => {
            const after = step(before);
            Object.assign(turn, { status: turned(before, after) });
            return after;
          });
          if (turn.status !== undefined)
            await inTraceOf(id, 'read', async () => remembered.follow(id), { 'mj.status': turn.status });
          return stored;
        },
      },
    }),
    jobs: (inner) =>
      wrapEach(inner, (job, [payload], run) => {
        const { data: id } = SubmissionId.safeParse(fieldOf(payload, 'id'));
        return id === undefined ? run() : inTraceOf(id, job, async () => await run());
      }),
  };
}

/** Where the task stands now, when a snapshot says so for the first time. */
function turned(before: Submission, after: Submission): string | undefined {
  const status = after.snapshot?.status;
  return status === before.snapshot?.status ? undefined : status;
}

interface Remembered {
  /** The trace of a submission is the active one. */
  begin(id: SubmissionId): void;
  /** What follows in this process follows from the active span. */
  follow(id: SubmissionId): void;
  contextOf(id: SubmissionId): Promise<Context | undefined>;
}

function createRemembered(memory: TraceMemory): Remembered {
  const atHand = new Map<SubmissionId, Context>();

  function keep(id: SubmissionId, own: Context): void {
    atHand.delete(id);
    atHand.set(id, own);
    for (const oldest of atHand.keys()) if (atHand.size > AT_HAND) atHand.delete(oldest);
  }

  return {
    begin(id) {
      keep(id, context.active());
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      // A trace is no reason to keep a person waiting, or to fail.
      memory.set(traceName(id), JSON.stringify(carrier), REMEMBERED_MS).catch(() => undefined);
    },
    follow: (id) => keep(id, context.active()),
    async contextOf(id) {
      const own = atHand.get(id);
      if (own !== undefined) return own;
      const carrier = await memory.get(traceName(id)).catch(() => undefined);
      if (carrier === undefined) return undefined;
      const found = propagation.extract(context.active(), JSON.parse(carrier) as Record<string, string>);
      keep(id, found);
      return found;
    },
  };
}

function traceOf(own: Context): string | undefined {
  return trace.getSpanContext(own)?.traceId;
}
