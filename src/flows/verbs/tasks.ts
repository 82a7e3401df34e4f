import { search } from './search.ts';
import { taskLine } from './task-line.ts';
import type { Verb } from './verb.ts';

/** Enough to find the one that is looked for, few enough for one message. */
const LISTED = 10;

/**
 * `/mj tasks`: a person's running and recent submissions, with links to their cards. The running ones are read anew. With words it is `/mj search`: who
 * adds them looks for something older.
 */
export const tasks: Verb = {
  name: 'tasks',
  usage: 'tasks',
  async run(needs, spoken, verbs) {
    if (spoken.text.trim() !== '') return await search.run(needs, spoken, verbs);
    const { team, user } = spoken.place;
    const recent = await needs.records.recent(team, user, LISTED);
    if (recent.length === 0) return { tell: { say: 'no-tasks' } };
    await Promise.all(recent.filter((r) => r.end === undefined).map((r) => needs.watch.now(r.id)));
    return { tell: { say: 'tasks', tasks: recent.map(taskLine) } };
  },
};
