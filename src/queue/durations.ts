import type { Client } from './connection.ts';
import { DAY_MS, keys } from './keys.ts';
import { answers } from './lua.ts';
import { reach } from './reach.ts';

/** How many of a kind are kept, and for how long after the last one. */
const KEPT = 50;
const KEPT_MS = 30 * DAY_MS;

/** How long tasks took lately, by kind, for estimates. All methods throw Unreachable. */
export interface Durations {
  add(kind: string, ms: number): Promise<void>;
  /** The last fifty, newest first. */
  recent(kind: string): Promise<number[]>;
}

export function openDurations(client: Client): Durations {
  return {
    async add(kind, ms) {
      const key = keys.took(kind);
      await reach('note how long it took', async () => {
        const added = client
          .multi()
          .lpush(key, Math.round(ms))
          .ltrim(key, 0, KEPT - 1)
          .pexpire(key, KEPT_MS);
        answers(await added.exec());
      });
    },
    async recent(kind) {
      const kept = await reach('look how long it took', () => client.lrange(keys.took(kind), 0, KEPT - 1));
      return kept.map(Number).filter((ms) => Number.isFinite(ms));
    },
  };
}
