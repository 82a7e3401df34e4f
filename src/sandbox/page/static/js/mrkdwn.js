/**
 * Slack's mrkdwn, read into a tree. Pure: no page, no names of people, no pictures of emoji; text.js turns the tree into elements.
 *
 * @typedef {{ type: 'text', text: string }
 *   | { type: 'break' }
 *   | { type: 'bold' | 'italic' | 'strike', children: Inline[] }
 *   | { type: 'code', text: string }
 *   | { type: 'emoji', name: string }
 *   | { type: 'link', url: string, label: string | undefined }
 *   | { type: 'user' | 'channel' | 'usergroup', id: string, label: string | undefined }
 *   | { type: 'broadcast', range: string }
 *   | { type: 'date', seconds: number, format: string, url: string | undefined, fallback: string }} Inline
 * @typedef {{ type: 'text' | 'quote', children: Inline[] } | { type: 'pre', text: string }} Block
 */

const ENTITIES = /** @type {const} */ ({ '&amp;': '&', '&lt;': '<', '&gt;': '>' });
const STYLES = /** @type {const} */ ({ '*': 'bold', _: 'italic', '~': 'strike' });
const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_REST = /^(?:(?:&gt;){3}|>>>) ?/;
const FENCE = /```\n?([\s\S]+?)```\n?/g;
const CODE = /`([^`\n]+)`/y;
const TOKEN = /<([^<>\n]*)>/y;
/** A name has a letter (so that 10:30:00 has none), but for four of digits. */
const EMOJI = /:(\+1|-1|100|1234|(?=[^:]*[a-z])[a-z0-9_+'-]+)(?:::skin-tone-[2-6])?:/y;
const BARE_URL = /https?:\/\/[^\s<>|]+/y;
const WORD = /[\p{L}\p{N}]/u;

/**
 * Undoes Slack's three entities, once: `&amp;lt;` becomes `&lt;`.
 *
 * @param {string} text
 */
export function unescapeEntities(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[/** @type {keyof typeof ENTITIES} */ (entity)]);
}

/**
 * @param {string} source mrkdwn as the API takes it
 * @returns {Block[]} in order; consecutive quoted lines are one quote
 */
export function parseMrkdwn(source) {
  /** @type {Block[]} */
  const blocks = [];
  let at = 0;
  for (const fence of source.matchAll(FENCE)) {
    blocks.push(...parseLines(source.slice(at, fence.index).replace(/\n$/, '')));
    blocks.push({ type: 'pre', text: plainTokens(fence[1] ?? '').replace(/\n$/, '') });
    at = fence.index + fence[0].length;
  }
  blocks.push(...parseLines(source.slice(at)));
  return blocks;
}

/**
 * @param {string} source mrkdwn without ``` fences
 * @returns {Block[]}
 */
function parseLines(source) {
  if (source === '') return [];
  /** @type {Array<{ type: 'text' | 'quote', lines: string[] }>} */
  const groups = [];
  const lines = source.split('\n');
  for (const [index, line] of lines.entries()) {
    if (QUOTE_REST.test(line)) {
      groups.push({ type: 'quote', lines: [line.replace(QUOTE_REST, ''), ...lines.slice(index + 1)] });
      break;
    }
    const type = QUOTE.test(line) ? 'quote' : 'text';
    const text = line.replace(QUOTE, '');
    const last = groups.at(-1);
    if (last?.type === type) last.lines.push(text);
    else groups.push({ type, lines: [text] });
  }
  return groups.map(({ type, lines: own }) => ({ type, children: parseInline(own.join('\n')) }));
}

/**
 * @param {string} source one or more lines
 * @returns {Inline[]}
 */
export function parseInline(source) {
  /** @type {Inline[]} */
  const out = [];
  let text = '';
  let at = 0;
  /** @param {Inline} node @param {number} length */
  const push = (node, length) => {
    if (text !== '') out.push({ type: 'text', text: unescapeEntities(text) });
    text = '';
    out.push(node);
    at += length;
  };
  while (at < source.length) {
    const char = source.charAt(at);
    const special =
      char === '\n' ? { node: /** @type {Inline} */ ({ type: 'break' }), length: 1 } : specialAt(source, at);
    if (special === undefined) {
      text += char;
      at += 1;
    } else push(special.node, special.length);
  }
  if (text !== '') out.push({ type: 'text', text: unescapeEntities(text) });
  return out;
}

