import type { Addition } from '../../domain/addition.ts';
import { afterStore, UserMistake } from '../../domain/errors.ts';
import { type SeriesId, seriesId } from '../../domain/ids.ts';
import { Series } from '../../domain/series.ts';
import type { Asked } from '../draft/consider.ts';
import type { SeriesStore } from '../needs/records.ts';
import type { Jobs } from '../needs/work.ts';
import { type Stand, type TakeInNeeds, takeIn } from '../submit/take-in.ts';

export interface BeginNeeds extends TakeInNeeds {
  series: SeriesStore;
  jobs: Jobs;
}

/** Taking forty submissions in takes a fraction of a second. Whoever finds a series unfinished after this long finishes it. */
export const TAKING_MS = 5000;

/**
 * Takes the submissions of a series in. A job that takes in what a kill leaves out is arranged before the series is stored, and that before the
 * first of them; all ids follow from the deed, so it may be repeated at any point.
 *
 * @returns how many were taken in: fewer than were wanted where a limit was reached
 * @throws UserMistake when not one was; InDoubt when it may be stored, and is finished then; Unreachable before that
 */
export async function beginSeries(
  needs: BeginNeeds,
  { order, mode, place, key }: Pick<Asked, 'order' | 'mode' | 'key'> & { place: Stand },
  added: readonly Addition[] | undefined,
  prompts: readonly string[],
): Promise<{ taken: number; wanted: number }> {
  const id = seriesId(needs.intake.idFor(`series-${key}`));
  const { user: asker, ...where } = place;
  const begun = Series.parse({
    v: 1,
    id,
    ...where,
    asker,
    language: await needs.languages.of(place.team, place.user),
    order,
    mode,
    added,
    prompts,
    at: needs.world.now(),
    message: { mark: 'none', posts: 0 },
  });
  // First, so that nothing stands that nobody comes back for; of one that was not stored the job finds nothing.
  await needs.jobs.series(id, TAKING_MS);
  try {
    await needs.series.create(begun);
    const taken = await takeAll(needs, begun);
    await needs.jobs.series(id);
    return { taken, wanted: prompts.length };
  } catch (error) {
    // Where it is stored, that job makes all of it.
    throw afterStore(error, 'it is not known how much of the series was stored');
  }
}

/** Takes in what is missing of a series. @returns how many there are. @throws UserMistake when there is none, and may be none */
export async function takeAll(needs: BeginNeeds, series: Series): Promise<number> {
  let taken = 0;
  let refused: UserMistake | undefined;
  for (const [place, prompt] of series.prompts.entries()) {
    try {
      await takeIn(needs, placeOf(series, place), { ...series.order, prompt }, childKey(series.id, place), {
        mode: series.mode,
        added: series.added,
        series: { id: series.id, place },
      });
      taken += 1;
    } catch (error) {
      if (!(error instanceof UserMistake)) throw error;
      refused = error;
      break;
    }
  }
  const now = await needs.series.change(series.id, (r) => (r.taken === undefined ? { ...r, taken } : r));
  if (now?.taken === 0 && refused !== undefined) throw refused;
  return now?.taken ?? taken;
}

/** What the id of a submission of a series follows from. */
export function childKey(id: SeriesId, place: number): string {
  return `${id}-${place}`;
}

/** Where nothing can be posted one of them says so. */
function placeOf({ team, channel, askedIn, asker, isDm, threadTs, responseUrl }: Series, place: number): Stand {
  return { team, channel, askedIn, user: asker, isDm, threadTs, ...(place === 0 ? { responseUrl } : {}) };
}
