import { draw } from './patch.js';

/**
 * What the server told us (`world`) and what only this tab knows (`ui`). A change of either asks for a drawing.
 *
 * @typedef {Record<string, any>} Json
 */

/** @type {Map<string, any>} keys as in page/view.ts: `team`, `people`, `channels`, `message:<channel>:<ts>` … */
const world = new Map();
/** @type {Map<string, Json[]>} */
const byChannel = new Map();

export const ui = {
  me: sessionStorage.getItem('person') ?? '',
  /** @type {'channel' | 'home'} */
  place: 'channel',
  channel: sessionStorage.getItem('channel') ?? '',
  /** @type {string | undefined} ts of the root */
  thread: undefined,
  connected: false,
  sidebar: false,
  drawer: localStorage.getItem('drawer') === 'open',
  theme: localStorage.getItem('theme') ?? 'auto',
  /** @type {Record<string, string>} by channel or channel:thread */
  drafts: {},
  /** @type {Record<string, Json[]>} files that wait in a composer */
  attached: {},
  /** @type {Json | undefined} the list over a composer */
  completion: undefined,
  /** @type {Json | undefined} */
  menu: undefined,
  /** @type {Json | undefined} */
  confirm: undefined,
  /** @type {Json | undefined} */
  lightbox: undefined,
  /** @type {Json[]} */
  toasts: [],
  /** @type {Set<string>} ts of ephemerals that the person has waved away; Slack's servers know nothing of it */
  dismissed: new Set(),
  /** @type {Set<string>} presses that the app has not answered */
  waiting: new Set(),
  /** @type {Record<string, Record<string, any>>} by view id, then block id */
  typed: {},
  /** @type {Record<string, Record<string, string>>} by view id: what the client itself refused */
  refused: {},
  /** @type {Map<string, Json>} files sent from this tab, by id */
  uploads: new Map(),
  /** @type {Record<string, string>} newest ts seen, by channel */
  seen: {},
  /** @type {Set<string>} requests in the drawer whose details are shown */
  opened: new Set(),
  /** @type {Record<string, boolean>} acts of the drawer under way */
  busy: {},
};

/** @type {() => import('./vnode.js').VNode} */
let render;
let asked = false;
/** @type {Array<() => void>} */
let after = [];

/** @param {() => import('./vnode.js').VNode} renderPage */
export function start(renderPage) {
  render = renderPage;
  redraw();
}

/** Draws before the next event, once however often it is asked. @param {() => void} [then] run after that drawing */
export function redraw(then) {
  if (then !== undefined) after.push(then);
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    draw(/** @type {Element} */ (document.getElementById('page')), render());
    const due = after;
    after = [];
    for (const one of due) one();
  });
}

/** @param {string} key @returns {any} */
export function get(key) {
  return world.get(key);
}

/** @param {string} channel @returns {Json[]} messages and ephemerals in order of time */
export function messagesOf(channel) {
  const cached = byChannel.get(channel);
  if (cached !== undefined) return cached;
  const list = [];
  for (const [key, value] of world) {
    if (key.startsWith('message:') && value.channel === channel && !ui.dismissed.has(value.ts)) list.push(value);
  }
  list.sort((a, b) => (a.ts < b.ts ? -1 : 1));
  byChannel.set(channel, list);
  return list;
}

/** A conversation between people (or with the app) instead of a channel. @param {Json} channel @returns {boolean} */
export function isDirect(channel) {
  return channel.kind === 'im' || channel.kind === 'group';
}

/** @param {Json} channel @returns {string} its name as people say it */
export function titleOf(channel) {
  return isDirect(channel) ? channel.name : `#${channel.name}`;
}

/** @returns {Json | undefined} */
export function currentChannel() {
  return (get('channels') ?? []).find((/** @type {Json} */ channel) => channel.id === ui.channel);
}

/** @type {import('./text.js').Names} */
export const names = {
  get me() {
    return ui.me;
  },
  get now() {
    return Date.now();
  },
  person: (id) => get('people')?.[id],
  channel: (id) => (get('channels') ?? []).find((/** @type {Json} */ channel) => channel.id === id),
  openChannel: (id) => openChannel(id),
};

/** What a select over people or conversations offers. @param {string} type of the element @returns {Array<{ value: string, label: string }>} */
export function pickable(type) {
  if (type === 'users_select')
    return Object.values(get('people') ?? {}).map((person) => ({ value: person.id, label: person.name }));
  const channels = (get('channels') ?? []).filter(
    (/** @type {Json} */ channel) => type !== 'channels_select' || channel.kind === 'public',
  );
  return channels.map((/** @type {Json} */ channel) => ({ value: channel.id, label: titleOf(channel) }));
}

/** @param {string} id */
export function openChannel(id) {
  Object.assign(ui, { place: 'channel', channel: id, thread: undefined, sidebar: false, completion: undefined });
  sessionStorage.setItem('channel', id);
  redraw();
}

/** @param {string} selector */
export function focusOn(selector) {
  const el = document.querySelector(selector);
  if (el instanceof HTMLElement) el.focus({ preventScroll: true });
}

/** @type {EventSource | undefined} */
let source;

/** Listens as a person; the server sends everything once and then what changed. @param {string} person `''`: the first of the workspace */
export function listen(person) {
  source?.close();
  source = new EventSource(`/events?person=${encodeURIComponent(person)}`);
  source.addEventListener('open', () => {
    ui.connected = true;
    redraw();
  });
  source.addEventListener('error', () => {
    ui.connected = false;
    redraw();
  });
  source.addEventListener('state', (event) => {
    const { fresh, set, drop } = JSON.parse(event.data);
    if (fresh) world.clear();
    byChannel.clear();
    for (const key of drop) world.delete(key);
    for (const [key, value] of Object.entries(set)) world.set(key, value);
    if (fresh) arrive();
    redraw();
  });
}

/** Settles who and where we are once the workspace is known. */
function arrive() {
  ui.me = get('me');
  sessionStorage.setItem('person', ui.me);
  const channels = get('channels');
  if (!channels.some((/** @type {Json} */ channel) => channel.id === ui.channel)) {
    ui.channel = (
      channels.find((/** @type {Json} */ channel) => channel.botIn && !isDirect(channel)) ?? channels[0]
    ).id;
    ui.thread = undefined;
  }
}

/** @param {string} person */
export function become(person) {
  Object.assign(ui, { place: 'channel', thread: undefined, menu: undefined, completion: undefined });
  Object.assign(ui, { typed: {}, refused: {}, drafts: {}, attached: {} });
  sessionStorage.setItem('person', person);
  listen(person);
}

/** @param {string} ts of an ephemeral */
export function dismiss(ts) {
  ui.dismissed.add(ts);
  byChannel.clear();
  redraw();
}

/** @param {string} text @param {'info' | 'error'} [kind] */
export function toast(text, kind = 'info') {
  const entry = { text, kind, id: `${Date.now()}-${ui.toasts.length}` };
  ui.toasts = [...ui.toasts.slice(-2), entry];
  redraw();
  setTimeout(() => dismissToast(entry.id), 8000);
}

/** @param {string} id */
export function dismissToast(id) {
  ui.toasts = ui.toasts.filter((other) => other.id !== id);
  redraw();
}
