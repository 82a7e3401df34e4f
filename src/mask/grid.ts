import { GRID_CELLS, GRID_SIDE } from '../domain/step.ts';
import { badge } from './digits.ts';
import { drawn, open, pictureHead, type Size, within } from './picture.ts';

/** Pixels; a modal shows far fewer, and a person may open the picture. */
const SIDE_MAX = 2000;

/** Where the `index`th of the five borders lies on a side of that many pixels. Neighbouring cells share it, so that the cells tile. */
export function border(index: number, length: number): number {
  return Math.round((index * length) / GRID_SIDE);
}

/**
 * A picture with the numbered grid over it. Lines and numbers are light on a dark ground of their own, so that they read on any picture.
 * @throws Refused `input-unusable`
 */
export async function gridOver(picture: Buffer): Promise<{ bytes: Buffer; type: string }> {
  const { upright } = await pictureHead(picture);
  const size = within(SIDE_MAX, upright);
  return await drawn(() =>
    open(picture)
      .autoOrient()
      .resize({ ...size, fit: 'fill' })
      .flatten({ background: '#ffffff' })
      .composite([{ input: Buffer.from(drawing(upright, size)) }])
      .jpeg({ quality: 85 })
      .toBuffer(),
  );
}

/** Shapes only: a bare Debian has no font that a text could be drawn in. */
function drawing(upright: Size, { width, height }: Size): string {
  const xs = borders(upright.width, width);
  const ys = borders(upright.height, height);
  const cell = Math.min(width, height) / GRID_SIDE;
  const line = Math.max(1, cell / 100);
  const lines = [
    ...xs.slice(1, -1).map((x) => `M${x} 0V${height}`),
    ...ys.slice(1, -1).map((y) => `M0 ${y}H${width}`),
  ].join('');
  const labels = Array.from({ length: GRID_CELLS }, (_, at) =>
    badge(at + 1, xs[at % GRID_SIDE] ?? 0, ys[Math.floor(at / GRID_SIDE)] ?? 0, cell),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="none" stroke-linecap="round" stroke-linejoin="round">
    <path d="${lines}" stroke="#000" stroke-opacity=".55" stroke-width="${line * 3}"/>
    <path d="${lines}" stroke="#fff" stroke-width="${line}"/>
    ${labels.join('')}
  </svg>`;
}

function borders(length: number, shown: number): number[] {
  return Array.from({ length: GRID_SIDE + 1 }, (_, index) => (border(index, length) * shown) / length);
}
