import { act, attach, send } from './actions.js';
import { closeOffers, completionKey, completionList, grow, offersFor, typed } from './completion.js';
import { sizeLabel } from './dates.js';
import { icon } from './icons.js';
import { openMenu } from './overlays.js';
import { sampleButton } from './samples.js';
import { focusOn, get, redraw, ui } from './store.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./store.js').Json} Json
 * @typedef {{ key: string, channel: string, threadTs?: string, label: string }} Where
 */

/** @param {Where} where */
export function composer(where) {
  const { key, label } = where;
  const draft = ui.drafts[key] ?? '';
  const files = ui.attached[key] ?? [];
  const offers = offersFor(key);
  return h(
    'div',
    { class: 'composer-wrap' },
    offers.length > 0 && completionList(where, offers),
    h(
      'div',
      { class: 'composer' },
      files.length > 0 &&
        h(
          'ul',
          { class: 'uploads composer-files' },
          files.map((/** @type {Json} */ file) => attachedFile(key, file)),
        ),
      h('textarea', {
        class: 'composer-text',
        rows: 1,
        placeholder: label,
        'aria-label': label,
        'data-testid': where.threadTs === undefined ? 'composer' : 'thread-composer',
        value: draft,
        onmount: grow,
        oninput: (/** @type {Event} */ event) => typed(where, /** @type {HTMLTextAreaElement} */ (event.target)),
        onkeydown: (/** @type {KeyboardEvent} */ event) => keydown(where, offers, event),
        onpaste: (/** @type {ClipboardEvent} */ event) => {
          const pasted = [...(event.clipboardData?.files ?? [])];
          if (pasted.length > 0) {
            event.preventDefault();
            void attach(key, pasted);
          }
        },
        onblur: () => {
          // A click on an offer blurs first; it must still find its list.
          setTimeout(() => closeOffers(key), 150);
        },
      }),
      h(
        'div',
        { class: 'composer-bar' },
        h(
          'label',
          { class: 'tool', title: 'Attach files' },
          icon('clip'),
          h('input', {
            type: 'file',
            multiple: true,
            class: 'visually-hidden',
            'aria-label': 'Attach files',
            'data-testid': where.threadTs === undefined ? 'attach' : 'thread-attach',
            onchange: (/** @type {Event} */ event) => {
              const input = /** @type {HTMLInputElement} */ (event.target);
              void attach(key, [...(input.files ?? [])]);
              input.value = '';
            },
          }),
        ),
        sampleButton((picked) => void attach(key, picked), where.threadTs === undefined ? 'samples' : 'thread-samples'),
        h(
          'button',
          {
            class: 'tool',
            type: 'button',
            title: 'Shortcuts',
            'aria-label': 'Shortcuts',
            'data-testid': 'shortcuts',
            onclick: (/** @type {MouseEvent} */ event) => shortcutMenu(where, event),
          },
          icon('bolt'),
        ),
        h(
          'span',
          { class: 'composer-hint muted' },
          h('kbd', null, 'Enter'),
          ' sends · ',
          h('kbd', null, 'Shift Enter'),
          ' new line',
        ),
        h(
          'button',
          {
            class: 'send',
            type: 'button',
            title: 'Send now',
            'aria-label': 'Send now',
            'data-testid': where.threadTs === undefined ? 'send' : 'thread-send',
            disabled:
              (draft.trim() === '' && files.length === 0) || files.some((/** @type {Json} */ file) => file.busy),
            onclick: () => void send(key, where.channel, where.threadTs),
          },
          icon('send'),
        ),
      ),
    ),
  );
}

/** Listeners that take files dropped anywhere over a conversation. @param {string} key of its composer */
export function dropZone(key) {
  /** @param {DragEvent} event @param {boolean} over */
  const mark = (event, over) => {
    if (event.dataTransfer?.types.includes('Files') && event.currentTarget instanceof Element) {
      event.preventDefault();
      event.currentTarget.classList.toggle('drop-over', over);
    }
  };
  return {
    ondragover: (/** @type {DragEvent} */ event) => mark(event, true),
    ondragleave: (/** @type {DragEvent} */ event) => mark(event, false),
    ondrop: (/** @type {DragEvent} */ event) => {
      mark(event, false);
      void attach(key, [...(event.dataTransfer?.files ?? [])]);
    },
  };
}

/** @param {string} key @param {Json} file */
function attachedFile(key, file) {
  return h(
    'li',
    { class: ['upload', file.busy && 'upload-busy'], key: file.id },
    file.mimetype.startsWith('image/') && !file.busy
      ? h('img', { src: `/file/${file.id}`, alt: '' })
      : icon('file', 22),
    h(
      'span',
      { class: 'upload-name' },
      file.name,
      h('small', { class: 'muted' }, file.busy ? 'Uploading…' : sizeLabel(file.size)),
    ),
    h(
      'button',
      {
        class: 'icon-button',
        type: 'button',
        'aria-label': `Remove ${file.name}`,
        onclick: () => {
          ui.attached[key] = (ui.attached[key] ?? []).filter((other) => other.id !== file.id);
          redraw();
        },
      },
      icon('close', 16),
    ),
  );
}

/** @param {Where} where @param {Json[]} offers @param {KeyboardEvent} event */
function keydown(where, offers, event) {
  const area = /** @type {HTMLTextAreaElement} */ (event.target);
  if (event.isComposing) return;
  if (completionKey(where, offers, event)) return;
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    void send(where.key, where.channel, where.threadTs);
    redraw(() => grow(area));
  }
}

/** @param {Where} where @param {MouseEvent} event */
function shortcutMenu(where, event) {
  event.stopPropagation();
  if (!(event.currentTarget instanceof Element)) return;
  const shortcuts = (get('shortcuts') ?? []).filter((/** @type {Json} */ one) => one.type === 'global');
  openMenu(event.currentTarget, [
    ...shortcuts.map((/** @type {Json} */ one) => ({
      label: one.name,
      description: one.description,
      testid: `shortcut-${one.callbackId}`,
      run: () => void act('globalShortcut', { callbackId: one.callbackId }),
    })),
    ...(where.threadTs === undefined ? (get('commands') ?? []) : []).map((/** @type {Json} */ one) => ({
      label: one.command,
      description: one.description,
      run: () => {
        ui.drafts[where.key] = `${one.command} `;
        redraw(() => focusOn('[data-testid="composer"]'));
      },
    })),
  ]);
}
