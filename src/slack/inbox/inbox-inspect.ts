import sharp, { type Metadata } from 'sharp';
import { PIXELS_MAX } from '../decoding.ts';
import { unusable } from './inbox-trouble.ts';

/** What a handed picture may be. Others that people call pictures (svg, heic, tiff, psd) no one here decodes. */
export type Format = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';

export interface Inspected {
  format: Format;
  width: number;
  height: number;
  /** Not so where EXIF says that the pixels must be turned first. */
  upright: boolean;
  hasAlpha: boolean;
}

/** How many bytes tell a format. */
export const SNIFF_BYTES = 16;
const SIDE_MAX = 20_000;
/** The longer side by the shorter. */
const ASPECT_MAX = 20;

/** The format by the first bytes, whatever the file is called. */
export function formatOf(bytes: Buffer): Format | undefined {
  const head = bytes.toString('latin1', 0, SNIFF_BYTES);
  if (head.startsWith('\x89PNG\r\n\x1A\n')) return 'png';
  if (head.startsWith('\xFF\xD8\xFF')) return 'jpeg';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  if (/^RIFF.{4}WEBP/s.test(head)) return 'webp';
  return /^.{4}ftypavi[fs]/s.test(head) ? 'avif' : undefined;
}

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

/** An `acTL` chunk of more than one frame before the pixels. libvips reads the first frame and says nothing. Source: PNG, third edition, 11.3.6.1. */
function isAnimatedPng(bytes: Buffer): boolean {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return bytes.readUInt32BE(at + 8) > 1;
    if (type === 'IDAT') return false;
  }
  return false;
}
