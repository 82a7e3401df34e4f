import {
  aspectOf,
  clipOf,
  gridFor,
  gridOfVariations,
  gridPanned,
  gridReframed,
  gridZoomedOut,
  type Picture,
  sceneAt,
  singleOf,
} from '../pictures/picture.ts';
import { type Scene, sceneOf } from '../pictures/scene.ts';
import type { PressKind } from '../press-kinds.ts';
import type { Goal, Task } from '../tasks.ts';

/** What a press on a finished task leads to. `prompt` is the confirmed one, or the parent's. `size` as in `gridFor`. */
export function goalOfPress(kind: PressKind, parent: Task, prompt: string, seed: number, size: number): Goal {
  const scene = sceneOfParent(parent, kind.index);
  const square = Math.abs(scene.view.width / scene.view.height - 1) < 0.01;
  switch (kind.name) {
    case 'upscale':
      return { picture: singleOf(scene, size), buttons: { of: 'upscaled', square }, text: null };
    case 'enlarge':
      return { picture: singleOf(scene, size * 2), buttons: { of: 'enlarged' }, text: null };
    case 'variation':
    case 'inpaint':
      return grid(gridOfVariations(repainted(scene, prompt, parent), kind.amount, seed, size));
    case 'zoom-out':
      return grid(gridZoomedOut(scene, kind.amount, seed, size));
    case 'custom-zoom':
      return grid(gridZoomedOut(scene, zoomOf(prompt) ?? 1, seed, size));
    case 'square':
      return grid(gridReframed(scene, 1, seed, size));
    case 'pan':
      return grid(gridPanned(scene, kind.side, seed, size));
    case 'animate':
      return { picture: clipOf(scene, 4, seed, size), buttons: { of: 'clips', count: 4 }, text: null };
    case 'video-upscale':
      return { picture: clipOf(scene, 1, seed, size * 2), buttons: { of: 'clip' }, text: null };
    case 'extend':
      return { picture: clipOf(scene, 4, seed, size), buttons: { of: 'clips', count: 4 }, text: null };
    case 'describe-again':
      return parent.goal;
    case 'reroll':
    case 'pick-description':
    case 'pick-all':
    case 'pick-shortened':
      return grid(gridFor(prompt, seed, size));
    case 'bookmark':
      return { picture: null, buttons: { of: 'nothing' }, text: null };
  }
}

/** Value of `--zoom`, or null when there is not exactly one, from 1 to 2 (gateway.md 3.2). */
export function zoomOf(prompt: string): number | null {
  const zooms = prompt.match(/(?<=(?:^|\s)--zoom\s+)\S+/g) ?? [];
  const zoom = Number(zooms.length === 1 ? zooms[0] : Number.NaN);
  return zoom >= 1 && zoom <= 2 ? zoom : null;
}

/** The pick of a describe or shorten: the numbered paragraph's text without its number. */
export function paragraph(text: string, n: number): string {
  const found = text.split(/\n+/).filter((line) => /^\d\uFE0F\u20E3/.test(line))[n - 1] ?? '';
  return found.replace(/^\d\uFE0F\u20E3\s*/, '');
}

function grid(picture: Picture): Goal {
  return { picture, buttons: { of: 'grid' }, text: null };
}

function sceneOfParent(parent: Task, index: number): Scene {
  const scene = parent.goal.picture === null ? null : sceneAt(parent.goal.picture, index);
  return scene ?? sceneOf(parent.prompt ?? '', parent.seed, aspectOf(parent.prompt ?? ''));
}

/** A remix with another prompt keeps the composition and takes theme and animal from the new words. */
function repainted(scene: Scene, prompt: string, parent: Task): Scene {
  if (prompt === '' || prompt === parent.prompt) return scene;
  const { theme, animal } = sceneOf(prompt, scene.seed, scene.home);
  return { ...scene, theme, animal };
}
