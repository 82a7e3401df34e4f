import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { painter } from '../../../src/domain/messages.en.painter.ts';
import { load } from './paint-modules.ts';

const { fit, keepInSight, reveal, toPicture, toStage, zoomAt } = await load('view.js');
const { adviceText, readWords, shareText } = await load('words.js');

const STAGE = { width: 390, height: 420 };
const side = fc.integer({ min: 64, max: 8192 });
const picture = fc.record({ width: side, height: side });
const place = fc.record({ x: fc.integer({ min: 0, max: 390 }), y: fc.integer({ min: 0, max: 420 }) });

test('a picture that fits lies in the middle with its margin, whole', () => {
  fc.assert(
    fc.property(picture, (size) => {
      const view = fit(STAGE, size, 16);
      const corner = toStage(view, { x: size.width, y: size.height });
      expect(view.x).toBeGreaterThanOrEqual(16 - 1e-6);
      expect(view.y).toBeGreaterThanOrEqual(16 - 1e-6);
      expect(corner.x + view.x).toBeCloseTo(STAGE.width);
      expect(corner.y + view.y).toBeCloseTo(STAGE.height);
    }),
  );
});

test('zooming leaves the point under the pointer where it is, within bounds', () => {
  fc.assert(
    fc.property(picture, place, fc.double({ min: 0.01, max: 100, noNaN: true }), (size, at, factor) => {
      const before = fit(STAGE, size, 16);
      const after = zoomAt(before, at, factor, before.scale);
      const was = toPicture(before, at);
      const is = toPicture(after, at);
      expect(is.x).toBeCloseTo(was.x, 4);
      expect(is.y).toBeCloseTo(was.y, 4);
      expect(after.scale).toBeGreaterThanOrEqual(before.scale / 2);
      expect(after.scale).toBeLessThanOrEqual(24);
    }),
  );
});

test('the picture cannot be lost from sight', () => {
  const far = fc.integer({ min: -100_000, max: 100_000 });
  fc.assert(
    fc.property(picture, far, far, fc.double({ min: 0.05, max: 20, noNaN: true }), (size, x, y, scale) => {
      const view = keepInSight({ scale, x, y }, STAGE, size);
      const end = toStage(view, { x: size.width, y: size.height });
      expect(view.x).toBeLessThanOrEqual(STAGE.width - 48);
      expect(view.y).toBeLessThanOrEqual(STAGE.height - 48);
      expect(end.x).toBeGreaterThanOrEqual(48 - 1e-6);
      expect(end.y).toBeGreaterThanOrEqual(48 - 1e-6);
    }),
  );
});

test('a point that is to be seen is seen afterwards, and nothing moves when it was', () => {
  const far = fc.integer({ min: -5000, max: 5000 });
  fc.assert(
    fc.property(far, far, place, (x, y, seen) => {
      const view = { scale: 3, x: 0, y: 0 };
      const at = toStage(reveal(view, { x, y }, STAGE, 24), { x, y });
      expect(at.x >= 24 && at.x <= 366 && at.y >= 24 && at.y <= 396).toBe(true);
      const inside = toPicture(view, {
        x: Math.min(366, Math.max(24, seen.x)),
        y: Math.min(396, Math.max(24, seen.y)),
      });
      expect(reveal(view, inside, STAGE, 24)).toEqual(view);
    }),
  );
});

describe('the share in words', () => {
  const words = readWords(JSON.stringify(painter.live));

  test.each([
    [0, '0 % selected', painter.live.adviceNone],
    [0.000_001, 'under 1 % selected', painter.live.adviceLittle],
    [0.199, '20 % selected', painter.live.adviceLittle],
    [0.2, '20 % selected', painter.live.adviceGood],
    [0.5, '50 % selected', painter.live.adviceGood],
    [0.51, '51 % selected', painter.live.adviceMuch],
    [0.9999, '99 % selected', painter.live.adviceMuch],
    [1, '100 % selected', painter.live.adviceAll],
  ])('%d is %s', (share, text, advice) => {
    expect(shareText(words, share)).toBe(text);
    expect(adviceText(words, share)).toBe(advice);
  });

  test('the page knows the names of the catalogue, and no others', () => {
    const code = readFileSync(new URL('../../../src/web/paint/static/js/words.js', import.meta.url), 'utf8');
    const type = /@typedef \{([^}]*)\} WordName/.exec(code)?.[1] ?? '';
    const names = [...type.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);

    expect(names.toSorted()).toEqual(Object.keys(painter.live).toSorted());
  });
});
