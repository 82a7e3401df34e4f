import { speak } from './dom.js';

/**
 * Keys: shortcuts anywhere but in a text, and a cursor on the stage with which everything can be done without a pointer.
 *
 * @import { Board } from './board.js'
 * @import { Point } from './shapes.js'
 * @import { Tool } from './tools.js'
 * @import { Words } from './words.js'
 * @typedef {{ choose(tool: Tool): void, resize(steps: number): void, openHelp(): void }} Actions
 */

/** @type {Readonly<Record<string, Tool>>} */
const TOOLS = { b: 'brush', r: 'rectangle', l: 'lasso', e: 'eraser', h: 'move' };
/** @type {Readonly<Record<string, readonly [number, number]>>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** The cursor crosses the shorter side in so many steps. */
const STEPS = 40;
export const ZOOM_STEP = 1.25;

/**
 * @param {Board} board
 * @param {HTMLElement} stage
 * @param {Words} words
 * @param {Actions} actions
 * @returns {() => boolean} whether space is held
 */
export function listenToKeys(board, stage, words, actions) {
  let isSpaceHeld = false;
  const cursor = keyboardCursor(board, words);

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isText(event.target) || document.querySelector('dialog[open]') !== null) return;
    if (event.key === ' ' && (event.target === stage || hasNoUseForSpace(event.target))) {
      isSpaceHeld = true;
      stage.classList.add('is-movable');
      event.preventDefault();
    } else if (shortcut(event)) event.preventDefault();
    else if (event.target === stage && cursor.press(event)) {
      stage.classList.remove('by-pointer');
      event.preventDefault();
    }
  });
  const release = () => {
    isSpaceHeld = false;
    stage.classList.remove('is-movable');
  };
  document.addEventListener('keyup', (event) => {
    if (event.key === ' ') release();
  });
  window.addEventListener('blur', release);
  stage.addEventListener('blur', () => {
    stage.classList.remove('by-pointer');
    board.showCross(undefined);
  });

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was one
   */
  const shortcut = (event) => {
    const key = event.key.toLowerCase();
    // On many keyboards these two need AltGr, which counts as Ctrl and Alt.
    if (key === '[' || key === ']') actions.resize(key === ']' ? 1 : -1);
    else if ((event.ctrlKey || event.metaKey) && !event.altKey) return withControl(key, event.shiftKey);
    else if (event.altKey || event.metaKey || event.ctrlKey) return false;
    else if (TOOLS[key] !== undefined) actions.choose(TOOLS[key]);
    else if (key === 'i') board.change('invert');
    else if (key === '+' || key === '=') board.zoom(ZOOM_STEP);
    else if (key === '-' || key === '_') board.zoom(1 / ZOOM_STEP);
    else if (key === '0') board.fit();
    else if (key === '?') actions.openHelp();
    else return false;
    return true;
  };

  /** @param {string} key @param {boolean} shift */
  const withControl = (key, shift) => {
    if (key === 'z' && !shift) board.undo();
    else if (key === 'z' || key === 'y') board.redo();
    else return false;
    return true;
  };
  return () => isSpaceHeld;
}

/**
 * @param {Board} board
 * @param {Words} words
 */
function keyboardCursor(board, words) {
  const { width, height } = board.mask;
  const stride = Math.max(1, Math.round(Math.min(width, height) / STEPS));
  /** @type {Point} */
  let at = { x: Math.round(width / 2), y: Math.round(height / 2) };
  /** @type {Point[]} of the lasso */
  let corners = [];

  /** @param {readonly [number, number]} way @param {boolean} fine */
  const go = ([dx, dy], fine) => {
    const by = fine ? 1 : stride;
    if (board.tool === 'move') return board.pan(-dx * by * board.scale, -dy * by * board.scale);
    at = { x: Math.min(width, Math.max(0, at.x + dx * by)), y: Math.min(height, Math.max(0, at.y + dy * by)) };
    board.reveal(at);
    if (board.isPainting && board.tool === 'rectangle') board.move([at]);
    board.showCross(at);
    speak(words('cursor', { x: percent(at.x / width), y: percent(at.y / height) }));
  };

  /** @param {boolean} remove */
  const stamp = (remove) => {
    if (!board.isPainting) {
      board.begin(at, remove);
      corners = [at];
      if (board.tool === 'rectangle') return speak(words('cornerSet'));
      if (board.tool === 'lasso') return speak(words('lassoCorner', { count: 1 }));
    } else if (board.tool === 'lasso' && !(corners.length > 2 && isSame(at, corners.at(-1)))) {
      corners.push(at);
      board.move([at]);
      return speak(words('lassoCorner', { count: corners.length }));
    }
    board.end();
  };

  return {
    /**
     * @param {KeyboardEvent} event
     * @returns {boolean} whether it meant something
     */
    press(event) {
      const way = ARROWS[event.key];
      if (way !== undefined) go(way, event.shiftKey);
      else if (event.key === 'Enter' && board.tool !== 'move') {
        board.showCross(at);
        stamp(event.altKey);
      } else if (event.key === 'Escape' && board.isPainting) {
        board.cancel();
        speak(words('shapeDropped'));
      } else return false;
      return true;
    },
  };
}

/** @param {EventTarget | null} target */
function isText(target) {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text');
}

/** @param {EventTarget | null} target */
function hasNoUseForSpace(target) {
  if (target instanceof HTMLInputElement) return target.type === 'range' || target.checked;
  return target === document.body;
}

/** @param {Point} a @param {Point | undefined} b */
function isSame(a, b) {
  return a.x === b?.x && a.y === b.y;
}

/** @param {number} share */
function percent(share) {
  return Math.round(share * 100);
}
