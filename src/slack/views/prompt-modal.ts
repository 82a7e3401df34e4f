import type { ModalView } from '@slack/types';
import type { Messages } from '../../domain/messages.ts';
import { LIMITS } from '../limits.ts';
import { pieces } from '../text.ts';
import { plain } from './elements.ts';
import { saveAsPreset } from './preset-modal.ts';

/** The whole prompt, to read, to copy, and to make a preset of. Plain text: Slack reads no tokens and no emoji in it. */
export function promptModal(prompt: string, messages: Messages): ModalView {
  const { title, close } = messages.controls.promptModal;
  return {
    type: 'modal',
    title: plain(title, LIMITS.modalTitle),
    close: plain(close, LIMITS.modalTitle),
    blocks: [
      ...pieces(prompt, LIMITS.sectionText)
        .slice(0, LIMITS.modalBlocks - 1)
        .map((text) => ({ type: 'section' as const, text: { type: 'plain_text' as const, text, emoji: false } })),
      ...saveAsPreset(prompt, messages),
    ],
  };
}
