import { vi } from 'vitest';
import { catalogue } from '../../../src/domain/catalogue.ts';
import { english } from '../../../src/domain/messages.en.ts';
import { type Painter, type PaintPage, paintAddress, paintRoute, previewAddress } from '../../../src/web/index.ts';
import { listeningLog, serve } from './serve.ts';

export const words = english.painter;
export const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4]);
export const MASK = `data:image/png;base64,${PNG.toString('base64')}`;
export const PAGE: PaintPage = { prompt: 'a fox', button: 'Vary (Region)', width: 1024, height: 768, canReturn: true };
export const HALF_AN_HOUR_MS = 30 * 60_000;
export const PUBLIC = 'https://bot.example.com/mj';

/** The painter's routes with somebody behind them who takes everything, at midnight of 1 January 1970. */
export async function painting(painter: Partial<Painter> = {}) {
  let time = 0;
  const fake = {
    language: vi.fn<Painter['language']>(painter.language ?? (async () => 'en')),
    page: vi.fn<Painter['page']>(painter.page ?? (async () => PAGE)),
    picture: vi.fn<Painter['picture']>(
      painter.picture ?? (async () => ({ bytes: Buffer.from('a jpeg'), type: 'image/jpeg' })),
    ),
    preview: vi.fn<Painter['preview']>(
      painter.preview ?? (async () => ({ bytes: Buffer.from('a webp'), type: 'image/webp' })),
    ),
    accept: vi.fn<Painter['accept']>(painter.accept ?? (async () => 'taken')),
  };
  const log = listeningLog();
  const route = paintRoute({ secret: 'key', now: () => time, painter: fake, catalogue, log });
  const { base, log: serverLog } = await serve(route);
  const path = (address: string) => address.slice(PUBLIC.length);
  const page = path(paintAddress(PUBLIC, 'key', 'visit-1', HALF_AN_HOUR_MS));
  const preview = path(previewAddress(PUBLIC, 'key', 'visit-1', HALF_AN_HOUR_MS));
  return {
    base,
    fake,
    log,
    serverLog,
    page,
    preview,
    at: (ms: number) => {
      time = ms;
    },
    get: (to: string, headers: Record<string, string> = {}) => fetch(base + to, { headers }),
    post: (body: unknown, headers: Record<string, string> = {}, to = page) =>
      fetch(base + to, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

export const good = { prompt: 'a fox with a hat', then: 'redraw', mask: MASK };
