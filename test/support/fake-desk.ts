import { rememberAbilities } from '../../src/app/abilities.ts';
import type { PictureRef } from '../../src/domain/submission.ts';
import type * as Needs from '../../src/flows/needs/index.ts';
import type { Place } from '../../src/flows/submit/take-in.ts';

/**
 * What verbs need besides the rooms of a submission: pictures that are handed over, what the gateway lacks, seeds, and a look around. Part of
 * the fake world.
 *
 * @param meet throws a trouble that was queued by that name
 */
export function fakeDesk(
  meet: (name: string) => void,
  work: () => { watched: number; waiting: number; overdue: number },
  now: () => number,
) {
  const handedBy: { user: string; channel: string }[] = [];
  const notes = new Map<string, string>();
  const memory = {
    get: async (name: string) => {
      meet('remember');
      return notes.get(name);
    },
    set: async (name: string, value: string) => void notes.set(name, value),
  };
  const handedOver = {
    inbox: {
      read: async (refs: readonly PictureRef[], by: { user: string; channel: string }) => {
        meet('inbox');
        if (refs.length > 0) handedBy.push(by);
        return refs.map((ref) => `data:image/png;base64,${ref.kind === 'file' ? ref.id : ref.ts}`);
      },
    } satisfies Needs.Inbox,
    links: {
      find: (text: string) => ({ text, pictures: [] }),
      message: (text: string) => {
        const [, place, ts] = /^https:\/\/team\.slack\.com\/archives\/(\w+)\/([\d.]+)$/.exec(text) ?? [];
        return place === undefined || ts === undefined ? undefined : { channel: place, ts };
      },
    } satisfies Needs.PictureLinks,
    abilities: rememberAbilities(memory, 'fake', now) satisfies Needs.Abilities,
    seeds: {
      seed: async () => {
        meet('seed');
        return '636646138';
      },
    } satisfies Needs.Seeds,
    overview: {
      gateway: async () => {
        meet('look');
        return { ms: 12 };
      },
      work: async () => work(),
    } satisfies Needs.Overview,
  };
  return { handedBy, handedOver };
}

export function placed(more: Partial<Place> = {}): Place {
  return { team: 'T00FAKE00', channel: 'C00ART', user: 'U00ANN', isDm: false, ...more };
}

export function filesOf(ids: readonly string[]): PictureRef[] {
  return ids.map((id) => ({ kind: 'file', id }));
}
