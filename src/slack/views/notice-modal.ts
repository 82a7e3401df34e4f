import type { ModalView } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { LIMITS } from '../limits.ts';
import type { FormToken } from '../listening/form-token.ts';
import { lineByLine } from '../text.ts';
import { FILL_ACTION, formButton } from './choice.ts';
import { mrkdwn, plain } from './elements.ts';

/**
 * A modal of one sentence; of the help, which is longer than one section holds.
 *
 * @param text mrkdwn
 * @param again the form that a button leads back to
 */
export function noticeModal(text: string, messages: Messages, again?: FormToken): ModalView {
  const { title, close, again: back } = messages.modals;
  return {
    type: 'modal',
    title: plain(title, LIMITS.modalTitle),
    close: plain(close, LIMITS.modalTitle),
    blocks: [
      ...lineByLine(text, LIMITS.sectionText).map(mrkdwn),
      ...(again === undefined ? [] : [{ type: 'actions' as const, elements: [formButton(again, FILL_ACTION, back)] }]),
    ],
  };
}
