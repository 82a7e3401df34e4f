import type { Person, Shelf } from '../../src/domain/gallery.ts';
import { FIRST_PLACE, type Home, type HomePlace } from '../../src/domain/home.ts';
import type { SubmissionId } from '../../src/domain/ids.ts';
import type { Language } from '../../src/domain/language.ts';
import type * as Needs from '../../src/flows/needs/index.ts';

/**
 * The gallery, the favourites, and the homes that people look at: what was published last stands in `homes`, letters in `letters`. Part of the fake world.
 *
 * @param meet throws a trouble that was queued by that name
 */
export function fakeGallery(meet: (name: string) => void, now: () => number) {
  const shelves = new Map<string, Map<SubmissionId, number>>();
  const shelf = ({ team, owner, kind }: Shelf) => {
    const key = `${kind}:${team}:${owner}`;
    const held = shelves.get(key) ?? new Map<SubmissionId, number>();
    shelves.set(key, held);
    return held;
  };
  const favourites = ({ team, user }: Person) => shelf({ team, owner: user, kind: 'kept' });
  const gallery: Needs.Gallery = {
    add: async ({ id, team, asker, channel, at }) => {
      for (const owner of [asker, channel]) shelf({ team, owner, kind: 'made' }).set(id, at.ended ?? 0);
    },
    remove: async ({ id, team, asker, channel }) => {
      for (const owner of [asker, channel]) shelf({ team, owner, kind: 'made' }).delete(id);
    },
    keep: async (by, id, at) => {
      meet('keep');
      favourites(by).set(id, at);
    },
    unkeep: async (by, id) => void favourites(by).delete(id),
    kept: async (by, ids) => new Set(ids.filter((id) => favourites(by).has(id))),
    list: async (of, from, count) => {
      const held = [...shelf(of)].sort(([, a], [, b]) => b - a).map(([id]) => id);
      return { ids: held.slice(from, from + count), total: held.length };
    },
    drop: async (of, ids) => {
      for (const id of ids) shelf(of).delete(id);
    },
  };

  const visits = new Map<string, { by: Person; place: HomePlace; askedAt: number; face?: string }>();
  const wanted = new Map<string, Person>();
  const homes: Needs.Homes = {
    visit: async (by, place) => {
      const before = visits.get(by.user)?.place ?? FIRST_PLACE;
      visits.set(by.user, { by, place: { ...before, ...place }, askedAt: now() });
      wanted.set(by.user, by);
    },
    visited: async ({ user }) => visits.get(user),
    shown: async ({ user }, face) => {
      const visit = visits.get(user);
      if (visit !== undefined) visits.set(user, { ...visit, face });
    },
    changed: async (by) => void (visits.has(by.user) && wanted.set(by.user, by)),
  };

  const published = new Map<string, { home: Home; language: Language; pictures: 'shown' | 'none'; times: number }>();
  const homeTab: Needs.HomeTab = {
    face: (_, home, language) => JSON.stringify([home, language]),
    publish: async (user, home, language, pictures) => {
      if (pictures === 'shown') meet('home pictures');
      meet('publish');
      published.set(user, { home, language, pictures, times: (published.get(user)?.times ?? 0) + 1 });
    },
  };
  const letters: { user: string; letter: Needs.Letter; language: Language; pictures: 'shown' | 'none' }[] = [];
  const post: Needs.Letters = {
    send: async (user, letter, language, pictures) => {
      if (pictures === 'shown') meet('letter pictures');
      meet('letter');
      letters.push({ user, letter, language, pictures });
    },
  };
  const said: { user: string; line: Needs.DirectLine; language: Language }[] = [];
  const direct: Needs.Direct = {
    say: async (user, line, language) => {
      meet('direct');
      said.push({ user, line, language });
    },
  };
  return { needs: { gallery, homes, homeTab, letters: post, direct }, shelf, visits, wanted, published, letters, said };
}
