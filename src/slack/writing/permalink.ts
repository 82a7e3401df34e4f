import type { Series } from '../../domain/series.ts';
import type { Submission } from '../../domain/submission.ts';

/** Where a message stands. Slack ids. */
interface Standing {
  channel: string;
  ts: string;
  /** The thread that it stands in, where it does. */
  threadTs?: string | undefined;
}

/**
 * The permalink of a message, as Slack makes them: `…/archives/C1/p1763712000000100`, for a reply with `thread_ts` and `cid`.
 *
 * @param teamUrl the workspace's address, with a trailing slash
 */
export function permalink({ channel, ts, threadTs }: Standing, teamUrl: string): string {
  const url = new URL(`archives/${encodeURIComponent(channel)}/p${ts.replace('.', '')}`, teamUrl);
  if (threadTs !== undefined && threadTs !== ts) {
    url.searchParams.set('thread_ts', threadTs);
    url.searchParams.set('cid', channel);
  }
  return url.href;
}

/** The address of a submission's card, while it stands; undefined without the workspace's address, too. */
export function cardAddress({ card, channel }: Submission, teamUrl: string | undefined): string | undefined {
  if (card.mark !== 'announced' || card.ts === undefined || teamUrl === undefined) return undefined;
  return permalink({ channel, ts: card.ts, threadTs: card.threadTs }, teamUrl);
}

/** The same of the message that heads the thread of a series. */
export function seriesAddress({ message, channel, threadTs }: Series, teamUrl: string | undefined): string | undefined {
  if (message.mark !== 'announced' || message.ts === undefined || teamUrl === undefined) return undefined;
  return permalink({ channel, ts: message.ts, threadTs }, teamUrl);
}
