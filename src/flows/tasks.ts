import type { TaskLine } from '../domain/messages.ts';
import { promptOf, type Submission } from '../domain/submission.ts';
import type { Verb } from './verb.ts';

/** Enough to find the one that is looked for, few enough for one message. */
const LISTED = 15;

/** `/mj tasks`: a person's running and recent submissions, with links to their cards. The running ones are read anew. */
export const tasks: Verb = {
  name: 'tasks',
  usage: 'tasks',
  async run(needs, { place }) {
    const recent = await needs.records.recent(place.team, place.user, LISTED);
    if (recent.length === 0) return { tell: { say: 'no-tasks' } };
    await Promise.all(recent.filter((r) => r.end === undefined).map((r) => needs.watch.now(r.id)));
    return { tell: { say: 'tasks', tasks: recent.map(line) } };
  },
};

function line(record: Submission): TaskLine {
  const { card, channel, snapshot } = record;
  return {
    prompt: promptOf(record),
    verb: record.order.verb,
    state: stateOf(record),
    progress: record.end === undefined ? (snapshot?.progress ?? '') : '',
    channel,
    ...(card.mark === 'announced' && card.ts !== undefined ? { ts: card.ts } : {}),
    ...(card.threadTs === undefined ? {} : { threadTs: card.threadTs }),
  };
}

function stateOf({ end, snapshot }: Submission): TaskLine['state'] {
  if (end === undefined) return snapshot?.status === 'running' ? 'running' : 'waiting';
  if (end.kind === 'done') return 'done';
  return end.kind === 'failed' ? 'failed' : 'stopped';
}
