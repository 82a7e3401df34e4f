import type { Clock } from './types.ts';

/** Makes ids in Slack's shapes: unique in this workspace, readable in a log, and the same in every run. */
export interface Ids {
  /** `F0000000001`: a letter and ten of A-Z0-9. */
  id(prefix: string): string;
  /** A message timestamp: later than every one before it. */
  ts(): string;
  /** `1763712000.3.9f…`, as trigger ids look. */
  trigger(): string;
  /** A `hash` of a view: starts with seconds, differs for every change. */
  hash(): string;
  /** The random block_id or action_id that Slack gives to what has none. */
  short(): string;
}

export function makeIds(clock: Clock): Ids {
  let count = 0;
  let lastMicros = 0;
  const next = (): number => {
    count += 1;
    return count;
  };
  const seconds = (): number => Math.floor(clock.now() / 1000);
  return {
    id: (prefix) => prefix + next().toString(36).toUpperCase().padStart(10, '0'),
    ts() {
      lastMicros = Math.max(Math.floor(clock.now()) * 1000, lastMicros + 100);
      const whole = Math.floor(lastMicros / 1e6);
      return `${whole}.${String(lastMicros - whole * 1e6).padStart(6, '0')}`;
    },
    trigger: () => `${seconds()}.${next()}.${(next() * 2654435761).toString(16).padStart(16, '0')}`,
    hash: () => `${seconds()}.${next().toString(36).padStart(8, '0')}`,
    short: () => `b${next().toString(36).padStart(4, '0')}`,
  };
}
