import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createMasks } from '../../../src/mask/index.ts';

/** Of the process at its highest, in MB; it never falls. */
const peak = () => process.resourceUsage().maxRSS / 1024;

test('fifteen large masks at once do not take fifteen times the memory of one', async () => {
  const masks = createMasks();
  const size = { width: 4096, height: 4096 };
  const painted = await masks.ofCells([1, 6], size);
  const photo = await sharp(painted).jpeg().toBuffer();
  const before = peak();

  const made = await Promise.all([
    ...Array.from({ length: 3 }, () => masks.ofPainter(painted, size)),
    ...Array.from({ length: 3 }, () => masks.ofFile(photo, size)),
    ...Array.from({ length: 3 }, () => masks.ofCells([1, 6], size)),
    ...Array.from({ length: 3 }, async () => (await masks.grid(photo)).bytes),
    ...Array.from({ length: 3 }, async () => (await masks.preview(photo, painted)).bytes),
  ]);

  expect(made.every((bytes) => bytes.length > 1000)).toBe(true);
  // Decoded, the picture is 50 MB, and fifteen of them 750.
  expect(peak() - before).toBeLessThan(350);
});
