import { act, keepTyped, pickFiles, press, pressKey, submitModal, tellTyped, topModal, typedValue } from './actions.js';
import { avatar } from './avatar.js';
import { renderBlocks } from './blocks.js';
import { icon } from './icons.js';
import { enlarge, openOverflow } from './overlays.js';
import { sampleButton } from './samples.js';
import { get, names, pickable, ui } from './store.js';
import { plainOf } from './text.js';
import { h } from './vnode.js';

/** @typedef {import('./store.js').Json} Json */

/** @returns {import('./vnode.js').VNode | null} the visible modal of the person's stack */
export function modal() {
  const view = topModal();
  if (view === undefined) return null;
  const depth = get('modals').length;
  const busy = view.busy || ui.waiting.has(view.id);
  return h(
    'div',
    { class: 'scrim', key: `modal-${view.id}` },
    h(
      'form',
      {
        class: ['modal', busy && 'modal-busy'],
        role: 'dialog',
        'aria-modal': 'true',
        'aria-labelledby': 'modal-title',
        'data-testid': 'modal',
        'data-callback-id': view.callbackId,
        novalidate: true,
        onmount: focusFirst,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void submitModal();
        },
      },
      h(
        'header',
        { class: 'modal-head' },
        depth > 1 &&
          h(
            'button',
            {
              class: 'icon-button',
              type: 'button',
              'aria-label': 'Back',
              'data-testid': 'modal-back',
              onclick: () => closeModal(false),
            },
            icon('back'),
          ),
        avatar(get('people')?.[get('bot')?.userId] ?? { isBot: true }, 28),
        h('h2', { id: 'modal-title' }, plainOf(view.title)),
        h(
          'button',
          {
            class: 'icon-button',
            type: 'button',
            'aria-label': 'Close',
            'data-testid': 'modal-x',
            onclick: () => closeModal(true),
          },
          icon('close'),
        ),
      ),
      h('div', { class: 'modal-body blocks' }, renderBlocks(view.blocks, viewPlace(view, { viewId: view.id }))),
      h(
        'footer',
        { class: 'modal-foot' },
        h(
          'button',
          { class: 'button', type: 'button', 'data-testid': 'modal-close', onclick: () => closeModal(false) },
          plainOf(view.close) || 'Cancel',
        ),
        view.submit &&
          h(
            'button',
            {
              class: ['button', 'button-primary', busy && 'button-waiting'],
              type: 'submit',
              disabled: busy,
              'aria-busy': busy ? 'true' : undefined,
              'data-testid': 'modal-submit',
            },
            h('span', { class: 'button-label' }, plainOf(view.submit)),
          ),
      ),
    ),
  );
}

/** @returns {import('./vnode.js').VNode} the Home tab */
export function home() {
  const view = get('home');
  const bot = get('people')?.[get('bot')?.userId];
  return h(
    'main',
    { class: 'conversation', key: 'home' },
    h(
      'div',
      { class: 'list', 'data-testid': 'home' },
      h(
        'div',
        { class: 'list-inner home' },
        view === undefined
          ? h(
              'div',
              { class: 'welcome' },
              h('h2', null, `${bot?.name ?? 'The app'} Home`),
              h('p', { class: 'muted' }, 'The app has not published its Home tab for you yet.'),
            )
          : h('div', { class: 'blocks' }, renderBlocks(view.blocks, viewPlace(view, { home: true }))),
      ),
    ),
  );
}

/** @param {boolean} all the whole stack, or only the visible view */
export function closeModal(all) {
  const view = topModal();
  if (view !== undefined) delete ui.typed[view.id];
  void act('closeView', { all });
}

/** @param {Json} view @param {Json} on @returns {import('./blocks.js').Place} */
function viewPlace(view, on) {
  return {
    names,
    file: (id) => get('files')?.[id],
    press: (block, element, option) => {
      if (option !== undefined) keepTyped(block, element, view.id, option);
      press(on, block, element, option);
    },
    waiting: (block, element) => ui.waiting.has(pressKey(on, block, element)),
    menu: (block, element, anchor) => openOverflow(on, block, element, anchor),
    look: enlarge,
    value: (block, element) => typedValue(block, element, view.id),
    change: (block, element, value) => keepTyped(block, element, view.id, value),
    typing: (block, element) => tellTyped(view.id, block, element),
    pickable,
    errors: { ...view.errors, ...ui.refused[view.id] },
    pickFiles: (block, element, files) => void pickFiles(block, element, view.id, files),
    samples: (take) => sampleButton(take, 'input-samples'),
    uploads: (block) =>
      (typedValue(block, block.element, view.id) ?? []).map(
        (/** @type {string} */ id) => ui.uploads.get(id) ?? { id, name: id, size: 0, mimetype: '', busy: false },
      ),
  };
}

/** @param {Element} el */
function focusFirst(el) {
  const wanted =
    el.querySelector('[data-autofocus]') ??
    el.querySelector('.modal-body input:not([type=file]), .modal-body textarea, .modal-body select') ??
    el.querySelector('[data-testid="modal-submit"]');
  /** @type {HTMLElement | null} */ (wanted)?.focus();
}
