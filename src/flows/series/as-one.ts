import type { SeriesId } from '../../domain/ids.ts';
import { type SeriesSoFar, soFar } from '../../domain/series.ts';
import type { Submission } from '../../domain/submission.ts';
import { ifReadable } from '../if-readable.ts';
import type { Intake, Records, SeriesStore } from '../needs/records.ts';
import { childrenOf } from './show.ts';

export interface AsOneNeeds {
  records: Records;
  series: Pick<SeriesStore, 'get'>;
  intake: Pick<Intake, 'idFor'>;
}

/** What a list shows in one line: a submission; or a series with all of its own. */
export type Line = Submission | (SeriesSoFar & { readonly children: readonly Submission[] });

/** The same list with each series as one, where its first stands. A submission whose series is gone, or cannot be read, stays by itself. */
export async function seriesAsOne(needs: AsOneNeeds, records: readonly Submission[]): Promise<Line[]> {
  const ids = [...new Set(records.flatMap(({ series }) => series?.id ?? []))];
  const found = new Map(await Promise.all(ids.map(async (id) => [id, await lineOf(needs, id)] as const)));
  const listed = new Set<SeriesId>();
  return records.flatMap((record): Line[] => {
    const id = record.series?.id;
    const line = id === undefined ? undefined : found.get(id);
    if (id === undefined || line === undefined) return [record];
    if (listed.has(id)) return [];
    listed.add(id);
    return [line];
  });
}

async function lineOf(needs: AsOneNeeds, id: SeriesId): Promise<Line | undefined> {
  const series = await ifReadable(() => needs.series.get(id), undefined);
  if (series === undefined) return undefined;
  const children = await childrenOf(needs, series);
  return { ...soFar(series, children), children: children.filter((child) => typeof child === 'object') };
}
