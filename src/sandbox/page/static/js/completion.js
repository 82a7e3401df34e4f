import { get, isDirect, redraw, ui } from './store.js';
import { completionAt } from './thread.js';
import { h } from './vnode.js';

/**
 * What a composer offers while a person types: commands, people, channels.
 *
 * @typedef {import('./store.js').Json} Json
 * @typedef {import('./composer.js').Where} Where
 */

/** @param {string} key of a composer @returns {Json[]} what to show over it */
export function offersFor(key) {
  return ui.completion?.key === key ? offersOf(ui.completion) : [];
}

/** @param {Json} completion @returns {Json[]} `{ insert, title, detail }` */
function offersOf({ kind, query }) {
  if (kind === 'command') {
    return (get('commands') ?? [])
      .filter((/** @type {Json} */ one) => one.command.startsWith(query))
      .map((/** @type {Json} */ one) => ({
        insert: `${one.command} `,
        title: one.command,
        hint: one.usageHint,
        detail: one.description,
      }));
  }
  if (kind === 'channel') {
    return (get('channels') ?? [])
      .filter((/** @type {Json} */ one) => !isDirect(one) && one.name.startsWith(query))
      .map((/** @type {Json} */ one) => ({ insert: `#${one.name} `, title: `#${one.name}`, detail: one.topic }));
  }
  return Object.values(get('people') ?? {})
    .filter((one) => one.handle.toLowerCase().startsWith(query) || one.name.toLowerCase().startsWith(query))
    .map((one) => ({ insert: `@${one.handle} `, title: one.name, detail: `@${one.handle}` }));
}

/** @param {Where} where @param {Json[]} offers */
export function completionList(where, offers) {
  return h(
    'ul',
    { class: 'completion', role: 'listbox', 'data-testid': 'completion' },
    offers.map((offer, index) =>
      h(
        'li',
        {
          class: ['offer', index === ui.completion?.at && 'offer-at'],
          role: 'option',
          'aria-selected': index === ui.completion?.at ? 'true' : 'false',
          'data-offer': offer.title,
          onmousedown: (/** @type {MouseEvent} */ event) => {
            event.preventDefault();
            complete(where, offer);
          },
        },
        h(
          'span',
          { class: 'offer-title' },
          h('strong', null, offer.title),
          offer.hint && h('span', { class: 'muted' }, ` ${offer.hint}`),
        ),
        h('span', { class: 'offer-detail muted' }, offer.detail),
      ),
    ),
    h(
      'li',
      { class: 'offer-foot muted', 'aria-hidden': 'true' },
      h('kbd', null, '↑'),
      h('kbd', null, '↓'),
      ' to choose, ',
      h('kbd', null, 'Tab'),
      ' to complete',
    ),
  );
}

/** @param {Where} where @param {Json} offer */
function complete(where, offer) {
  const area = document.querySelector(
    `[data-testid="${where.threadTs === undefined ? 'composer' : 'thread-composer'}"]`,
  );
  if (!(area instanceof HTMLTextAreaElement)) return;
  const from = ui.completion?.from ?? 0;
  const rest = area.value.slice(area.selectionStart);
  ui.drafts[where.key] = area.value.slice(0, from) + offer.insert + rest.replace(/^ /, '');
  ui.completion = undefined;
  const caret = from + offer.insert.length;
  redraw(() => {
    area.focus();
    area.setSelectionRange(caret, caret);
    grow(area);
  });
}

/** @param {Element} el a textarea, made as tall as its text */
export function grow(el) {
  const area = /** @type {HTMLTextAreaElement} */ (el);
  area.style.height = 'auto';
  area.style.height = `${Math.min(area.scrollHeight, 240)}px`;
}

/** @param {Where} where @param {HTMLTextAreaElement} area */
export function typed(where, area) {
  ui.drafts[where.key] = area.value;
  const found = completionAt(area.value.slice(0, area.selectionStart));
  const allowed = found !== undefined && (found.kind !== 'command' || where.threadTs === undefined);
  ui.completion = allowed ? { ...found, key: where.key, at: 0 } : undefined;
  redraw(() => grow(area));
}

/** @param {string} key */
export function closeOffers(key) {
  if (ui.completion?.key !== key) return;
  ui.completion = undefined;
  redraw();
}

/**
 * Lets the open list have a key first.
 *
 * @param {Where} where
 * @param {Json[]} offers
 * @param {KeyboardEvent} event
 * @returns {boolean} the key was for the list
 */
export function completionKey(where, offers, event) {
  if (offers.length === 0 || ui.completion === undefined) return false;
  const area = /** @type {HTMLTextAreaElement} */ (event.target);
  const at = ui.completion.at;
  const offer = offers[at];
  // What is written out is sent by Enter, not completed.
  const isWhole = area.value.slice(ui.completion.from).trim() === offer?.['insert'].trim();
  const isStep = event.key === 'ArrowDown' || event.key === 'ArrowUp';
  const isChoice = event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !isWhole);
  if (!isStep && !isChoice && event.key !== 'Escape') return false;
  event.preventDefault();
  if (event.key === 'Escape') closeOffers(where.key);
  else if (isStep) {
    ui.completion.at = (at + (event.key === 'ArrowDown' ? 1 : offers.length - 1)) % offers.length;
    redraw(() => document.querySelector('.offer-at')?.scrollIntoView({ block: 'nearest' }));
  } else if (offer !== undefined) complete(where, offer);
  return true;
}
