import type { ModalView } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { LIMITS } from '../limits.ts';
import { pieces } from '../text.ts';
import { plain } from './elements.ts';

/** The whole prompt, to read and to copy. Plain text: Slack reads no tokens and no emoji in it. */
export function promptModal(prompt: string, messages: Messages): ModalView {
  const { title, close } = messages.controls.promptModal;
  return {
    type: 'modal',
    title: plain(title, LIMITS.modalTitle),
    close: plain(close, LIMITS.modalTitle),
    blocks: pieces(prompt, LIMITS.sectionText)
      .slice(0, LIMITS.modalBlocks)
      .map((text) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } })),
  };
}
