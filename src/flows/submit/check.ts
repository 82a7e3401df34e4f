import { Busy } from '../../domain/errors.ts';
import type { PictureRef } from '../../domain/submission.ts';
import { coolLooks, looksPaid } from '../handed-looks.ts';
import type { Inbox } from '../needs/pictures.ts';
import type { WaitNeeds } from '../show/slack-calls.ts';
import { mayAsk, type Place, type TakeInNeeds } from './take-in.ts';

export interface CheckNeeds extends WaitNeeds, Pick<TakeInNeeds, 'rules' | 'teamRules'> {
  inbox: Inbox;
}

/**
 * Looks whether pictures can be used, for a person who waits for it: where Slack's budget has no room they are told, and may ask again. Who may not
 * ask makes nobody look or download.
 *
 * @throws UserMistake as `mayAsk` does; Busy; and what the inbox throws
 */
export function checkStory(needs: CheckNeeds) {
  return async (pictures: readonly PictureRef[], place: Place): Promise<void> => {
    await mayAsk(needs, place);
    const { team, user, channel } = place;
    const wait = await looksPaid(needs, team, pictures, { urgency: 'end', who: user });
    if (wait > 0) throw new Busy('slack', 'no call is left for a look at a file', wait);
    try {
      await needs.inbox.read(pictures, { user, channel });
    } catch (error) {
      await coolLooks(needs.budget, team, pictures, error);
      throw error;
    }
  };
}
