import type { CDPSession, Page } from 'playwright-core';
import { pictureBox } from './painter.ts';
import { type Place, type Received, readMask } from './painter-masks.ts';

/** Somebody at the painter: drags with the mouse or with fingers, and knows where that is in the picture. */
export interface Hands {
  /** A place on the screen in whole CSS pixels, near a share of what is seen of the picture. */
  at(x: number, y: number): Promise<Place>;
  /** Several such places. */
  path(shares: readonly Place[]): Promise<Place[]>;
  /** Where places on the screen lie in the picture, in its pixels, at this moment. */
  inPicture<Places extends readonly Place[]>(places: Places): Promise<{ [K in keyof Places]: Place }>;
  /** Drags with the mouse through places on the screen. */
  drag(places: readonly Place[]): Promise<void>;
  /** Drags one finger, or several at once, through places on the screen. */
  touch(fingers: readonly (readonly Place[])[]): Promise<void>;
  /** What the page says is selected, once it has drawn what was done. */
  share(): Promise<string | null>;
  /** In pixels of the picture. */
  brushSize(): Promise<number>;
  choose(tool: 'brush' | 'rectangle' | 'lasso' | 'eraser' | 'move'): Promise<void>;
  /** Presses *Redraw* and reads the mask that arrives. */
  sent(): Promise<Received>;
}

/** @param next the next mask that arrives */
export function handsAt(
  page: Page,
  size: { width: number; height: number },
  next: () => Promise<{ mask: Buffer }>,
): Hands {
  let session: CDPSession | undefined;
  const finger = async (type: 'touchStart' | 'touchMove' | 'touchEnd', places: readonly Place[]) => {
    session ??= await page.context().newCDPSession(page);
    const touchPoints = places.map(([x, y], id) => ({ x, y, id }));
    await session.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  const at = async (x: number, y: number): Promise<Place> => {
    const box = await pictureBox(page);
    return [Math.round(box.x + x * box.width), Math.round(box.y + y * box.height)];
  };
  return {
    at,
    path: (shares) => Promise.all(shares.map(([x, y]) => at(x, y))),
    async inPicture(places) {
      const box = await pictureBox(page);
      const inPixels = ([x, y]: Place): Place => [
        ((x - box.x) / box.width) * size.width,
        ((y - box.y) / box.height) * size.height,
      ];
      return places.map(inPixels) as { [K in keyof typeof places]: Place };
    },
    async drag([start, ...rest]) {
      if (start === undefined) return;
      await page.mouse.move(...start);
      await page.mouse.down();
      for (const place of rest) await page.mouse.move(...place, { steps: 2 });
      await page.mouse.up();
    },
    async touch(fingers) {
      const steps = Math.max(...fingers.map((path) => path.length));
      for (let step = 0; step < steps; step++) {
        const now = fingers.flatMap((path) => {
          const place = path[Math.min(step, path.length - 1)];
          return place === undefined ? [] : [place];
        });
        await finger(step === 0 ? 'touchStart' : 'touchMove', now);
      }
      await finger('touchEnd', []);
    },
    async share() {
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      return await page.locator('#share').textContent();
    },
    async brushSize() {
      return Number.parseFloat((await page.locator('#size-now').textContent()) ?? '');
    },
    async choose(tool) {
      await page.locator(`input[name=tool][value=${tool}]`).check();
    },
    async sent() {
      const arrives = next();
      await page.locator('#redraw').click();
      const { mask } = await arrives;
      await page.locator('#finish[aria-busy=false]').waitFor();
      return await readMask(mask);
    },
  };
}
