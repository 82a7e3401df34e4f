import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createGateway, type GatewayClient, type GatewayOptions, type Memory } from '../../../src/gateway/index.ts';

export interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

export interface Canned {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  body?: string | Buffer | object;
}

type Handler = (
  seen: Seen,
  response: ServerResponse,
  socket: Socket,
) => Canned | undefined | Promise<Canned | undefined>;

/** A server that answers what the test says; undefined means that the handler has dealt with the response itself. */
export async function serve(handler: Handler): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const one: Seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: sent === '' ? {} : JSON.parse(sent),
    };
    seen.push(one);
    const canned = await handler(one, response, request.socket);
    if (canned === undefined) return;
    const { status = 200, type = 'application/json', headers = {}, body = '' } = canned;
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  }
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export function memory(): Memory & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return { kept, get: async (name) => kept.get(name), set: async (name, value) => void kept.set(name, value) };
}

/** A client with the settings that change nothing, closed after the test. */
export function client(baseUrl: string, more: Partial<GatewayOptions> = {}): GatewayClient {
  const gateway = createGateway({
    baseUrl,
    key: 'sk-test',
    auth: 'bearer',
    modeVia: 'none',
    modePath: '/mj-{mode}',
    now: () => Date.now(),
    memory: memory(),
    ...more,
  });
  onTestFinished(() => gateway.close());
  return gateway;
}

/** The error that a promise is rejected with; fails when it is not. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a failure, got ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
