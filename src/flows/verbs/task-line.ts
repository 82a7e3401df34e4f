import type { TaskLine } from '../../domain/messages.ts';
import type { SeriesSoFar } from '../../domain/series.ts';
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

/** All of a series in one line. */
export function seriesLine({ series, done, count, isOver }: SeriesSoFar): TaskLine {
  const { order, asker, at, channel, message, threadTs } = series;
  return {
    prompt: order.prompt,
    verb: order.verb,
    state: !isOver ? 'running' : done > 0 ? 'done' : 'failed',
    progress: '',
    pictures: { done, count },
    asker,
    at,
    channel,
    ...(message.mark === 'announced' && message.ts !== undefined ? { ts: message.ts } : {}),
    ...(threadTs === undefined ? {} : { threadTs }),
  };
}

function stateOf({ end, snapshot }: Submission): TaskLine['state'] {
  if (end === undefined) return snapshot?.status === 'running' ? 'running' : 'waiting';
  if (end.kind === 'done') return 'done';
  return end.kind === 'failed' ? 'failed' : 'stopped';
}
