import { icon } from './icons.js';
import { plain, plainOf } from './text.js';
import { h } from './vnode.js';

/**
 * @typedef {import('./text.js').Json} Json
 * @typedef {import('./blocks.js').Place} Place
 * @typedef {import('./vnode.js').Child} Child
 */

/**
 * A menu of which several options may be chosen: the chosen ones in a row, and all of them below to be clicked.
 *
 * @param {Json} block
 * @param {Json} item
 * @param {Place} place
 * @param {(values: string[]) => void} chosen
 * @returns {Child}
 */
export function multiSelect(block, item, place, chosen) {
  /** @type {string[]} in the order of choosing, as Slack keeps them */
  const now = place.value(block, item) ?? [];
  /** @type {Json[]} */
  const options = item.options ?? (item.option_groups ?? []).flatMap((/** @type {Json} */ group) => group.options);
  const isFull = item.max_selected_items !== undefined && now.length >= item.max_selected_items;
  /** @param {string} value */
  const without = (value) => now.filter((other) => other !== value);
  return h(
    'div',
    { class: 'multi', 'data-testid': 'multi-select', 'data-action-id': item.action_id },
    h(
      'div',
      { class: 'tokens' },
      now.length === 0 && h('span', { class: 'muted' }, plainOf(item.placeholder) || 'Choose options'),
      now.map((value) => token(textOfOption(options, value), () => chosen(without(value)))),
      now.length > 1 && h('button', { class: 'tokens-clear', type: 'button', onclick: () => chosen([]) }, 'Clear all'),
    ),
    h(
      'div',
      {
        class: ['multi-list', isShort(options) && 'multi-list-short'],
        role: 'group',
        'aria-label': plainOf(block.label) || plainOf(item.placeholder),
      },
      options.map((option) => {
        const isOn = now.includes(option.value);
        return h(
          'label',
          { class: ['multi-option', isOn && 'multi-option-on'], title: plainOf(option.description) },
          h('input', {
            type: 'checkbox',
            value: option.value,
            checked: isOn,
            disabled: isFull && !isOn,
            onchange: () => chosen(isOn ? without(option.value) : [...now, option.value]),
          }),
          h('span', null, plain(option.text?.text ?? '')),
        );
      }),
    ),
  );
}

/** @param {Json[]} options */
function isShort(options) {
  return options.every((option) => plain(option.text?.text ?? '').length <= 6);
}

/** @param {string} label @param {() => void} remove @returns {Child} */
function token(label, remove) {
  return h(
    'span',
    { class: 'token' },
    label,
    h(
      'button',
      { class: 'token-x', type: 'button', 'aria-label': `Remove ${label}`, onclick: remove },
      icon('close', 12),
    ),
  );
}

/** @param {Json[]} options @param {string} value @returns {string} */
function textOfOption(options, value) {
  return plain(options.find((option) => option.value === value)?.text?.text ?? value);
}
