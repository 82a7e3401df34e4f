import { Busy } from '../../domain/errors.ts';
import type { PictureRef } from '../../domain/submission.ts';
import type { Inbox } from '../needs/pictures.ts';
import type { WaitNeeds } from '../show/slack-calls.ts';
import { looksPaid } from './enclosed.ts';

export interface CheckNeeds extends WaitNeeds {
  inbox: Inbox;
}

/**
 * Looks whether pictures can be used, for a person who waits for it: where Slack's budget has no room they are told, and may ask again.
 *
 * @throws Busy; and what the inbox throws
 */
export function checkStory(needs: CheckNeeds) {
  return async (
    pictures: readonly PictureRef[],
    { team, user, channel }: { team: string; user: string; channel: string },
  ): Promise<void> => {
    const wait = await looksPaid(needs, team, pictures, { urgency: 'end', who: user });
    if (wait > 0) throw new Busy('slack', 'no call is left for a look at a file', wait);
    await needs.inbox.read(pictures, { user, channel });
  };
}
