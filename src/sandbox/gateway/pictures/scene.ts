import { hashOf } from '../dice.ts';
import { animalIn, type Colour, THEMES, type Theme } from './themes.ts';

/** Part of the painted world that a picture shows; the first frame of a scene is x 0..aspect, y 0..1. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One composition, free of resolution: the same scene drawn larger is the same picture. */
export interface Scene {
  readonly theme: Theme;
  readonly animal: Colour | null;
  readonly seed: number;
  /** Chooses in which direction a variation moves things; without effect while `drift` is 0. */
  readonly twist: number;
  /** 0 = as first drawn, 1 = strongly varied. */
  readonly drift: number;
  /** Width over height of the first frame; where things stand depends on it and never on the view. */
  readonly home: number;
  readonly view: View;
}

/** The scene for one cell of a grid. `aspect` is width over height. */
export function sceneOf(prompt: string, seed: number, aspect: number): Scene {
  const theme = THEMES.find((each) => each.words.test(prompt)) ?? THEMES[hashOf(prompt) % THEMES.length];
  if (theme === undefined) throw new Error('the table of themes is empty');
  return {
    theme,
    animal: animalIn(prompt),
    seed,
    twist: 0,
    drift: 0,
    home: aspect,
    view: { x: 0, y: 0, width: aspect, height: 1 },
  };
}

/** The same scene with its parts moved a little (`drift` 0.35) or a lot (`drift` 1). */
export function varied(scene: Scene, drift: number, twist: number): Scene {
  return { ...scene, drift: Math.min(1, scene.drift + drift), twist };
}

/** The same scene from farther away: `factor` 2 shows twice the width, the old frame in the middle. */
export function zoomedOut(scene: Scene, factor: number): Scene {
  const { x, y, width, height } = scene.view;
  const wider = width * factor;
  const higher = height * factor;
  return {
    ...scene,
    view: { x: x - (wider - width) / 2, y: y - (higher - height) / 2, width: wider, height: higher },
  };
}

/** The same scene with half a frame more on one side. */
export function panned(scene: Scene, side: 'left' | 'right' | 'up' | 'down'): Scene {
  const { x, y, width, height } = scene.view;
  const view = {
    left: { x: x - width / 2, y, width: width * 1.5, height },
    right: { x, y, width: width * 1.5, height },
    up: { x, y: y - height / 2, width, height: height * 1.5 },
    down: { x, y, width, height: height * 1.5 },
  }[side];
  return { ...scene, view };
}

/** The same scene in a frame of another proportion, grown on the shorter side, never cropped. */
export function reframed(scene: Scene, aspect: number): Scene {
  const { x, y, width, height } = scene.view;
  const wider = Math.max(width, height * aspect);
  const higher = Math.max(height, width / aspect);
  return {
    ...scene,
    view: { x: x - (wider - width) / 2, y: y - (higher - height) / 2, width: wider, height: higher },
  };
}
