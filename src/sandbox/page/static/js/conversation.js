import { composer, dropZone } from './composer.js';
import { dayKey, dayLabel, msOf } from './dates.js';
import { icon } from './icons.js';
import { messageRow } from './message.js';
import { currentChannel, get, isDirect, messagesOf, redraw, titleOf, ui } from './store.js';
import { inChannel, inThread, rows } from './thread.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./store.js').Json} Json
 * @typedef {import('./vnode.js').VNode} VNode
 */

/** How far from the end, in pixels, a list still counts as read to the end. */
const NEAR_END = 80;

/** @returns {VNode} the channel: its head, messages, composer */
export function conversation() {
  const channel = currentChannel();
  if (channel === undefined) return h('main', { class: 'conversation' });
  const messages = messagesOf(channel.id);
  const last = messages.at(-1)?.ts;
  if (last !== undefined) ui.seen[channel.id] = last;
  return h(
    'main',
    { class: 'conversation', key: `conversation-${channel.id}`, ...dropZone(channel.id) },
    list(inChannel(/** @type {any} */ (messages)), welcome(channel), false),
    composer({
      key: channel.id,
      channel: channel.id,
      label: `Message ${titleOf(channel)}`,
    }),
  );
}

/** @returns {VNode | null} the pane of the open thread */
export function threadPane() {
  const channel = currentChannel();
  if (ui.thread === undefined || channel === undefined || ui.place !== 'channel') return null;
  const messages = inThread(/** @type {any} */ (messagesOf(channel.id)), ui.thread);
  const key = `${channel.id}:${ui.thread}`;
  return h(
    'aside',
    {
      class: 'pane thread',
      'data-testid': 'thread-pane',
      'data-ts': ui.thread,
      'aria-label': 'Thread',
      key: `thread-${ui.thread}`,
      ...dropZone(key),
    },
    h(
      'header',
      { class: 'pane-head' },
      h('div', null, h('h2', null, 'Thread'), h('span', { class: 'muted' }, titleOf(channel))),
      h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': 'Close thread',
          'data-testid': 'thread-close',
          onclick: () => {
            ui.thread = undefined;
            redraw();
          },
        },
        icon('close'),
      ),
    ),
    list(messages, null, true),
    composer({ key, channel: channel.id, threadTs: ui.thread, label: 'Reply…' }),
  );
}

/** @param {import('./thread.js').Message[]} messages @param {VNode | null} top @param {boolean} thread */
function list(messages, top, thread) {
  const now = Date.now();
  const drawn = rows(messages, (message) => dayKey(msOf(message.ts)));
  return h(
    'div',
    {
      class: 'list',
      'data-testid': thread ? 'thread-list' : 'message-list',
      onmount: stickToEnd,
      role: 'log',
      'aria-label': thread ? 'Messages of the thread' : 'Messages',
    },
    h(
      'div',
      { class: 'list-inner' },
      top,
      drawn.map(({ message, day, joined }, index) => [
        !thread &&
          day !== undefined &&
          h('div', { class: 'day', key: `day-${day}` }, h('span', null, dayLabel(msOf(message.ts), now))),
        messageRow(message, { joined: joined && !(thread && index === 1), inThread: thread }),
        thread &&
          index === 0 &&
          messages.length > 1 &&
          h(
            'div',
            { class: 'thread-count', key: 'thread-count' },
            h('span', null, `${messages.length - 1} ${messages.length === 2 ? 'reply' : 'replies'}`),
          ),
      ]),
    ),
  );
}

/** @param {Json} channel */
function welcome(channel) {
  const bot = get('people')?.[get('bot')?.userId];
  const text = isDirect(channel)
    ? channel.botIn
      ? `${bot?.name} is in this conversation. Type a command, or share a picture with a word of what to do with it.`
      : 'This is between people. See what the app answers when it is called here.'
    : channel.botIn
      ? 'The app is in this channel. Type /imagine and what you would like to see.'
      : 'The app is not in this channel. See what it answers when it is called here, or /invite it.';
  return h(
    'div',
    { class: 'welcome', key: 'welcome' },
    h('h2', null, titleOf(channel)),
    channel.topic && h('p', null, channel.topic),
    h('p', { class: 'muted' }, text),
  );
}

/**
 * Keeps a list at its end while it grows (new messages, pictures that load), unless the person scrolled up to read.
 *
 * @param {Element} el
 */
function stickToEnd(el) {
  let stuck = true;
  let top = 0;
  const toEnd = () => {
    if (stuck) el.scrollTop = el.scrollHeight;
  };
  el.addEventListener('scroll', () => {
    // Only a person makes a list scroll upwards; being far from the end may just mean that it grew meanwhile.
    if (el.scrollHeight - el.scrollTop - el.clientHeight < NEAR_END) stuck = true;
    else if (el.scrollTop < top) stuck = false;
    top = el.scrollTop;
  });
  const watch = new ResizeObserver(toEnd);
  watch.observe(el);
  if (el.firstElementChild) watch.observe(el.firstElementChild);
  toEnd();
}
