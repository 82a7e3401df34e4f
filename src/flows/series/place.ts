import { seriesThread } from '../../domain/series.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Records, SeriesStore } from '../needs/records.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { World } from '../needs/world.ts';

export interface SeriesPlaceNeeds {
  records: Records;
  series: SeriesStore;
  jobs: Jobs;
  world: World;
}

/** The message of a series is posted within a fraction of a second, unless Slack's budget is spent; then each waits longer and longer. */
const STANDING_MS = { first: 300, most: 5000 };

/**
 * Where the card of a submission is to be posted: one of a series stands in its thread, below its message, which is posted first.
 *
 * @returns the record with its thread; when to come back; `closed` when nothing can be posted there
 */
export async function placed(needs: SeriesPlaceNeeds, record: Submission): Promise<Submission | Again | 'closed'> {
  if (record.series === undefined) return record;
  const series = await needs.series.get(record.series.id);
  // Without its series it is a card like any other.
  if (series === undefined) return record;
  switch (series.message.mark) {
    case 'none':
    case 'announcing':
      // Its own job knows when to come back, and is not hurried: one that fails waits longer each time.
      await needs.jobs.series(series.id, STANDING_MS.first);
      return { againInMs: pauseFor(needs.world.now() - series.at) };
    case 'closed':
      return 'closed';
    case 'announced':
    case 'removing':
    case 'removed': {
      const { channel } = series;
      const threadTs = seriesThread(series);
      const stands = record.card.threadTs === threadTs && record.channel === channel;
      if (threadTs === undefined || stands) return record;
      return (
        (await needs.records.change(record.id, (r) => ({ ...r, channel, card: { ...r.card, threadTs } }))) ?? record
      );
    }
  }
}

/** A quarter of the time that has gone by. */
function pauseFor(ms: number): number {
  return Math.min(STANDING_MS.most, Math.max(STANDING_MS.first, Math.round(ms / 4)));
}

/**
 * Whether an order may be sent before its card stands: only where nothing but Slack's budget holds the card up, and what it stands below. A post
 * that was begun may yet be refused, and then nothing must have been sent.
 */
export async function mayOvertake(needs: Pick<SeriesPlaceNeeds, 'series'>, record: Submission): Promise<boolean> {
  if (record.card.mark !== 'none' || record.card.begun === true) return false;
  const message = record.series === undefined ? undefined : (await needs.series.get(record.series.id))?.message;
  if (message === undefined || message.ts !== undefined) return true;
  return message.mark === 'none' && message.held === true;
}

/** One of a series has moved on: its message is to tell. */
export async function tellSeries(needs: { jobs: Pick<Jobs, 'series'> }, { series }: Submission): Promise<void> {
  if (series !== undefined) await needs.jobs.series(series.id);
}
