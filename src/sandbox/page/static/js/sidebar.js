import { isWithApp, openApp } from './app-page.js';
import { avatar } from './avatar.js';
import { icon } from './icons.js';
import { become, get, isDirect, messagesOf, openChannel, ui } from './store.js';
import { h } from './vnode.js';

/** @typedef {import('./store.js').Json} Json */

/** @returns {import('./vnode.js').VNode} workspace, channels, conversations, and who is at the keyboard */
export function sidebar() {
  /** @type {Json[]} */
  const channels = get('channels') ?? [];
  const team = get('team');
  return h(
    'nav',
    { class: ['sidebar', ui.sidebar && 'sidebar-open'], 'aria-label': 'Workspace' },
    h(
      'div',
      { class: 'workspace' },
      h('span', { class: 'workspace-mark', 'aria-hidden': 'true' }, String(team?.name ?? 'S').charAt(0)),
      h('span', { class: 'workspace-name' }, team?.name ?? ''),
    ),
    h(
      'div',
      { class: 'sidebar-scroll' },
      group(
        'Channels',
        channels.filter((channel) => !isDirect(channel)),
      ),
      group('Direct messages', channels.filter(isDirect)),
      apps(),
    ),
    people(),
  );
}

/** @param {string} title @param {Json[]} channels */
function group(title, channels) {
  return h('section', { class: 'group' }, h('h2', { class: 'group-title' }, title), channels.map(channelRow));
}

/** @param {Json} channel */
function channelRow(channel) {
  const here = ui.place === 'channel' && ui.channel === channel.id;
  const last = messagesOf(channel.id).at(-1)?.ts;
  const fresh = !here && last !== undefined && last > (ui.seen[channel.id] ?? get('since'));
  const other = get('people')?.[channel.with];
  return h(
    'button',
    {
      class: ['row', here && 'row-here', fresh && 'row-fresh'],
      type: 'button',
      key: channel.id,
      'data-testid': isWithApp(channel) ? 'channel-dm' : `channel-${channel.name}`,
      'data-channel': channel.id,
      'aria-current': here ? 'page' : undefined,
      onclick: () => (isWithApp(channel) ? openApp('messages') : openChannel(channel.id)),
    },
    isDirect(channel)
      ? avatar(other ?? { name: channel.name }, 20)
      : icon(channel.kind === 'private' ? 'lock' : 'hash', 16),
    h('span', { class: 'row-name' }, channel.name),
    !channel.botIn &&
      !isDirect(channel) &&
      h('span', { class: 'row-note', title: 'The app is not in this channel' }, 'no app'),
    fresh && h('span', { class: 'dot', 'aria-label': 'new messages' }),
  );
}

/** The app's Home tab. */
function apps() {
  const bot = get('people')?.[get('bot')?.userId];
  if (bot === undefined || !get('bot')?.homeTab) return null;
  const here = ui.place === 'home';
  return h(
    'section',
    { class: 'group' },
    h('h2', { class: 'group-title' }, 'Apps'),
    h(
      'button',
      {
        class: ['row', here && 'row-here'],
        type: 'button',
        'data-testid': 'app-home',
        'aria-current': here ? 'page' : undefined,
        onclick: () => openApp('home'),
      },
      icon('home', 16),
      h('span', { class: 'row-name' }, `${bot.name} Home`),
    ),
  );
}

function people() {
  const all = Object.values(get('people') ?? {}).filter((one) => !one.isBot);
  return h(
    'div',
    { class: 'people', role: 'group', 'aria-label': 'Who you are' },
    h('span', { class: 'people-title' }, 'You are ', h('strong', null, get('people')?.[ui.me]?.name ?? '')),
    h(
      'div',
      { class: 'people-row' },
      all.map((one) =>
        h(
          'button',
          {
            class: ['person', one.id === ui.me && 'person-me'],
            type: 'button',
            key: one.id,
            title: one.id === ui.me ? `${one.name} (you)` : `Become ${one.name}`,
            'aria-label': `Become ${one.name}`,
            'aria-pressed': one.id === ui.me ? 'true' : 'false',
            'data-testid': `person-${one.id}`,
            onclick: () => become(one.id),
          },
          avatar(one, 32),
        ),
      ),
    ),
  );
}
