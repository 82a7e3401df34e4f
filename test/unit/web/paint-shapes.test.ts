import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { load, type Point, type Size, type Span } from './paint-modules.ts';

const { fillPolygon, fillRectangle, fillStroke } = await load('shapes.js');

const SIZE = { width: 37, height: 23 };
/** Sixty-fourths are exact in binary, so that which side of an edge a centre lies on is no matter of rounding. */
const coordinate = fc.integer({ min: -1000, max: 3500 }).map((n) => n / 64);
const point = fc.record({ x: coordinate, y: coordinate });

/** The pixels that a shape sets, and how often. */
function drawn(size: Size, fill: (span: Span) => void): number[] {
  const pixels = Array.from<number>({ length: size.width * size.height }).fill(0);
  fill((y, from, to) => {
    expect(y >= 0 && y < size.height && from >= 0 && from < to && to <= size.width).toBe(true);
    for (let x = from; x < to; x++) pixels[y * size.width + x] = (pixels[y * size.width + x] ?? 0) + 1;
  });
  return pixels;
}

/** The pixels whose centres fit. */
function centres(size: Size, isInside: (x: number, y: number) => boolean): number[] {
  return Array.from({ length: size.width * size.height }, (_, i) =>
    isInside((i % size.width) + 0.5, Math.floor(i / size.width) + 0.5) ? 1 : 0,
  );
}

test('a rectangle has the pixels whose centres it holds, whichever corner it was begun at', () => {
  fc.assert(
    fc.property(point, point, (a, b) => {
      const inside = (x: number, y: number) =>
        x >= Math.min(a.x, b.x) && x < Math.max(a.x, b.x) && y >= Math.min(a.y, b.y) && y < Math.max(a.y, b.y);
      const expected = centres(SIZE, inside);
      expect(drawn(SIZE, (span) => fillRectangle(SIZE, a, b, span))).toEqual(expected);
      expect(drawn(SIZE, (span) => fillRectangle(SIZE, b, a, span))).toEqual(expected);
    }),
  );
});

test('a stroke has the pixels whose centres are within its radius of the line', () => {
  fc.assert(
    fc.property(point, point, fc.integer({ min: 64, max: 1200 }), (a, b, radius64) => {
      const radius = radius64 / 64;
      const far = (x: number, y: number) => distanceToLine({ x, y }, a, b) - radius;
      const pixels = drawn(SIZE, (span) => fillStroke(SIZE, a, b, radius, span));
      // Roots are rounded, so a centre on the very edge may fall on either side.
      const expected = centres(SIZE, (x, y) => far(x, y) <= 0);
      const sure = centres(SIZE, (x, y) => Math.abs(far(x, y)) > 1e-9);
      expect(pixels.filter((_, i) => sure[i] === 1)).toEqual(expected.filter((_, i) => sure[i] === 1));
    }),
  );
});

test('the smallest brush hits a pixel wherever it is put', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 36, noNaN: true }), fc.double({ min: 1, max: 22, noNaN: true }), (x, y) => {
      expect(drawn(SIZE, (span) => fillStroke(SIZE, { x, y }, { x, y }, 1, span))).toContain(1);
    }),
  );
});

describe('a closed line', () => {
  test('has the pixels whose centres it goes around', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 12 }), (points) => {
        expect(drawn(SIZE, (span) => fillPolygon(SIZE, points, span))).toEqual(
          centres(SIZE, (x, y) => turnsAround({ x, y }, points) !== 0),
        );
      }),
    );
  });

  test('has no hole where it crosses itself', () => {
    const twice = [0, 1].flatMap(() => [
      { x: 5, y: 5 },
      { x: 20, y: 5 },
      { x: 20, y: 15 },
      { x: 5, y: 15 },
    ]);
    expect(drawn(SIZE, (span) => fillPolygon(SIZE, twice, span)).filter((n) => n === 1)).toHaveLength(150);
  });

  test('of two points has nothing', () => {
    const line = [
      { x: 1, y: 1 },
      { x: 30, y: 20 },
    ];
    expect(drawn(SIZE, (span) => fillPolygon(SIZE, line, span))).not.toContain(1);
  });
});

function distanceToLine(p: Point, a: Point, b: Point): number {
  const length2 = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = length2 === 0 ? 0 : ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length2;
  const at = Math.max(0, Math.min(1, along));
  return Math.hypot(p.x - a.x - at * (b.x - a.x), p.y - a.y - at * (b.y - a.y));
}

/** How often a closed line winds around a point: by the edges that cross the half line to its left. */
function turnsAround(p: Point, points: readonly Point[]): number {
  return points.reduce((turns, a, i) => {
    const b = points[(i + 1) % points.length] ?? a;
    if (a.y <= p.y === b.y <= p.y) return turns;
    const x = a.x + ((p.y - a.y) / (b.y - a.y)) * (b.x - a.x);
    return x <= p.x ? turns + (a.y < b.y ? 1 : -1) : turns;
  }, 0);
}
