/** A sentence of the catalogue as plain text: those for Slack may hold mrkdwn, which a page would show as it is written. */
import type { UserMistake } from '../../domain/errors.ts';
import { findingText } from '../../domain/messages.lint.ts';
import type { Messages } from '../../domain/messages.ts';

export function mistakeText(messages: Messages, { code, params, finding }: UserMistake): string {
  const sentence =
    finding === undefined ? messages.mistakes[code](params) : findingText(messages, finding, (text) => text);
  return plainText(sentence, messages.painter.somebody);
}

/** @param somebody stands for a mention, whose name we do not know here */
export function plainText(mrkdwn: string, somebody: string): string {
  return mrkdwn
    .replace(/<@[^<>]*>/g, somebody)
    .replace(/<[^<|>]*\|([^<>]*)>/g, '$1')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/(^|[\s(“])([*_~])(\S(?:.{0,200}?\S)?)\2(?=[\s.,:;!?)”]|$)/g, '$1$3')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
