import sharp, { type Metadata } from 'sharp';
import { type Format, formatOf, isAnimatedPng, PIXELS_MAX } from '../../domain/picture-bytes.ts';
import { unusable } from './inbox-trouble.ts';

export interface Inspected {
  format: Format;
  width: number;
  height: number;
  /** Not so where EXIF says that the pixels must be turned first. */
  upright: boolean;
  hasAlpha: boolean;
}

const SIDE_MAX = 20_000;
/** The longer side by the shorter. */
const ASPECT_MAX = 20;

/**
 * Reads the head of a picture; the pixels are not decoded, so that a small file of absurd size costs nothing. Gateways take still pictures only
 * (gateway.md section 6).
 *
 * @throws Refused `input-unusable` (`not-a-picture`, `too-many-pixels`, `animated`)
 */
export async function inspect(bytes: Buffer): Promise<Inspected> {
  const format = formatOf(bytes);
  if (format === undefined) throw unusable('not-a-picture');
  const about = await metadata(bytes);
  const { width } = about;
  const height = about.pageHeight ?? about.height;
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  if (width * height > PIXELS_MAX || long > SIDE_MAX || long > short * ASPECT_MAX) throw unusable('too-many-pixels');
  if ((about.pages ?? 1) > 1 || (format === 'png' && isAnimatedPng(bytes))) throw unusable('animated');
  return { format, width, height, upright: (about.orientation ?? 1) === 1, hasAlpha: about.hasAlpha };
}

async function metadata(bytes: Buffer): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw unusable('not-a-picture', error);
  }
}
