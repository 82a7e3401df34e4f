import { fitting, isStillThere, type Shelf } from '../../domain/gallery.ts';
import type { SubmissionId } from '../../domain/ids.ts';
import type { Submission } from '../../domain/submission.ts';
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
    const { there, gone } = await lookAt(needs, ids);
    if (gone.length === 0 || look >= LOOKS) return { records: there, page, pages: last + 1, total };
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
    found.push(...(await lookAt(needs, ids)).there.filter(fits));
    if (from + CHUNK >= total) break;
  }
  return found.slice(0, most);
}

async function lookAt({ records }: ShelfNeeds, ids: readonly SubmissionId[]) {
  const byId = new Map((await records.getMany(ids)).map((record) => [record.id, record]));
  const there: Submission[] = [];
  const gone: SubmissionId[] = [];
  for (const id of ids) {
    const record = byId.get(id);
    if (record !== undefined && isStillThere(record)) there.push(record);
    else gone.push(id);
  }
  return { there, gone };
}