/**
 * What stands at `at`, if it is more than a character.
 *
 * @param {string} source
 * @param {number} at
 * @returns {{ node: Inline, length: number } | undefined}
 */
function specialAt(source, at) {
  const char = source.charAt(at);
  if (char === '`') {
    const code = match(CODE, source, at);
    return code && { node: { type: 'code', text: plainTokens(code[1] ?? '') }, length: code[0].length };
  }
  if (char === '<') {
    const token = match(TOKEN, source, at);
    const node = token && parseToken(token[1] ?? '');
    return token && node && { node, length: token[0].length };
  }
  if (char === ':') {
    const emoji = match(EMOJI, source, at);
    return emoji && { node: { type: 'emoji', name: emoji[1] ?? '' }, length: emoji[0].length };
  }
  if (char === 'h' && !WORD.test(source.charAt(at - 1))) {
    const url = match(BARE_URL, source, at)?.[0].replace(/[.,;:!?)\]}'"*_~]+$/, '');
    if (!url) return undefined;
    return { node: { type: 'link', url: unescapeEntities(url), label: undefined }, length: url.length };
  }
  if (char in STYLES) return styled(source, at);
  return undefined;
}

/**
 * `*bold*`: the signs hug the text, stand outside words, and do not reach over a line's end; signs inside code and links are not seen.
 *
 * @param {string} source
 * @param {number} at
 * @returns {{ node: Inline, length: number } | undefined}
 */
function styled(source, at) {
  const sign = /** @type {keyof typeof STYLES} */ (source.charAt(at));
  if (WORD.test(source.charAt(at - 1)) || source.charAt(at - 1) === sign) return undefined;
  if (/^(?:\s|$)/.test(source.charAt(at + 1)) || source.charAt(at + 1) === sign) return undefined;
  for (let end = at + 1; end < source.length && source.charAt(end) !== '\n'; end++) {
    const hidden = match(CODE, source, end) ?? match(TOKEN, source, end);
    if (hidden) end += hidden[0].length - 1;
    else if (source.charAt(end) === sign && !/\s/.test(source.charAt(end - 1)) && !WORD.test(source.charAt(end + 1))) {
      return { node: { type: STYLES[sign], children: parseInline(source.slice(at + 1, end)) }, length: end + 1 - at };
    }
  }
  return undefined;
}

/**
 * The inside of `<…>`.
 *
 * @param {string} token
 * @returns {Inline | undefined} undefined when Slack would show it as it stands
 */
function parseToken(token) {
  const bar = token.indexOf('|');
  const head = bar === -1 ? token : token.slice(0, bar);
  const label = bar === -1 || bar === token.length - 1 ? undefined : unescapeEntities(token.slice(bar + 1));
  if (/^@[UWB][A-Z0-9]+$/.test(head)) return { type: 'user', id: head.slice(1), label };
  if (/^#[CDG][A-Z0-9]+$/.test(head)) return { type: 'channel', id: head.slice(1), label };
  if (head.startsWith('!subteam^')) return { type: 'usergroup', id: head.slice('!subteam^'.length), label };
  if (/^!(?:channel|here|everyone)$/.test(head)) return { type: 'broadcast', range: head.slice(1) };
  const date = /^!date\^(\d+)\^([^^]+)(?:\^(.+))?$/.exec(head);
  if (date) {
    return { type: 'date', seconds: Number(date[1]), format: date[2] ?? '', url: date[3], fallback: label ?? '' };
  }
  if (/^(?:https?|mailto|tel|slack):/i.test(head)) return { type: 'link', url: unescapeEntities(head), label };
  return undefined;
}

/**
 * Code shows a link as its address or label and keeps every sign.
 *
 * @param {string} text
 */
function plainTokens(text) {
  const shown = text.replace(/<([^<>\n]*)>/g, (whole, token) => {
    const node = parseToken(token);
    return node?.type === 'link' ? (node.label ?? node.url) : whole;
  });
  return unescapeEntities(shown);
}

/**
 * @param {RegExp} pattern sticky
 * @param {string} source
 * @param {number} at
 * @returns {RegExpExecArray | undefined}
 */
function match(pattern, source, at) {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}
