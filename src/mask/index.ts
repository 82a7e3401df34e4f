import { gridOver } from './grid.ts';
import { maskOfCells, maskOfFile, maskOfPainter, shareOf } from './mask.ts';
import { decoding, pictureHead, type Size } from './picture.ts';
import { previewOf } from './preview.ts';

export { createSheets } from './sheet.ts';

/** Makes masks in the gateway's form: an opaque PNG, black = keep, white = repaint, exactly the size of the picture. */
export interface Masks {
  /** As the picture is shown: EXIF orientation is respected. @throws Refused `input-unusable` when it is no picture, or has too many pixels */
  size(picture: Buffer): Promise<Size>;
  /** Of chosen cells of the grid, 1 to 16. @throws UserMistake `mask-full` when all are chosen, `mask-empty` when none is */
  ofCells(cells: readonly number[], size: Size): Promise<Buffer>;
  /**
   * Of any still picture that a person painted: what is white or nearly so, or transparent, becomes repaint; all else keep. Resized to `size`.
   * @throws UserMistake `mask-empty`, `mask-full`, `mask-unreadable`, `mask-too-large` (20 MB, 100 megapixels)
   */
  ofFile(bytes: Buffer, size: Size): Promise<Buffer>;
  /**
   * Of what the painter page sent: a PNG of exactly that size; greys become black or white.
   * @throws UserMistake `mask-not-png`, `mask-size`, and as `ofFile`
   */
  ofPainter(bytes: Buffer, size: Size): Promise<Buffer>;
  /** How much of a mask is repainted, 0 to 1. */
  share(mask: Buffer): Promise<number>;
  /** A picture with the numbered 4 x 4 grid drawn over it, at most 2000 pixels a side. @throws Refused `input-unusable` */
  grid(picture: Buffer): Promise<{ bytes: Buffer; type: string }>;
  /** A picture on which what is repainted is striped, at most 800 pixels a side. @throws Refused `input-unusable` */
  preview(picture: Buffer, mask: Buffer): Promise<{ bytes: Buffer; type: string }>;
}

/** Every mistake names the field `mask`. Decodes at most two pictures at the same time. */
export function createMasks(): Masks {
  return {
    size: async (picture) => {
      const { upright } = await pictureHead(picture);
      return upright;
    },
    ofCells: (cells, size) => decoding(() => maskOfCells(cells, size)),
    ofFile: (bytes, size) => decoding(() => maskOfFile(bytes, size)),
    ofPainter: (bytes, size) => decoding(() => maskOfPainter(bytes, size)),
    share: (mask) => decoding(() => shareOf(mask)),
    grid: (picture) => decoding(() => gridOver(picture)),
    preview: (picture, mask) => decoding(() => previewOf(picture, mask)),
  };
}
