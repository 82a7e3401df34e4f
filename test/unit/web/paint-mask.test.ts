import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { load, type Mask } from './paint-modules.ts';

const { Mask: MaskClass } = await load('mask.js');
const { encodeMask } = await load('png.js');
const { beginGesture } = await load('tools.js');

const SIZE = { width: 41, height: 31 };

interface Act {
  kind: 'brush' | 'rectangle' | 'lasso' | 'eraser' | 'invert' | 'clear' | 'undo' | 'redo' | 'dropped';
  points: { x: number; y: number }[];
  remove: boolean;
}
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('brush', 'rectangle', 'lasso', 'eraser', 'invert', 'clear', 'undo', 'redo', 'dropped'),
  points: fc.array(
    fc.record({ x: fc.double({ min: -5, max: 45, noNaN: true }), y: fc.double({ min: -5, max: 35, noNaN: true }) }),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
  remove: fc.boolean(),
});

function perform(mask: Mask, { kind, points, remove }: Act): void {
  if (kind === 'undo' || kind === 'redo') mask[kind]();
  else if (kind === 'invert' || kind === 'clear') mask[kind]();
  else {
    const [at = { x: 0, y: 0 }, ...rest] = points;
    const gesture = beginGesture(mask, kind === 'dropped' ? 'brush' : kind, { at, diameter: 9, remove });
    gesture.move(rest);
    if (kind === 'dropped') gesture.cancel();
    else gesture.end();
  }
}

const count = (mask: Mask) => mask.pixels.reduce((sum, pixel) => sum + pixel, 0);

test('whatever is done: the count is right, undoing all gives an empty mask, redoing all the same one', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      const mask = new MaskClass(SIZE);
      for (const each of acts) {
        const before = mask.pixels.slice();
        perform(mask, each);
        expect(mask.chosen).toBe(count(mask));
        if (each.kind === 'dropped') expect(mask.pixels).toEqual(before);
      }
      const last = mask.pixels.slice();
      let steps = 0;
      while (mask.undo()) steps++;
      expect(mask.chosen).toBe(0);
      expect(mask.pixels).not.toContain(1);
      // What was undone before is redone as well, and was not the last.
      while (steps-- > 0) mask.redo();
      expect(mask.pixels).toEqual(last);
    }),
  );
});

test('those who watch hear of every pixel that changed, and of no other', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      const mask = new MaskClass(SIZE);
      const seen = new Uint8Array(mask.pixels.length);
      mask.watch((y, from, to) => {
        for (let x = from; x < to; x++) seen[y * SIZE.width + x] = 1 - (seen[y * SIZE.width + x] ?? 0);
      });
      for (const each of acts) perform(mask, each);
      expect(seen).toEqual(mask.pixels);
    }),
  );
});

describe('undo', () => {
  const rectangle = (mask: Mask, x: number) => {
    beginGesture(mask, 'rectangle', { at: { x, y: 0 }, diameter: 1, remove: false }).end();
    const gesture = beginGesture(mask, 'rectangle', { at: { x, y: 0 }, diameter: 1, remove: false });
    gesture.move([{ x: x + 2, y: 2 }]);
    gesture.end();
  };

  test('is one step for a gesture, and none for one that changed nothing', () => {
    const mask = new MaskClass(SIZE);
    rectangle(mask, 3);
    rectangle(mask, 3);
    expect(mask.chosen).toBe(4);
    mask.undo();
    expect([mask.chosen, mask.canUndo, mask.canRedo]).toEqual([0, false, true]);
  });

  test('forgets what was undone once something else is done', () => {
    const mask = new MaskClass(SIZE);
    rectangle(mask, 3);
    mask.undo();
    rectangle(mask, 9);
    expect([mask.canRedo, mask.redo(), mask.chosen]).toEqual([false, false, 4]);
  });

  test('gives up the oldest once all takes more than 16 MiB', () => {
    // So many rows that each action takes 800 kB.
    const mask = new MaskClass({ width: 6, height: 100_000 });
    for (let i = 0; i < 61; i++) mask.invert();
    let steps = 0;
    while (mask.undo()) steps++;
    expect(steps).toBe(Math.floor((16 * 1024 * 1024) / 800_000));
    expect(mask.chosen).toBe(steps % 2 === 0 ? mask.pixels.length : 0);
  });
});

describe('the PNG', () => {
  test('is opaque, of one bit a pixel, and holds exactly the mask', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 40 }),
        fc.infiniteStream(fc.boolean()),
        async (width, height, stream) => {
          const pixels = Uint8Array.from({ length: width * height }, () => (stream.next().value === true ? 1 : 0));
          const png = Buffer.from(await (await encodeMask({ width, height, pixels })).arrayBuffer());
          const { format, hasAlpha, bitsPerSample, ...size } = await sharp(png).metadata();
          expect({ format, hasAlpha, bitsPerSample, width: size.width, height: size.height }).toEqual({
            format: 'png',
            hasAlpha: false,
            bitsPerSample: 1,
            width,
            height,
          });
          const raw = await sharp(png).toColourspace('b-w').raw().toBuffer();
          expect([...raw]).toEqual([...pixels].map((pixel) => pixel * 255));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of the largest picture fits into a request many times', async () => {
    const side = 4096;
    // The worst that can be painted is far tamer than this: every second line.
    const pixels = new Uint8Array(side * side).map((_, i) => (i >> 12) & 1);
    const png = await encodeMask({ width: side, height: side, pixels });
    expect(png.type).toBe('image/png');
    expect(png.size).toBeLessThan(1 << 20);
  });
});
