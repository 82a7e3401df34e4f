import { act, openThread, press, pressKey, react } from './actions.js';
import { avatar } from './avatar.js';
import { pictureFigure, renderBlocks } from './blocks.js';
import { ago, clockTime, fullTime, msOf, sizeLabel } from './dates.js';
import { emojiOf, REACTIONS } from './emoji.js';
import { icon } from './icons.js';
import { enlarge, openMenu, openOverflow } from './overlays.js';
import { dismiss, get, names, pickable, redraw, ui } from './store.js';
import { link, mrkdwn } from './text.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./store.js').Json} Json
 * @typedef {import('./vnode.js').VNode} VNode
 */

/**
 * One message, with what a person can do to it.
 *
 * @param {Json} message
 * @param {{ joined: boolean, inThread: boolean }} how
 * @returns {VNode}
 */
export function messageRow(message, { joined, inThread }) {
  const author = get('people')?.[message.author] ?? { id: message.author, name: message.author, isBot: true };
  const time = msOf(message.ts);
  return h(
    'article',
    {
      class: ['message', joined && 'message-joined', message.ephemeral && 'message-ephemeral'],
      key: message.ts,
      tabindex: 0,
      'data-testid': message.ephemeral ? 'ephemeral' : 'message',
      'data-ts': message.ts,
      'data-channel': message.channel,
      'data-author': message.author,
      'aria-label': `${author.name}, ${clockTime(time)}`,
    },
    h(
      'div',
      { class: 'gutter' },
      joined ? h('time', { class: 'gutter-time' }, clockTime(time).replace(/ [AP]M$/, '')) : avatar(author, 36),
    ),
    h(
      'div',
      { class: 'body' },
      message.ephemeral && h('div', { class: 'only-you' }, icon('eye', 14), 'Only visible to you'),
      !joined &&
        h(
          'div',
          { class: 'byline' },
          h('span', { class: 'author' }, author.name),
          author.isBot && h('span', { class: 'app-badge' }, 'APP'),
          h('time', { class: 'time', title: fullTime(time) }, clockTime(time)),
        ),
      content(message),
      (message.attachments ?? []).map((/** @type {Json} */ one) => secondary(one, message)),
      (message.files ?? []).map((/** @type {string} */ id) => sharedFile(id)),
      reactions(message),
      !inThread && message.replies?.count > 0 && repliesBar(message),
    ),
    toolbar(message, inThread),
  );
}

/** @param {Json} message */
function content(message) {
  const edited = message.edited && h('span', { class: 'edited' }, '(edited)');
  if (message.blocks.length > 0)
    return h('div', { class: 'blocks' }, renderBlocks(message.blocks, messagePlace(message)), edited);
  if (message.text === '' && !edited) return null;
  return h('div', { class: 'mrkdwn text' }, mrkdwn(message.text, names), edited && [' ', edited]);
}

/** @param {Json} message @returns {import('./blocks.js').Place} */
function messagePlace(message) {
  const on = { channel: message.channel, ts: message.ts };
  return {
    names,
    file: (id) => get('files')?.[id],
    press: (block, element, option) => press(on, block, element, option),
    waiting: (block, element) => ui.waiting.has(pressKey(on, block, element)),
    menu: (block, element, anchor) => openOverflow(on, block, element, anchor),
    look: enlarge,
    value: (_block, element) => element.initial_option?.value ?? null,
    change: () => undefined,
    typing: () => undefined,
    pickable,
    errors: {},
    pickFiles: () => undefined,
    samples: () => null,
    uploads: () => [],
  };
}

/** A secondary attachment, with the bar at its side. @param {Json} one @param {Json} message */
function secondary(one, message) {
  const bar = /^#?[0-9a-f]{6}$/i.test(one.color ?? '') ? `--bar:#${one.color.replace('#', '')}` : undefined;
  return h(
    'div',
    { class: 'attachment', style: bar },
    one.title && h('div', { class: 'attachment-title' }, one.title_link ? link(one.title_link, one.title) : one.title),
    one.text && h('div', { class: 'mrkdwn' }, mrkdwn(one.text, names)),
    one.blocks && h('div', { class: 'blocks' }, renderBlocks(one.blocks, messagePlace(message))),
    one.image_url && h('img', { class: 'attachment-image', src: one.image_url, alt: one.fallback ?? '' }),
  );
}

/** @param {string} id of a file shared with the message */
function sharedFile(id) {
  const file = get('files')?.[id];
  if (file === undefined || file.deleted)
    return h('div', { class: 'attachment-gone' }, icon('file'), 'This file was deleted.');
  const src = `/file/${id}`;
  const title = file.title ?? file.name;
  if (!file.ready) return h('div', { class: 'attachment-gone' }, icon('file'), `Processing ${file.name}…`);
  if (file.mimetype.startsWith('image/')) {
    const alt = file.altText ?? title;
    return pictureFigure({ src, alt, title, file, testid: 'file-image', look: () => enlarge({ src, alt, title }) });
  }
  if (file.mimetype.startsWith('video/')) {
    return h(
      'figure',
      { class: 'picture' },
      h('figcaption', null, title),
      h('video', {
        src,
        poster: `/film/${id}`,
        controls: true,
        preload: 'metadata',
        'data-testid': 'file-video',
        // What the browser cannot play still moves in its poster.
        onerror: (/** @type {Event} */ event) =>
          /** @type {HTMLVideoElement} */ (event.target).removeAttribute('controls'),
      }),
    );
  }
  return h(
    'a',
    { class: 'file-card', href: `${src}?download`, download: file.name },
    icon('file', 28),
    h(
      'span',
      null,
      h('strong', null, title),
      h('small', { class: 'muted' }, `${(file.filetype || 'file').toUpperCase()} · ${sizeLabel(file.size)}`),
    ),
    icon('download'),
  );
}

