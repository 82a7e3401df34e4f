import { seriesThread } from '../../domain/series.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Records, SeriesStore } from '../needs/records.ts';
import type { Again, Jobs } from '../needs/work.ts';

export interface SeriesPlaceNeeds {
  records: Records;
  series: SeriesStore;
  jobs: Jobs;
}

/** The message of a series is posted within a fraction of a second, unless Slack's budget is spent. */
const STANDING_MS = 300;

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
      await needs.jobs.series(series.id);
      return { againInMs: STANDING_MS };
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

/** One of a series has moved on: its message is to tell. */
export async function tellSeries(needs: { jobs: Pick<Jobs, 'series'> }, { series }: Submission): Promise<void> {
  if (series !== undefined) await needs.jobs.series(series.id);
}
