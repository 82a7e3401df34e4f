import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { perform } from './acts.ts';
import { assetAt } from './assets.ts';
import { streamState } from './events.ts';
import { sendFile } from './files.ts';
import { previewOf } from './film.ts';
import { sampleAt } from './samples.ts';
import type { Stage } from './stage.ts';

/** Slack's own ceiling is 1 GB; a person plays with pictures. */
const MOST_BYTES = 200 * 1024 * 1024;

/** The page loads nothing from elsewhere, except pictures that a message links to on this machine. */
const POLICY = [
  "default-src 'self'",
  "img-src 'self' data: http://127.0.0.1:* http://localhost:*",
  "media-src 'self' http://127.0.0.1:* http://localhost:*",
  "style-src 'self' 'unsafe-inline'",
  "frame-ancestors 'none'",
].join('; ');

const KEPT = 'private, max-age=600';

export interface Page {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the page on 127.0.0.1.
 *
 * @param port 0: any free one
 * @throws Error when the port is taken
 */
export async function startPage(stage: Stage, port: number): Promise<Page> {
  const server = createServer((request, response) => {
    answer(stage, server, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: origin(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(stage: Stage, server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', origin(server));
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('x-content-type-options', 'nosniff');
  if (!isOwn(server, request)) {
    sendJson(response, 403, { error: 'This page serves only its own address.' });
  } else if (request.method === 'POST') {
    await answerPost(stage, url, request, response);
  } else if (request.method !== 'GET') {
    sendJson(response, 405, { error: 'Only GET and POST.' });
  } else if (url.pathname === '/events') {
    streamState(stage, url.searchParams.get('person') ?? '', request, response);
  } else if (url.pathname.startsWith('/file/')) {
    sendFile(stage.slack, url.pathname.slice('/file/'.length), request, response);
  } else if (url.pathname.startsWith('/sample/')) {
    sendPicture(response, await sampleAt(url.pathname.slice('/sample/'.length)), 'image/jpeg');
  } else if (url.pathname === '/image') {
    // Slack shows its own copy of a linked picture, so that the sender's address sees nobody but Slack.
    const copy = stage.slack.imageAt(url.searchParams.get('url') ?? '');
    sendPicture(response, copy && Buffer.from(copy.bytes), copy?.type ?? '', 'no-store');
  } else if (url.pathname.startsWith('/film/')) {
    const film = stage.slack.world.files[url.pathname.slice('/film/'.length)];
    const preview = film === undefined || film.deleted ? undefined : await previewOf(film.bytes);
    sendPicture(response, preview, 'image/webp');
  } else {
    const asset = await assetAt(url.pathname);
    if (asset === undefined) sendJson(response, 404, { error: 'There is nothing here.' });
    else response.writeHead(200, { 'content-type': asset.type, 'cache-control': 'no-cache' }).end(asset.body);
  }
}

async function answerPost(stage: Stage, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) {
    sendJson(response, 413, { error: 'That is too large for the sandbox.' });
    return;
  }
  const [, area, name] = url.pathname.split('/');
  const body = await buffer(request);
  if (area === 'act' && name !== undefined && request.headers['content-type'] === 'application/json') {
    sendJson(response, 200, await perform(stage, name, JSON.parse(body.toString('utf8'))));
  } else if (area === 'upload') {
    const user = url.searchParams.get('user') ?? '';
    const file = { name: url.searchParams.get('name') ?? 'file', bytes: new Uint8Array(body) };
    const added = await stage.slack.act.addFile({ user, file });
    sendJson(response, 200, { id: added.id });
  } else {
    sendJson(response, 404, { error: 'There is nothing here.' });
  }
}

/** Pages of other origins, and names that somebody pointed at this machine, are turned away. */
function isOwn(server: Server, request: IncomingMessage): boolean {
  const { port } = server.address() as AddressInfo;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const from = request.headers.origin;
  return (
    hosts.includes(request.headers.host ?? '') && (from === undefined || hosts.includes(from.replace('http://', '')))
  );
}

function sendPicture(response: ServerResponse, bytes: Buffer | undefined, type: string, cache = KEPT): void {
  if (bytes === undefined) sendJson(response, 404, { error: 'There is no such picture.' });
  else response.writeHead(200, { 'content-type': type, 'cache-control': cache }).end(bytes);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
