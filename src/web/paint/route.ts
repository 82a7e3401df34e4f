/**
 * `/paint/:token`: the page on which the part of a picture is painted that is to be drawn anew, and what it sends.
 *
 * | route                       | answers                                                                                             |
 * |-----------------------------|-----------------------------------------------------------------------------------------------------|
 * | `GET /paint/:token`         | the page; 404 forged, 410 over or used: a page that says what to do                                 |
 * | `GET /paint/:token/picture` | the picture at its own size                                                                         |
 * | `GET /paint/:token/preview` | what was painted last; its token is of another purpose and paints nothing                           |
 * | `POST /paint/:token`        | `{ taken }`, or `{ error, field? }` with 400, 403, 404, 409 (modal closed), 410, 413, 415, 422, 503 |
 * | `GET /paint/assets/…`       | the page's own files                                                                                |
 *
 * Whoever has the link acts as the person for whom it was made, so there are no cookies and there is nothing else to be logged in to. The page
 * speaks that person's language; where the link does not lead to them any more, that of the browser.
 */
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import { Busy, InDoubt, Unreachable, UserMistake } from '../../domain/errors.ts';
import { languageOf } from '../../domain/language.ts';
import type { PainterMessages, PainterNotice } from '../../domain/messages.painter.ts';
import type { Messages } from '../../domain/messages.ts';
import type { Painter, PaintOutcome } from '../painter.ts';
import { readToken, signToken, type TokenPurpose } from '../tokens.ts';
import { type Asset, loadAssets } from './assets.ts';
import { BODY_LIMIT, readPainted, refuseAbsurd } from './body.ts';
import { noticePage, paintPage } from './page.ts';
import { mistakeText } from './plain.ts';

const PATH = '/paint';

/** The page loads nothing from elsewhere. `blob:` is the picture once it is fetched. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What a browser shows as a picture and never runs. */
const PICTURE_TYPE = /^image\/(?:png|jpeg|webp|gif|avif)$/;

export interface PaintOptions {
  /** The key that signs the tokens. */
  readonly secret: string;
  readonly now: () => number;
  readonly painter: Painter;
  /** Every word that people read. */
  readonly catalogue: Catalogue;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
}

/**
 * @param id of the visit: letters, digits, `_` and `-`
 * @returns the address of the page
 */
export function paintAddress(publicUrl: string, secret: string, id: string, expiresAtMs: number): string {
  return `${publicUrl}${PATH}/${signToken(secret, 'paint', id, expiresAtMs)}`;
}

/** @returns the address of a picture of what was painted; whoever has it can look and do nothing else */
export function previewAddress(publicUrl: string, secret: string, id: string, expiresAtMs: number): string {
  return `${publicUrl}${PATH}/${signToken(secret, 'paint-preview', id, expiresAtMs)}/preview`;
}

