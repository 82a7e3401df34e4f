import type { Said } from '../../domain/messages.ts';
import type { Verb, VerbNeeds } from './verb.ts';

/** `/mj status`: does the gateway answer, how long are the queues, what is running. */
export const status: Verb = {
  name: 'status',
  usage: 'status',
  async run(needs, { place }) {
    return { tell: { say: 'looking' }, later: lookAround(needs, place.team, place.user) };
  },
};

async function lookAround({ overview, records, log }: VerbNeeds, team: string, user: string): Promise<Said> {
  const [gateway, work, recent] = await Promise.all([
    overview.gateway().catch((err: unknown) => {
      log.info({ err }, 'the gateway did not answer a look');
      return undefined;
    }),
    overview.work(),
    records.recent(team, user, 100),
  ]);
  const mine = recent.filter((record) => record.end === undefined).length;
  return { say: 'status', reachable: gateway !== undefined, ms: gateway?.ms ?? 0, ...work, mine };
}
