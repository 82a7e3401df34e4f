/** A process of its own that makes fifteen large masks at once, and prints by how many MB its memory grew meanwhile. */
import sharp from 'sharp';
import { createMasks } from '../../../src/mask/index.ts';

/** Of the process at its highest, in MB; it never falls. */
const peak = () => process.resourceUsage().maxRSS / 1024;

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

process.stdout.write(JSON.stringify({ sizes: made.map((bytes) => bytes.length), grewMb: peak() - before }));
