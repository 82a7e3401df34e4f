import { press } from './actions.js';
import { icon } from './icons.js';
import { dismissToast, focusOn, names, redraw, ui } from './store.js';
import { plain, plainOf, textObject } from './text.js';
import { h } from './vnode.js';

/** @typedef {import('./store.js').Json} Json */

/** @param {Element} anchor @param {Json[]} items `{ label, run, href?, description?, danger?, image? }` @param {Json} [more] */
export function openMenu(anchor, items, more = {}) {
  const box = anchor.getBoundingClientRect();
  ui.menu = {
    items,
    box: { left: box.left, right: box.right, top: box.top, bottom: box.bottom },
    opener: anchor,
    ...more,
  };
  redraw(() => focusOn('.menu button, .menu a'));
}

/** @param {Json} on @param {Json} block @param {Json} element @param {Element} anchor */
export function openOverflow(on, block, element, anchor) {
  const items = element.options.map((/** @type {Json} */ option) => ({
    label: option.text.text,
    description: option.description?.text,
    href: option.url,
    run: () => press(on, block, element, option.value),
  }));
  openMenu(anchor, items);
}

/** @param {{ src: string, alt: string, title: string }} picture */
export function enlarge(picture) {
  ui.lightbox = picture;
  redraw();
}

/** @returns {import('./vnode.js').Child} the open menu, at its button */
export function menu() {
  if (ui.menu === undefined) return null;
  const { items, box, grid, pictures } = ui.menu;
  const up = box.bottom > window.innerHeight * 0.6;
  const width = grid ? 232 : 280;
  const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
  const style = `left:${left}px;width:${width}px;${up ? `bottom:${window.innerHeight - box.top + 6}px` : `top:${box.bottom + 6}px`}`;
  return h(
    'div',
    {
      class: ['menu', grid && 'menu-grid', pictures && 'menu-pictures'],
      role: 'menu',
      style,
      'data-testid': 'menu',
      onkeydown: menuKeys,
      key: 'menu',
    },
    items.map((/** @type {Json} */ item) => {
      const attrs = {
        class: ['menu-item', item.danger && 'menu-danger'],
        role: 'menuitem',
        title: item.title,
        'data-testid': item.testid,
        'data-label': plain(item.label),
        onclick: () => {
          closeMenu();
          item.run();
        },
      };
      const inner = [
        item.image && h('img', { src: item.image, alt: '' }),
        h('span', null, plain(item.label)),
        item.description && h('small', { class: 'muted' }, plain(item.description)),
      ];
      return item.href
        ? h('a', { ...attrs, href: item.href, target: '_blank', rel: 'noopener noreferrer' }, inner)
        : h('button', { ...attrs, type: 'button' }, inner);
    }),
  );
}

/** @param {KeyboardEvent} event */
function menuKeys(event) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.menu-item')]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  items[(at + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length]?.focus();
}

/** Closes the menu and gives the focus back to its button. */
export function closeMenu() {
  const opener = ui.menu?.opener;
  ui.menu = undefined;
  redraw(() => opener instanceof HTMLElement && opener.isConnected && opener.focus({ preventScroll: true }));
}

/** @returns {import('./vnode.js').Child} the confirm dialog of an element */
export function confirmDialog() {
  const ask = ui.confirm;
  if (ask === undefined) return null;
  const close = () => {
    ui.confirm = undefined;
    redraw();
  };
  return h(
    'div',
    { class: 'scrim scrim-confirm', key: 'confirm' },
    h(
      'div',
      {
        class: 'modal confirm',
        role: 'alertdialog',
        'aria-modal': 'true',
        'aria-labelledby': 'confirm-title',
        'data-testid': 'confirm',
      },
      h('header', { class: 'modal-head' }, h('h2', { id: 'confirm-title' }, plainOf(ask.title))),
      h('div', { class: 'modal-body' }, textObject(ask.text, names)),
      h(
        'footer',
        { class: 'modal-foot' },
        h(
          'button',
          { class: 'button', type: 'button', 'data-testid': 'confirm-deny', onclick: close },
          plainOf(ask.deny) || 'Cancel',
        ),
        h(
          'button',
          {
            class: `button button-${ask.style === 'danger' ? 'danger' : 'primary'}`,
            type: 'button',
            'data-testid': 'confirm-ok',
            onmount: (/** @type {HTMLElement} */ el) => el.focus(),
            onclick: () => {
              close();
              ask.run();
            },
          },
          plainOf(ask.confirm) || 'OK',
        ),
      ),
    ),
  );
}

/** @returns {import('./vnode.js').Child} a picture over everything */
export function lightbox() {
  const picture = ui.lightbox;
  if (picture === undefined) return null;
  const close = () => {
    ui.lightbox = undefined;
    redraw();
  };
  return h(
    'div',
    {
      class: 'lightbox',
      role: 'dialog',
      'aria-modal': 'true',
      'aria-label': picture.title,
      'data-testid': 'lightbox',
      key: 'lightbox',
      onclick: close,
    },
    h('img', { src: picture.src, alt: picture.alt, onclick: (/** @type {Event} */ event) => event.stopPropagation() }),
    h(
      'div',
      { class: 'lightbox-bar', onclick: (/** @type {Event} */ event) => event.stopPropagation() },
      h('span', { class: 'lightbox-title' }, picture.title),
      picture.src.startsWith('/file/') &&
        h(
          'a',
          { class: 'tool', href: `${picture.src}?download`, title: 'Download', 'aria-label': 'Download' },
          icon('download'),
        ),
      h(
        'button',
        {
          class: 'tool',
          type: 'button',
          title: 'Close',
          'aria-label': 'Close',
          onmount: (/** @type {HTMLElement} */ el) => el.focus(),
          onclick: close,
        },
        icon('close'),
      ),
    ),
  );
}

/** @returns {import('./vnode.js').Child} */
export function toasts() {
  return h(
    'div',
    { class: 'toasts', role: 'status', 'aria-live': 'polite' },
    ui.toasts.map((one) =>
      h(
        'div',
        { class: `toast toast-${one.kind}`, key: one.id, 'data-testid': 'toast' },
        icon('alert'),
        h('span', null, one.text),
        h(
          'button',
          { class: 'icon-button', type: 'button', 'aria-label': 'Dismiss', onclick: () => dismissToast(one.id) },
          icon('close', 16),
        ),
      ),
    ),
  );
}
