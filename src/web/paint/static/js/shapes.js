/**
 * Shapes as rows of pixels. A pixel belongs to a shape when its centre lies inside: wherever an edge runs straight through a pixel, that is the same
 * as being covered by half or more.
 *
 * @typedef {{ x: number, y: number }} Point in pixels of the picture, fractions allowed; (0, 0) is the corner of the first pixel
 * @typedef {{ width: number, height: number }} Size
 * @typedef {(y: number, from: number, to: number) => void} Span takes the pixels `from` to `to - 1` of row `y`, all within the picture
 */

/**
 * @param {Size} size of the picture
 * @param {Point} a one corner
 * @param {Point} b the opposite one
 * @param {Span} span
 */
export function fillRectangle(size, a, b, span) {
  const [from, to] = range(Math.min(a.x, b.x), Math.max(a.x, b.x), size.width);
  const [top, bottom] = range(Math.min(a.y, b.y), Math.max(a.y, b.y), size.height);
  if (from >= to) return;
  for (let y = top; y < bottom; y++) span(y, from, to);
}

/**
 * What a round brush covers on its way from `a` to `b`; a disc where they are the same.
 *
 * @param {Size} size of the picture
 * @param {Point} a
 * @param {Point} b
 * @param {number} radius
 * @param {Span} span
 */
export function fillStroke(size, a, b, radius, span) {
  const [top, bottom] = range(Math.min(a.y, b.y) - radius, Math.max(a.y, b.y) + radius, size.height);
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const nx = length === 0 ? 0 : (-(b.y - a.y) / length) * radius;
  const ny = length === 0 ? 0 : ((b.x - a.x) / length) * radius;
  for (let y = top; y < bottom; y++) {
    const row = y + 0.5;
    let left = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    /** @param {number} from @param {number} to */
    const reach = (from, to) => {
      left = Math.min(left, from);
      right = Math.max(right, to);
    };
    for (const end of [a, b]) {
      const half = Math.sqrt(radius * radius - (row - end.y) ** 2);
      if (half >= 0) reach(end.x - half, end.x + half);
    }
    // The two long sides; the short ones lie within the discs.
    for (const side of [1, -1]) {
      const from = a.y + side * ny;
      const to = b.y + side * ny;
      if (from === to || row < Math.min(from, to) || row > Math.max(from, to)) continue;
      const x = a.x + side * nx + ((row - from) / (to - from)) * (b.x - a.x);
      reach(x, x);
    }
    const [first, last] = range(left, right, size.width);
    if (first < last) span(y, first, last);
  }
}

/**
 * All that a closed line goes around, however often it crosses itself (the rule called non-zero).
 *
 * @param {Size} size of the picture
 * @param {readonly Point[]} points the last is joined to the first
 * @param {Span} span
 */
export function fillPolygon(size, points, span) {
  /** @type {Map<number, { x: number, turn: number }[]>} */
  const rows = new Map();
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] ?? a;
    const [high, low] = a.y < b.y ? [a, b] : [b, a];
    const [top, bottom] = range(high.y, low.y, size.height);
    for (let y = top; y < bottom; y++) {
      const x = high.x + ((y + 0.5 - high.y) / (low.y - high.y)) * (low.x - high.x);
      const row = rows.get(y);
      const crossing = { x, turn: a.y < b.y ? 1 : -1 };
      if (row === undefined) rows.set(y, [crossing]);
      else row.push(crossing);
    }
  });
  for (const [y, crossings] of rows) {
    crossings.sort((a, b) => a.x - b.x);
    let turns = 0;
    let start = 0;
    for (const { x, turn } of crossings) {
      if (turns === 0) start = x;
      turns += turn;
      if (turns !== 0) continue;
      const [from, to] = range(start, x, size.width);
      if (from < to) span(y, from, to);
    }
  }
}

/**
 * The pixels of one axis whose centres lie from `low` up to, not including, `high`.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} end how many there are
 * @returns {[number, number]} the first, and the one behind the last
 */
function range(low, high, end) {
  return [Math.max(0, Math.ceil(low - 0.5)), Math.min(end, Math.ceil(high - 0.5))];
}
