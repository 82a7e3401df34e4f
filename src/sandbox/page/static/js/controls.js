import { h } from './vnode.js';

/** @typedef {import('./vnode.js').Child} Child */

/**
 * One of a few, side by side.
 *
 * @template {string | number} T
 * @param {{ label: string, options: Array<{ value: T, label: string, testid: string }>, value: T, disabled?: boolean, choose: (value: T) => void }} what
 * @returns {Child}
 */
export function segments({ label, options, value, disabled = false, choose }) {
  return h(
    'div',
    { class: 'segments', role: 'radiogroup', 'aria-label': label },
    options.map((option) =>
      h(
        'button',
        {
          class: ['segment', option.value === value && 'segment-on'],
          type: 'button',
          role: 'radio',
          'aria-checked': option.value === value ? 'true' : 'false',
          disabled,
          'data-testid': option.testid,
          onclick: () => option.value !== value && choose(option.value),
        },
        option.label,
      ),
    ),
  );
}

/**
 * Something that is on or off.
 *
 * @param {{ label: string, on: boolean, testid: string, explain: string, disabled?: boolean, turn: (on: boolean) => void }} what
 * @returns {Child}
 */
export function toggle({ label, on, testid, explain, disabled = false, turn }) {
  return h(
    'div',
    { class: 'stage-toggle' },
    h(
      'button',
      {
        class: 'switch',
        type: 'button',
        role: 'switch',
        'aria-checked': on ? 'true' : 'false',
        disabled,
        'data-testid': testid,
        onclick: () => turn(!on),
      },
      h('span', { class: 'grow' }, label),
      h('span', { class: 'switch-track' }, h('span', { class: 'switch-knob' })),
    ),
    h('p', { class: 'note' }, explain),
  );
}
