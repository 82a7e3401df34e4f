/** The painter page's own JavaScript, loaded as the browser would load it, with the types of what the tests use. */

export interface Point {
  x: number;
  y: number;
}
export interface Size {
  width: number;
  height: number;
}
export interface View extends Point {
  scale: number;
}
export type Span = (y: number, from: number, to: number) => void;

export interface Mask extends Size {
  pixels: Uint8Array;
  chosen: number;
  share: number;
  canUndo: boolean;
  canRedo: boolean;
  watch: (watcher: Span) => void;
  begin: () => void;
  paint: (value: 0 | 1, fill: (span: Span) => void) => void;
  commit: () => void;
  cancel: () => void;
  undo: () => boolean;
  redo: () => boolean;
  invert: () => void;
  clear: () => void;
}

export interface Gesture {
  move: (points: readonly Point[]) => void;
  end: () => void;
  cancel: () => void;
}

interface Modules {
  'shapes.js': {
    fillRectangle: (size: Size, a: Point, b: Point, span: Span) => void;
    fillStroke: (size: Size, a: Point, b: Point, radius: number, span: Span) => void;
    fillPolygon: (size: Size, points: readonly Point[], span: Span) => void;
  };
  'mask.js': { Mask: new (size: Size) => Mask };
  'png.js': { encodeMask: (mask: Size & { pixels: Uint8Array }) => Promise<Blob> };
  'tools.js': {
    beginGesture: (
      mask: Mask,
      tool: 'brush' | 'rectangle' | 'lasso' | 'eraser',
      start: { at: Point; diameter: number; remove: boolean },
    ) => Gesture;
  };
  'view.js': {
    fit: (stage: Size, picture: Size, margin: number) => View;
    zoomAt: (view: View, point: Point, factor: number, fitted: number) => View;
    keepInSight: (view: View, stage: Size, picture: Size) => View;
    reveal: (view: View, point: Point, stage: Size, margin: number) => View;
    toPicture: (view: View, point: Point) => Point;
    toStage: (view: View, point: Point) => Point;
  };
  'words.js': {
    readWords: (json: string) => (name: string, fillings?: Record<string, string | number>) => string;
    shareText: (words: (name: string) => string, share: number) => string;
    adviceText: (words: (name: string) => string, share: number) => string;
  };
}

/** @param name of a file in `src/web/paint/static/js` */
export async function load<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  const url = new URL(`../../../src/web/paint/static/js/${name}`, import.meta.url);
  return (await import(url.href)) as Modules[Name];
}
