import { icon } from './icons.js';
import { multiSelect } from './multi-select.js';
import { sourceOf } from './sources.js';
import { plain, plainOf, withKeycaps } from './text.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./text.js').Json} Json
 * @typedef {import('./blocks.js').Place} Place
 * @typedef {import('./vnode.js').Child} Child
 */

/** Selects that Slack itself fills. */
const LISTS = new Set(['users_select', 'channels_select', 'conversations_select']);

/**
 * An interactive element outside an input block: using it tells the app at once.
 *
 * @param {Json} block
 * @param {Json} item
 * @param {Place} place
 * @returns {Child}
 */
export function element(block, item, place) {
  switch (item.type) {
    case 'button':
    case 'workflow_button':
      return button(block, item, place);
    case 'icon_button':
      return h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          title: plainOf(item.text),
          'aria-label': plainOf(item.text),
          onclick: () => place.press(block, item),
        },
        icon('trash'),
      );
    case 'feedback_buttons':
      return feedback(block, item, place);
    case 'overflow':
      return overflow(block, item, place);
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return select(block, item, place, (value) => place.press(block, item, value));
    case 'multi_static_select':
      return multiSelect(block, item, place, (values) => place.press(block, item, values));
    case 'checkboxes':
      return choices(block, item, place, 'checkbox', (value) => place.press(block, item, value));
    case 'radio_buttons':
      return choices(block, item, place, 'radio', (value) => place.press(block, item, value));
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return picker(block, item, place, (value) => place.press(block, item, value));
    case 'image':
      return h('img', {
        class: 'context-image',
        src: sourceOf(item),
        alt: item.alt_text,
      });
    default:
      return h('span', { class: 'unknown-block' }, `This page does not draw “${item.type}”.`);
  }
}

/** @param {Json} block @param {Json} item @param {Place} place @returns {Child} */
function button(block, item, place) {
  const label = plainOf(item.text);
  const waiting = place.waiting(block, item);
  const attrs = {
    class: ['button', item.style && `button-${item.style}`, waiting && 'button-waiting'],
    'data-testid': 'button',
    'data-label': label,
    'data-action-id': item.action_id,
    'aria-label': item.accessibility_label,
    'aria-busy': waiting ? 'true' : undefined,
    onclick: () => place.press(block, item),
  };
  const inner = h('span', { class: 'button-label' }, withKeycaps(label));
  if (item.url)
    return h(
      'a',
      { ...attrs, href: item.url, target: '_blank', rel: 'noopener noreferrer' },
      inner,
      icon('external', 14),
    );
  return h('button', { ...attrs, type: 'button' }, inner);
}

/** @param {Json} block @param {Json} item @param {Place} place @returns {Child} */
function feedback(block, item, place) {
  return h(
    'span',
    { class: 'feedback' },
    [item.positive_button, item.negative_button].map((one) =>
      h(
        'button',
        {
          class: 'button',
          type: 'button',
          'data-testid': 'button',
          'data-label': plainOf(one.text),
          onclick: () => place.press(block, item, one.value),
        },
        plainOf(one.text),
      ),
    ),
  );
}

/** @param {Json} block @param {Json} item @param {Place} place @returns {Child} */
function overflow(block, item, place) {
  return h(
    'button',
    {
      class: 'button button-overflow',
      type: 'button',
      'data-testid': 'overflow',
      'data-action-id': item.action_id,
      'aria-haspopup': 'menu',
      'aria-label': 'More options',
      onclick: (/** @type {MouseEvent} */ event) => {
        event.stopPropagation();
        if (event.currentTarget instanceof Element) place.menu(block, item, event.currentTarget);
      },
    },
    icon('moreRow'),
  );
}

/**
 * @param {Json} block
 * @param {Json} item
 * @param {Place} place
 * @param {(value: string) => void} chosen
 * @returns {Child}
 */
export function select(block, item, place, chosen) {
  const value = place.value(block, item) ?? '';
  /** @param {Json} option */
  const entry = (option) =>
    h('option', { value: option.value, selected: option.value === value }, plainOf(option.text));
  const groups = item.option_groups ?? [];
  const picked = LISTS.has(item.type) ? place.pickable(item.type) : [];
  const options = [...(item.options ?? []), ...groups.flatMap((/** @type {Json} */ group) => group.options)];
  const chosenOption = options.find((/** @type {Json} */ option) => option.value === value);
  return [
    h(
      'span',
      { class: 'select-wrap' },
      h(
        'select',
        {
          class: 'select',
          'data-testid': 'select',
          'data-action-id': item.action_id,
          'aria-label': plainOf(item.placeholder) || 'Choose',
          value,
          onchange: (/** @type {Event} */ event) => chosen(/** @type {HTMLSelectElement} */ (event.target).value),
        },
        h('option', { value: '', disabled: true }, plainOf(item.placeholder) || 'Choose an option'),
        (item.options ?? []).map(entry),
        picked.map((one) => h('option', { value: one.value, selected: one.value === value }, one.label)),
        groups.map((/** @type {Json} */ group) =>
          h('optgroup', { label: plainOf(group.label) }, group.options.map(entry)),
        ),
      ),
      icon('down', 14),
    ),
    // Slack shows it in the open list; a list of the browser's own cannot.
    chosenOption?.description && h('p', { class: 'chosen-hint' }, plainOf(chosenOption.description)),
  ];
}

/**
 * Checkboxes or radio buttons.
 *
 * @param {Json} block
 * @param {Json} item
 * @param {Place} place
 * @param {'checkbox' | 'radio'} type
 * @param {(value: string | string[]) => void} chosen
 * @returns {Child}
 */
export function choices(block, item, place, type, chosen) {
  const value = place.value(block, item);
  /** @type {string[]} */
  const now = value === null || value === undefined ? [] : Array.isArray(value) ? value : [value];
  const options = item.options ?? (item.option_groups ?? []).flatMap((/** @type {Json} */ group) => group.options);
  return h(
    'div',
    { class: 'choices', role: type === 'radio' ? 'radiogroup' : 'group' },
    options.map((/** @type {Json} */ option) =>
      h(
        'label',
        { class: 'choice' },
        h('input', {
          type,
          name: `${block.block_id}-${item.action_id}`,
          value: option.value,
          checked: now.includes(option.value),
          onchange: (/** @type {Event} */ event) => {
            const on = /** @type {HTMLInputElement} */ (event.target).checked;
            if (type === 'radio') chosen(option.value);
            else chosen(on ? [...now, option.value] : now.filter((other) => other !== option.value));
          },
        }),
        h(
          'span',
          null,
          plain(option.text?.text ?? ''),
          option.description && h('small', { class: 'muted' }, plainOf(option.description)),
        ),
      ),
    ),
  );
}

/**
 * @param {Json} block
 * @param {Json} item
 * @param {Place} place
 * @param {(value: string) => void} chosen
 * @returns {Child}
 */
export function picker(block, item, place, chosen) {
  const type = item.type === 'datepicker' ? 'date' : item.type === 'timepicker' ? 'time' : 'datetime-local';
  return h('input', {
    class: 'field',
    type,
    'data-action-id': item.action_id,
    value: place.value(block, item) ?? '',
    onchange: (/** @type {Event} */ event) => chosen(/** @type {HTMLInputElement} */ (event.target).value),
  });
}
