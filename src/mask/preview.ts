import { drawn, open, pictureHead, within } from './picture.ts';

const SIDE_MAX = 800;

/** Stripes of two colours, RGB and opacity: on whatever picture, and to whatever eye, one of them stands out. */
const STRIPES = [
  [236, 0, 140, 0.62],
  [255, 255, 255, 0.5],
] as const;
const STRIPE_PIXELS = 8;

/**
 * A picture, small, on which what a mask repaints is striped.
 * @throws Refused `input-unusable`
 */
export async function previewOf(picture: Buffer, mask: Buffer): Promise<{ bytes: Buffer; type: string }> {
  const { upright } = await pictureHead(picture);
  const size = within(SIDE_MAX, upright);
  const fill = { ...size, fit: 'fill' } as const;
  return await drawn(async () => {
    const selected = await open(mask).resize(fill).toColourspace('b-w').raw().toBuffer();
    return await open(picture)
      .autoOrient()
      .resize(fill)
      .flatten({ background: '#ffffff' })
      .composite([{ input: tint(selected, size.width), raw: { ...size, channels: 4 } }])
      .jpeg({ quality: 85 })
      .toBuffer();
  });
}

/** RGBA. @param selected one byte a pixel: how much of it is repainted */
function tint(selected: Buffer, width: number): Buffer {
  const layer = Buffer.alloc(selected.length * 4);
  for (const [at, part] of selected.entries()) {
    const diagonal = (at % width) + Math.floor(at / width);
    const [red, green, blue, opacity] = STRIPES[Math.floor(diagonal / STRIPE_PIXELS) % 2 === 0 ? 0 : 1];
    layer.set([red, green, blue, Math.round(part * opacity)], at * 4);
  }
  return layer;
}
