/** The registry, made of the table: the one place that knows prom-client. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type CounterName, type GaugeName, type HistogramName, type Labels, rows } from './table.ts';

/** Values are in the unit that the name ends in. */
export interface Meters {
  count<N extends CounterName>(name: N, labels: Labels<N>, by?: number): void;
  observe<N extends HistogramName>(name: N, labels: Labels<N>, value: number): void;
  set<N extends GaugeName>(name: N, labels: Labels<N>, value: number): void;
  /** Nothing is told of it until it is set again. */
  forget(name: GaugeName): void;
  /** All there is, as Prometheus reads it. */
  text(): Promise<string>;
  /** The `Content-Type` of that. */
  readonly type: string;
}

/** A registry of its own with every metric of the table, and with what prom-client tells of a process. */
export function createMeters(): Meters {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  for (const [name, { type, help, labels, buckets = [] }] of rows) {
    const what = { name, help, labelNames: [...labels], registers: [registry] };
    if (type === 'counter') counters.set(name, new Counter(what));
    else if (type === 'gauge') gauges.set(name, new Gauge(what));
    else histograms.set(name, new Histogram({ ...what, buckets: [...buckets] }));
  }
  /** `reset` leaves a gauge without labels at 0, as it is at the start: a figure that nobody measured. */
  function forget(name: string): void {
    const gauge = gauges.get(name);
    gauge?.reset();
    if (rows.some(([known, { labels }]) => known === name && labels.length === 0)) gauge?.remove();
  }
  for (const name of gauges.keys()) forget(name);
  collectDefaultMetrics({ register: registry });
  return {
    count: (name, labels, by = 1) => counters.get(name)?.inc(labels, by),
    observe: (name, labels, value) => {
      // prom-client throws; a figure that came out wrong is no reason to fail.
      if (Number.isFinite(value)) histograms.get(name)?.observe(labels, value);
    },
    set: (name, labels, value) => gauges.get(name)?.set(labels, value),
    forget,
    text: async () => await registry.metrics(),
    type: registry.contentType,
  };
}
