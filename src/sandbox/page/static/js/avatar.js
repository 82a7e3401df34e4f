import { h } from './vnode.js';

/** @typedef {import('./store.js').Json} Json */

/**
 * A picture for somebody who has none: initials on their colour; the app wears its mark.
 *
 * @param {Json} person
 * @param {number} size pixels
 */
export function avatar(person, size) {
  const style = `--size:${size}px;--colour:#${person.colour ?? '5b6b7a'}`;
  if (person.isBot) {
    return h(
      'span',
      { class: 'avatar avatar-app', style, 'aria-hidden': 'true' },
      h(
        'svg',
        { viewBox: '0 0 36 36' },
        h('path', {
          d: 'M6 23.5c3.5 3 7 3 12 0s8.5-3 12 0M18 6v14.5M18 7c5 3 7.5 7 8 12.5-2.5-1-5.2-1.3-8-.5M17 9.5c-3 2.5-4.7 5.7-5.2 9.3 1.7-.3 3.5 0 5.2.7',
        }),
      ),
    );
  }
  const initials = String(person.name ?? '?')
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  return h('span', { class: 'avatar', style, 'aria-hidden': 'true' }, initials);
}
