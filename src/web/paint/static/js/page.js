/** The painter page: shows the picture, and once it is there lets one paint on it. */
import { Board } from './board.js';
import { createControls } from './controls.js';
import { part, show } from './dom.js';
import { createFinish } from './finish.js';
import { listenToKeys } from './keyboard.js';
import { Mask } from './mask.js';
import { listenToPointers } from './pointers.js';
import { readWords } from './words.js';

/** The bot said why not. */
class Refusal extends Error {}

const { width, height, words: sentences } = part('painter', HTMLElement).dataset;
const words = readWords(sentences ?? '{}');
const picture = part('picture', HTMLImageElement);
const stage = part('stage', HTMLElement);

try {
  await loadPicture();
  start(new Mask({ width: Number(width), height: Number(height) }));
} catch (error) {
  part('loading', HTMLElement).textContent = error instanceof Refusal ? error.message : words('pictureFailed');
}

/** @throws {Refusal} with a sentence for the person; anything else: it cannot be reached, or is no picture */
async function loadPicture() {
  const response = await fetch(`${location.pathname}/picture`);
  if (!response.ok) {
    /** @type {{ error?: string }} */
    const { error } = await response.json().catch(() => ({}));
    throw new Refusal(error ?? words('pictureFailed'));
  }
  const address = URL.createObjectURL(await response.blob());
  picture.src = address;
  await picture.decode();
  show(picture, true);
}

/** @param {Mask} mask */
function start(mask) {
  const board = new Board(mask, {
    stage,
    picture,
    overlay: part('overlay', HTMLCanvasElement),
    draft: part('draft', HTMLCanvasElement),
    ring: part('ring', HTMLElement),
    cross: part('cross', HTMLElement),
  });
  const controls = createControls(board, words);
  const finish = createFinish(mask, words);
  const hint = part('hint', HTMLElement);
  listenToPointers(board, stage, listenToKeys(board, stage, words, controls));
  board.onDrawn = () => {
    controls.refresh();
    finish.refresh();
    if (mask.chosen > 0 || board.isPainting) show(hint, false);
  };
  board.onChanged = (what) => finish.tell(what === 'painted' ? '' : words(what));
  show(part('loading', HTMLElement), false);
  show(hint, true);
  stage.dataset['ready'] = 'true';
}
