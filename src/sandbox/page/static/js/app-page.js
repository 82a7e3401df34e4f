import { act } from './actions.js';
import { currentChannel, get, openChannel, redraw, ui } from './store.js';
import { h } from './vnode.js';

/** @typedef {import('./store.js').Json} Json */

/** The conversation of a person with the app. @param {Json | undefined} channel @returns {boolean} */
export function isWithApp(channel) {
  return channel?.kind === 'im' && channel.botIn;
}

/** Goes to a tab of the app's page. Slack tells the app of each visit. @param {'home' | 'messages'} tab */
export function openApp(tab) {
  void act('openHome', { tab });
  if (tab === 'messages') {
    const own = (get('channels') ?? []).find(isWithApp);
    if (own !== undefined) openChannel(own.id);
    return;
  }
  Object.assign(ui, { place: 'home', thread: undefined, sidebar: false });
  redraw();
}

/** @returns {import('./vnode.js').Child} the tabs of the app's page, where the person is on one of them */
export function appTabs() {
  const here = ui.place === 'home' ? 'home' : isWithApp(currentChannel()) ? 'messages' : undefined;
  if (here === undefined || !get('bot')?.homeTab) return null;
  /** @param {'home' | 'messages'} tab @param {string} label */
  const entry = (tab, label) =>
    h(
      'button',
      {
        class: ['tab', tab === here && 'tab-here'],
        type: 'button',
        role: 'tab',
        'aria-selected': tab === here ? 'true' : 'false',
        'data-testid': `tab-${tab}`,
        onclick: () => openApp(tab),
      },
      label,
    );
  return h(
    'div',
    { class: 'tabs', role: 'tablist', key: 'tabs' },
    entry('home', 'Home'),
    entry('messages', 'Messages'),
  );
}
