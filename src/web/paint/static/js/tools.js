import { fillPolygon, fillRectangle, fillStroke } from './shapes.js';

/**
 * What the tools do with the selection. A gesture begins, moves and ends, whether by mouse, finger, pen or key; points are in pixels of the
 * picture.
 *
 * @import { Mask } from './mask.js'
 * @import { Point } from './shapes.js'
 * @typedef {'brush' | 'rectangle' | 'lasso' | 'eraser' | 'move'} Tool
 * @typedef {{ kind: 'rectangle' | 'lasso', points: readonly Point[], remove: boolean }} Draft a shape that is not in the selection yet
 * @typedef {{ move(points: readonly Point[]): void, end(): void, cancel(): void, draft(): Draft | undefined }} Gesture
 */

/**
 * @param {Mask} mask
 * @param {Exclude<Tool, 'move'>} tool
 * @param {{ at: Point, diameter: number, remove: boolean }} start `remove`: takes away instead of adding
 * @returns {Gesture}
 */
export function beginGesture(mask, tool, { at, diameter, remove }) {
  if (tool === 'rectangle') return rectangle(mask, at, remove);
  if (tool === 'lasso') return lasso(mask, at, remove);
  return brush(mask, at, diameter / 2, remove || tool === 'eraser');
}

/**
 * @param {Mask} mask
 * @param {Point} at
 * @param {number} radius
 * @param {boolean} remove
 * @returns {Gesture}
 */
function brush(mask, at, radius, remove) {
  const value = remove ? 0 : 1;
  let last = at;
  mask.begin();
  mask.paint(value, (span) => fillStroke(mask, at, at, radius, span));
  return {
    move(points) {
      for (const point of points) {
        const from = last;
        mask.paint(value, (span) => fillStroke(mask, from, point, radius, span));
        last = point;
      }
    },
    end: () => mask.commit(),
    cancel: () => mask.cancel(),
    draft: () => undefined,
  };
}

/**
 * @param {Mask} mask
 * @param {Point} from
 * @param {boolean} remove
 * @returns {Gesture}
 */
function rectangle(mask, from, remove) {
  let to = from;
  return {
    move(points) {
      to = points.at(-1) ?? to;
    },
    end: () => fill(mask, remove, (span) => fillRectangle(mask, from, to, span)),
    cancel() {},
    draft: () => ({
      kind: 'rectangle',
      points: [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }],
      remove,
    }),
  };
}

/**
 * @param {Mask} mask
 * @param {Point} from
 * @param {boolean} remove
 * @returns {Gesture}
 */
function lasso(mask, from, remove) {
  const line = [from];
  return {
    move: (points) => void line.push(...points),
    end: () => fill(mask, remove, (span) => fillPolygon(mask, line, span)),
    cancel() {},
    draft: () => ({ kind: 'lasso', points: line, remove }),
  };
}

/**
 * @param {Mask} mask
 * @param {boolean} remove
 * @param {Parameters<Mask['paint']>[1]} shape
 */
function fill(mask, remove, shape) {
  mask.begin();
  mask.paint(remove ? 0 : 1, shape);
  mask.commit();
}
