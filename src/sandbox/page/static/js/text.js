import { slackDate } from './dates.js';
import { emojiOf } from './emoji.js';
import { parseMarkdown } from './markdown.js';
import { parseMrkdwn, unescapeEntities } from './mrkdwn.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./vnode.js').VNode} VNode
 * @typedef {import('./vnode.js').Child} Child
 * @typedef {import('./mrkdwn.js').Inline} Inline
 *
 * What a text needs to know of the workspace.
 * @typedef {{
 *   me: string,
 *   now: number,
 *   person: (id: string) => { name: string } | undefined,
 *   channel: (id: string) => { name: string } | undefined,
 *   openChannel: (id: string) => void,
 * }} Names
 */

/**
 * A block or element whose schema is Slack's; read leniently, since a page must show whatever was accepted.
 * @typedef {Record<string, any>} Json
 */

/**
 * @param {string} source
 * @param {Names} names
 * @returns {Child[]}
 */
export function mrkdwn(source, names) {
  return parseMrkdwn(source).map((block) => {
    if (block.type === 'pre') return h('pre', { class: 'pre' }, block.text);
    const children = inline(block.children, names);
    return block.type === 'quote' ? h('blockquote', { class: 'quote' }, children) : h('span', null, children);
  });
}

/**
 * Standard Markdown, as the `markdown` block takes it.
 *
 * @param {string} source
 * @param {Names} names
 * @returns {Child[]}
 */
export function markdown(source, names) {
  return parseMarkdown(source).map((block) => {
    switch (block.type) {
      case 'pre':
        return h('pre', { class: 'pre' }, block.text);
      case 'rule':
        return h('hr', null);
      case 'heading':
        return h('p', { class: `heading heading-${block.level}` }, inline(block.children, names));
      case 'quote':
        return h('blockquote', { class: 'quote' }, inline(block.children, names));
      case 'list':
        return h(
          block.ordered ? 'ol' : 'ul',
          { class: 'list', start: block.ordered ? block.start : undefined },
          block.items.map((item) => h('li', null, inline(item, names))),
        );
      default:
        return h('p', { class: 'paragraph' }, inline(block.children, names));
    }
  });
}

/**
 * Plain text: entities undone once, and emoji names shown when `withEmoji`.
 *
 * @param {string} source
 * @param {boolean} withEmoji
 * @returns {string}
 */
export function plain(source, withEmoji = true) {
  const text = unescapeEntities(source);
  if (!withEmoji) return text;
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emojiOf(name) ?? whole);
}

/**
 * A text object: `{ type: 'mrkdwn' | 'plain_text', text }`.
 *
 * @param {Json | undefined} object
 * @param {Names} names
 * @returns {Child[]}
 */
export function textObject(object, names) {
  if (object === undefined) return [];
  if (object.type === 'mrkdwn') return mrkdwn(object.text ?? '', names);
  return [withKeycaps(plain(object.text ?? '', object.emoji !== false))];
}

/** @param {Json | undefined} object @returns {string} what a text object says, without marks */
export function plainOf(object) {
  return object === undefined ? '' : plain(object.text ?? '', object.emoji !== false);
}

/**
 * @param {Inline[]} nodes
 * @param {Names} names
 * @returns {Child[]}
 */
export function inline(nodes, names) {
  return nodes.map((node) => {
    switch (node.type) {
      case 'text':
        return withSquares(node.text);
      case 'break':
        return h('br', null);
      case 'bold':
        return h('strong', null, inline(node.children, names));
      case 'italic':
        return h('em', null, inline(node.children, names));
      case 'strike':
        return h('s', null, inline(node.children, names));
      case 'code':
        return h('code', { class: ['code', isWord(node.text) && 'code-word'] }, node.text);
      case 'emoji':
        return emoji(node.name);
      case 'link':
        return link(node.url, node.label ?? node.url);
      case 'user':
        return mention(node.id, names);
      case 'channel':
        return channelLink(node.id, node.label, names);
      case 'usergroup':
        return h('span', { class: 'mention' }, node.label ?? `@${node.id}`);
      case 'broadcast':
        return h('span', { class: 'mention mention-me' }, `@${node.range}`);
      case 'date': {
        const text = slackDate(node.seconds, node.format, names.now);
        return node.url === undefined ? h('time', { title: node.fallback }, text) : link(node.url, text);
      }
    }
  });
}

/** Short enough to stay in one piece, such as `--sref`. @param {string} code */
function isWord(code) {
  return /^\S{1,16}$/.test(code);
}

/** @param {string} name @returns {Child} */
export function emoji(name) {
  const character = emojiOf(name);
  return character === undefined
    ? `:${name}:`
    : h(
        'span',
        { class: 'emoji', role: 'img', title: `:${name}:`, 'aria-label': name.replaceAll('_', ' ') },
        withKeycaps(character),
      );
}

/** A digit, # or * on a key. */
const KEYCAP = /([0-9#*])\ufe0f?\u20e3/;

/**
 * The text with its keycaps (1️⃣) drawn by the style sheet: in Twemoji's font they are blank.
 *
 * @param {string} text
 * @returns {Child}
 */
export function withKeycaps(text) {
  if (!KEYCAP.test(text)) return text;
  // Splitting by a group leaves what it caught at the odd places.
  return text
    .split(KEYCAP)
    .map((part, index) =>
      index % 2 === 0 ? part : h('span', { class: 'keycap', role: 'img', 'aria-label': `keycap ${part}` }, part),
    );
}

/** Squares that texts draw pictures with. */
const SQUARES = /([⬛⬜]+)/;

/**
 * The text with its squares as wide as a line is high, so that rows of them are a picture; keycaps as in `withKeycaps`.
 *
 * @param {string} text
 * @returns {Child}
 */
function withSquares(text) {
  if (!SQUARES.test(text)) return withKeycaps(text);
  return text
    .split(SQUARES)
    .map((part, index) => (index % 2 === 0 ? withKeycaps(part) : h('span', { class: 'squares' }, part)));
}

/** @param {string} url @param {Child} label @returns {VNode} */
export function link(url, label) {
  return h('a', { class: 'link', href: url, target: '_blank', rel: 'noopener noreferrer' }, label);
}

/** @param {string} id @param {Names} names @returns {VNode} */
export function mention(id, names) {
  return h('span', { class: ['mention', id === names.me && 'mention-me'] }, `@${names.person(id)?.name ?? id}`);
}

/** @param {string} id @param {string | undefined} label @param {Names} names @returns {VNode} */
export function channelLink(id, label, names) {
  const channel = names.channel(id);
  const text = `#${channel?.name ?? label ?? id}`;
  if (channel === undefined) return h('span', { class: 'mention' }, text);
  return h('button', { class: 'mention', type: 'button', onclick: () => names.openChannel(id) }, text);
}
