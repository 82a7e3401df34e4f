import { element } from './elements.js';
import { icon } from './icons.js';
import { inputBlock } from './inputs.js';
import { richText } from './richtext.js';
import { sourceOf } from './sources.js';
import { markdown, plainOf, textObject } from './text.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./text.js').Json} Json
 * @typedef {import('./text.js').Names} Names
 * @typedef {import('./vnode.js').Child} Child
 *
 * What blocks need of the place they stand in: a message, a modal or the Home tab.
 * @typedef {{
 *   names: Names,
 *   file: (id: string) => Json | undefined,
 *   press: (block: Json, element: Json, option?: any, anchor?: Element) => void,
 *   waiting: (block: Json, element: Json) => boolean,
 *   menu: (block: Json, element: Json, anchor: Element) => void,
 *   look: (picture: { src: string, alt: string, title: string }) => void,
 *   value: (block: Json, element: Json) => any,
 *   change: (block: Json, element: Json, value: any) => void,
 *   typing: (block: Json, element: Json) => void,
 *   pickable: (type: string) => Array<{ value: string, label: string }>,
 *   errors: Record<string, string>,
 *   pickFiles: (block: Json, element: Json, files: File[]) => void,
 *   samples: (take: (files: File[]) => void) => Child,
 *   uploads: (block: Json) => Array<{ id: string, name: string, size: number, mimetype: string, busy: boolean }>,
 * }} Place
 */

/**
 * @param {Json[]} blocks as the API accepted them
 * @param {Place} place
 * @returns {Child[]}
 */
export function renderBlocks(blocks, place) {
  // Apps give a block a new id with every edit, so only an input is known by its id: what was typed belongs to it.
  return blocks.map((block, index) =>
    h(
      'div',
      {
        class: ['block', `block-${block.type}`],
        key: block.type === 'input' ? block.block_id : `${index}-${block.type}`,
      },
      renderBlock(block, place),
    ),
  );
}

/**
 * @param {Json} block
 * @param {Place} place
 * @returns {Child}
 */
function renderBlock(block, place) {
  const { names } = place;
  switch (block.type) {
    case 'section':
      return section(block, place);
    case 'header':
      return h('h3', { class: 'header' }, plainOf(block.text));
    case 'divider':
      return h('hr', { class: 'divider' });
    case 'context':
      return h(
        'div',
        { class: 'context' },
        block.elements.map((/** @type {Json} */ item) => contextItem(item, place)),
      );
    case 'image':
      return picture(block, place);
    case 'actions':
    case 'context_actions':
      return h(
        'div',
        { class: 'actions' },
        block.elements.map((/** @type {Json} */ item) => element(block, item, place)),
      );
    case 'input':
      return inputBlock(block, place);
    case 'markdown':
      return h('div', { class: 'markdown' }, markdown(block.text ?? '', names));
    case 'rich_text':
      return richText(block, names);
    case 'video':
      return video(block, place);
    case 'alert':
      return h(
        'div',
        { class: `alert alert-${block.level ?? 'default'}`, role: 'note' },
        icon('alert'),
        h('div', null, textObject(block.text, names)),
      );
    default:
      return h('div', { class: 'unknown-block' }, `This page does not draw “${block.type}” blocks.`);
  }
}

/** @param {Json} block @param {Place} place @returns {Child} */
function section(block, place) {
  const { names } = place;
  return h(
    'div',
    { class: ['section', block.accessory && 'section-with-accessory'] },
    h(
      'div',
      { class: 'section-text' },
      block.text && h('div', { class: 'mrkdwn' }, textObject(block.text, names)),
      block.fields &&
        h(
          'div',
          { class: 'fields' },
          block.fields.map((/** @type {Json} */ field) => h('div', { class: 'mrkdwn' }, textObject(field, names))),
        ),
    ),
    block.accessory &&
      h(
        'div',
        { class: 'accessory' },
        block.accessory.type === 'image' ? thumbnail(block.accessory, place) : element(block, block.accessory, place),
      ),
  );
}

/** @param {Json} item @param {Place} place @returns {Child} */
function contextItem(item, place) {
  if (item.type === 'image') return h('img', { class: 'context-image', src: sourceOf(item), alt: item.alt_text });
  return h('span', { class: 'mrkdwn' }, textObject(item, place.names));
}

/** @param {Json} item @param {Place} place */
function thumbnail(item, place) {
  const src = sourceOf(item);
  const alt = item.alt_text ?? '';
  return h(
    'button',
    {
      class: 'thumbnail',
      type: 'button',
      'aria-label': `Enlarge: ${alt}`,
      onclick: () => place.look({ src, alt, title: alt }),
    },
    h('img', { src, alt, loading: 'lazy' }),
  );
}

/** @param {Json} block @param {Place} place @returns {Child} */
function picture(block, place) {
  const src = sourceOf(block);
  const alt = block.alt_text ?? '';
  const title = plainOf(block.title);
  const file = block.slack_file?.id === undefined ? undefined : place.file(block.slack_file.id);
  return pictureFigure({
    src,
    alt,
    title,
    file,
    testid: 'card-image',
    look: () => place.look({ src, alt, title: title || alt }),
  });
}

/** Longer sides of a picture in a message, in pixels. */
const WIDEST = 460;
const TALLEST = 380;

/**
 * A picture that can be enlarged. Where its size is known its place is kept free, so that nothing jumps when it arrives.
 *
 * @param {{ src: string, alt: string, title: string, file: Json | undefined, testid: string, look: () => void }} picture
 */
export function pictureFigure({ src, alt, title, file, testid, look }) {
  const { width, height } = file ?? {};
  const shown = width && height && Math.round(Math.min(WIDEST, width, (TALLEST * width) / height));
  return h(
    'figure',
    { class: 'picture' },
    title !== '' && h('figcaption', null, title),
    h(
      'button',
      {
        class: ['picture-button', !shown && 'picture-unsized'],
        type: 'button',
        style: shown && `width:${shown}px`,
        'aria-label': `Enlarge: ${alt}`,
        onclick: look,
      },
      h('img', { src, alt, width, height, 'data-testid': testid }),
    ),
  );
}

/** @param {Json} block @param {Place} place @returns {Child} */
function video(block, place) {
  return h(
    'div',
    { class: 'attachment' },
    h(
      'div',
      { class: 'attachment-title' },
      block.title_url
        ? h('a', { class: 'link', href: block.title_url, target: '_blank', rel: 'noopener' }, plainOf(block.title))
        : plainOf(block.title),
    ),
    block.description && h('div', { class: 'muted' }, textObject(block.description, place.names)),
    h(
      'a',
      {
        class: 'video-cover',
        href: block.video_url,
        target: '_blank',
        rel: 'noopener',
        'aria-label': `Play ${plainOf(block.title)}`,
      },
      h('img', { src: block.thumbnail_url, alt: block.alt_text }),
      h('span', { class: 'play' }, icon('play', 28)),
    ),
  );
}
