import sharp from 'sharp';

/** How a JPEG begins. */
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
/** A preview is looked at in a message. */
const WIDEST = 640;
const FRAME_MS = 100;

/**
 * A Motion JPEG film, which is what the stand-in gateway draws and few browsers play, as a moving WebP.
 *
 * @returns undefined when the film is of another kind
 */
export async function previewOf(film: Uint8Array): Promise<Buffer | undefined> {
  const frames = framesOf(Buffer.from(film.buffer, film.byteOffset, film.byteLength));
  if (frames.length === 0) return undefined;
  try {
    const small = await Promise.all(
      frames.map((frame) => sharp(frame).resize({ width: WIDEST, withoutEnlargement: true }).png().toBuffer()),
    );
    return await sharp(small, small.length > 1 ? { join: { animated: true } } : {})
      .webp({ quality: 80, loop: 0, delay: small.map(() => FRAME_MS) })
      .toBuffer();
  } catch {
    // The three bytes also stand in films of other kinds, by chance.
    return undefined;
  }
}

function framesOf(film: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = film.indexOf(JPEG); at !== -1; at = film.indexOf(JPEG, at + JPEG.length)) starts.push(at);
  return starts.map((start, index) => film.subarray(start, starts[index + 1] ?? film.length));
}
