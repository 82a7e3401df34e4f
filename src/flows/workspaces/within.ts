/**
 * What the stories of one workspace see of what all workspaces share: an id opens no door into another one. Whoever forges a button, a link or an
 * id finds nothing.
 */
import type { Submission } from '../../domain/submission.ts';
import type { Records } from '../needs/records.ts';
import type { Dead, DeadEntry } from '../needs/work.ts';

/** The records of one workspace. */
export function recordsWithin(records: Records, team: string): Records {
  const own = (record: Submission | undefined) => (record?.team === team ? record : undefined);
  return {
    get: async (id) => own(await records.get(id)),
    getMany: async (ids) => (await records.getMany(ids)).filter((record) => record.team === team),
    change: async (id, step) =>
      own(await records.change(id, (record) => (record.team === team ? step(record) : record))),
    recent: async (of, user, limit) => (of === team ? await records.recent(of, user, limit) : []),
    byTask: async (task) => await records.byTask(task),
    byCard: async (channel, ts) => await records.byCard(channel, ts),
    isFromCopy: async (id) => await records.isFromCopy(id),
    secure: async (id, mark) => await records.secure(id, mark),
  };
}

/** More of them than are shown are looked through: those of others are left out. */
const LOOKED_THROUGH = 1000;

/** The failed jobs about submissions of one workspace. What is about no submission is for whoever runs the bot, in the dashboard. */
export function deadWithin(dead: Dead, records: Records): Dead {
  const ownOf = async (entries: readonly DeadEntry[]): Promise<DeadEntry[]> => {
    const ids = entries.flatMap(({ submission }) => submission ?? []);
    const known = new Set((await records.getMany([...new Set(ids)])).map(({ id }) => id));
    return entries.filter(({ submission }) => submission !== undefined && known.has(submission));
  };
  const own = async (key: string): Promise<DeadEntry | undefined> => {
    const entry = await dead.get(key);
    return entry === undefined ? undefined : (await ownOf([entry]))[0];
  };
  return {
    list: async (limit) => (await ownOf(await dead.list(LOOKED_THROUGH))).slice(0, limit),
    get: own,
    replay: async (key) => ((await own(key)) === undefined ? undefined : await dead.replay(key)),
    drop: async (key) => ((await own(key)) === undefined ? undefined : await dead.drop(key)),
  };
}
