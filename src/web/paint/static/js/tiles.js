/**
 * The selection as pieces that a canvas can draw. Only pieces with an edge in them hold a picture; empty and full ones hold nothing. So a
 * large selection takes little memory, and no canvas is ever larger than a phone allows.
 *
 * @import { Mask } from './mask.js'
 * @typedef {{ x: number, y: number, width: number, height: number, stale: boolean, count: number, canvas: HTMLCanvasElement | undefined }} Tile
 */

const SIDE = 256;
const WHITE = 0xffffffff;

export class Tiles {
  /** @type {Tile[]} */
  #tiles = [];
  #columns;
  #mask;

  /** @param {Mask} mask */
  constructor(mask) {
    this.#mask = mask;
    this.#columns = Math.ceil(mask.width / SIDE);
    for (let y = 0; y < mask.height; y += SIDE) {
      for (let x = 0; x < mask.width; x += SIDE) {
        const width = Math.min(SIDE, mask.width - x);
        const height = Math.min(SIDE, mask.height - y);
        this.#tiles.push({ x, y, width, height, stale: false, count: 0, canvas: undefined });
      }
    }
    mask.watch((y, from, to) => {
      const row = Math.floor(y / SIDE) * this.#columns;
      for (let i = row + Math.floor(from / SIDE); i <= row + Math.floor((to - 1) / SIDE); i++) {
        const tile = this.#tiles[i];
        if (tile !== undefined) tile.stale = true;
      }
    });
  }

  /**
   * Draws the selected pixels in white.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {{ scale: number, x: number, y: number }} view in pixels of the canvas
   * @param {{ left: number, top: number, right: number, bottom: number }} area of the canvas; what lies outside is not drawn
   */
  draw(context, view, area) {
    context.fillStyle = 'white';
    context.imageSmoothingEnabled = view.scale < 2;
    context.imageSmoothingQuality = 'medium';
    for (const tile of this.#tiles) {
      // Whole pixels: tiles that met within one would leave a seam.
      const left = Math.round(tile.x * view.scale + view.x);
      const top = Math.round(tile.y * view.scale + view.y);
      const right = Math.round((tile.x + tile.width) * view.scale + view.x);
      const bottom = Math.round((tile.y + tile.height) * view.scale + view.y);
      if (right <= area.left || left >= area.right || bottom <= area.top || top >= area.bottom) continue;
      if (tile.stale) this.#renew(tile);
      if (tile.canvas !== undefined) context.drawImage(tile.canvas, left, top, right - left, bottom - top);
      else if (tile.count > 0) context.fillRect(left, top, right - left, bottom - top);
    }
  }

  /** @param {Tile} tile */
  #renew(tile) {
    const { pixels, width } = this.#mask;
    const image = new ImageData(tile.width, tile.height);
    const colours = new Uint32Array(image.data.buffer);
    let count = 0;
    for (let y = 0, to = 0; y < tile.height; y++) {
      for (let from = (tile.y + y) * width + tile.x, end = from + tile.width; from < end; from++, to++) {
        if (pixels[from] !== 1) continue;
        colours[to] = WHITE;
        count++;
      }
    }
    tile.stale = false;
    tile.count = count;
    if (count === 0 || count === tile.width * tile.height) {
      tile.canvas = undefined;
      return;
    }
    tile.canvas ??= canvasOf(tile);
    tile.canvas.getContext('2d')?.putImageData(image, 0, 0);
  }
}

/** @param {{ width: number, height: number }} size */
function canvasOf({ width, height }) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}
