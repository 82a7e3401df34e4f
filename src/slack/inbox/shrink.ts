import sharp, { type Sharp } from 'sharp';
import { PIXELS_MAX } from '../../domain/picture-bytes.ts';
import { decoding } from '../decoding.ts';
import { type Inspected, inspect } from './inbox-inspect.ts';
import { unusable } from './inbox-trouble.ts';

export interface Shrunk {
  bytes: Buffer;
  type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';
}

/** Of the file, before base64. Source: gateway.md section 6, "Upload limits". */
const BYTES_MAX = 4 * 1024 * 1024;
/** What the gateway takes (same place). */
const TAKEN = { jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp' } as const;
/** A jpeg of more pixels never fits at a quality worth having, so encoding it in full size is spared. */
const FULL_SIZE_PIXELS_MAX = 33_000_000;

/** One way to encode: `side` bounds the longer side, in pixels; without it the size stays. */
interface Attempt {
  side?: number;
  quality?: number;
}
/** From what no eye tells from the original to what always fits. */
const JPEGS: readonly Attempt[] = [
  { quality: 92 },
  { quality: 85 },
  { side: 3072, quality: 92 },
  { side: 3072, quality: 85 },
  { side: 2048, quality: 90 },
  { side: 2048, quality: 70 },
];
/** What is transparent stays so, at the cost of size. */
const TRANSPARENT: readonly Attempt[] = [{ side: 3072 }, { side: 2048 }, { side: 1536 }, { side: 1024 }, { side: 768 }];

/**
 * Makes a picture fit for the gateway: upright, still, jpeg, png, gif or webp, at most 4 MB. One that is so already comes back byte for byte.
 *
 * A png stays one as long as it fits, because a mask must not be touched by jpeg's blur; so does everything that has transparent parts.
 * The rest becomes a jpeg: first in its full size, then in a smaller one. Decodes in its turn (`decoding.ts`); writes nothing to disk.
 *
 * @throws Refused `input-unusable` (`not-a-picture`, `too-many-pixels`, `animated`)
 */
export async function shrink(bytes: Buffer): Promise<Shrunk> {
  const about = await inspect(bytes);
  if (about.format !== 'avif' && about.upright && bytes.length <= BYTES_MAX)
    return { bytes, type: TAKEN[about.format] };
  return await decoding(async () => {
    try {
      return await encode(bytes, about);
    } catch (error) {
      throw unusable('not-a-picture', error);
    }
  });
}

async function encode(bytes: Buffer, about: Inspected): Promise<Shrunk> {
  const lossless = about.format === 'png' || about.format === 'gif' || about.hasAlpha;
  if (lossless) {
    const png = await asPng(bytes, {});
    if (png.length <= BYTES_MAX) return { bytes: png, type: 'image/png' };
  }
  // Many programs write an alpha channel in which nothing is transparent.
  const transparent = about.hasAlpha && !(await sharp(bytes, { limitInputPixels: PIXELS_MAX }).stats()).isOpaque;
  return transparent
    ? { bytes: await firstThatFits(attemptsFor(about, TRANSPARENT), (way) => asPng(bytes, way)), type: 'image/png' }
    : { bytes: await firstThatFits(attemptsFor(about, JPEGS), (way) => asJpeg(bytes, way)), type: 'image/jpeg' };
}

/** Those that make a difference; the last stays in any case. */
function attemptsFor(about: Inspected, attempts: readonly Attempt[]): Attempt[] {
  const long = Math.max(about.width, about.height);
  return attempts.filter(({ side }, at) => {
    if (at === attempts.length - 1) return true;
    return side === undefined ? about.width * about.height <= FULL_SIZE_PIXELS_MAX : side < long;
  });
}

/** @returns what the first attempt within the limit gave, or else what the last gave, which is made to be within it */
async function firstThatFits(attempts: readonly Attempt[], run: (way: Attempt) => Promise<Buffer>): Promise<Buffer> {
  let made: Buffer = Buffer.alloc(0);
  for (const way of attempts) {
    made = await run(way);
    if (made.length <= BYTES_MAX) break;
  }
  return made;
}

async function asJpeg(bytes: Buffer, { side, quality = 92 }: Attempt): Promise<Buffer> {
  const chromaSubsampling = quality >= 90 ? '4:4:4' : '4:2:0';
  // Better tables would save a tenth of the bytes, and need all coefficients at once: 200 MB for 16 megapixels.
  return await upright(bytes, side).jpeg({ quality, chromaSubsampling, optimiseCoding: false }).toBuffer();
}

async function asPng(bytes: Buffer, { side }: Attempt): Promise<Buffer> {
  return await upright(bytes, side).png().toBuffer();
}

/** Metadata is left behind, and colours become sRGB. A picture with a small flaw is taken as viewers take it. */
function upright(bytes: Buffer, side: number | undefined): Sharp {
  const turned = sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error' }).autoOrient();
  return side === undefined
    ? turned
    : turned.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
}
