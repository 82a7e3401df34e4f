import sharp, { type Metadata } from 'sharp';
import { Refused } from '../../domain/errors.ts';
import { PIXELS_MAX } from '../../domain/picture-bytes.ts';
import { decoding } from '../decoding.ts';

export interface RawPicture {
  bytes: Buffer;
  /** As its sender called it; what the bytes say counts. */
  type: string;
}
export interface PreparedPicture extends RawPicture {
  /** Pixels; 0 for a film. */
  width: number;
  height: number;
}

/**
 * What Slack shows as a picture in a message (slack.md section 3): png, jpeg, gif. How large is undocumented. These bounds are ours: they
 * let every picture of Midjourney through untouched (the largest, a 4x upscale of a grid, is 8192 x 8192).
 */
const SHOWN: ReadonlySet<string> = new Set(['png', 'jpeg', 'gif']);
const SIDE_MAX = 10_000;
const BYTES_MAX = 50 * 1024 * 1024;
/** Beyond this a png of a photograph becomes too large to be sent about; a jpeg of this quality is not told from it by eye. */
const PNG_PIXELS_MAX = 17_000_000;
const JPEG_QUALITY = 95;
/** All frames of an animation together; a longer one is shown by its first frame. */
const ANIMATION_PIXELS_MAX = 60_000_000;

/**
 * Makes the function that turns a downloaded picture into one that Slack can show. It decodes in its turn (`decoding.ts`).
 *
 * png, jpeg and gif pass through byte for byte, and so do films. Everything else (webp, avif, tiff ...) becomes a png, which loses nothing;
 * a very large one without transparency a jpeg; an animation a gif. What is larger than Slack's bounds is scaled down.
 *
 * @throws Refused `picture-unusable` with reason `not-a-picture` or `too-large`
 */
export function createPrepare(): (picture: RawPicture) => Promise<PreparedPicture> {
  return async (picture) => {
    if (picture.type.startsWith('video/')) return { ...picture, width: 0, height: 0 };
    return await decoding(async () => await prepare(picture));
  };
}

async function prepare({ bytes }: RawPicture): Promise<PreparedPicture> {
  const about = await read(bytes);
  const { width, height } = sizeOf(about);
  if (width * height > PIXELS_MAX) throw new Refused('picture', 'picture-unusable', 'too-large');
  const fits = Math.max(width, height) <= SIDE_MAX && bytes.byteLength <= BYTES_MAX;
  if (SHOWN.has(about.format) && fits) return { bytes, type: `image/${about.format}`, width, height };
  try {
    const frames = about.pages ?? 1;
    const animated = frames > 1 && width * height * frames <= ANIMATION_PIXELS_MAX;
    return await encode(bytes, about, animated);
  } catch (error) {
    throw new Refused('picture', 'picture-unusable', 'not-a-picture', { cause: error });
  }
}

async function encode(bytes: Buffer, about: Metadata, animated: boolean): Promise<PreparedPicture> {
  const upright = sharp(bytes, { animated, limitInputPixels: PIXELS_MAX }).autoOrient();
  const scaled = upright.resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'inside', withoutEnlargement: true });
  const { width, height } = sizeOf(about);
  const asPng = about.hasAlpha || (width * height <= PNG_PIXELS_MAX && bytes.byteLength <= BYTES_MAX);
  const encoded = animated
    ? scaled.gif()
    : asPng
      ? scaled.png()
      : scaled.jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
  return { bytes: data, type: `image/${info.format}`, width: info.width, height: info.pageHeight ?? info.height };
}

async function read(bytes: Buffer): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw new Refused('picture', 'picture-unusable', 'not-a-picture', { cause: error });
  }
}

/** Of one frame. */
function sizeOf(about: Metadata): { width: number; height: number } {
  return { width: about.width, height: about.pageHeight ?? about.height };
}
