import type { TaskLine } from '../../domain/messages.ts';
import { promptOf, type Submission } from '../../domain/submission.ts';

/** A submission as lists name it. */
export function taskLine(record: Submission): TaskLine {
  const { card, channel, snapshot, at, asker } = record;
  return {
    prompt: promptOf(record),
    verb: record.order.verb,
    state: stateOf(record),
    progress: record.end === undefined ? (snapshot?.progress ?? '') : '',
    asker,
    at: at.ended ?? at.accepted ?? 0,
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
