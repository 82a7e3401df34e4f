import { stage } from './actions.js';
import { appTabs } from './app-page.js';
import { conversation, threadPane } from './conversation.js';
import { drawer, toggleDrawer } from './drawer.js';
import { learnEmoji } from './emoji.js';
import { icon } from './icons.js';
import { closeMenu, confirmDialog, lightbox, menu, toasts } from './overlays.js';
import { followPermalinks } from './permalinks.js';
import { sidebar } from './sidebar.js';
import { currentChannel, get, listen, redraw, start, ui } from './store.js';
import { closeModal, home, modal } from './view.js';
import { h } from './vnode.js';

function page() {
  if (get('team') === undefined)
    return h('div', { class: 'loading' }, ui.connected ? 'Loading the workspace…' : 'Connecting to the sandbox…');
  document.title = `${ui.place === 'home' ? 'Home' : (currentChannel()?.name ?? '')} · ${get('team').name}`;
  const side = ui.thread !== undefined && ui.place === 'channel' ? 'with-thread' : '';
  return h(
    'div',
    { class: ['app', side, ui.drawer && 'with-drawer'] },
    sidebar(),
    ui.sidebar && h('div', { class: 'veil', key: 'veil', onclick: closeSidebar }),
    h(
      'div',
      { class: 'center', key: 'center' },
      head(),
      appTabs(),
      banner(),
      ui.place === 'home' ? home() : conversation(),
    ),
    threadPane(),
    drawer(),
    modal(),
    confirmDialog(),
    lightbox(),
    menu(),
    toasts(),
  );
}

function closeSidebar() {
  ui.sidebar = false;
  redraw();
}

function head() {
  const channel = currentChannel();
  const bot = get('people')?.[get('bot')?.userId];
  const title = ui.place === 'home' ? (bot?.name ?? '') : (channel?.name ?? '');
  const sign =
    ui.place === 'home'
      ? 'home'
      : channel?.kind === 'private'
        ? 'lock'
        : channel?.kind === 'public'
          ? 'hash'
          : undefined;
  return h(
    'header',
    { class: 'head' },
    h(
      'button',
      {
        class: 'icon-button only-narrow',
        type: 'button',
        'aria-label': 'Channels',
        'data-testid': 'open-sidebar',
        onclick: () => {
          ui.sidebar = true;
          redraw();
        },
      },
      icon('menu'),
    ),
    h('h1', { class: 'title' }, sign && icon(sign, 18), h('span', null, title)),
    h('span', { class: 'topic muted' }, ui.place === 'channel' ? (channel?.topic ?? '') : ''),
    h(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        title: 'Light or dark',
        'aria-label': 'Light or dark',
        'data-testid': 'theme',
        onclick: switchTheme,
      },
      icon(isDark() ? 'sun' : 'moon'),
    ),
    h(
      'button',
      {
        class: ['stage-button', ui.drawer && 'stage-button-on'],
        type: 'button',
        'aria-expanded': ui.drawer ? 'true' : 'false',
        'data-testid': 'open-drawer',
        onclick: () => toggleDrawer(),
      },
      icon('stage'),
      h('span', null, 'Behind the scenes'),
      h('span', { class: `lamp lamp-${get('sandbox')?.bot.state}` }),
    ),
  );
}

/** What a person must know before anything else works. */
function banner() {
  if (!ui.connected)
    return h(
      'div',
      { class: 'banner', role: 'alert' },
      icon('alert'),
      h('span', null, 'The sandbox does not answer; trying again.'),
    );
  const bot = get('sandbox')?.bot;
  if (bot?.state === 'dead') {
    return h(
      'div',
      { class: 'banner', role: 'alert', 'data-testid': 'bot-dead' },
      icon('power'),
      h('span', null, bot.note ?? 'The bot has stopped.'),
      h(
        'button',
        {
          class: 'button button-small',
          type: 'button',
          'data-testid': 'bot-start',
          onclick: () => void stage('bot', { id: 'restart' }),
        },
        'Start it again',
      ),
    );
  }
  if (bot?.state === 'starting')
    return h(
      'div',
      { class: 'banner banner-calm', role: 'status' },
      h('span', { class: 'spinner' }),
      h('span', null, 'The bot is starting…'),
    );
  return null;
}

function isDark() {
  return ui.theme === 'dark' || (ui.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
}

function switchTheme() {
  ui.theme = isDark() ? 'light' : 'dark';
  localStorage.setItem('theme', ui.theme);
  applyTheme();
  redraw();
}

function applyTheme() {
  if (ui.theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = ui.theme;
}

/** Esc closes what lies on top, one thing at a time. @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  if (ui.menu !== undefined) return closeMenu();
  if (ui.lightbox !== undefined) ui.lightbox = undefined;
  else if (ui.confirm !== undefined) ui.confirm = undefined;
  else if (get('modals')?.length > 0) return closeModal(false);
  else if (ui.sidebar) ui.sidebar = false;
  else if (ui.thread !== undefined) ui.thread = undefined;
  else return;
  redraw();
}

/** Tab stays inside the dialog on top. @param {KeyboardEvent} event */
function keepFocus(event) {
  if (event.key !== 'Tab') return;
  const dialog = [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
  if (dialog === undefined) return;
  const stops = /** @type {HTMLElement[]} */ ([
    ...dialog.querySelectorAll('button:not(:disabled), a[href], input, textarea, select'),
  ]).filter((el) => el.offsetParent !== null);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge && dialog.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}

document.addEventListener('keydown', escape);
document.addEventListener('keydown', keepFocus);
document.addEventListener('click', (event) => {
  if (ui.menu !== undefined && event.target instanceof Element && event.target.closest('.menu') === null) closeMenu();
});
followPermalinks();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw());

applyTheme();
start(page);
listen(ui.me);
void learnAllEmoji();

/** The names are a nicety: without them, unusual ones stay in colons. */
async function learnAllEmoji() {
  const answer = await fetch('/emoji.json');
  if (answer.ok) learnEmoji(await answer.json());
  redraw();
}
