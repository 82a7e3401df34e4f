import { hashOf } from '../dice.ts';
import { panned, reframed, type Scene, sceneOf, varied, zoomedOut } from './scene.ts';

/** What a task ends with. Pixel sizes are those of the finished file. */
export type Picture =
  | { readonly shape: 'grid'; readonly scenes: readonly Scene[]; readonly width: number; readonly height: number }
  | { readonly shape: 'single'; readonly scene: Scene; readonly width: number; readonly height: number }
  | { readonly shape: 'clip'; readonly scenes: readonly Scene[]; readonly width: number; readonly height: number }
  | {
      readonly shape: 'upload';
      readonly bytes: Buffer;
      readonly type: string;
      readonly width: number;
      readonly height: number;
    };

/** Four different pictures for a prompt. `longest` is the longer side of the grid in pixels. */
export function gridFor(prompt: string, seed: number, longest: number, aspect = aspectOf(prompt)): Picture {
  const scenes = [1, 2, 3, 4].map((cell) => sceneOf(prompt, hashOf(seed, cell), aspect));
  return { shape: 'grid', scenes, ...sizeOf(aspect, longest) };
}

/** The scene behind one cell (1-4) of a grid or clip, or behind a single picture. */
export function sceneAt(picture: Picture, index: number): Scene | null {
  if (picture.shape === 'upload') return null;
  if (picture.shape === 'single') return picture.scene;
  return picture.scenes[index - 1] ?? picture.scenes[0] ?? null;
}

/** One scene alone, at the size of the grid it came from (or a multiple of it). */
export function singleOf(scene: Scene, longest: number): Picture {
  return { shape: 'single', scene, ...sizeOf(scene.view.width / scene.view.height, longest) };
}

/** Four pictures that are recognisably relatives of `scene`; `drift` as in `varied`. */
export function gridOfVariations(scene: Scene, drift: number, seed: number, longest: number): Picture {
  return gridOf((cell) => varied(scene, drift, hashOf(seed, cell)), longest);
}

/** Four pictures of the scene from farther away, each with its own surroundings. */
export function gridZoomedOut(scene: Scene, factor: number, seed: number, longest: number): Picture {
  return gridOf((cell) => varied(zoomedOut(scene, factor), 0.08, hashOf(seed, cell)), longest);
}

/** Four pictures of the scene with more of it on one side. */
export function gridPanned(
  scene: Scene,
  side: 'left' | 'right' | 'up' | 'down',
  seed: number,
  longest: number,
): Picture {
  return gridOf((cell) => varied(panned(scene, side), 0.08, hashOf(seed, cell)), longest);
}

/** Four pictures of the scene in another proportion. */
export function gridReframed(scene: Scene, aspect: number, seed: number, longest: number): Picture {
  return gridOf((cell) => varied(reframed(scene, aspect), 0.08, hashOf(seed, cell)), longest);
}

/** `count` moving pictures of a scene. */
export function clipOf(scene: Scene, count: number, seed: number, longest: number): Picture {
  const scenes = Array.from({ length: count }, (_, cell) => varied(scene, cell === 0 ? 0 : 0.1, hashOf(seed, cell)));
  return { shape: 'clip', scenes, ...sizeOf(scene.view.width / scene.view.height, longest / 2) };
}

/** Width over height that a prompt asks for with `--ar W:H` (also `--aspect`), else 1. Absurd values count as 1. */
export function aspectOf(prompt: string): number {
  const [, wide, high] = /--(?:ar|aspect)\s+(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)/.exec(prompt) ?? [];
  const aspect = Number(wide) / Number(high);
  return Number.isFinite(aspect) && aspect >= 0.1 && aspect <= 10 ? aspect : 1;
}

function gridOf(scene: (cell: number) => Scene, longest: number): Picture {
  const scenes = [1, 2, 3, 4].map(scene);
  const view = scenes[0]?.view ?? { width: 1, height: 1 };
  return { shape: 'grid', scenes, ...sizeOf(view.width / view.height, longest) };
}

function sizeOf(aspect: number, longest: number): { width: number; height: number } {
  return aspect >= 1
    ? { width: even(longest), height: even(longest / aspect) }
    : { width: even(longest * aspect), height: even(longest) };
}

function even(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2);
}
