import { h } from './vnode.js';

/** Outlines on a 24 × 24 grid, drawn with the colour of the text around them. */
const PATHS = {
  hash: 'M9 3 7 21M17 3l-2 18M4 8.5h17M3 15.5h17',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  send: 'M4 4.5 20.5 12 4 19.5l2.5-7.5zM6.5 12H13',
  clip: 'm20 11.5-8 8a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8L9.8 17.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6',
  bolt: 'M13 3 5 13.5h6L10 21l8.5-11h-6.3z',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14a4 4 0 0 0 7 0M9 9.5h.01M15 9.5h.01',
  thread: 'M4 5h16v11h-9l-4.5 4v-4H4zM8 9h8M8 12.3h5',
  more: 'M12 5.5h.01M12 12h.01M12 18.5h.01',
  moreRow: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  close: 'M6 6l12 12M18 6 6 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  back: 'M15 5l-7 7 7 7',
  down: 'M6 9l6 6 6-6',
  right: 'M9 6l6 6-6 6',
  home: 'M4 11.5 12 4l8 7.5M6.5 10v10h11V10',
  refresh: 'M20 12a8 8 0 1 1-2.5-5.8M20 3.5v4.5h-4.5',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14',
  external: 'M14 5h5v5M19 5l-8 8M11 6H5v13h13v-6',
  alert: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.3h.01',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6z',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  power: 'M12 3v8M6.5 6.5a8 8 0 1 0 11 0',
  stage: 'M3 5h18v11H3zM8 20h8M12 16v4M10 8.5v4.5l4-2.250z',
  check: 'M5 12.5 10 17.5 19.5 7',
  file: 'M6 3h8l4.5 4.5V21H6zM14 3v4.5h4.5',
  picture: 'M4 5h16v14H4zM4 16l4.5-4.5 3.5 3.5 3-3 5 5M15.5 9.5h.01',
  play: 'M8 5l11 7-11 7z',
  trash: 'M5 7h14M10 4h4M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6',
};

/**
 * @param {keyof typeof PATHS} name
 * @param {number} [size] pixels
 */
export function icon(name, size = 18) {
  return h(
    'svg',
    {
      class: ['icon', name.startsWith('more') && 'icon-dots'],
      width: size,
      height: size,
      viewBox: '0 0 24 24',
      'aria-hidden': 'true',
      focusable: 'false',
    },
    h('path', { d: PATHS[name] }),
  );
}
