import { sizeLabel } from './dates.js';
import { choices, element, picker, select } from './elements.js';
import { icon } from './icons.js';
import { multiSelect } from './multi-select.js';
import { plainOf } from './text.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./text.js').Json} Json
 * @typedef {import('./blocks.js').Place} Place
 * @typedef {import('./vnode.js').Child} Child
 */

/** Input types whose element is a line of text, and what the browser calls them. */
const LINES = /** @type {Record<string, string>} */ ({
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
});

/**
 * The `input` block: label, element, hint, and the error the app put under it.
 *
 * @param {Json} block
 * @param {Place} place
 * @returns {Child}
 */
export function inputBlock(block, place) {
  const error = place.errors[block.block_id];
  const id = `input-${block.block_id}`;
  return h(
    'div',
    {
      class: ['input', error && 'input-wrong'],
      'data-testid': 'input',
      'data-block-id': block.block_id,
      'data-label': plainOf(block.label),
    },
    h(
      'label',
      { class: 'label', for: id },
      plainOf(block.label),
      block.optional && h('span', { class: 'optional' }, ' (optional)'),
    ),
    control(block, block.element, place, id),
    error && h('p', { class: 'error', role: 'alert', 'data-testid': 'input-error' }, icon('alert', 16), error),
    block.hint && h('p', { class: 'hint' }, plainOf(block.hint)),
  );
}

/** @param {Json} block @param {Json} item @param {Place} place @param {string} id @returns {Child} */
function control(block, item, place, id) {
  /** @param {any} value */
  const change = (value) => {
    place.change(block, item, value);
    if (block.dispatch_action && !(item.type in LINES)) place.press(block, item, value);
  };
  if (item.type in LINES) return line(block, item, place, id, change);
  switch (item.type) {
    case 'static_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return select(block, item, place, change);
    case 'multi_static_select':
      return multiSelect(block, item, place, change);
    case 'checkboxes':
      return choices(block, item, place, 'checkbox', change);
    case 'radio_buttons':
      return choices(block, item, place, 'radio', change);
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return picker(block, item, place, change);
    case 'file_input':
      return fileInput(block, item, place, id);
    default:
      return element(block, item, place);
  }
}

/**
 * @param {Json} block
 * @param {Json} item
 * @param {Place} place
 * @param {string} id
 * @param {(value: string) => void} change
 * @returns {Child}
 */
function line(block, item, place, id, change) {
  const value = place.value(block, item) ?? '';
  /** @type {string[]} when the app is told; Enter alone where the app does not say */
  const tells = block.dispatch_action ? (item.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']) : [];
  const attrs = {
    id,
    class: 'field',
    'data-action-id': item.action_id,
    'data-autofocus': item.focus_on_load,
    value,
    placeholder: plainOf(item.placeholder),
    maxlength: item.max_length,
    oninput: (/** @type {Event} */ event) => {
      const typed = /** @type {HTMLInputElement} */ (event.target).value;
      change(typed);
      if (tells.includes('on_character_entered')) place.typing(block, item);
    },
  };
  const left = item.max_length === undefined ? undefined : item.max_length - [...value].length;
  const counter =
    left !== undefined && left <= Math.min(50, item.max_length / 4) && h('span', { class: 'counter' }, String(left));
  if (item.multiline) return h('div', { class: 'field-wrap' }, h('textarea', { ...attrs, rows: 5 }), counter);
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' || !tells.includes('on_enter_pressed')) return;
    event.preventDefault();
    place.press(block, item, place.value(block, item) ?? '');
  };
  const numbers = { min: item.min_value, max: item.max_value, step: item.is_decimal_allowed ? 'any' : undefined };
  return h(
    'div',
    { class: 'field-wrap' },
    h('input', { ...attrs, ...numbers, type: LINES[item.type], autocomplete: 'off', onkeydown }),
    counter,
  );
}

/** @param {Json} block @param {Json} item @param {Place} place @param {string} id @returns {Child} */
function fileInput(block, item, place, id) {
  const uploads = place.uploads(block);
  const most = item.max_files ?? 10;
  /** @param {FileList | null | undefined} list */
  const take = (list) => place.pickFiles(block, item, [...(list ?? [])].slice(0, most - uploads.length));
  return h(
    'div',
    {
      class: 'file-input',
      ondragover: (/** @type {DragEvent} */ event) => event.preventDefault(),
      ondrop: (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        event.stopPropagation();
        take(event.dataTransfer?.files);
      },
    },
    uploads.length > 0 &&
      h(
        'ul',
        { class: 'uploads' },
        uploads.map((file) =>
          h(
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
                onclick: () =>
                  place.change(
                    block,
                    item,
                    (place.value(block, item) ?? []).filter((/** @type {string} */ other) => other !== file.id),
                  ),
              },
              icon('close', 16),
            ),
          ),
        ),
      ),
    uploads.length < most &&
      h(
        'div',
        { class: 'file-row' },
        h(
          'label',
          { class: 'file-drop' },
          icon('clip'),
          h('span', null, uploads.length === 0 ? 'Choose files or drop them here' : 'Add another'),
          h('input', {
            id,
            type: 'file',
            class: 'visually-hidden',
            'data-testid': 'file-input',
            multiple: most > 1,
            accept: item.filetypes?.map((/** @type {string} */ type) => `.${type}`).join(','),
            onchange: (/** @type {Event} */ event) => {
              const input = /** @type {HTMLInputElement} */ (event.target);
              take(input.files);
              input.value = '';
            },
          }),
        ),
        place.samples((files) => place.pickFiles(block, item, files)),
      ),
  );
}
