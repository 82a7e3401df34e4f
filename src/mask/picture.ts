import pLimit from 'p-limit';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { type PictureTrouble, Refused } from '../domain/errors.ts';
import { type Format, formatOf, isAnimatedPng, PIXELS_MAX } from '../domain/picture-bytes.ts';

// Pictures are seldom the same twice, and a cache of decoded ones is memory that a small machine lacks.
sharp.cache(false);
sharp.concurrency(1);

/** At most two pictures are decoded by this room at the same time: one of 100 megapixels takes some hundred megabytes. */
export const decoding = pLimit(2);

/** In pixels. */
export interface Size {
  width: number;
  height: number;
}

/** What the head of a picture says. */
export interface Head extends Size {
  format: Format;
  /** More than one frame. */
  animated: boolean;
  /** As it is shown: EXIF may say that the pixels must be turned first, and browsers do. */
  upright: Size;
}

/**
 * Reads the head of a picture; no pixel is decoded, so that a small file of absurd size costs nothing.
 *
 * @returns in place of the head, why the picture cannot be used: `not-a-picture`, `too-many-pixels`
 */
export async function headOf(bytes: Buffer): Promise<Head | PictureTrouble> {
  const format = formatOf(bytes);
  if (format === undefined) return 'not-a-picture';
  let about: Metadata;
  try {
    about = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    return 'not-a-picture';
  }
  const size = { width: about.width, height: about.pageHeight ?? about.height };
  if (size.width * size.height > PIXELS_MAX) return 'too-many-pixels';
  const animated = (about.pages ?? 1) > 1 || (format === 'png' && isAnimatedPng(bytes));
  const isTurned = (about.orientation ?? 1) >= 5;
  return { ...size, format, animated, upright: isTurned ? { width: size.height, height: size.width } : size };
}

/**
 * The head of a picture of ours, the one that is painted on.
 * @throws Refused `input-unusable` with the trouble as its reason
 */
export async function pictureHead(bytes: Buffer): Promise<Head> {
  const head = await headOf(bytes);
  if (typeof head === 'string') throw unusable(head);
  return head;
}

/**
 * Draws on a picture of ours.
 * @throws Refused `input-unusable` where its pixels cannot be read
 */
export async function drawn(work: () => Promise<Buffer>): Promise<{ bytes: Buffer; type: 'image/jpeg' }> {
  try {
    return { bytes: await work(), type: 'image/jpeg' };
  } catch (error) {
    throw unusable('not-a-picture', error);
  }
}

function unusable(trouble: PictureTrouble, cause?: unknown): Refused {
  return new Refused('picture', 'input-unusable', trouble, { cause });
}

/** Opens a picture of which the head was read; of an animation, its first frame. One with a small flaw is taken as viewers take it. */
export function open(bytes: Buffer): Sharp {
  return sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error' });
}

/** A size within `side`, of the same shape, never enlarged and at least one pixel. */
export function within(side: number, { width, height }: Size): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
