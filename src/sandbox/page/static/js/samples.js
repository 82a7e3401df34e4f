import { icon } from './icons.js';
import { openMenu } from './overlays.js';
import { get, toast } from './store.js';
import { h } from './vnode.js';

/** @typedef {import('./store.js').Json} Json */

/**
 * A button that opens a choice of drawn pictures, for who has no files at hand.
 *
 * @param {(files: File[]) => void} take
 * @param {string} testid
 */
export function sampleButton(take, testid) {
  return h(
    'button',
    {
      class: 'tool',
      type: 'button',
      title: 'Sample pictures',
      'aria-label': 'Sample pictures',
      'aria-haspopup': 'menu',
      'data-testid': testid,
      onclick: (/** @type {MouseEvent} */ event) => {
        event.stopPropagation();
        if (event.currentTarget instanceof Element) openMenu(event.currentTarget, items(take), { pictures: true });
      },
    },
    icon('picture'),
  );
}

/** @param {(files: File[]) => void} take */
function items(take) {
  return (get('samples') ?? []).map((/** @type {Json} */ sample) => ({
    label: sample.name,
    image: `/sample/${sample.id}`,
    testid: `sample-${sample.id}`,
    run: () => void fetchSample(sample, take),
  }));
}

/** @param {Json} sample @param {(files: File[]) => void} take */
async function fetchSample(sample, take) {
  try {
    const answer = await fetch(`/sample/${sample.id}`);
    if (!answer.ok) throw new Error(answer.statusText);
    take([new File([await answer.blob()], sample.name, { type: 'image/jpeg' })]);
  } catch {
    toast('The sample could not be fetched. Is the sandbox still running?', 'error');
  }
}
