/**
 * Where the picture stands on the stage: a point of the picture lies at `point * scale + (x, y)`, in CSS pixels from the stage's corner. Everything here
 * is pure.
 *
 * @import { Point, Size } from './shapes.js'
 * @typedef {{ scale: number, x: number, y: number }} View
 */

/** So much of the picture stays on the stage, whatever is done. */
const IN_SIGHT = 48;
/** A picture that is smaller than the stage is enlarged to fill it, within reason. */
const LARGEST_FIT = 4;
/** At the nearest, a pixel is a square that one can hit. */
const NEAREST = 24;

/**
 * The whole picture, in the middle.
 *
 * @param {Size} stage
 * @param {Size} picture
 * @param {number} margin
 * @returns {View}
 */
export function fit(stage, picture, margin) {
  const room = { width: Math.max(1, stage.width - 2 * margin), height: Math.max(1, stage.height - 2 * margin) };
  const scale = Math.min(room.width / picture.width, room.height / picture.height, LARGEST_FIT);
  return { scale, x: (stage.width - picture.width * scale) / 2, y: (stage.height - picture.height * scale) / 2 };
}

/**
 * Nearer or farther, with one point of the stage standing still.
 *
 * @param {View} view
 * @param {Point} point on the stage
 * @param {number} factor
 * @param {number} fitted the scale at which the picture fits
 * @returns {View}
 */
export function zoomAt(view, point, factor, fitted) {
  const scale = Math.min(Math.max(view.scale * factor, fitted / 2), Math.max(NEAREST, fitted));
  const by = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by };
}

/**
 * @param {View} view
 * @param {number} dx
 * @param {number} dy
 * @returns {View}
 */
export function panBy(view, dx, dy) {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/**
 * @param {View} view
 * @param {Size} stage
 * @param {Size} picture
 * @returns {View} moved so far that a part of the picture can be seen
 */
export function keepInSight(view, stage, picture) {
  return {
    ...view,
    x: between(view.x, IN_SIGHT - picture.width * view.scale, stage.width - IN_SIGHT),
    y: between(view.y, IN_SIGHT - picture.height * view.scale, stage.height - IN_SIGHT),
  };
}

/**
 * @param {View} view
 * @param {Point} point of the picture
 * @param {Size} stage
 * @param {number} margin
 * @returns {View} moved so far that the point is within the stage
 */
export function reveal(view, point, stage, margin) {
  const { x, y } = toStage(view, point);
  return panBy(view, between(x, margin, stage.width - margin) - x, between(y, margin, stage.height - margin) - y);
}

/**
 * @param {View} view
 * @param {Point} point on the stage
 * @returns {Point} of the picture
 */
export function toPicture(view, point) {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/**
 * @param {View} view
 * @param {Point} point of the picture
 * @returns {Point} on the stage
 */
export function toStage(view, point) {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function between(value, low, high) {
  return Math.max(low, Math.min(high, value));
}
