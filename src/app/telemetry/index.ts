import type { Surroundings } from '../surroundings.ts';
import { createCounts } from './counts.ts';
import { createLogContext } from './log-context.ts';
import { createMeters } from './meters.ts';

export { type Layer, layered } from './layers.ts';
export { scrape } from './scrape.ts';
export { openTraces } from './traces/index.ts';

/** What tells from within how the bot is. One for a process, made before anything is logged. */
export type Telemetry = ReturnType<typeof createTelemetry>;

export function createTelemetry(clock: Pick<Surroundings, 'now' | 'steady'>) {
  const meters = createMeters();
  return {
    meters,
    counts: createCounts(meters, clock),
    logContext: createLogContext(),
    /** For the logger. */
    onLine(this: void, level: string): void {
      if (level === 'warn' || level === 'error' || level === 'fatal') meters.count('mj_log_lines_total', { level });
    },
  };
}
