import { slackDate } from './dates.js';
import { channelLink, emoji, link, mention } from './text.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./text.js').Json} Json
 * @typedef {import('./text.js').Names} Names
 * @typedef {import('./vnode.js').Child} Child
 */

/**
 * The `rich_text` block.
 *
 * @param {Json} block
 * @param {Names} names
 * @returns {Child}
 */
export function richText(block, names) {
  return h(
    'div',
    { class: 'rich-text' },
    (block.elements ?? []).map((/** @type {Json} */ part) => section(part, names)),
  );
}

/** @param {Json} part @param {Names} names @returns {Child} */
function section(part, names) {
  const children = () => (part.elements ?? []).map((/** @type {Json} */ element) => leaf(element, names));
  switch (part.type) {
    case 'rich_text_quote':
      return h('blockquote', { class: 'quote' }, children());
    case 'rich_text_preformatted':
      return h('pre', { class: 'pre' }, children());
    case 'rich_text_list':
      return h(
        part.style === 'ordered' ? 'ol' : 'ul',
        { class: 'list', style: part.indent ? `margin-left: ${part.indent * 1.5}em` : undefined },
        part.elements.map((/** @type {Json} */ item) => h('li', null, section(item, names))),
      );
    default:
      return h('span', null, children());
  }
}

/** @param {Json} element @param {Names} names @returns {Child} */
function leaf(element, names) {
  let node = bare(element, names);
  const style = element.style ?? {};
  if (style.code) node = h('code', { class: 'code' }, node);
  if (style.bold) node = h('strong', null, node);
  if (style.italic) node = h('em', null, node);
  if (style.strike) node = h('s', null, node);
  return node;
}

/** @param {Json} element @param {Names} names @returns {Child} */
function bare(element, names) {
  switch (element.type) {
    case 'text':
      return lines(element.text ?? '');
    case 'link':
      return link(element.url, element.text || element.url);
    case 'emoji':
      return emoji(element.name);
    case 'user':
      return mention(element.user_id, names);
    case 'channel':
      return channelLink(element.channel_id, undefined, names);
    case 'usergroup':
      return h('span', { class: 'mention' }, `@${element.usergroup_id}`);
    case 'broadcast':
      return h('span', { class: 'mention mention-me' }, `@${element.range}`);
    case 'date':
      return h('time', { title: element.fallback }, slackDate(element.timestamp, element.format, names.now));
    case 'color':
      return h('code', { class: 'code' }, element.value);
    default:
      return '';
  }
}

/** @param {string} text @returns {Child[]} with line ends as elements */
function lines(text) {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [h('br', null), line]));
}
