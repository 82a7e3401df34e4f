/** The one HTTP server of a process: what every answer has in common, and a door that opens and closes in order. */
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';

export interface WebLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface WebOptions {
  /** In order; each answers what it knows and leaves the rest to those behind it. */
  readonly routes: readonly Router[];
  readonly log: WebLog;
}

export interface Web {
  /** The Express application, for a server of one's own. */
  readonly app: Express;
  /**
   * Opens the door. Port 0 takes any free one.
   * @throws the socket's error (`EADDRINUSE`, `EACCES` ...)
   */
  listen(address: { host: string; port: number }): Promise<{ host: string; port: number }>;
  /**
   * Takes no new request, lets those under way end, and cuts off what is left after `withinMs`. Does nothing when it never listened.
   */
  close(withinMs: number): Promise<void>;
}

/** A load balancer that keeps connections for 60 s (the commonest default) must be the first to close one, or it meets a reset. */
const KEEP_ALIVE_MS = 65_000;
/** A whole request, body included. The largest bodies are 1 MiB callbacks and masks. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;

/** Makes the server with its routes; nothing listens before `listen`. */
export function createWeb({ routes, log }: WebOptions): Web {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // A token that differs in case is another token, and Slack's signature is over one exact address.
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(securityHeaders);
  for (const route of routes) app.use(route);
  app.use(nothingHere);
  app.use(answerError(log));

  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS },
    app,
  );

  // Node's own list of idle connections leaves out those that never sent anything, such as a browser's spare ones.
  const underWay = new Map<Socket, number>();
  let closing = false;
  server.on('connection', (socket) => {
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (underWay.get(socket) ?? 1) - 1;
      if (underWay.has(socket)) underWay.set(socket, left);
      if (closing && left === 0) socket.end();
    });
  });

  return {
    app,
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port }, () => {
          server.off('error', reject);
          server.on('error', (err) => log.error({ err }, 'the HTTP server reported an error'));
          const { address, port: taken } = server.address() as AddressInfo;
          resolve({ host: address, port: taken });
        });
      }),
    close: (withinMs) =>
      new Promise((resolve) => {
        if (!server.listening) return resolve();
        closing = true;
        const cut = setTimeout(() => server.closeAllConnections(), withinMs);
        for (const [socket, requests] of underWay) if (requests === 0) socket.destroy();
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
      }),
  };
}

/**
 * We serve JSON, and pages that only a link opens: nothing may be framed, sniffed, cached on the way, or told to another site by the
 * `Referer` (a link holds a token). A page that needs more sets its own policy.
 */
const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  next();
};

const nothingHere: RequestHandler = (_request, response) => {
  response.status(404).json({ error: 'nothing here' });
};

/** Express recognises an error handler by its four parameters. The address is not logged: it may hold a token. */
function answerError(log: WebLog): ErrorRequestHandler {
  return (err: unknown, request, response, next) => {
    const status = statusOf(err);
    if (status >= 500) log.error({ err, method: request.method }, 'a request failed');
    if (response.headersSent) return next(err);
    response.status(status).json({ error: status >= 500 ? 'it did not work; it was logged' : 'bad request' });
  };
}

/** Express and its body parsers put the status of a bad request on the error. */
function statusOf(err: unknown): number {
  const status = typeof err === 'object' && err !== null && 'status' in err ? err.status : undefined;
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : 500;
}
