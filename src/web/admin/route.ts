/**
 * `/admin/queues`: bull-board, for whoever has `ADMIN_TOKEN`. Without that variable there is no such route.
 *
 * | route                 | answers                                                                                     |
 * |-----------------------|---------------------------------------------------------------------------------------------|
 * | `GET /admin/queues…`  | the dashboard; 401 without the token: a browser gets a page that asks for it                |
 * | `POST /admin/login`   | 303 to the dashboard with a cookie; 401 and the page again when it was not the token        |
 * | anything else         | 405: the dashboard changes nothing                                                          |
 */
import type { BaseAdapter } from '@bull-board/api/baseAdapter';
import express, { type RequestHandler, Router } from 'express';
import type { QueuesMessages } from '../../domain/messages.queues.ts';
import { DOOR_POLICY, doorPage } from './door.ts';
import { createGate, type GateOptions } from './gate.ts';

export interface AdminOptions extends GateOptions {
  /** The queues that are shown; asked for when somebody looks. */
  readonly queues: () => Promise<readonly BaseAdapter[]>;
  readonly words: QueuesMessages;
}

const BOARD = '/admin/queues';
const LOGIN = '/admin/login';
const BODY_LIMIT = '4kb';

/** bull-board's own files and nothing from elsewhere (its fonts stay the browser's); it sets styles from its scripts. */
const BOARD_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function adminRoute({ queues, words, ...options }: AdminOptions): Router {
  const gate = createGate(options);
  const router = Router({ caseSensitive: true });

  const door = (response: Parameters<RequestHandler>[1], wrong: boolean) => {
    response
      .status(401)
      .set('Content-Security-Policy', DOOR_POLICY)
      .type('html')
      .send(doorPage(words, LOGIN, wrong));
  };

  const admit: RequestHandler = (request, response, next) => {
    if (!gate.admits(request)) {
      response.set('WWW-Authenticate', 'Bearer');
      if (request.accepts(['json', 'html']) === 'html') return door(response, false);
      response.status(401).json({ error: 'send ADMIN_TOKEN as a bearer token' });
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.status(405).set('Allow', 'GET, HEAD').json({ error: 'the dashboard changes nothing; /mj dead replays' });
      return;
    }
    next();
  };

  /** Made when it is first looked at: what it needs takes its time to load. */
  let board: Promise<RequestHandler> | undefined;
  const show: RequestHandler = async (request, response, next) => {
    board ??= openBoard(queues);
    try {
      const handle = await board;
      response.set('Content-Security-Policy', BOARD_POLICY);
      handle(request, response, next);
    } catch (error) {
      board = undefined;
      next(error);
    }
  };

  router.post(LOGIN, express.urlencoded({ extended: false, limit: BODY_LIMIT }), (request, response) => {
    const { token } = request.body as { token?: unknown };
    if (typeof token !== 'string' || !gate.isToken(token.trim())) return door(response, true);
    response.set('Set-Cookie', gate.cookie()).redirect(303, BOARD);
  });
  router.use(BOARD, admit, show);
  return router;
}

async function openBoard(queues: AdminOptions['queues']): Promise<RequestHandler> {
  const [{ createBullBoard }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/express'),
  ]);
  const serverAdapter = new ExpressAdapter().setBasePath(BOARD);
  const uiConfig = {
    boardTitle: 'Queues',
    // Ours share a connection, in which bull-board does not recognise them.
    showWorkers: false,
  };
  createBullBoard({ queues: [...(await queues())], serverAdapter, options: { uiConfig } });
  return serverAdapter.getRouter() as RequestHandler;
}
