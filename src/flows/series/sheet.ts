import { Misconfigured, Refused } from '../../domain/errors.ts';
import type { SeriesId } from '../../domain/ids.ts';
import { type Series, sheetPictures } from '../../domain/series.ts';
import { LOOKS_MS, lookOnce } from '../deliver/looks.ts';
import type { BudgetClass } from '../needs/outbox.ts';
import type { Sheets } from '../needs/pictures.ts';
import type { Intake, Records, SeriesStore } from '../needs/records.ts';
import type { Files } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { Log } from '../needs/world.ts';
import { granted, notDone, type WaitNeeds } from '../show/slack-calls.ts';
import { childrenOf } from './show.ts';

export interface SheetNeeds extends WaitNeeds {
  series: SeriesStore;
  records: Records;
  intake: Pick<Intake, 'idFor'>;
  files: Pick<Files, 'read' | 'upload' | 'look' | 'remove'>;
  sheets: Sheets;
  jobs: Pick<Jobs, 'series'>;
  log: Log;
}

type Picture = ReturnType<typeof sheetPictures>[number];

/** Sheets that are made at the same time: each waits here for its looks, and deliveries have the same places. */
const MAKING = 4;
/** Until one of them may be done. */
const PLACE_MS = 1000;

/**
 * Makes the contact sheet of a series whose pictures are all there: one after the other is read from Slack and becomes small before the next
 * is read. It is uploaded, noted, and shown by the series' message once Slack is ready with it. One that is of other pictures (somebody deleted a
 * card) is deleted, and made anew. A picture that cannot be read is left out: the cards have them all.
 */
export function sheetStory(needs: SheetNeeds) {
  let making = 0;
  return async (id: SeriesId): Promise<void | Again> => {
    const series = await needs.series.get(id);
    if (series === undefined) return;
    const pictures = sheetPictures(await childrenOf(needs, series));
    const of = pictures.map(({ fileId }) => fileId);
    const { sheet } = series;
    if (sheet !== undefined && sheet.of.join() === of.join()) return await lookAt(needs, series, sheet);
    const old = sheet === undefined || sheet.fileId === '' ? undefined : await forget(needs, series, sheet.fileId);
    if (old !== undefined) return old;
    if (making >= MAKING) return { againInMs: PLACE_MS };
    making += 1;
    const made = await make(needs, series, pictures).finally(() => {
      making -= 1;
    });
    if (typeof made === 'object') return made;
    await needs.series.change(id, (r) => ({ ...r, sheet: { fileId: made, of, looks: 0, ready: false } }));
    if (made !== '') return { againInMs: LOOKS_MS[0] };
    await needs.jobs.series(id);
  };
}

/** @returns Slack's id of the sheet; empty where none can be made */
async function make(needs: SheetNeeds, series: Series, pictures: readonly Picture[]): Promise<string | Again> {
  const { files, sheets, budget, log } = needs;
  if (pictures.length === 0) return '';
  const wait = await budget.take(series.team, 'file-look', urgent(series));
  if (wait > 0) return { againInMs: wait };
  let what: BudgetClass = 'file-look';
  try {
    const drawn = await sheets.sheet(eachOf(needs, series, pictures), pictures.length);
    what = 'upload';
    await granted(needs, series.team, what, urgent(series));
    return await files.upload({ ...drawn, name: 'contact-sheet' });
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Misconfigured))
      return await notDone(budget, series, what, error);
    log.warn({ series: series.id, err: error }, 'a contact sheet could not be made');
    return '';
  }
}

/** One at a time, so that no more than one is held. The look at the first one is paid. */
async function* eachOf(needs: SheetNeeds, series: Series, pictures: readonly Picture[]) {
  for (const [index, { number, fileId }] of pictures.entries()) {
    if (index > 0) await granted(needs, series.team, 'file-look', urgent(series));
    try {
      yield { number, bytes: await needs.files.read(fileId) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      needs.log.info({ series: series.id, number, err: error }, 'a picture is left out of a contact sheet');
    }
  }
}

/** Slack is asked until it is ready with the file; then the series' message shows it. */
async function lookAt(needs: SheetNeeds, series: Series, sheet: NonNullable<Series['sheet']>): Promise<void | Again> {
  const { jobs } = needs;
  if (sheet.ready || sheet.fileId === '') return await jobs.series(series.id);
  const look = await lookOnce(needs, series.team, urgent(series), sheet.fileId);
  if (typeof look !== 'object') return { againInMs: look };
  const { ready } = look;
  const looks = ready ? 0 : sheet.looks + 1;
  // After the last look the message will tell whether Slack shows it.
  const shown = ready || looks >= LOOKS_MS.length;
  await needs.series.change(series.id, (r) =>
    r.sheet?.fileId === sheet.fileId ? { ...r, sheet: { ...r.sheet, looks: shown ? 0 : looks, ready: shown } } : r,
  );
  if (!shown) return { againInMs: LOOKS_MS[looks] ?? 0 };
  await jobs.series(series.id);
}

/** The old one goes before another is made: what was deleted must not be seen on it. What Slack keeps stays, shown by nothing. */
async function forget(needs: SheetNeeds, series: Series, fileId: string): Promise<Again | undefined> {
  const { budget, files, log } = needs;
  const wait = await budget.take(series.team, 'file-remove', urgent(series));
  if (wait > 0) return { againInMs: wait };
  try {
    await files.remove(fileId);
  } catch (error) {
    if (!(error instanceof Refused)) return await notDone(budget, series, 'file-remove', error);
    log.info({ series: series.id, err: error }, 'an old contact sheet stays');
  }
  // Gone, and not paid for once more by whoever comes back to make the other.
  await needs.series.change(series.id, (r) => (r.sheet?.fileId === fileId ? { ...r, sheet: undefined } : r));
  return undefined;
}

function urgent({ id }: Series) {
  return { urgency: 'end', who: id } as const;
}
