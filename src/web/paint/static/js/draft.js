import { contextOf } from './overlay.js';
import { toStage } from './view.js';

/**
 * Shows a rectangle or a lasso while it is drawn.
 *
 * @import { Draft } from './tools.js'
 * @import { View } from './view.js'
 */
export class DraftLayer {
  #context;
  #ratio = 1;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#context = contextOf(canvas);
  }

  /**
   * @param {{ width: number, height: number }} stage in CSS pixels
   * @param {number} ratio device pixels to a CSS pixel
   */
  resize(stage, ratio) {
    this.#ratio = ratio;
    this.#context.canvas.width = Math.max(1, Math.round(stage.width * ratio));
    this.#context.canvas.height = Math.max(1, Math.round(stage.height * ratio));
  }

  /**
   * @param {View} view
   * @param {Draft | undefined} draft
   */
  draw(view, draft) {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    if (draft === undefined) return;
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    context.beginPath();
    draft.points.forEach((point, i) => {
      const { x, y } = toStage(view, point);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.closePath();
    context.fillStyle = draft.remove ? 'rgb(255 255 255 / 25%)' : 'rgb(255 45 125 / 25%)';
    context.fill('nonzero');
    context.lineJoin = 'round';
    context.lineWidth = 1.5;
    context.setLineDash([]);
    context.strokeStyle = 'rgb(20 10 30 / 80%)';
    context.stroke();
    context.setLineDash([5, 5]);
    context.strokeStyle = 'white';
    context.stroke();
  }
}
