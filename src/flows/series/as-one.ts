import { type Series, type SeriesSoFar, soFar } from '../../domain/series.ts';
import type { Submission } from '../../domain/submission.ts';
import type { Intake, Records, SeriesStore } from '../needs/records.ts';
import { childrenOf } from './show.ts';

export interface AsOneNeeds {
  records: Records;
  series: Pick<SeriesStore, 'get'>;
  intake: Pick<Intake, 'idFor'>;
}

/** What a list shows in one line: a submission; or a series with all of its own. */
export type Line = Submission | (SeriesSoFar & { readonly children: readonly Submission[] });

/** The same list with each series as one, where its first stands. A submission whose series is gone stays by itself. */
export async function seriesAsOne(needs: AsOneNeeds, records: readonly Submission[]): Promise<Line[]> {
  const seen = new Map<string, Promise<Line | undefined>>();
  const lines = records.map((record): Submission | Promise<Line | undefined> => {
    if (record.series === undefined) return record;
    const { id } = record.series;
    const known = seen.get(id);
    if (known !== undefined) return known.then((line) => (line === undefined ? record : undefined));
    const line = needs.series.get(id).then((series) => (series === undefined ? undefined : lineOf(needs, series)));
    seen.set(id, line);
    return line.then((found) => found ?? record);
  });
  return (await Promise.all(lines)).filter((line) => line !== undefined);
}

async function lineOf(needs: AsOneNeeds, series: Series): Promise<Line> {
  const children = await childrenOf(needs, series);
  return { ...soFar(series, children), children: children.filter((child) => child !== undefined) };
}
