import { z } from 'zod';
import type { Person } from '../domain/gallery.ts';
import { FIRST_PLACE, HomePlace } from '../domain/home.ts';
import type { Client } from './connection.ts';
import { add, homeJob, type Queues } from './job-map.ts';
import { keys } from './keys.ts';
import { reach } from './reach.ts';

/** A person's visit to their home. */
export interface HomeVisit {
  place: HomePlace;
  /** When they last asked to see it, epoch ms. */
  askedAt: number;
}

/** Who looks at their home, and where in it they are. All methods throw Unreachable. */
export interface Homes {
  /** They opened it, or went somewhere in it; what is left out of `place` stays. It is shown at once, by a job. */
  visit(by: Person, place: Partial<HomePlace>): Promise<void>;
  /** Undefined for whoever has not looked for ten minutes: Slack does not say when a home is left. */
  visited(by: Person): Promise<HomeVisit | undefined>;
  /** Something that it shows is otherwise now. Whoever looks at it sees that soon; what comes meanwhile is seen with it. */
  changed(by: Person): Promise<void>;
}

/** How long a visit lasts. */
const VISIT_MS = 10 * 60_000;
/** How long a change waits for others: a submission often has two in a second, its end and its picture. */
const GATHER_MS = 1500;

const Stored = z.object({ place: HomePlace, askedAt: z.number() });

export function openHomes(client: Client, queues: Pick<Queues, 'person'>, now: () => number): Homes {
  const visited: Homes['visited'] = async ({ team, user }) => {
    const text = await reach('look for a visit', () => client.get(keys.home(team, user)));
    // One that another version of the bot wrote begins anew.
    return text === null ? undefined : Stored.safeParse(JSON.parse(text)).data;
  };
  return {
    visited,
    async visit(by, place) {
      const before = (await visited(by))?.place ?? FIRST_PLACE;
      const visit = { place: { ...before, ...place }, askedAt: now() } satisfies HomeVisit;
      await reach('note a visit', () => client.set(keys.home(by.team, by.user), JSON.stringify(visit), 'PX', VISIT_MS));
      await reach('take a job', () => add(queues.person, homeJob(by, 0)));
    },
    async changed(by) {
      const looks = await reach('look for a visit', () => client.exists(keys.home(by.team, by.user)));
      if (looks === 1) await reach('take a job', () => add(queues.person, homeJob(by, GATHER_MS)));
    },
  };
}
