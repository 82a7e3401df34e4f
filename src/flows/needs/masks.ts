/** Masks, and the page on which they are painted. */

import type { PaintVisit } from '../../domain/paint-visit.ts';

/** Links to the painter, and the masks that were painted. */
export interface Paints {
  /** @returns the id for the link: 128 random bits */
  open(visit: PaintVisit): Promise<string>;
  /** Where the modal is in which the link stands. */
  seat(id: string, viewId: string): Promise<void>;
  /** The prompt that was typed in that modal since. */
  word(id: string, prompt: string): Promise<void>;
  /** Undefined once its time is over. */
  get(id: string): Promise<PaintVisit | undefined>;
  /** Keeps a mask for a day. @returns its id, the same for the same mask of the same link */
  keep(id: string, mask: Buffer): Promise<string>;
  /** True for the first caller: the link is used up from now on. */
  use(id: string): Promise<boolean>;
  /** A kept mask. */
  mask(maskId: string): Promise<Buffer | undefined>;
}

/** A mask or picture in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Makes masks in the gateway's form: an opaque PNG, black = keep, white = repaint, exactly the size of the picture. */
export interface Masks {
  /** @throws Refused `input-unusable` when it is no picture */
  size(picture: Buffer): Promise<Size>;
  /** Of chosen cells of the grid, 1 to 16. @throws UserMistake `mask-full` when all are chosen */
  ofCells(cells: readonly number[], size: Size): Promise<Buffer>;
  /**
   * Of any picture that a person painted: white-ish or transparent becomes repaint, all else keep; resized to `size`.
   * @throws UserMistake `mask-empty`, `mask-full`, `mask-unreadable`
   */
  ofFile(bytes: Buffer, size: Size): Promise<Buffer>;
  /**
   * Of what the painter page sent: it must be a PNG of exactly that size; greys become black or white.
   * @throws UserMistake `mask-not-png`, `mask-size`, `mask-empty`, `mask-full`, `mask-unreadable`
   */
  ofPainter(bytes: Buffer, size: Size): Promise<Buffer>;
  /** How much of a mask is repainted, 0 to 1. */
  share(mask: Buffer): Promise<number>;
  /** A picture with the numbered 4 x 4 grid drawn over it, PNG or JPEG, at most 2000 pixels a side. */
  grid(picture: Buffer): Promise<{ bytes: Buffer; type: string }>;
  /** A picture on which what is repainted is tinted, small, for a modal. */
  preview(picture: Buffer, mask: Buffer): Promise<{ bytes: Buffer; type: string }>;
}

/** Addresses of the painter; undefined where the bot has no public address. */
export interface PainterLinks {
  /** The page. Valid for 30 minutes. */
  page(id: string): string;
  /** A picture of what was painted, for the modal. */
  preview(id: string): string;
}
