import type { SeriesId } from '../../domain/ids.ts';
import { sheetPictures } from '../../domain/series.ts';
import type { Intake, Records, SeriesStore } from '../needs/records.ts';
import type { Jobs } from '../needs/work.ts';
import { childrenOf } from './show.ts';

export interface GiveUpSeriesNeeds {
  series: SeriesStore;
  records: Records;
  intake: Pick<Intake, 'idFor'>;
  jobs: Pick<Jobs, 'series'>;
}

/**
 * The job of a series is dead. Its submissions wait for a message that does not come: it is closed, so that they end as unposted, and nothing is
 * sent. A message that stands is brought into line later.
 */
export async function seriesStuck({ series, jobs }: GiveUpSeriesNeeds, id: SeriesId, laterMs: number): Promise<void> {
  const now = await series.change(id, (r) =>
    r.message.mark === 'none' || r.message.mark === 'announcing'
      ? { ...r, message: { ...r.message, mark: 'closed' } }
      : r,
  );
  if (now !== undefined && now.message.mark !== 'closed') await jobs.series(id, laterMs);
}

/** No sheet can be made of the pictures that there are now: the series does without, and does not ask for it again. */
export async function sheetLost(needs: GiveUpSeriesNeeds, id: SeriesId): Promise<void> {
  const now = await needs.series.get(id);
  if (now === undefined) return;
  const of = sheetPictures(await childrenOf(needs, now)).map(({ fileId }) => fileId);
  await needs.series.change(id, (r) => ({ ...r, sheet: { fileId: '', of, looks: 0, ready: false } }));
  await needs.jobs.series(id);
}
