import { isObject } from '../json.ts';

/** One piece of text in blocks, and whether Slack looks for mentions in it. */
export interface TextPiece {
  text: string;
  parsed: boolean;
}

/** All text that a person reads in the blocks, in order: text objects, rich text, markdown, titles and plain strings of newer blocks. */
export function textPieces(blocks: unknown): TextPiece[] {
  if (Array.isArray(blocks)) return blocks.flatMap(textPieces);
  if (!isObject(blocks)) return [];
  const { type, text } = { type: blocks['type'], text: blocks['text'] };
  const own: TextPiece[] = typeof text === 'string' ? [{ text, parsed: type === 'mrkdwn' || type === 'markdown' }] : [];
  const inner = Object.entries(blocks)
    .filter(([key]) => key !== 'confirm' && key !== 'options' && key !== 'option_groups')
    .flatMap(([, value]) => textPieces(value));
  return [...own, ...inner];
}

/** Characters of all text of the blocks, as the cumulative limit counts them (slack.md section 2). */
export function textLength(blocks: unknown): number {
  return textPieces(blocks).reduce((sum, piece) => sum + piece.text.length, 0);
}
