/**
 * Traces, where an operator has named a collector. What makes them is loaded only then: it is of no use to others, and takes its time to
 * load.
 */
import type { SubmissionId } from '../../../domain/ids.ts';
import type { QueueOptions } from '../../../queue/index.ts';
import type { Layer } from '../layers.ts';

export interface TraceOptions {
  /** Base address of an OTLP/HTTP collector, without `/v1/traces`. */
  readonly endpoint: string;
  readonly role: string;
  /** Of the bot. */
  readonly version: string;
  readonly log: { warn(fields: object, message: string): void };
}

/** Where the trace of each submission is remembered, for whichever process goes on with it. */
export interface TraceMemory {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string, ttlMs: number): Promise<void>;
}

export interface Traces {
  /** For the queue: a job carries the trace of whoever added it. */
  readonly telemetry: NonNullable<QueueOptions['telemetry']>;
  /** @param memory resolves once Redis does */
  layer(memory: TraceMemory): Partial<Layer>;
  /** Sends what was not sent yet. Never rejects. */
  close(): Promise<void>;
}

/** @returns undefined where no collector is named */
export async function openTraces(options: Omit<TraceOptions, 'endpoint'> & { endpoint: string | undefined }) {
  const { endpoint, ...more } = options;
  if (endpoint === undefined) return undefined;
  const { startTracing } = await import('./tracing.ts');
  return startTracing({ endpoint, ...more });
}

/** The name under which the trace of a submission is remembered. */
export function traceName(id: SubmissionId): string {
  return `trace-${id}`;
}
