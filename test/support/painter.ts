import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { catalogue } from '../../src/domain/catalogue.ts';
import type { Language } from '../../src/domain/language.ts';
import { sampleAt } from '../../src/sandbox/page/samples.ts';
import {
  createWeb,
  type Painted,
  type Painter,
  type PaintPage,
  paintAddress,
  paintRoute,
} from '../../src/web/index.ts';

const SECRET = 'a key for the painter';
const HOUR_MS = 3_600_000;

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export interface PainterHost {
  /** Of a page on which this picture is painted. */
  readonly address: (picture: Picture, more?: { canReturn?: boolean; prompt?: string; language?: Language }) => string;
  /** What the pages sent, oldest first. */
  readonly received: readonly Painted[];
  /** The next one sent. */
  readonly next: () => Promise<Painted>;
  /** Answers what is sent from now on; at first all is taken. */
  readonly answer: (accept: Painter['accept']) => void;
  readonly close: () => Promise<void>;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** JPEG; a plain one where it is left out. */
  readonly bytes?: Buffer;
}

/** The painter's pages on a loopback port, with somebody behind them who keeps what is sent. */
export async function startPainter(): Promise<PainterHost> {
  const visits = new Map<string, { page: PaintPage; picture: Picture; language: Language }>();
  const received: Painted[] = [];
  const waiting: ((painted: Painted) => void)[] = [];
  let accept: Painter['accept'] = async () => 'taken';
  const painter: Painter = {
    language: async (id) => visits.get(id)?.language,
    page: async (id) => visits.get(id)?.page ?? 'gone',
    picture: async (id) => {
      const visit = visits.get(id);
      return visit && { bytes: visit.picture.bytes ?? (await plain(visit.picture)), type: 'image/jpeg' };
    },
    preview: async () => undefined,
    accept: async (id, painted) => {
      received.push(painted);
      waiting.shift()?.(painted);
      return await accept(id, painted);
    },
  };
  const log = { warn() {}, error: (fields: object) => process.stderr.write(`${JSON.stringify(fields)}\n`) };
  const now = () => Date.now();
  const web = createWeb({ routes: [paintRoute({ secret: SECRET, now, painter, catalogue, log })], log });
  const { port } = await web.listen({ host: '127.0.0.1', port: 0 });
  return {
    received,
    address(picture, { canReturn = true, prompt = 'a hot air balloon', language = 'en' } = {}) {
      const id = `visit${visits.size}`;
      const { width, height } = picture;
      visits.set(id, { page: { prompt, button: 'Vary (Region)', width, height, canReturn }, picture, language });
      return paintAddress(`http://127.0.0.1:${port}`, SECRET, id, Date.now() + HOUR_MS);
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    answer: (how) => {
      accept = how;
    },
    close: () => web.close(0),
  };
}

function plain({ width, height }: Picture): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#7fa3c4' } })
    .jpeg()
    .toBuffer();
}

/** Opens a page and waits until one can paint. */
export async function openPainter(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('#stage[data-ready=true]').waitFor();
}

const LOOKS = {
  painter: { viewport: DESKTOP, colorScheme: 'light' },
  'painter-dark': { viewport: DESKTOP, colorScheme: 'dark' },
  'painter-phone': { viewport: PHONE, colorScheme: 'light', deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  'painter-phone-dark': { viewport: PHONE, colorScheme: 'dark', deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} as const;

/** The painter as it looks with something painted: by name, PNG. */
export async function painterPictures(browser: Browser): Promise<Record<string, Buffer>> {
  const host = await startPainter();
  const bytes = await sampleAt('fox');
  if (bytes === undefined) throw new Error('the sample is gone');
  const { width, height } = await sharp(bytes).metadata();
  const address = host.address({ width, height, bytes }, { prompt: 'a red fox in a snowy wood, a full moon' });
  const pictures: Record<string, Buffer> = {};
  try {
    for (const [name, look] of Object.entries(LOOKS)) {
      const context = await browser.newContext({ ...look, bypassCSP: true });
      const page = await context.newPage();
      await openPainter(page, address);
      await page.addStyleTag({ content: SYSTEM_FONT });
      await paintTheMoon(page);
      pictures[name] = await page.screenshot();
      await context.close();
    }
  } finally {
    await host.close();
  }
  return pictures;
}

/** The page asks for the system's font; on a bare machine that is none to show, so that pictures have the sandbox's. */
const SYSTEM_FONT = [400, 700]
  .map((weight) => {
    const file = createRequire(import.meta.url).resolve(`@fontsource/lato/files/lato-latin-${weight}-normal.woff2`);
    return `@font-face { font-family: Lato; font-weight: ${weight}; src: url(data:font/woff2;base64,${readFileSync(file, 'base64')}); }`;
  })
  .concat(':root { --font: Lato, sans-serif; }')
  .join('\n');

async function paintTheMoon(page: Page): Promise<void> {
  const box = await pictureBox(page);
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  const around = (turn: number) => {
    const reach = 0.255 + 0.022 * Math.sin(3 * turn) + 0.012 * Math.cos(5 * turn);
    return at(0.7 + 1.05 * reach * Math.cos(turn), 0.3 + reach * Math.sin(turn));
  };
  await page.keyboard.press('l');
  await page.mouse.move(...around(0));
  await page.mouse.down();
  for (let turn = 0; turn < 2 * Math.PI; turn += 0.12) await page.mouse.move(...around(turn));
  await page.mouse.up();
  await page.keyboard.press('b');
  await page.mouse.move(...at(0.42, 0.42), { steps: 3 });
  await page.locator('#undo:not([aria-disabled=true])').waitFor();
}

/** Where the whole picture lies on the screen, in CSS pixels, also what does not fit on the stage. */
export async function pictureBox(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.locator('#picture').boundingBox();
  if (box === null) throw new Error('there is no picture');
  return box;
}
