import { UserMistake } from '../domain/errors.ts';
import { firstHeard, formsFor } from './index.ts';
import { mayAsk, mayAskIn } from './submit/take-in.ts';
import type { Spoken, Told, VerbNeeds } from './verbs/verb.ts';

type ShareNeeds = Pick<VerbNeeds, 'abilities' | 'intake' | 'rules' | 'settings' | 'teamRules'>;

/** Pictures that somebody shared in a channel, without a word to the bot. */
type Shared = Omit<Spoken, 'text'>;

/**
 * Pictures were shared in a channel: where its people chose so, whoever shared them is offered what can be done with them. Nobody asked, so nobody is
 * refused either: where nothing can be offered, nothing is said. Most channels leave shares alone, so their settings are read before anything else.
 *
 * A mention that comes as a share too is answered once, and a share that comes again is offered once: rather never than twice.
 *
 * @throws Unreachable when it is not known what the channel wants, or whether it was offered before
 */
export async function offerShared(needs: ShareNeeds, { pictures, place, key }: Shared): Promise<Told> {
  if (!(await mayOffer(needs, place))) return undefined;
  const forms = await formsFor(needs, pictures.length);
  if (forms.length === 0 || !(await firstHeard(needs, key))) return undefined;
  return { choose: forms, pictures, unasked: true };
}

async function mayOffer(needs: ShareNeeds, place: Shared['place']): Promise<boolean> {
  const { rules, settings } = needs;
  try {
    mayAskIn(rules, place);
    if ((await settings.ofChannel(place.team, place.channel)).shares !== 'offered') return false;
    await mayAsk(needs, place);
    return true;
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
    return false;
  }
}
