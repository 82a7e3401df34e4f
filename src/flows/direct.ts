import { InDoubt, Refused } from '../domain/errors.ts';
import type { Person } from '../domain/gallery.ts';
import type { Budget } from './needs/outbox.ts';
import type { Languages } from './needs/people.ts';
import type { Direct, DirectLine } from './needs/slack.ts';
import type { Again } from './needs/work.ts';
import type { Log } from './needs/world.ts';
import { notDone } from './show/slack-calls.ts';

export interface DirectNeeds {
  direct: Direct;
  languages: Languages;
  budget: Budget;
  log: Log;
}

/**
 * Tells a person something in the direct conversation. Whoever takes no messages is not told, and what may have been said is not said again.
 *
 * @returns when to come back, where it was certainly not said
 * @throws Misconfigured
 */
export async function tellDirectly(
  needs: DirectNeeds,
  { team, user }: Person,
  line: DirectLine,
): Promise<Again | undefined> {
  const wait = await needs.budget.take(team, 'post', { urgency: 'end', who: `direct-${user}`, channel: user });
  if (wait > 0) return { againInMs: wait };
  try {
    await needs.direct.say(user, line, await needs.languages.of(team, user));
  } catch (error) {
    if (!(error instanceof InDoubt || error instanceof Refused))
      return await notDone(needs.budget, { team, channel: user }, 'post', error);
    needs.log.info({ user, say: line.say, err: error }, 'a person may not have been told');
  }
  return undefined;
}
