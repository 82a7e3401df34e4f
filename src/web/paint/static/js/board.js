import { DraftLayer } from './draft.js';
import { Overlay } from './overlay.js';
import { beginGesture } from './tools.js';
import { fit, keepInSight, panBy, reveal, toPicture, toStage, zoomAt } from './view.js';

/**
 * The picture on its stage with the selection over it: what is seen, and what is being painted. Whoever has a pointer or a key asks it to do
 * things; it draws at most once a frame.
 *
 * @import { Mask } from './mask.js'
 * @import { Point } from './shapes.js'
 * @import { Gesture, Tool } from './tools.js'
 * @import { View } from './view.js'
 * @typedef {{ stage: HTMLElement, picture: HTMLElement, overlay: HTMLCanvasElement, draft: HTMLCanvasElement, ring: HTMLElement, cross: HTMLElement }} Parts
 */

const MARGIN = 16;
/** From here on the picture's own pixels are shown as squares. */
const SQUARES = 4;
/** How long the brush is shown when its size was changed without a pointer over the picture. */
const FLASH_MS = 900;

export class Board {
  mask;
  /** @type {Tool} */
  tool = 'brush';
  /** Of the brush, in pixels of the picture. */
  diameter = 40;
  /** Called after each drawing. @type {() => void} */
  onDrawn = () => {};
  /** Called once the selection has changed for good, with the name of what was done. @type {(what: 'painted' | 'undone' | 'redone') => void} */
  onChanged = () => {};

  #parts;
  #overlay;
  #draft;
  #size = { width: 1, height: 1 };
  #ratio = 0;
  /** @type {View} */
  #view = { scale: 1, x: 0, y: 0 };
  #isFitted = true;
  /** @type {Gesture | undefined} */
  #gesture;
  #isAsked = false;
  /** @type {Point | undefined} on the stage */
  #ring;
  /** @type {Point | undefined} of the picture */
  #cross;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #flash;

