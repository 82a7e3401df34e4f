import sharp from 'sharp';
import type { Picture } from '../pictures/picture.ts';

/**
 * A picture sent as a data URL, or null when it is none: wrong prefix, bad base64, or bytes that are no picture
 * (the real ones notice the last only later).
 */
export async function pictureFrom(value: unknown): Promise<Extract<Picture, { shape: 'upload' }> | null> {
  const [, type, base64] =
    typeof value === 'string'
      ? (/^data:(image\/(?:png|jpeg|jpg|webp|gif));base64,([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [])
      : [];
  if (type === undefined || base64 === undefined) return null;
  const bytes = Buffer.from(base64, 'base64');
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { shape: 'upload', bytes, type, width, height };
  } catch {
    return null;
  }
}

/** Whether a value is an array of pictures as imagine takes them: trueai takes links and bare base64 besides (gateway.md 1.4). */
export async function arePictures(value: unknown, isGenerous: boolean): Promise<boolean> {
  if (!Array.isArray(value)) return false;
  if (!isGenerous) return (await picturesFrom(value)) !== null;
  const links = /^https?:\/\//;
  const rest = value.filter((each) => !(typeof each === 'string' && links.test(each)));
  return (
    (await picturesFrom(
      rest.map((each) =>
        typeof each === 'string' && !each.startsWith('data:') ? `data:image/png;base64,${each}` : each,
      ),
    )) !== null
  );
}

/** All of them, or null when one is none or the value is no array. */
export async function picturesFrom(value: unknown): Promise<Extract<Picture, { shape: 'upload' }>[] | null> {
  if (!Array.isArray(value)) return null;
  const pictures = [];
  for (const each of value) {
    const picture = await pictureFrom(each);
    if (picture === null) return null;
    pictures.push(picture);
  }
  return pictures;
}

/**
 * What is wrong with a mask, or null. It must be a PNG under exactly that prefix, opaque, of pure black and white with
 * some of both, as large as the picture being edited (gateway.md 3.3).
 */
export async function faultOfMask(
  value: string,
  size: { readonly width: number; readonly height: number },
): Promise<string | null> {
  const bytes = maskBytes(value);
  if (bytes === null) return 'the mask is not "data:image/png;base64," and base64';
  try {
    const image = sharp(bytes);
    const { format, width, height } = await image.metadata();
    if (format !== 'png') return `the mask is ${format}, not PNG`;
    if (width !== size.width || height !== size.height) {
      return `the mask is ${width}x${height}, the picture ${size.width}x${size.height}`;
    }
    return faultOfPixels(await image.ensureAlpha().toColourspace('srgb').raw().toBuffer());
  } catch {
    return 'the mask is no PNG';
  }
}

const MASK = /^data:image\/png;base64,([A-Za-z0-9+/]+={0,2})$/;

/** The bytes of a mask as it is sent, or null when it is no string of that form. */
export function maskBytes(value: unknown): Buffer | null {
  const base64 = typeof value === 'string' ? MASK.exec(value)?.[1] : undefined;
  return base64 === undefined ? null : Buffer.from(base64, 'base64');
}

function faultOfPixels(rgba: Buffer): string | null {
  let white = false;
  let black = false;
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at + 3] !== 255) return 'the mask is not opaque';
    const value = rgba[at];
    if ((value !== 0 && value !== 255) || rgba[at + 1] !== value || rgba[at + 2] !== value)
      return 'the mask is not black and white';
    if (value === 255) white = true;
    else black = true;
  }
  if (!white) return 'the mask selects nothing';
  return black ? null : 'the mask selects everything';
}
