import { UserMistake } from '../../domain/errors.ts';
import type { Form, Given } from '../../domain/form.ts';
import type { DraftId } from '../../domain/ids.ts';
import type { Place } from '../submit/take-in.ts';
import type { Told } from '../verbs/verb.ts';
import { type Asked, consider, type DraftNeeds } from './consider.ts';

/** A click on an offer: *Run corrected*, *Make 4 pictures*, *Edit prompt*, *Cancel*. */
export interface DraftUse {
  draft: DraftId;
  what: 'correct' | 'make' | 'edit' | 'drop';
  team: string;
  user: string;
}

/** As of a verb; the form says where it was asked for. */
export type DraftTold =
  | Exclude<Told, { open: Form }>
  | { open: Form; given: Given; place: Pick<Place, 'channel' | 'threadTs' | 'responseUrl'> };

/**
 * Goes on with a draft, as its person chose. However often a button is clicked, it is one submission, or one series: their ids follow from
 * the deed by which the draft came about.
 *
 * @param forms those of all verbs
 * @throws UserMistake `draft-gone` when it is too old, or somebody else's; and as whatever is asked for
 */
export function draftStory(needs: DraftNeeds, forms: readonly Form[]) {
  return async ({ draft: id, what, team, user }: DraftUse): Promise<DraftTold> => {
    const draft = await needs.drafts.get(id);
    if (draft === undefined || draft.user !== user || draft.team !== team) throw new UserMistake('draft-gone');
    const { order, mode, added, given, key, v: _, corrected, ...place } = draft;
    if (what === 'drop') return { tell: { say: 'draft-dropped' } };
    if (what === 'edit') {
      const form = forms.find((one) => one.verb === order.verb);
      if (form === undefined) throw new UserMistake('draft-gone');
      const { channel, threadTs, responseUrl } = draft;
      return { open: form, given, place: { channel, threadTs, responseUrl } };
    }
    const asked: Asked = { order, mode, added, given, place, key };
    const went = await consider(needs, asked, {
      corrected: corrected || what === 'correct',
      several: what === 'make',
    });
    if ('offer' in went) return went;
    if ('one' in went)
      return went.one === 'here' ? { tell: { say: 'draft-taken', count: 1 } } : { tell: { say: went.one } };
    const { taken, wanted, where } = went;
    if (taken < wanted) return { tell: { say: 'draft-cut-short', count: taken, wanted } };
    return { tell: where === 'here' ? { say: 'draft-taken', count: taken } : { say: where } };
  };
}
