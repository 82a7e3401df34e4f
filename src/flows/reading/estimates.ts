import { durationOf, estimated, kindOf } from '../../domain/estimate.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Durations } from '../needs/reading.ts';
import type { World } from '../needs/world.ts';

/** How old the durations may be that an estimate is made from: one more among fifty changes little. */
const FRESH_MS = 30_000;

/** Estimates of the time left, from what the gateway took for such tasks lately; kept at hand for many tasks. */
export function estimates(needs: { durations: Durations; world: World }) {
  const { durations, world } = needs;
  const known = new Map<string, { recent: Promise<number[]>; until: number }>();

  function recent(kind: string): Promise<number[]> {
    const kept = known.get(kind);
    if (kept !== undefined && kept.until > world.now()) return kept.recent;
    const asked = durations.recent(kind);
    known.set(kind, { recent: asked, until: world.now() + FRESH_MS });
    asked.catch(() => known.delete(kind));
    return asked;
  }

  return {
    /** A step that sets or corrects the estimate of a record of that kind. */
    async step(kind: string): Promise<(record: Submission) => Submission> {
      const took = await recent(kind);
      return (record) => estimated(took, world.now())(record);
    },
    /** Takes in how long one took that has just ended. */
    async ended(record: Submission, lastReadAt: number): Promise<void> {
      const took = durationOf(record, lastReadAt);
      if (took !== undefined) await durations.add(kindOf(record), took);
    },
  };
}
