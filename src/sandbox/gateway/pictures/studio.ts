import sharp, { type Sharp } from 'sharp';
import { svgOf } from './composition.ts';
import { mp4Of } from './mp4.ts';
import type { Picture } from './picture.ts';
import { panned, type Scene } from './scene.ts';

/** How a picture is asked for: finished, or as the blurred preview of a running task, or as a video file. */
export type Rendition =
  | { readonly as: 'final' }
  | { readonly as: 'video' }
  | { readonly as: 'preview'; readonly part: number };

export interface Drawn {
  readonly bytes: Buffer;
  readonly type: string;
}

const GUTTER = 4;
const PREVIEW_LONGEST = 512;
const CLIP_FRAMES = 8;
const CLIP_FRAME_MS = 120;

/**
 * Draws pictures and remembers the latest ones. Drawing happens in sharp's threads; a picture that several readers
 * ask for at once is drawn once.
 */
export class Studio {
  readonly #drawn = new Map<string, Promise<Drawn>>();
  readonly #keep: number;

  constructor(keep = 64) {
    this.#keep = keep;
  }

  /** `name` must be the same for the same picture and differ for every other one. */
  draw(name: string, picture: Picture, rendition: Rendition): Promise<Drawn> {
    const key = `${name}/${JSON.stringify(rendition)}`;
    const known = this.#drawn.get(key);
    if (known !== undefined) return known;
    const drawing = render(picture, rendition);
    this.#drawn.set(key, drawing);
    const oldest = this.#drawn.keys().next();
    if (this.#drawn.size > this.#keep && !oldest.done) this.#drawn.delete(oldest.value);
    return drawing;
  }
}

async function render(picture: Picture, rendition: Rendition): Promise<Drawn> {
  if (picture.shape === 'upload') return { bytes: picture.bytes, type: picture.type };
  if (rendition.as === 'preview') return preview(picture, rendition.part);
  if (picture.shape === 'clip') return rendition.as === 'video' ? video(picture) : animation(picture);
  const flat = await flatten(picture, picture.width, picture.height);
  return { bytes: await flat.png({ compressionLevel: 6 }).toBuffer(), type: 'image/png' };
}

/** The unfinished picture: coarse blocks that get finer as `part` goes from 0 to 1. */
async function preview(picture: Exclude<Picture, { shape: 'upload' }>, part: number): Promise<Drawn> {
  const scale = Math.min(1, PREVIEW_LONGEST / Math.max(picture.width, picture.height));
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  const blocks = Math.max(10, Math.round(width * (0.02 + part * part * 0.35)));
  const flat = await flatten(picture, width, height);
  const small = await flat
    .resize(blocks, Math.max(10, Math.round((blocks * height) / width)))
    .png()
    .toBuffer();
  const bytes = await sharp(small)
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .blur(0.5 + (1 - part) * 6)
    .webp({ quality: 70 })
    .toBuffer();
  return { bytes, type: 'image/webp' };
}

async function animation(picture: Extract<Picture, { shape: 'clip' }>): Promise<Drawn> {
  const frames = await framesOf(picture);
  const bytes = await sharp(frames, { join: { animated: true } })
    .webp({ loop: 0, delay: frames.map(() => CLIP_FRAME_MS), quality: 70 })
    .toBuffer();
  return { bytes, type: 'image/webp' };
}

async function video(picture: Extract<Picture, { shape: 'clip' }>): Promise<Drawn> {
  const frames = await framesOf(picture);
  const jpegs = await Promise.all(frames.map((frame) => sharp(frame).jpeg({ quality: 80 }).toBuffer()));
  return { bytes: mp4Of(jpegs, picture.width, picture.height, CLIP_FRAME_MS), type: 'video/mp4' };
}

async function framesOf(picture: Extract<Picture, { shape: 'clip' }>): Promise<Buffer[]> {
  return Promise.all(
    Array.from({ length: CLIP_FRAMES }, async (_, frame) => {
      const scenes = picture.scenes.map((scene) => driftedBy(scene, frame / CLIP_FRAMES));
      const flat = await flatten({ ...picture, scenes }, picture.width, picture.height);
      return flat.png().toBuffer();
    }),
  );
}

function driftedBy(scene: Scene, part: number): Scene {
  const target = panned(scene, 'right').view;
  return { ...scene, view: { ...scene.view, x: scene.view.x + (target.width - scene.view.width) * part * 0.3 } };
}

async function flatten(picture: Exclude<Picture, { shape: 'upload' }>, width: number, height: number): Promise<Sharp> {
  const [only, second] = picture.shape === 'single' ? [picture.scene] : picture.scenes;
  if (only === undefined) throw new Error('a picture without a scene');
  if (picture.shape === 'single' || second === undefined) return drawScene(only, width, height);
  const gutter = Math.max(2, Math.round((GUTTER * width) / 1024 / 2) * 2);
  const cellWidth = Math.floor((width - gutter) / 2);
  const cellHeight = Math.floor((height - gutter) / 2);
  const cells = await Promise.all(
    picture.scenes.slice(0, 4).map(async (scene, cell) => ({
      input: await drawScene(scene, cellWidth, cellHeight).png({ compressionLevel: 1 }).toBuffer(),
      left: (cell % 2) * (width - cellWidth),
      top: Math.floor(cell / 2) * (height - cellHeight),
    })),
  );
  const grid = sharp({ create: { width, height, channels: 3, background: '#ffffff' } }).composite(cells);
  // Later steps such as resize run before composite in sharp's pipeline, so the grid is settled first.
  return sharp(await grid.png({ compressionLevel: 1 }).toBuffer());
}

function drawScene(scene: Scene, width: number, height: number): Sharp {
  return sharp(Buffer.from(svgOf(scene, width, height))).flatten({ background: '#ffffff' });
}
