import sharp from 'sharp';
import { svgOf } from '../gateway/pictures/composition.ts';
import { sceneOf } from '../gateway/pictures/scene.ts';

interface Sample {
  id: string;
  name: string;
  /** Described as to the gateway, which draws its pictures the same way. */
  scene: string;
  seed: number;
  width: number;
  height: number;
}

/** Pictures to share for who has none at hand, of three shapes. */
const SAMPLES: readonly Sample[] = [
  { id: 'fox', name: 'fox.jpg', scene: 'a red fox in a snowy wood', seed: 8, width: 900, height: 900 },
  { id: 'harbour', name: 'harbour.jpg', scene: 'a boat on the sea', seed: 21, width: 1200, height: 800 },
  { id: 'city', name: 'city.jpg', scene: 'a city by night', seed: 5, width: 800, height: 1200 },
  { id: 'dunes', name: 'dunes.jpg', scene: 'desert dunes', seed: 33, width: 1200, height: 800 },
];

/** What the page offers: `/sample/<id>` has the bytes. */
export const SAMPLE_LIST = SAMPLES.map(({ id, name }) => ({ id, name }));

const drawn = new Map<string, Promise<Buffer>>();

/** A sample as JPEG; undefined when there is none of this id. */
export async function sampleAt(id: string): Promise<Buffer | undefined> {
  const sample = SAMPLES.find((one) => one.id === id);
  if (sample === undefined) return undefined;
  const drawing = drawn.get(id) ?? draw(sample);
  drawn.set(id, drawing);
  return await drawing;
}

function draw({ scene, seed, width, height }: Sample): Promise<Buffer> {
  const svg = svgOf(sceneOf(scene, seed, width / height), width, height);
  return sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer();
}
