import type { Button, ContextBlock, InputBlock, PlainTextElement, SectionBlock } from '@slack/types';
import type { FieldWords } from '../../domain/messages.ts';
import { LIMITS } from '../limits.ts';
import { cut } from '../text.ts';

export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text, max), emoji: true };
}

export function mrkdwn(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** A line of small print. */
export function context(text: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

/** Leads to a web address; Slack opens it, and the click is only acked. */
export function linkButton(actionId: string, label: string, url: string): Button {
  return { type: 'button', action_id: actionId, text: plain(label, LIMITS.buttonText), url };
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