/** @throws Error when the page's files are not there (`ENOENT`) */
export function paintRoute({ secret, now, painter, catalogue, log }: PaintOptions): Router {
  const assets = loadAssets();
  const modules = [...assets.keys()].filter((name) => name.endsWith('.js')).toSorted();
  const router = Router({ caseSensitive: true, strict: true });

  /** Reads the token before anything else; `refuse` says 404 or 410 in the manner of the route. */
  const visit =
    (purpose: TokenPurpose, refuse: typeof refusePage): RequestHandler =>
    async (request, response, next) => {
      const reading = readToken(secret, purpose, String(request.params['token']), now());
      if (!reading.ok) return refuse(response, reading.reason === 'expired' ? 'over' : 'unknown');
      response.locals['id'] = reading.payload;
      const language = await painter.language(reading.payload);
      if (language !== undefined) response.locals['messages'] = messagesIn(language, catalogue);
      next();
    };
  const messagesOf = ({ locals }: Response): Messages => locals['messages'];
  const wordsOf = (response: Response): PainterMessages => messagesOf(response).painter;

  const refusePage = (response: Response, which: 'unknown' | 'over' | 'used') => {
    const words = wordsOf(response);
    sendPage(response, which === 'unknown' ? 404 : 410, noticePage(words, words.notices[which]));
  };
  const refuseJson = (response: Response, which: 'unknown' | 'over' | 'used') => {
    const words = wordsOf(response);
    sendError(response, which === 'unknown' ? 404 : 410, words.inOneLine(words.notices[which]));
  };

  router.use(PATH, (request, response, next) => {
    response.locals['messages'] = messagesIn(languageOf(request.acceptsLanguages()[0]), catalogue);
    next();
  });

  router.get(`${PATH}/assets/*name`, (request, response, next) => {
    const asset = assets.get([request.params['name']].flat().join('/'));
    if (asset === undefined) return next();
    sendAsset(request, response, asset);
  });

  router.get(`${PATH}/:token`, visit('paint', refusePage), async (_request, response) => {
    const page = await painter.page(idOf(response));
    if (page === 'used') return refusePage(response, 'used');
    if (page === 'gone') return refusePage(response, 'over');
    sendPage(response, 200, paintPage(wordsOf(response), page, modules));
  });

  router.get(`${PATH}/:token/picture`, visit('paint', refuseJson), async (_request, response) => {
    const picture = await painter.picture(idOf(response));
    if (picture === undefined) return refuseJson(response, 'over');
    sendPicture(response, picture);
  });

  router.get(`${PATH}/:token/preview`, visit('paint-preview', refuseJson), async (_request, response) => {
    const preview = await painter.preview(idOf(response));
    if (preview === undefined) return refuseJson(response, 'over');
    // Slack shows it in a modal.
    response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    sendPicture(response, preview);
  });

  const ownOnly: RequestHandler = (request, response, next) => {
    const words = wordsOf(response);
    if (!isFromOwnPage(request)) return sendError(response, 403, words.refusals.elsewhere);
    if (request.is('application/json') === false) return sendError(response, 415, words.refusals.unreadable);
    next();
  };
  const readBody = express.json({
    limit: BODY_LIMIT,
    inflate: false,
    verify: (_request, _response, bytes) => refuseAbsurd(bytes),
  });

  router.post(`${PATH}/:token`, visit('paint', refuseJson), ownOnly, readBody, async (request, response) => {
    const words = wordsOf(response);
    const painted = readPainted(request.body);
    if (painted === undefined) return sendError(response, 400, words.refusals.unreadable);
    const outcome = await painter.accept(idOf(response), painted);
    const answer: Record<PaintOutcome, () => void> = {
      taken: () => void response.json({ taken: words.taken[painted.then] }),
      used: () => refuseJson(response, 'used'),
      gone: () => refuseJson(response, 'over'),
      closed: () => sendError(response, 409, words.refusals.closed, 'then'),
    };
    answer[outcome]();
  });

  /** The address is not logged: it holds the token. */
  const answerFailure: ErrorRequestHandler = (err: unknown, request, response, next) => {
    if (response.headersSent) return next(err);
    const words = wordsOf(response);
    const { status, notice, error, field } = failure(err, messagesOf(response));
    if (status === 500) log.error({ err, method: request.method }, 'the painter failed');
    if (status === 503) log.warn({ err, method: request.method }, 'the painter could not answer just now');
    if (status === 503) response.set('Retry-After', '30');
    const isPicture = /\/(?:picture|preview)$/.test(request.path);
    if (request.method === 'POST') sendError(response, status, error, field);
    else if (isPicture) sendError(response, status, words.inOneLine(notice));
    else sendPage(response, status, noticePage(words, notice));
  };
  router.use(PATH, answerFailure);
  return router;
}

interface Failure {
  readonly status: number;
  /** For a page, and for the picture in it. */
  readonly notice: PainterNotice;
  /** For what a page sent. */
  readonly error: string;
  readonly field?: string | undefined;
}

function failure(err: unknown, messages: Messages): Failure {
  const { notices, refusals } = messages.painter;
  if (err instanceof UserMistake) {
    const error = mistakeText(messages, err);
    return { status: 422, notice: { ...notices.refused, text: error }, error, field: err.field };
  }
  // Of the last nobody knows whether it was taken; the same mask of the same link is taken once, so it may be sent again.
  if (err instanceof Unreachable || err instanceof Busy || err instanceof InDoubt)
    return { status: 503, notice: notices.later, error: refusals.later };
  const status = statusOf(err);
  if (status === 413) return { status, notice: notices.broken, error: refusals.tooLarge, field: 'mask' };
  if (status < 500) return { status, notice: notices.unknown, error: refusals.unreadable };
  return { status: 500, notice: notices.broken, error: refusals.broken };
}

/** Express and its body parsers put the status of a bad request on the error. */
function statusOf(err: unknown): number {
  const status = typeof err === 'object' && err !== null && 'status' in err ? err.status : undefined;
  return typeof status === 'number' && status >= 400 && status <= 499 ? status : 500;
}

/**
 * Browsers say where a request comes from (`Sec-Fetch-Site`), but only over https and on one's own machine; elsewhere the `Origin` has to fit
 * the name that we were called by, or the one that a proxy before us was called by.
 */
function isFromOwnPage(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  if (origin === undefined || !URL.canParse(origin)) return false;
  return [request.get('host'), request.get('x-forwarded-host')].includes(new URL(origin).host);
}

function idOf(response: Response): string {
  return String(response.locals['id']);
}

function sendPage(response: Response, status: number, page: string): void {
  response
    .status(status)
    .set({
      'Content-Security-Policy': POLICY,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    })
    .type('html')
    .send(page);
}

function sendError(response: Response, status: number, error: string, field?: string): void {
  response.status(status).json({ error, ...(field === undefined ? {} : { field }) });
}

function sendPicture(response: Response, { bytes, type }: { bytes: Buffer; type: string }): void {
  response.type(PICTURE_TYPE.test(type) ? type : 'application/octet-stream').send(bytes);
}

function sendAsset(request: Request, response: Response, { type, body, etag }: Asset): void {
  response.set({ 'Cache-Control': 'no-cache', ETag: etag, 'Content-Type': type });
  if (request.get('if-none-match') === etag) response.status(304).end();
  else response.send(body);
}
