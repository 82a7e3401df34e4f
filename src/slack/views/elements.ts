import type { InputBlock, PlainTextElement, SectionBlock } from '@slack/types';
import type { FieldWords } from '../../domain/messages.ts';
import { LIMITS } from '../limits.ts';
import { cut } from '../text.ts';

export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text, max), emoji: true };
}

export function mrkdwn(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** What the gateway takes (gateway.md section 6). A hint for Slack's file picker; the bytes are looked at later. */
export const FILE_TYPES = ['jpg', 'jpeg', 'png', 'gif', 'webp'];

/** A field of a modal; its block_id is its name. */
export function input(
  name: string,
  { label, hint }: FieldWords,
  optional: boolean,
  element: InputBlock['element'],
): InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(label, LIMITS.inputLabel),
    ...(hint === undefined ? {} : { hint: plain(hint, LIMITS.inputLabel) }),
    optional,
    element,
  };
}
