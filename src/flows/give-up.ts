import type { SubmissionId } from '../domain/ids.ts';
import { ended, uploaded } from '../domain/life/index.ts';
import { afterEnd } from './end.ts';
import type { ShowNeeds } from './show/show.ts';

/** How long a card that Slack will not take is left alone before it is tried anew. The card is the promise, so it is never given up. */
const LATER_MS = 5 * 60_000;

/**
 * What follows when a job's tries are used up, by something that we did not foresee. A submission never hangs: one that was not sent ends as
 * failed, one whose picture cannot be brought in ends without it, and a card that cannot be shown is tried again for as long as it takes.
 */
export function giveUpStory(needs: ShowNeeds) {
  return async (job: string, id: SubmissionId): Promise<void> => {
    const { records, jobs, notes, world } = needs;
    if (job === 'submit') {
      const now = await records.change(id, (r) =>
        r.mark === 'accepted' ? ended({ kind: 'failed', reason: '', cause: 'operator' }, world.now())(r) : r,
      );
      if (now?.end === undefined) return;
      if (now.card.mark !== 'announced' && now.responseUrl !== undefined)
        await notes.respond(now.responseUrl, { say: 'could-not-take' }, now.language);
      await afterEnd(needs, now);
    } else if (job === 'deliver') {
      await records.change(id, uploaded({ inThread: false, missing: 'unreachable' }, world.now()));
      await jobs.show(id, 'end', LATER_MS);
    } else await jobs.show(id, 'end', LATER_MS);
  };
}
