import { z } from 'zod';
import { type Grid, liveGrid } from '../../domain/rhythm.ts';
import { Changes, sawChange, sweepGrid, sweepsOf } from '../../domain/staleness.ts';
import type { Readings } from '../needs/reading.ts';
import type { Log, World } from '../needs/world.ts';

/** What is known of a gateway's rhythm, as all workers share it. */
const Known = z.object({
  /** The shortest interval with which it was learned: another one needs other windows. */
  shortestMs: z.number(),
  changes: Changes,
  grid: z.object({ phaseMs: z.number(), unitMs: z.number(), parts: z.number(), swept: z.boolean() }),
});
type Known = z.infer<typeof Known>;

export interface GatewayRhythmNeeds {
  readings: Pick<Readings, 'learn'>;
  world: World;
  log: Log;
  pollMs: number;
}

/** The common windows of a gateway: begun anywhere, moved to its sweeps once it is seen to have some (`domain/staleness.ts`), and back. */
export function gatewayRhythm(needs: GatewayRhythmNeeds) {
  const { world, pollMs } = needs;

  function store(known: Known): Promise<void> {
    return needs.readings.learn(JSON.stringify(known), known.grid);
  }

  return {
    /** The windows as they stand; the first to ask sets them up. */
    async grid(stored: string | undefined): Promise<Grid> {
      const known = parse(stored);
      if (known?.shortestMs === pollMs) return known.grid;
      const grid = liveGrid(pollMs, Math.floor(world.random() * pollMs));
      await store({ shortestMs: pollMs, changes: [], grid });
      return grid;
    },
    /** Other windows, from now on. */
    async move(stored: string | undefined, grid: Grid): Promise<void> {
      await store({ shortestMs: pollMs, changes: parse(stored)?.changes ?? [], grid });
    },
    /** Takes in when changes were made: after `since`, and before `by`. */
    async saw(stored: string | undefined, grid: Grid, since: number, by: number): Promise<void> {
      const before = parse(stored)?.changes ?? [];
      const changes = sawChange(before, since, by);
      if (changes === before) return;
      const isNew = changes.at(-1)?.[1] !== before.at(-1)?.[1];
      await store({ shortestMs: pollMs, changes, grid: isNew ? follow(changes, grid) : grid });
    },
  };

  function follow(changes: Changes, grid: Grid): Grid {
    const sweeps = sweepsOf(changes, pollMs);
    if (sweeps !== undefined) {
      if (!grid.swept)
        needs.log.info({ everyMs: Math.round(sweeps.everyMs) }, 'the gateway refreshes now and then: read after that');
      return sweepGrid(sweeps, pollMs);
    }
    if (!grid.swept) return grid;
    needs.log.info({}, 'the gateway refreshes at other times than before: read as a live one');
    return liveGrid(pollMs, grid.phaseMs);
  }
}

function parse(stored: string | undefined): Known | undefined {
  if (stored === undefined) return undefined;
  try {
    return Known.safeParse(JSON.parse(stored)).data;
  } catch {
    return undefined;
  }
}
