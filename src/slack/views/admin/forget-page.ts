import type { KnownBlock } from '@slack/types';
import type { AdminView } from '../../../domain/admin.ts';
import { assertNever } from '../../../domain/errors.ts';
import type { Messages } from '../../../domain/messages.ts';
import { LIMITS } from '../../limits.ts';
import { input, mrkdwn, plain } from '../elements.ts';
import { fieldId } from './rules-pages.ts';
import { named } from './words.ts';

/** The data of a person is deleted: whose, and whether the cards, too; then for sure; then it is under way. */
export function forgetBlocks(view: Extract<AdminView, { page: 'forget' }>, { admin }: Messages): KnownBlock[] {
  const { forget, fields } = admin;
  switch (view.step) {
    case 'choose': {
      const { person } = view;
      const yes = fields.cards.choices?.['yes'] ?? '';
      return [
        mrkdwn(forget.choose(person === undefined ? undefined : named(person))),
        ...(person === undefined
          ? [input('person', fields.whom, false, { type: 'users_select', action_id: fieldId('person') })]
          : []),
        input('cards', { label: fields.cards.label }, true, {
          type: 'checkboxes',
          action_id: fieldId('cards'),
          options: [{ text: plain(yes, LIMITS.optionText), value: 'yes' }],
        }),
      ];
    }
    case 'sure':
      return [mrkdwn(forget.sure(named(view.person), view.submissions, view.cards))];
    case 'begun':
      return [mrkdwn(forget.begun(named(view.person), view.cards))];
    default:
      return assertNever(view, 'step');
  }
}
