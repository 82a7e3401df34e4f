import { fitting, isStillThere, type Shelf } from '../../domain/gallery.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import type { Submission } from '../../domain/submission.ts';
import { ifReadable } from '../if-readable.ts';
import type { Gallery } from '../needs/gallery.ts';
import type { Records } from '../needs/records.ts';

export interface ShelfNeeds {
  gallery: Gallery;
  records: Records;
}

/** A page of a list, newest first. */
export interface Page {
  records: Submission[];
  /** The one that was asked for, from 0, or the last that there is. */
  page: number;
  pages: number;
  /** In the whole list. */
  total: number;
}

/** So often a page is put together anew because some of it was gone. With each look those are off the shelf, so it ends by itself. */
const LOOKS = 20;
/** Records that a search reads at once. */
const CHUNK = 100;

/** A page of a shelf. What is gone, with its record or its card, is dropped on the way, and the page filled up with what follows. */
export async function pageOf(needs: ShelfNeeds, shelf: Shelf, wanted: number, size: number): Promise<Page> {
  let page = wanted;
  for (let look = 0; ; look += 1) {
    const { ids, total } = await needs.gallery.list(shelf, page * size, size);
    const last = Math.max(0, Math.ceil(total / size) - 1);
    if (page > last) {
      page = last;
      continue;
    }
    const there = await thereOf(needs, ids);
    const gone = look < LOOKS ? await goneOf(needs, ids, there) : [];
    if (gone.length === 0) return { records: there, page, pages: last + 1, total };
    await needs.gallery.drop(shelf, gone);
  }
}

/**
 * Those of a shelf whose prompts hold all the words, newest first, `most` at the most. Reads no further than it must, and a shelf is bounded, so a search
 * that finds nothing ends, too.
 */
export async function search(needs: ShelfNeeds, shelf: Shelf, words: string, most: number): Promise<Submission[]> {
  const fits = fitting(words);
  const found: Submission[] = [];
  for (let from = 0; found.length < most; from += CHUNK) {
    const { ids, total } = await needs.gallery.list(shelf, from, CHUNK);
    found.push(...(await thereOf(needs, ids)).filter(fits));
    if (from + CHUNK >= total) break;
  }
  return found.slice(0, most);
}

/** Those that can be shown, in the order of the shelf. */
async function thereOf({ records }: ShelfNeeds, ids: readonly SubmissionId[]): Promise<Submission[]> {
  const byId = new Map((await records.getMany(ids)).map((record) => [record.id, record]));
  return ids.flatMap((id) => byId.get(id) ?? []).filter(isStillThere);
}

/** Those of the rest that will never be shown again. What only another version of the bot can read stays on the shelf. */
async function goneOf(
  { records }: ShelfNeeds,
  ids: readonly SubmissionId[],
  there: readonly Submission[],
): Promise<SubmissionId[]> {
  const shown = new Set(there.map(({ id }) => id));
  const rest = ids.filter((id) => !shown.has(id));
  const gone = await Promise.all(rest.map(async (id) => await isGone(records, id)));
  return rest.filter((_, index) => gone[index]);
}

async function isGone(records: Pick<Records, 'get'>, id: SubmissionId): Promise<boolean> {
  const record = await ifReadable(() => records.get(id), 'unreadable');
  return record !== 'unreadable' && (record === undefined || !isStillThere(record));
}
