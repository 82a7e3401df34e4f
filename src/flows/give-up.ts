import type { SeriesId, SubmissionId } from '../domain/ids.ts';
import { ended, uploaded } from '../domain/life/index.ts';
import { type ForgetNeeds, forgetFailed } from './admin/forget.ts';
import { afterEnd } from './end.ts';
import type { Forgetting } from './needs/person.ts';
import type { Again } from './needs/work.ts';
import { type LetterNeeds, letterLost } from './reactions/letter.ts';
import { type GiveUpSeriesNeeds, seriesStuck, sheetLost } from './series/give-up.ts';
import type { ShowNeeds } from './show/show.ts';

/** How long a card that Slack will not take is left alone before it is tried anew. The card is the promise, so it is never given up. */
const LATER_MS = 5 * 60_000;

/** A job whose tries are used up, with what it carried. */
export type GivenUp =
  | { job: 'submit' | 'deliver' | 'show'; id: SubmissionId }
  | { job: 'letter'; id: SubmissionId; user: string; key: string }
  | { job: 'series' | 'sheet'; id: SeriesId }
  | ({ job: 'forget' } & Forgetting);

export type GiveUpNeeds = ShowNeeds & LetterNeeds & ForgetNeeds & GiveUpSeriesNeeds;

/**
 * What follows when a job's tries are used up, by something that we did not foresee. A submission never hangs: one that was not sent ends as
 * failed, one whose picture cannot be brought in ends without it, and a card that cannot be shown is tried again for as long as it takes. Whoever
 * waits for a letter or a deletion is told that it did not come about.
 *
 * @returns when to come back, where Slack has no room for what is to be told
 * @throws what Slack and Redis throw; it may be repeated
 */
export function giveUpStory(needs: GiveUpNeeds) {
  const { records, jobs, world } = needs;
  return async (dead: GivenUp): Promise<void | Again> => {
    switch (dead.job) {
      case 'submit':
        return await notSent(needs, dead.id);
      case 'deliver':
        await records.change(dead.id, uploaded({ inThread: false, missing: 'unreachable' }, world.now()));
        return await jobs.show(dead.id, 'end', LATER_MS);
      case 'show':
        return await jobs.show(dead.id, 'end', LATER_MS);
      case 'letter':
        return await letterLost(needs, dead);
      case 'series':
        return await seriesStuck(needs, dead.id, LATER_MS);
      case 'sheet':
        return await sheetLost(needs, dead.id);
      case 'forget':
        return await forgetFailed(needs, dead);
    }
  };
}

async function notSent(needs: ShowNeeds, id: SubmissionId): Promise<void> {
  const { records, notes, world } = needs;
  const now = await records.change(id, (r) =>
    r.mark === 'accepted' ? ended({ kind: 'failed', reason: '', cause: 'bug' }, world.now())(r) : r,
  );
  if (now?.end === undefined) return;
  if (now.card.mark !== 'announced' && now.responseUrl !== undefined)
    await notes.respond(now.responseUrl, { say: 'could-not-take' }, now.language);
  await afterEnd(needs, now);
}
