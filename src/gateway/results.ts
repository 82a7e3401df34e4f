import type { Base } from './base.ts';
import { pictureLink } from './links.ts';
import type { Task } from './schema.ts';

/** Links to what a task drew, the main one first, none twice. */
export interface Results {
  pictures: string[];
  films: string[];
}

const FILM = /\.(?:mp4|m4v|webm|mov)$/i;
const PICTURE = /\.(?:png|jpe?g|webp|gif|avif)$/i;

/**
 * Sorts the links of a task. A film may stand where pictures do (gateway.md 6): it is known by its name, or, where nothing is named as a film and
 * the name tells nothing, by trueai's `contentType`, which is that of the whole task. An animated grid in webp stays a picture.
 */
export function resultsOf(base: Base, task: Task): Results {
  const among = [task.imageUrl, ...task.imageUrls];
  const named = [task.videoUrl, ...task.videoUrls];
  const isFilmTask = /^video\//i.test(task.contentType ?? '') && named.every((link) => link === undefined);
  const isFilm = (link: string | undefined) => {
    const path = link?.split(/[?#]/)[0] ?? '';
    return FILM.test(path) || (isFilmTask && !PICTURE.test(path));
  };
  return {
    pictures: sound(
      base,
      among.filter((link) => !isFilm(link)),
    ),
    films: sound(base, [...named, ...among.filter(isFilm)]),
  };
}

function sound(base: Base, links: readonly (string | undefined)[]): string[] {
  return [...new Set(links.map((link) => pictureLink(base, link)).filter((link) => link !== undefined))];
}
