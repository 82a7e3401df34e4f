import sharp from 'sharp';
import { Refused } from '../domain/errors.ts';
import { badge } from './digits.ts';
import { decoding, drawn, headOf, open, type Size } from './picture.ts';

/** Pixels; Slack shows far fewer, and a person may open it. */
const SIDE_MAX = 2000;
/** A grid of Midjourney's is hardly larger. */
const CELL_MAX = 1000;
/** Between two pictures, as a part of a cell. */
const GAP = 0.012;
/** Pictures that are longer leave some of their cell empty. */
const RATIO_MAX = 2;
const GROUND = '#1a1d21';

interface Tile {
  input: Buffer;
  left: number;
  top: number;
}

/** So many columns and rows of cells, of that size. */
interface Layout {
  columns: number;
  rows: number;
  cell: Size;
}

/** Draws contact sheets. */
export interface Sheets {
  /**
   * One picture of all of them, each with its number, at most 2000 pixels a side. They are taken one at a time and made small before the next is
   * taken, so that no more than one is held. One that is no picture is left out.
   *
   * @param count how many there are at most; the first one's shape is that of the cells
   * @throws Refused `input-unusable` when there is none; what taking one throws
   */
  sheet(
    pictures: AsyncIterable<{ number: number; bytes: Buffer }>,
    count: number,
  ): Promise<{ bytes: Buffer; type: string }>;
}

/** Decodes in the same queue of two as masks. */
export function createSheets(): Sheets {
  return {
    async sheet(pictures, count) {
      const tiles: Tile[] = [];
      const badges: string[] = [];
      let layout: Layout | undefined;
      for await (const { number, bytes } of pictures) {
        const head = await headOf(bytes);
        if (typeof head === 'string') continue;
        const cells = layout ?? layoutOf(count, head.upright);
        layout = cells;
        const corner = cornerOf(tiles.length, cells);
        const tile = await decoding(() => tileOf(bytes, corner, cells.cell)).catch(() => undefined);
        if (tile === undefined) continue;
        tiles.push(tile);
        badges.push(badge(number, tile.left, tile.top, Math.min(cells.cell.width, cells.cell.height) * 0.6));
      }
      if (layout === undefined || tiles.length === 0) throw new Refused('picture', 'input-unusable', 'not-a-picture');
      const { width, height } = sizeOf(layout);
      const numbers = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="none" stroke-linecap="round" stroke-linejoin="round">${badges.join('')}</svg>`;
      return await decoding(() =>
        drawn(() => composed({ width, height }, [...tiles, { input: Buffer.from(numbers), left: 0, top: 0 }])),
      );
    },
  };
}

/** The number of columns with which the cells are largest. */
function layoutOf(count: number, first: Size): Layout {
  const ratio = Math.min(RATIO_MAX, Math.max(1 / RATIO_MAX, first.width / first.height));
  const layouts = Array.from({ length: Math.max(1, count) }, (_, at): Layout => {
    const columns = at + 1;
    const rows = Math.ceil(count / columns);
    const width = Math.min(SIDE_MAX / columns, (SIDE_MAX / rows) * ratio, CELL_MAX, CELL_MAX * ratio);
    return { columns, rows, cell: { width: Math.floor(width), height: Math.floor(width / ratio) } };
  });
  return layouts.reduce((best, one) => (one.cell.width > best.cell.width ? one : best));
}

function sizeOf({ columns, rows, cell }: Layout): Size {
  return { width: columns * cell.width, height: rows * cell.height };
}

function cornerOf(place: number, { columns, cell }: Layout): { left: number; top: number } {
  return { left: (place % columns) * cell.width, top: Math.floor(place / columns) * cell.height };
}

/** The picture, small, in the middle of its cell. */
async function tileOf(bytes: Buffer, { left, top }: { left: number; top: number }, cell: Size): Promise<Tile> {
  const gap = Math.ceil(Math.min(cell.width, cell.height) * GAP);
  const { data, info } = await open(bytes)
    .autoOrient()
    .resize({ width: cell.width - 2 * gap, height: cell.height - 2 * gap, fit: 'inside' })
    .flatten({ background: '#ffffff' })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  return {
    input: data,
    left: left + Math.floor((cell.width - info.width) / 2),
    top: top + Math.floor((cell.height - info.height) / 2),
  };
}

function composed(size: Size, tiles: readonly Tile[]): Promise<Buffer> {
  return sharp({ create: { ...size, channels: 3, background: GROUND } })
    .composite([...tiles])
    .jpeg({ quality: 85 })
    .toBuffer();
}
