import { Runs } from './runs.js';

/**
 * The selection, pixel by pixel, at the picture's own size: the one thing that is shown and sent. It is no canvas, because browsers that
 * guard against fingerprinting alter what is read back from one, and phones bound its size.
 *
 * @import { Size, Span } from './shapes.js'
 */

/** What all that can be undone may take together. */
const HISTORY_BYTES = 16 * 1024 * 1024;

export class Mask {
  /** One byte a pixel, row by row: 1 is selected. */
  pixels;
  /** The same four at a time. */
  #words;
  /** How many pixels are selected. */
  chosen = 0;
  /** @type {Runs | undefined} what the action under way has changed so far */
  #action;
  /** @type {Runs[]} */
  #done = [];
  /** @type {Runs[]} */
  #undone = [];
  /** @type {Span[]} */
  #watchers = [];

  /** @param {Size} size */
  constructor({ width, height }) {
    this.width = width;
    this.height = height;
    const bytes = new ArrayBuffer(Math.ceil((width * height) / 4) * 4);
    this.pixels = new Uint8Array(bytes, 0, width * height);
    this.#words = new Uint32Array(bytes);
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** @returns {number} of the picture, 0 to 1 */
  get share() {
    return this.chosen / this.pixels.length;
  }

  /** @param {Span} watcher hears of each run of pixels that changed */
  watch(watcher) {
    this.#watchers.push(watcher);
  }

  /** Begins an action: what is painted until `commit` is undone as one. */
  begin() {
    this.cancel();
    this.#action = new Runs();
  }

  /**
   * Sets pixels within an action.
   *
   * @param {0 | 1} value
   * @param {(span: Span) => void} fill calls back with the pixels of a shape
   */
  paint(value, fill) {
    const action = this.#action;
    if (action === undefined) return;
    fill((y, from, to) => this.#set(action, value, y * this.width + from, y * this.width + to));
  }

  /** Ends an action. One that changed nothing leaves no trace. */
  commit() {
    const action = this.#action;
    this.#action = undefined;
    if (action === undefined || action.isEmpty) return;
    action.trim();
    this.#done.push(action);
    this.#undone = [];
    let held = this.#done.reduce((sum, { bytes }) => sum + bytes, 0);
    while (held > HISTORY_BYTES && this.#done.length > 1) held -= this.#done.shift()?.bytes ?? 0;
  }

  /** Takes back an action that was not committed. */
  cancel() {
    this.#action?.forEach((from, to) => this.#flip(from, to));
    this.#action = undefined;
  }

  /** @returns {boolean} whether there was anything */
  undo() {
    return this.#turn(this.#done, this.#undone);
  }

  /** @returns {boolean} whether there was anything */
  redo() {
    return this.#turn(this.#undone, this.#done);
  }

  invert() {
    this.begin();
    for (let y = 0; y < this.height; y++) {
      this.#action?.add(y * this.width, (y + 1) * this.width);
      this.#flip(y * this.width, (y + 1) * this.width);
    }
    this.commit();
  }

  clear() {
    this.begin();
    this.paint(0, (span) => {
      for (let y = 0; y < this.height; y++) span(y, 0, this.width);
    });
    this.commit();
  }

  /**
   * @param {Runs[]} from
   * @param {Runs[]} to
   */
  #turn(from, to) {
    this.cancel();
    const action = from.pop();
    if (action === undefined) return false;
    action.forEach((start, end) => this.#flip(start, end));
    to.push(action);
    return true;
  }

  /**
   * Sets the pixels of one row that do not have the value yet.
   *
   * @param {Runs} action
   * @param {0 | 1} value
   * @param {number} start
   * @param {number} end
   */
  #set(action, value, start, end) {
    const { pixels } = this;
    let at = start;
    while (at < end) {
      while (at < end && pixels[at] === value) at++;
      const from = at;
      while (at < end && pixels[at] !== value) at++;
      if (from === at) break;
      pixels.fill(value, from, at);
      this.chosen += value === 1 ? at - from : from - at;
      action.add(from, at);
      this.#tell(from, at);
    }
  }

  /**
   * Turns round the pixels of one row. Since each change is remembered by what it turned, this undoes and redoes alike.
   *
   * @param {number} from
   * @param {number} to
   */
  #flip(from, to) {
    const words = this.#words;
    const inner = Math.min(to, Math.ceil(from / 4) * 4);
    const innerEnd = Math.max(inner, Math.floor(to / 4) * 4);
    let before = this.#flipEach(from, inner) + this.#flipEach(innerEnd, to);
    for (let i = inner / 4; i < innerEnd / 4; i++) {
      const four = words[i] ?? 0;
      // The sum of the four bytes comes to stand in the highest.
      before += Math.imul(four, 0x01010101) >>> 24;
      words[i] = four ^ 0x01010101;
    }
    this.chosen += to - from - 2 * before;
    this.#tell(from, to);
  }

  /**
   * @param {number} from
   * @param {number} to
   * @returns {number} how many were selected before
   */
  #flipEach(from, to) {
    const { pixels } = this;
    let before = 0;
    for (let i = from; i < to; i++) {
      const pixel = pixels[i] ?? 0;
      before += pixel;
      pixels[i] = 1 - pixel;
    }
    return before;
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #tell(from, to) {
    const y = Math.floor(from / this.width);
    for (const watcher of this.#watchers) watcher(y, from - y * this.width, to - y * this.width);
  }
}
