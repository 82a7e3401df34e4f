import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../domain/errors.ts';
import type { SeriesId } from '../../domain/ids.ts';
import { type Series, sheetPictures } from '../../domain/series.ts';
import { LOOKS_MS } from '../deliver/looks.ts';
import type { Budget, BudgetClass } from '../needs/outbox.ts';
import type { Sheets } from '../needs/pictures.ts';
import type { Intake, Records, SeriesStore } from '../needs/records.ts';
import type { Files } from '../needs/slack.ts';
import type { Again, Jobs } from '../needs/work.ts';
import type { Log } from '../needs/world.ts';
import { notDone } from '../show/slack-calls.ts';
import { childrenOf } from './show.ts';

export interface SheetNeeds {
  series: SeriesStore;
  records: Records;
  intake: Pick<Intake, 'idFor'>;
  files: Pick<Files, 'read' | 'upload' | 'look' | 'remove'>;
  sheets: Sheets;
  budget: Budget;
  jobs: Pick<Jobs, 'series'>;
  log: Log;
}

type Picture = ReturnType<typeof sheetPictures>[number];

/**
 * Makes the contact sheet of a series whose pictures are all there: one after the other is read from Slack and becomes small before the next
 * is read. It is uploaded, noted, and shown by the series' message once Slack is ready with it. One that is of other pictures (somebody deleted a
 * card) is deleted, and made anew. A picture that cannot be read is left out: the cards have them all.
 */
export function sheetStory(needs: SheetNeeds) {
  return async (id: SeriesId): Promise<void | Again> => {
    const series = await needs.series.get(id);
    if (series === undefined) return;
    const pictures = sheetPictures(await childrenOf(needs, series));
    const of = pictures.map(({ fileId }) => fileId);
    const { sheet } = series;
    if (sheet !== undefined && sheet.of.join() === of.join()) return await look(needs, series, sheet);
    const made = of.length === 0 ? '' : await make(needs, series, pictures);
    if (typeof made === 'object') return made;
    await needs.series.change(id, (r) => ({ ...r, sheet: { fileId: made, of, looks: 0, ready: false } }));
    if (sheet !== undefined && sheet.fileId !== '') await forget(needs, series, sheet.fileId);
    if (made !== '') return { againInMs: LOOKS_MS[0] };
    await needs.jobs.series(id);
  };
}

/** @returns Slack's id of the sheet; empty where none can be made */
async function make(needs: SheetNeeds, series: Series, pictures: readonly Picture[]): Promise<string | Again> {
  const { files, sheets, budget, log } = needs;
  for (const _ of pictures) {
    const wait = await budget.take(series.team, 'file-look', urgent(series));
    if (wait > 0) return { againInMs: wait };
  }
  let what: BudgetClass = 'file-look';
  try {
    const drawn = await sheets.sheet(eachOf(needs, series, pictures), pictures.length);
    const wait = await budget.take(series.team, 'upload', urgent(series));
    if (wait > 0) return { againInMs: wait };
    what = 'upload';
    return await files.upload({ ...drawn, name: 'contact-sheet' });
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Misconfigured))
      return await notDone(budget, series, what, error);
    log.warn({ series: series.id, err: error }, 'a contact sheet could not be made');
    return '';
  }
}

/** One at a time, so that no more than one is held. */
async function* eachOf({ files, log }: SheetNeeds, { id }: Series, pictures: readonly Picture[]) {
  for (const { number, fileId } of pictures) {
    try {
      yield { number, bytes: await files.read(fileId) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      log.info({ series: id, number, err: error }, 'a picture is left out of a contact sheet');
    }
  }
}

/** Slack is asked until it is ready with the file; then the series' message shows it. */
async function look(needs: SheetNeeds, series: Series, sheet: NonNullable<Series['sheet']>): Promise<void | Again> {
  const { budget, files, jobs } = needs;
  if (sheet.ready || sheet.fileId === '') return await jobs.series(series.id);
  const wait = await budget.take(series.team, 'file-look', urgent(series));
  if (wait > 0) return { againInMs: wait };
  let ready: boolean;
  try {
    ready = (await files.look(sheet.fileId)).ready;
  } catch (error) {
    return await notDone(budget, series, 'file-look', error);
  }
  const looks = ready ? 0 : sheet.looks + 1;
  // After the last look the message will tell whether Slack shows it.
  const shown = ready || looks >= LOOKS_MS.length;
  await needs.series.change(series.id, (r) =>
    r.sheet?.fileId === sheet.fileId ? { ...r, sheet: { ...r.sheet, looks: shown ? 0 : looks, ready: shown } } : r,
  );
  if (!shown) return { againInMs: LOOKS_MS[looks] ?? 0 };
  await jobs.series(series.id);
}

/** The old one; what cannot be deleted stays, seen by nobody. */
async function forget({ files, log }: SheetNeeds, { id }: Series, fileId: string): Promise<void> {
  try {
    await files.remove(fileId);
  } catch (error) {
    if (![Busy, Unreachable, Refused, InDoubt].some((kind) => error instanceof kind)) throw error;
    log.info({ series: id, err: error }, 'an old contact sheet stays');
  }
}

function urgent({ id }: Series) {
  return { urgency: 'end', who: id } as const;
}
