/**
 * Mouse, pen and fingers on the stage. One finger paints, two move and zoom; once a pen was seen, a single finger moves, so that a resting hand
 * does not paint.
 *
 * @import { Board } from './board.js'
 * @import { Point } from './shapes.js'
 */

/** A second finger within so many milliseconds meant two from the start: what the first painted is taken back. */
const SAME_TIME_MS = 300;
/** The button of a pen's other end (Pointer Events, section 4.1.1). */
const ERASER_END = 5;
const MIDDLE = 1;

/**
 * @param {Board} board
 * @param {HTMLElement} stage
 * @param {() => boolean} isMoving asked at the start of a drag: space is held
 */
export function listenToPointers(board, stage, isMoving) {
  /** @type {Map<number, Point>} fingers that are down */
  const fingers = new Map();
  /** @type {{ id: number, since: number } | undefined} */
  let painting;
  /** @type {{ id: number, last: Point } | undefined} */
  let panning;
  let isPinching = false;
  let hasPen = false;

  /** @param {PointerEvent} event */
  const down = (event) => {
    const at = pointOf(event);
    stage.setPointerCapture(event.pointerId);
    board.showCross(undefined);
    stage.classList.add('by-pointer');
    if (event.pointerType === 'pen') hasPen = true;
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, at);
      if (fingers.size > 1) return beginPinch(event.timeStamp);
    }
    // What is left of two fingers does not begin to paint.
    if (isPinching || painting !== undefined || panning !== undefined) return;
    if (isPan(event)) {
      panning = { id: event.pointerId, last: at };
      stage.classList.add('is-panning');
    } else if (event.button === 0 || event.button === ERASER_END) {
      painting = { id: event.pointerId, since: event.timeStamp };
      board.begin(board.pictureAt(at), event.altKey || event.button === ERASER_END);
      board.showRing(board.pictureAt(at));
    }
  };

  /** @param {PointerEvent} event */
  const isPan = (event) =>
    board.tool === 'move' || isMoving() || event.button === MIDDLE || (event.pointerType === 'touch' && hasPen);

  /** @param {number} now */
  const beginPinch = (now) => {
    isPinching = true;
    if (painting !== undefined && now - painting.since < SAME_TIME_MS) board.cancel();
    else board.end();
    painting = undefined;
    stopPanning();
    board.showRing(undefined);
  };

  /** @param {PointerEvent} event */
  const move = (event) => {
    const at = pointOf(event);
    if (isPinching) pinch(event.pointerId, at);
    else if (panning?.id === event.pointerId) {
      board.pan(at.x - panning.last.x, at.y - panning.last.y);
      panning.last = at;
    } else if (painting?.id === event.pointerId) {
      board.move(wholePath(event).map((each) => board.pictureAt(pointOf(each))));
    }
    board.showCross(undefined);
    const hovers = event.pointerType !== 'touch' && panning === undefined;
    board.showRing(hovers || painting?.id === event.pointerId ? board.pictureAt(at) : undefined);
  };

  /** @param {number} id @param {Point} at */
  const pinch = (id, at) => {
    const before = [...fingers.values()];
    if (!fingers.has(id)) return;
    fingers.set(id, at);
    const after = [...fingers.values()];
    const [a, b] = before;
    const [c, d] = after;
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    const from = middle(a, b);
    const to = middle(c, d);
    board.pan(to.x - from.x, to.y - from.y);
    board.zoom(distance(c, d) / Math.max(1, distance(a, b)), to);
  };

  /** @param {PointerEvent} event */
  const up = (event) => {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) isPinching = false;
    if (panning?.id === event.pointerId) stopPanning();
    if (painting?.id !== event.pointerId) return;
    painting = undefined;
    // The browser took the pointer away: a palm, or a gesture of its own.
    if (event.type === 'pointercancel') board.cancel();
    else board.end();
    if (event.pointerType === 'touch') board.showRing(undefined);
  };

  const stopPanning = () => {
    panning = undefined;
    stage.classList.remove('is-panning');
  };

  stage.addEventListener('pointerdown', down);
  stage.addEventListener('pointermove', move);
  stage.addEventListener('pointerup', up);
  stage.addEventListener('pointercancel', up);
  stage.addEventListener('pointerleave', () => painting ?? board.showRing(undefined));
  stage.addEventListener(
    'touchstart',
    (event) => {
      // Else a quick stroke counts as a fling, and the browser takes the next tap for what stops it; and a long one brings up a magnifier.
      event.preventDefault();
      // That keeps the focus where it was; but a keyboard on the screen is in the way.
      if (document.activeElement instanceof HTMLTextAreaElement) document.activeElement.blur();
    },
    { passive: false },
  );
  stage.addEventListener('contextmenu', (event) => event.preventDefault());
  stage.addEventListener('mousedown', (event) => {
    // Else the browser scrolls by itself.
    if (event.button === MIDDLE) event.preventDefault();
  });
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      board.zoom(wheelFactor(event), pointOf(event));
      board.showRing(board.pictureAt(pointOf(event)));
    },
    { passive: false },
  );
}

/**
 * A notch of a wheel is about a seventh; a pinch on a touch pad comes as a wheel with Ctrl, in small steps.
 *
 * @param {WheelEvent} event
 */
function wheelFactor({ deltaY, deltaMode, ctrlKey }) {
  const pixels = deltaMode === WheelEvent.DOM_DELTA_PIXEL ? deltaY : deltaY * 33;
  const bounded = Math.max(-200, Math.min(200, pixels));
  return Math.exp(-bounded * (ctrlKey ? 0.01 : 0.0015));
}

/**
 * Between two frames a pointer goes through more places than the last.
 *
 * @param {PointerEvent} event
 * @returns {PointerEvent[]}
 */
function wholePath(event) {
  const path = typeof event.getCoalescedEvents === 'function' ? event.getCoalescedEvents() : [];
  return path.length === 0 ? [event] : path;
}

/** @param {MouseEvent} event @returns {Point} */
function pointOf({ clientX, clientY }) {
  return { x: clientX, y: clientY };
}

/** @param {Point} a @param {Point} b @returns {Point} */
function middle(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
