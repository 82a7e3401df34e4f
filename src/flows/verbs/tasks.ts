import { SERIES_MAX } from '../../domain/permutations.ts';
import { isSeries } from '../../domain/series.ts';
import { isOpen } from '../../domain/submission.ts';
import { seriesAsOne } from '../series/as-one.ts';
import { search } from './search.ts';
import { seriesLine, taskLine } from './task-line.ts';
import type { Verb } from './verb.ts';

/** Enough to find the one that is looked for, few enough for one message. */
const LISTED = 10;

/**
 * `/mj tasks`: a person's running and recent submissions, with links to their cards, a series as one. The running ones are read anew. With words it is
 * `/mj search`: who adds them looks for something older.
 */
export const tasks: Verb = {
  name: 'tasks',
  usage: 'tasks',
  async run(needs, spoken, verbs) {
    if (spoken.text.trim() !== '') return await search.run(needs, spoken, verbs);
    const { team, user } = spoken.place;
    const recent = await needs.records.recent(team, user, LISTED + SERIES_MAX);
    if (recent.length === 0) return { tell: { say: 'no-tasks' } };
    const lines = (await seriesAsOne(needs, recent)).slice(0, LISTED);
    const listed = lines.flatMap((line) => (isSeries(line) ? line.children : [line]));
    await Promise.all(listed.filter(isOpen).map((r) => needs.watch.now(r.id)));
    return { tell: { say: 'tasks', tasks: lines.map((line) => (isSeries(line) ? seriesLine(line) : taskLine(line))) } };
  },
};
