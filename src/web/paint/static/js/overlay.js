import { Tiles } from './tiles.js';

/**
 * Shows the selection over the picture: tinted and hatched, so that it is seen on any colour, with a light and a dark line around it. What is
 * drawn is made of the mask itself.
 *
 * @import { Mask } from './mask.js'
 * @import { View } from './view.js'
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Area
 */

const TINT = 'rgb(255 45 125 / 42%)';
const HATCH = 'rgb(255 255 255 / 34%)';
const DARK_LINE = 'rgb(20 10 30 / 70%)';
/** Of the light line; the dark one around it is as wide. In CSS pixels. */
const LINE = 1.25;
const AROUND = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [0.7, 0.7],
  [0.7, -0.7],
  [-0.7, 0.7],
  [-0.7, -0.7],
];

export class Overlay {
  #context;
  #tiles;
  /** The selection in white, and the same tinted, as large as the stage. */
  #white = layer();
  #tinted = layer();
  /** @type {CanvasPattern | null} */
  #pattern = null;
  #ratio = 1;
  /** @type {Area | undefined} of the picture: what has changed since it was drawn */
  #changed;
  /** @type {View | undefined} as it was drawn last */
  #drawn;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Mask} mask
   */
  constructor(canvas, mask) {
    this.#context = contextOf(canvas);
    this.#tiles = new Tiles(mask);
    mask.watch((y, from, to) => {
      const was = this.#changed ?? { left: from, top: y, right: to, bottom: y + 1 };
      this.#changed = {
        left: Math.min(was.left, from),
        top: Math.min(was.top, y),
        right: Math.max(was.right, to),
        bottom: Math.max(was.bottom, y + 1),
      };
    });
  }

  /**
   * @param {{ width: number, height: number }} stage in CSS pixels
   * @param {number} ratio device pixels to a CSS pixel
   */
  resize(stage, ratio) {
    for (const { canvas } of [this.#context, this.#white, this.#tinted]) {
      canvas.width = Math.max(1, Math.round(stage.width * ratio));
      canvas.height = Math.max(1, Math.round(stage.height * ratio));
    }
    this.#ratio = ratio;
    this.#pattern = hatch(this.#context, ratio);
    this.#drawn = undefined;
  }

  /**
   * Draws what has changed, or all of it when the view has.
   *
   * @param {View} view
   */
  draw(view) {
    const area = this.#areaToDraw(view);
    this.#drawn = view;
    this.#changed = undefined;
    if (area.left >= area.right || area.top >= area.bottom) return;
    const onCanvas = { scale: view.scale * this.#ratio, x: view.x * this.#ratio, y: view.y * this.#ratio };
    within(this.#white, area, (white) => this.#tiles.draw(white, onCanvas, area));
    within(this.#tinted, area, (tinted) => {
      tinted.drawImage(this.#white.canvas, 0, 0);
      tinted.globalCompositeOperation = 'source-in';
      this.#pattern?.setTransform(new DOMMatrix([1, 0, 0, 1, Math.round(onCanvas.x), Math.round(onCanvas.y)]));
      tinted.fillStyle = this.#pattern ?? TINT;
      tinted.fillRect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    });
    within(this.#context, area, (context) => {
      this.#spread(context, 2 * LINE * this.#ratio);
      context.globalCompositeOperation = 'source-in';
      context.fillStyle = DARK_LINE;
      context.fillRect(area.left, area.top, area.right - area.left, area.bottom - area.top);
      context.globalCompositeOperation = 'source-over';
      this.#spread(context, LINE * this.#ratio);
      context.globalCompositeOperation = 'destination-out';
      context.drawImage(this.#white.canvas, 0, 0);
      context.globalCompositeOperation = 'source-over';
      context.drawImage(this.#tinted.canvas, 0, 0);
    });
  }

  /**
   * @param {View} view
   * @returns {Area} whole pixels of the canvas
   */
  #areaToDraw(view) {
    const { width, height } = this.#context.canvas;
    const drawn = this.#drawn;
    const moved = drawn === undefined || drawn.scale !== view.scale || drawn.x !== view.x || drawn.y !== view.y;
    if (moved) return { left: 0, top: 0, right: width, bottom: height };
    const changed = this.#changed;
    if (changed === undefined) return { left: 0, top: 0, right: 0, bottom: 0 };
    const room = Math.ceil((2 * LINE + 1) * this.#ratio) + 1;
    const x = (/** @type {number} */ at) => (at * view.scale + view.x) * this.#ratio;
    const y = (/** @type {number} */ at) => (at * view.scale + view.y) * this.#ratio;
    return {
      left: Math.max(0, Math.floor(x(changed.left)) - room),
      top: Math.max(0, Math.floor(y(changed.top)) - room),
      right: Math.min(width, Math.ceil(x(changed.right)) + room),
      bottom: Math.min(height, Math.ceil(y(changed.bottom)) + room),
    };
  }

  /**
   * Draws the selection, wider by so much on all sides.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {number} by
   */
  #spread(context, by) {
    for (const [dx = 0, dy = 0] of AROUND) context.drawImage(this.#white.canvas, dx * by, dy * by);
  }
}

/**
 * Clears an area and draws within it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {(context: CanvasRenderingContext2D) => void} draw
 */
function within(context, { left, top, right, bottom }, draw) {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.clearRect(left, top, right - left, bottom - top);
  draw(context);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} ratio
 */
function hatch(context, ratio) {
  const side = Math.round(9 * ratio);
  const tile = layer();
  tile.canvas.width = side;
  tile.canvas.height = side;
  tile.fillStyle = TINT;
  tile.fillRect(0, 0, side, side);
  tile.strokeStyle = HATCH;
  tile.lineWidth = 1.5 * ratio;
  tile.beginPath();
  for (const shift of [-side, 0, side]) {
    tile.moveTo(shift - 1, side + 1);
    tile.lineTo(shift + side + 1, -1);
  }
  tile.stroke();
  return context.createPattern(tile.canvas, 'repeat');
}

function layer() {
  return contextOf(document.createElement('canvas'));
}

/** @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no 2d canvas');
  return context;
}
