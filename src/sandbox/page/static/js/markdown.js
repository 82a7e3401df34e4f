import { parseInline } from './mrkdwn.js';

/**
 * Standard Markdown, as far as Slack's `markdown` block shows it. Pure. Inline pieces are the same as those of mrkdwn.
 *
 * @typedef {import('./mrkdwn.js').Inline} Inline
 * @typedef {{ type: 'paragraph' | 'quote', children: Inline[] }
 *   | { type: 'heading', level: number, children: Inline[] }
 *   | { type: 'list', ordered: boolean, start: number, items: Inline[][] }
 *   | { type: 'pre', text: string }
 *   | { type: 'rule' }} MarkdownBlock
 */

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const BULLET = /^\s*[-*+]\s+(.*)$/;
const ORDERED = /^\s*(\d+)[.)]\s+(.*)$/;
const RULE = /^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const QUOTE = /^\s*>\s?(.*)$/;
const FENCE = /^\s*```/;
const INLINE =
  /\\([\\`*_~[\]()#+\-.!>])|`([^`]+)`|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*([^*\s](?:[^*]*[^*\s])?)\*|(?<!\w)_([^_\s](?:[^_]*[^_\s])?)_(?!\w)|!?\[([^\]]+)\]\(([^()\s]+)\)/;

/**
 * @param {string} source
 * @returns {MarkdownBlock[]}
 */
export function parseMarkdown(source) {
  /** @type {MarkdownBlock[]} */
  const blocks = [];
  const lines = source.split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    if (line.trim() === '') at += 1;
    else if (FENCE.test(line)) {
      const end = lines.findIndex((other, index) => index > at && FENCE.test(other));
      const stop = end === -1 ? lines.length : end;
      blocks.push({ type: 'pre', text: lines.slice(at + 1, stop).join('\n') });
      at = stop + 1;
    } else if (heading) {
      blocks.push({ type: 'heading', level: heading[1]?.length ?? 1, children: parseSpan(heading[2] ?? '') });
      at += 1;
    } else if (RULE.test(line)) {
      blocks.push({ type: 'rule' });
      at += 1;
    } else {
      const kind = kindOf(line);
      const end = lines.findIndex((other, index) => index > at && kindOf(other) !== kind);
      const stop = end === -1 ? lines.length : end;
      blocks.push(group(kind, lines.slice(at, stop)));
      at = stop;
    }
  }
  return blocks;
}

/**
 * @param {string} line
 * @returns {'bullet' | 'ordered' | 'quote' | 'text' | 'other'}
 */
function kindOf(line) {
  if (line.trim() === '' || HEADING.test(line) || RULE.test(line) || FENCE.test(line)) return 'other';
  if (BULLET.test(line)) return 'bullet';
  if (ORDERED.test(line)) return 'ordered';
  return QUOTE.test(line) ? 'quote' : 'text';
}

/**
 * @param {ReturnType<typeof kindOf>} kind
 * @param {string[]} lines all of that kind
 * @returns {MarkdownBlock}
 */
function group(kind, lines) {
  if (kind === 'bullet') {
    return {
      type: 'list',
      ordered: false,
      start: 1,
      items: lines.map((line) => parseSpan(BULLET.exec(line)?.[1] ?? '')),
    };
  }
  if (kind === 'ordered') {
    const start = Number(ORDERED.exec(lines[0] ?? '')?.[1] ?? 1);
    return { type: 'list', ordered: true, start, items: lines.map((line) => parseSpan(ORDERED.exec(line)?.[2] ?? '')) };
  }
  if (kind === 'quote') {
    return { type: 'quote', children: parseSpan(lines.map((line) => QUOTE.exec(line)?.[1] ?? '').join('\n')) };
  }
  return { type: 'paragraph', children: parseSpan(lines.join('\n')) };
}

/**
 * @param {string} source
 * @returns {Inline[]}
 */
function parseSpan(source) {
  const found = INLINE.exec(source);
  if (found === null) return parseInline(neutral(source)).map(revive);
  const before = source.slice(0, found.index);
  const after = source.slice(found.index + found[0].length);
  const [, escaped, code, strong, strong2, strike, em, em2, label, url] = found;
  /** @type {Inline} */
  const node =
    escaped !== undefined
      ? { type: 'text', text: escaped }
      : code !== undefined
        ? { type: 'code', text: code }
        : url !== undefined
          ? { type: 'link', url, label }
          : strike !== undefined
            ? { type: 'strike', children: parseSpan(strike) }
            : strong !== undefined || strong2 !== undefined
              ? { type: 'bold', children: parseSpan(strong ?? strong2 ?? '') }
              : { type: 'italic', children: parseSpan(em ?? em2 ?? '') };
  return [...(before === '' ? [] : parseSpan(before)), node, ...(after === '' ? [] : parseSpan(after))];
}

const SIGNS = '*_~`';
const STAND_INS = '\uE000\uE001\uE002\uE003';

/**
 * Single signs that Markdown left over are no mrkdwn: they are hidden from its parser and put back.
 *
 * @param {string} text
 */
function neutral(text) {
  return text.replace(/:[a-z0-9_+'-]+:|[*_~`]/g, (sign) =>
    sign.length > 1 ? sign : STAND_INS.charAt(SIGNS.indexOf(sign)),
  );
}

/** @param {Inline} node @returns {Inline} */
function revive(node) {
  /** @param {string} text */
  const back = (text) => text.replace(/[\uE000-\uE003]/g, (sign) => SIGNS.charAt(STAND_INS.indexOf(sign)));
  if (node.type === 'text') return { type: 'text', text: back(node.text) };
  return node.type === 'link' ? { ...node, url: back(node.url) } : node;
}
