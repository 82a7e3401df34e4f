import type { Shelf } from '../../domain/gallery.ts';
import { WORDS_MAX } from '../../domain/home.ts';
import { type ShelfNeeds, search as searchShelf } from '../gallery/pages.ts';
import { taskLine } from './task-line.ts';
import type { Told, Verb } from './verb.ts';

/** Few enough for one message. */
const LISTED = 10;

/** `/mj search <words>`: a person's own pictures, by words of their prompts; without words the latest. */
export const search: Verb = {
  name: 'search',
  usage: 'search <words>',
  async run(needs, { text, place: { team, user } }) {
    return await find(needs, { team, owner: user, kind: 'made' }, text, 'mine');
  },
};

/** What a shelf has, newest first, as a list that says where it was looked. */
export async function find(needs: ShelfNeeds, shelf: Shelf, text: string, where: 'mine' | 'here'): Promise<Told> {
  const words = text.trim().slice(0, WORDS_MAX);
  const found = await searchShelf(needs, shelf, words, LISTED + 1);
  if (found.length === 0) return { tell: { say: 'none-found', words, where } };
  const more = found.length > LISTED;
  return { tell: { say: 'found', words, where, more, tasks: found.slice(0, LISTED).map(taskLine) } };
}