  /**
   * @param {Mask} mask
   * @param {Parts} parts
   */
  constructor(mask, parts) {
    this.mask = mask;
    this.#parts = parts;
    this.#overlay = new Overlay(parts.overlay, mask);
    this.#draft = new DraftLayer(parts.draft);
    parts.picture.style.width = `${mask.width}px`;
    parts.picture.style.height = `${mask.height}px`;
    mask.watch(() => this.#ask());
    new ResizeObserver(() => this.#resize()).observe(parts.stage);
    this.#resize();
  }

  get isPainting() {
    return this.#gesture !== undefined;
  }

  /** @returns {number} CSS pixels to a pixel of the picture */
  get scale() {
    return this.#view.scale;
  }

  /** @returns {Point} in pixels of the picture, of a place on the screen */
  pictureAt(/** @type {Point} */ client) {
    return toPicture(this.#view, this.#onStage(client));
  }

  /**
   * @param {Point} at in pixels of the picture
   * @param {boolean} remove
   */
  begin(at, remove) {
    if (this.tool === 'move') return;
    this.#gesture?.cancel();
    this.#gesture = beginGesture(this.mask, this.tool, { at, diameter: this.diameter, remove });
    this.#ask();
  }

  /** @param {readonly Point[]} points in pixels of the picture */
  move(points) {
    this.#gesture?.move(points);
    this.#ask();
  }

  end() {
    const gesture = this.#gesture;
    if (gesture === undefined) return;
    this.#gesture = undefined;
    gesture.end();
    this.#ask();
    this.onChanged('painted');
  }

  cancel() {
    this.#gesture?.cancel();
    this.#gesture = undefined;
    this.#ask();
  }

  undo() {
    this.cancel();
    if (this.mask.undo()) this.onChanged('undone');
    this.#ask();
  }

  redo() {
    this.cancel();
    if (this.mask.redo()) this.onChanged('redone');
    this.#ask();
  }

  /** @param {'invert' | 'clear'} what */
  change(what) {
    this.cancel();
    this.mask[what]();
    this.onChanged('painted');
    this.#ask();
  }

  fit() {
    this.#isFitted = true;
    this.#look(this.#fitted());
  }

  /**
   * @param {number} factor
   * @param {Point} [client] a place on the screen that stands still; the middle of the stage where it is left out
   */
  zoom(factor, client) {
    const middle = { x: this.#size.width / 2, y: this.#size.height / 2 };
    this.#isFitted = false;
    this.#look(zoomAt(this.#view, client === undefined ? middle : this.#onStage(client), factor, this.#fitted().scale));
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    this.#isFitted = false;
    this.#look(panBy(this.#view, dx, dy));
  }

  /** @param {Point} point of the picture that is to be seen */
  reveal(point) {
    this.#look(reveal(this.#view, point, this.#size, 24));
  }

  /** Shows how large the brush is, around a point of the picture; undefined hides it. @param {Point | undefined} at */
  showRing(at) {
    clearTimeout(this.#flash);
    this.#ring = at === undefined ? undefined : toStage(this.#view, at);
    this.#placeMarks();
  }

  /** Shows for a moment how large the brush is, in the middle of the stage. */
  flashRing() {
    this.showRing(toPicture(this.#view, { x: this.#size.width / 2, y: this.#size.height / 2 }));
    this.#flash = setTimeout(() => this.showRing(undefined), FLASH_MS);
  }

  /** Shows the keyboard's cursor on a point of the picture, and the brush around it; undefined hides it. @param {Point | undefined} at */
  showCross(at) {
    this.#cross = at;
    this.#placeMarks();
  }

  /** The brush stays under the pointer when the picture moves, and the cursor on its place in the picture. */
  #placeMarks() {
    const { ring, cross } = this.#parts;
    const crossAt = this.#cross === undefined ? undefined : toStage(this.#view, this.#cross);
    const ringAt = crossAt ?? this.#ring;
    cross.hidden = crossAt === undefined;
    if (crossAt !== undefined) cross.style.transform = `translate(${crossAt.x}px, ${crossAt.y}px)`;
    ring.hidden = ringAt === undefined || (this.tool !== 'brush' && this.tool !== 'eraser');
    if (ringAt === undefined || ring.hidden) return;
    const side = this.diameter * this.#view.scale;
    ring.style.width = `${side}px`;
    ring.style.height = `${side}px`;
    ring.style.transform = `translate(${ringAt.x - side / 2}px, ${ringAt.y - side / 2}px)`;
  }

  /** @param {Point} client */
  #onStage({ x, y }) {
    const { left, top } = this.#parts.stage.getBoundingClientRect();
    const { clientLeft, clientTop } = this.#parts.stage;
    return { x: x - left - clientLeft, y: y - top - clientTop };
  }

  #fitted() {
    return fit(this.#size, this.mask, MARGIN);
  }

  /** @param {View} view */
  #look(view) {
    this.#view = keepInSight(view, this.#size, this.mask);
    this.#ask();
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#parts.stage;
    const ratio = Math.min(window.devicePixelRatio, 3);
    if (width === this.#size.width && height === this.#size.height && ratio === this.#ratio) return;
    const grown = { x: (width - this.#size.width) / 2, y: (height - this.#size.height) / 2 };
    this.#size = { width, height };
    this.#ratio = ratio;
    this.#overlay.resize(this.#size, ratio);
    this.#draft.resize(this.#size, ratio);
    // Under a stroke that is being drawn nothing moves.
    if (this.isPainting) this.#look(this.#view);
    else this.#look(this.#isFitted ? this.#fitted() : panBy(this.#view, grown.x, grown.y));
  }

  #ask() {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.#draw();
    });
  }

  #draw() {
    const { picture } = this.#parts;
    const { scale, x, y } = this.#view;
    picture.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    picture.classList.toggle('squares', scale * this.#ratio >= SQUARES);
    this.#placeMarks();
    this.#overlay.draw(this.#view);
    this.#draft.draw(this.#view, this.#gesture?.draft());
    this.onDrawn();
  }
}