/** @param {Json} message */
function reactions(message) {
  if (!message.reactions?.length) return null;
  return h(
    'div',
    { class: 'reactions' },
    message.reactions.map((/** @type {Json} */ one) =>
      h(
        'button',
        {
          class: ['reaction', one.users.includes(ui.me) && 'reaction-mine'],
          type: 'button',
          'data-testid': `reaction-${one.name}`,
          title: `${one.users.map((/** @type {string} */ id) => names.person(id)?.name ?? id).join(', ')} reacted with :${one.name}:`,
          onclick: () => react(message, one.name),
        },
        h('span', { class: 'emoji' }, emojiOf(one.name) ?? `:${one.name}:`),
        String(one.users.length),
      ),
    ),
  );
}

/** @param {Json} message */
function repliesBar(message) {
  const { count, users, last } = message.replies;
  return h(
    'button',
    {
      class: 'replies',
      type: 'button',
      'data-testid': 'thread-open',
      onclick: () => openThread(message.channel, message.ts),
    },
    users.slice(0, 3).map((/** @type {string} */ id) => avatar(get('people')?.[id] ?? { id, name: id }, 22)),
    h('strong', null, `${count} ${count === 1 ? 'reply' : 'replies'}`),
    h('span', { class: 'muted' }, `Last reply ${ago(msOf(last), Date.now())}`),
    icon('right', 16),
  );
}

/** @param {Json} message @param {boolean} inThread */
function toolbar(message, inThread) {
  /** @param {string} label @param {import('./vnode.js').Child} inner @param {(event: MouseEvent) => void} onclick @param {string} [testid] */
  const tool = (label, inner, onclick, testid) =>
    h(
      'button',
      { class: 'tool', type: 'button', title: label, 'aria-label': label, 'data-testid': testid, onclick },
      inner,
    );
  if (message.ephemeral) {
    return h(
      'div',
      { class: 'toolbar' },
      tool('Dismiss', icon('close'), () => dismiss(message.ts), 'dismiss'),
    );
  }
  return h(
    'div',
    { class: 'toolbar' },
    ['white_check_mark', 'eyes', 'heart'].map((name) =>
      tool(`React with :${name}:`, h('span', { class: 'emoji' }, emojiOf(name) ?? name), () => react(message, name)),
    ),
    tool('Find another reaction', icon('smile'), (event) => reactionMenu(message, event), 'reaction-open'),
    !inThread &&
      tool('Reply in thread', icon('thread'), () => openThread(message.channel, message.ts), 'reply-in-thread'),
    tool('More actions', icon('more'), (event) => moreMenu(message, event), 'more-actions'),
  );
}

/** @param {Json} message @param {MouseEvent} event */
function reactionMenu(message, event) {
  event.stopPropagation();
  if (!(event.currentTarget instanceof Element)) return;
  const items = REACTIONS.map((name) => ({
    label: emojiOf(name) ?? name,
    title: `:${name}:`,
    testid: `react-${name}`,
    run: () => react(message, name),
  }));
  openMenu(event.currentTarget, items, { grid: true });
}

/** @param {Json} message @param {MouseEvent} event */
function moreMenu(message, event) {
  event.stopPropagation();
  if (!(event.currentTarget instanceof Element)) return;
  const own = message.author === ui.me || get('people')?.[ui.me]?.isAdmin;
  const shortcuts = (get('shortcuts') ?? []).filter((/** @type {Json} */ one) => one.type === 'message');
  const app = get('people')?.[get('bot')?.userId]?.name;
  openMenu(event.currentTarget, [
    { label: 'Reply in thread', run: () => openThread(message.channel, message.ts) },
    { label: 'Copy text', run: () => void navigator.clipboard?.writeText(message.text) },
    ...shortcuts.map((/** @type {Json} */ one) => ({
      label: one.name,
      description: app,
      testid: `shortcut-${one.callbackId}`,
      run: () => void act('messageShortcut', { channel: message.channel, ts: message.ts, callbackId: one.callbackId }),
    })),
    ...(own ? [{ label: 'Delete message…', danger: true, run: () => askDelete(message) }] : []),
  ]);
}

/** @param {Json} message */
function askDelete(message) {
  ui.confirm = {
    title: { type: 'plain_text', text: 'Delete message' },
    text: { type: 'plain_text', text: 'This cannot be undone.' },
    confirm: { type: 'plain_text', text: 'Delete' },
    deny: { type: 'plain_text', text: 'Cancel' },
    style: 'danger',
    run: () => void act('deleteMessage', { channel: message.channel, ts: message.ts }),
  };
  redraw();
}
