import { z } from 'zod';
import type { Person } from '../domain/gallery.ts';
import { FIRST_PLACE, HomePlace } from '../domain/home.ts';
import type { Client } from './connection.ts';
import { add, homeJob, type Queues } from './job-map.ts';
import { keys } from './keys.ts';
import { answers } from './lua.ts';
import { reach } from './reach.ts';

/** A person's visit to their home. */
export interface HomeVisit {
  place: HomePlace;
  /** When they last asked to see it, epoch ms. */
  askedAt: number;
  /** Digest of what it has shown since then. */
  face?: string | undefined;
}

/** Who looks at their home, and where in it they are. All methods throw Unreachable. */
export interface Homes {
  /** They opened it, or went somewhere in it; what is left out of `place` stays. It is shown at once, by a job. */
  visit(by: Person, place: Partial<HomePlace>): Promise<void>;
  /** Undefined for whoever has not looked for ten minutes: Slack does not say when a home is left. */
  visited(by: Person): Promise<HomeVisit | undefined>;
  /** It shows `face` now, which a visit forgets. */
  shown(by: Person, face: string): Promise<void>;
  /** Something that it shows is otherwise now. Whoever looks at it sees that soon; what comes meanwhile is seen with it. */
  changed(by: Person): Promise<void>;
}

/** How long a visit lasts. */
const VISIT_MS = 10 * 60_000;
/** Changes wait for the end of a common window, and so for others: a submission often has two in a second, its end and its picture. */
const GATHER_MS = 1500;

const Stored = z.object({ place: HomePlace, askedAt: z.number() });

export function openHomes(client: Client, queues: Pick<Queues, 'person'>, now: () => number): Homes {
  const visited: Homes['visited'] = async ({ team, user }) => {
    const [text, face] = await reach('look for a visit', () =>
      client.mget(keys.home(team, user), keys.homeFace(team, user)),
    );
    // One that another version of the bot wrote begins anew.
    const { data } = Stored.safeParse(text == null ? undefined : JSON.parse(text));
    return data === undefined ? undefined : { ...data, ...(face == null ? {} : { face }) };
  };
  return {
    visited,
    async visit(by, place) {
      const { team, user } = by;
      const before = (await visited(by))?.place ?? FIRST_PLACE;
      const visit = { place: { ...before, ...place }, askedAt: now() } satisfies HomeVisit;
      await reach('note a visit', async () => {
        const multi = client.multi().del(keys.homeFace(team, user));
        answers(await multi.set(keys.home(team, user), JSON.stringify(visit), 'PX', VISIT_MS).exec());
      });
      await reach('take a job', () => add(queues.person, homeJob(by, 0)));
    },
    async shown({ team, user }, face) {
      await reach('note what a home shows', () => client.set(keys.homeFace(team, user), face, 'PX', VISIT_MS));
    },
    async changed(by) {
      const looks = await reach('look for a visit', () => client.exists(keys.home(by.team, by.user)));
      if (looks === 1)
        await reach('take a job', () => add(queues.person, homeJob(by, GATHER_MS - (now() % GATHER_MS))));
    },
  };
}
