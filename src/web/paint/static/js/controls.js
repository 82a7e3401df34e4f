import { part } from './dom.js';
import { ZOOM_STEP } from './keyboard.js';

/**
 * The tool bar, the zoom buttons and the help.
 *
 * @import { Board } from './board.js'
 * @import { Tool } from './tools.js'
 * @import { Words } from './words.js'
 */

const SMALLEST = 2;
/** Of the shorter side of the picture. */
const LARGEST = 0.6;
const USUAL = 0.09;
/** The slider goes from 0 to this; each step is the same factor. */
const SLIDER = 100;
/** So many steps of the slider are one press on `[` or `]`. */
const KEY_STEPS = 4;

/**
 * @param {Board} board
 * @param {Words} words
 */
export function createControls(board, words) {
  const stage = part('stage', HTMLElement);
  const slider = part('size', HTMLInputElement);
  const sizeNow = part('size-now', HTMLElement);
  const zoomNow = part('zoom-now', HTMLElement);
  const help = part('help', HTMLDialogElement);
  const radios = [...document.querySelectorAll('input[name=tool]')].filter((one) => one instanceof HTMLInputElement);
  const side = Math.min(board.mask.width, board.mask.height);
  const growth = Math.max(2, (side * LARGEST) / SMALLEST);

  /** @param {Tool} tool */
  const choose = (tool) => {
    board.cancel();
    board.tool = tool;
    stage.dataset['tool'] = tool;
    board.showRing(undefined);
    slider.disabled = tool !== 'brush' && tool !== 'eraser';
    for (const radio of radios) radio.checked = radio.value === tool;
  };

  const applySize = () => {
    const diameter = SMALLEST * growth ** (slider.valueAsNumber / SLIDER);
    board.diameter = diameter < 20 ? Math.round(diameter * 2) / 2 : Math.round(diameter);
    sizeNow.textContent = words('size', { size: board.diameter });
    slider.setAttribute('aria-valuetext', words('sizeSpoken', { size: board.diameter }));
  };

  const showSize = () => {
    applySize();
    board.flashRing();
  };

  for (const radio of radios) radio.addEventListener('change', () => choose(/** @type {Tool} */ (radio.value)));
  slider.valueAsNumber = Math.round((Math.log((side * USUAL) / SMALLEST) / Math.log(growth)) * SLIDER);
  slider.addEventListener('input', showSize);
  applySize();
  // A browser may have kept what was chosen before a reload.
  choose('brush');

  // A mouse leaves the focus where it is, or space would press the same button again instead of moving the picture; only not in the text.
  part('toolbar', HTMLElement).addEventListener('mousedown', (event) => {
    if (event.target === slider) return;
    event.preventDefault();
    if (document.activeElement instanceof HTMLTextAreaElement) document.activeElement.blur();
  });

  const undo = button('undo', () => board.undo());
  const redo = button('redo', () => board.redo());
  const clear = button('clear', () => board.change('clear'));
  button('invert', () => board.change('invert'));
  button('zoom-in', () => board.zoom(ZOOM_STEP));
  button('zoom-out', () => board.zoom(1 / ZOOM_STEP));
  button('zoom-fit', () => board.fit());
  button('help-open', () => help.showModal());
  button('help-close', () => help.close());
  // A press beside the dialog is one on its backdrop, which is the dialog itself.
  help.addEventListener('click', (event) => {
    if (event.target === help) help.close();
  });

  return {
    choose,
    /** @param {number} steps */
    resize(steps) {
      slider.valueAsNumber = Math.min(SLIDER, Math.max(0, slider.valueAsNumber + steps * KEY_STEPS));
      showSize();
    },
    openHelp: () => help.showModal(),
    /** Shows what can be done now. */
    refresh() {
      enable(undo, board.mask.canUndo);
      enable(redo, board.mask.canRedo);
      enable(clear, board.mask.chosen > 0);
      zoomNow.textContent = words('zoom', { percent: Math.round(board.scale * 100) });
    },
  };
}

/**
 * @param {string} id
 * @param {() => void} act
 */
function button(id, act) {
  const element = part(id, HTMLButtonElement);
  element.addEventListener('click', () => {
    if (element.getAttribute('aria-disabled') !== 'true') act();
  });
  return element;
}

/**
 * Not by `disabled`: a button that vanished from under the keyboard would take the focus with it.
 *
 * @param {HTMLButtonElement} element
 * @param {boolean} is
 */
function enable(element, is) {
  element.setAttribute('aria-disabled', String(!is));
}
