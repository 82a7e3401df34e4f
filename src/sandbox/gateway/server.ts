import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { refusalOfKey, refuse } from './auth.ts';
import { type Call, emptyReply, field, htmlReply, jsonReply, type Reply, textReply } from './call.ts';
import { type Fault, type Faults, isInsteadOfWork } from './faults.ts';
import { sendHuge, sendSlowly, spoiledPicture } from './misbehaviour.ts';
import type { NewApi } from './new-api.ts';
import { GONE } from './pictures/cdn.ts';
import { askProxy, noRoute } from './proxy.ts';
import { routeOf } from './routes.ts';
import { maskBytes } from './submit/images.ts';
import { SUBMIT_KINDS, type SubmitKind } from './tasks.ts';
import { toJson } from './view.ts';
import type { World } from './world.ts';

/** A request that came in. */
export interface SeenRequest {
  readonly kind: Call['kind'];
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON, or the raw text when it is none, or null without a body. */
  readonly body: unknown;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Null until answered, and for ever when the connection was cut. */
  status: number | null;
}

/** The HTTP side: reads a request, plays the faults, asks who knows, answers. */
export class GatewayServer {
  readonly requests: SeenRequest[] = [];
  readonly #world: World;
  readonly #newApi: NewApi | null;
  readonly #faults: Faults;
  readonly #server: Server;

  constructor(world: World, newApi: NewApi | null, faults: Faults) {
    this.#world = world;
    this.#newApi = newApi;
    this.#faults = faults;
    this.#server = createServer((request, response) => {
      // A client that goes away in mid-answer is no trouble of ours.
      response.on('error', () => response.destroy());
      this.#serve(request, response).catch((cause: unknown) => {
        this.#world.accuse(
          `the stand-in itself failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
        );
        response.destroy();
      });
    });
  }

  /** Resolves with the base URL. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#world.settings.port, '127.0.0.1', () => {
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error('no TCP address'));
        else resolve(`http://127.0.0.1:${address.port}`);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request).catch(() => null);
    if (bytes === null) return;
    const { call, seen } = this.#open(request, bytes.toString());
    this.requests.push(seen);
    this.#world.feed.tell('request');
    const { latencyMs } = this.#world.knobs;
    const { delayMs, fault } = this.#faults.for(call);
    await this.#wait(delayMs + latencyMs / 2);
    const reply = isInsteadOfWork(fault) ? null : await this.#work(call);
    if (reply !== null) this.#record(call, reply);
    // The second half of the latency comes after the work, so that a client meets both: a late start and a late answer.
    await this.#wait(latencyMs / 2);
    if (reply === null) this.#play(fault, seen, request, response);
    else await this.#send(reply, fault, seen, request, response);
  }

  /** What a fault answers without any work. */
  #play(fault: Fault | null, seen: SeenRequest, request: IncomingMessage, response: ServerResponse): void {
    switch (fault?.do) {
      case 'answer': {
        const { body = '', headers = {} } = fault;
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        const text = typeof body === 'string';
        return this.#answer(
          seen,
          response,
          text ? textReply(fault.status, body) : jsonReply(toJson(body), fault.status),
        );
      }
      case 'html':
        return this.#answer(seen, response, htmlReply(200, 'Welcome to nginx!'));
      case 'empty':
        return this.#answer(seen, response, emptyReply(200));
      case 'too-many':
        response.setHeader('retry-after', String(fault.retryAfterSeconds));
        return this.#answer(seen, response, emptyReply(429));
      case 'refuse':
        return this.#answer(seen, response, refuse(this.#world, fault.status));
      default:
        request.socket.destroy();
    }
  }

  /** Sends what the work led to, or what a fault makes of it. */
  async #send(
    reply: Reply,
    fault: Fault | null,
    seen: SeenRequest,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    switch (fault?.do) {
      case 'commit-then-drop':
        request.socket.destroy();
        return;
      case 'commit-then-answer':
        return this.#answer(seen, response, htmlReply(fault.status, `${fault.status} Gateway error`));
      case 'slow-body':
        this.#note(seen, reply.status);
        return sendSlowly(response, reply, fault.ms, (ms) => this.#world.pause(ms));
      case 'picture':
        if (fault.as !== 'huge') return this.#answer(seen, response, await spoiledPicture(reply, fault.as));
        this.#note(seen, 200);
        return sendHuge(response);
      default:
        return this.#answer(seen, response, reply);
    }
  }

  async #wait(ms: number): Promise<void> {
    if (ms > 0) await this.#world.pause(ms);
  }

  async #work(call: Call): Promise<Reply> {
    if (call.kind === 'picture') return this.#picture(call);
    // new-api shows its pictures to anyone, and its web page for what it does not know.
    const isOpen = this.#newApi !== null && (call.kind === 'image' || call.kind === 'nothing');
    const refused = isOpen ? null : refusalOfKey(this.#world, call);
    if (refused !== null) return refused;
    if (this.#newApi !== null) return this.#newApi.ask(call);
    return call.kind === 'nothing' ? noRoute(this.#world, call) : askProxy(this.#world, call);
  }

  async #picture(call: Call): Promise<Reply> {
    if (call.header('authorization') !== undefined || call.header('mj-api-secret') !== undefined) {
      this.#world.accuse(`picture: the key was sent to ${call.path}`);
    }
    const drawn = await this.#world.cdn.open(call.path, call.query);
    return drawn === null ? textReply(404, GONE) : { status: 200, type: drawn.type, body: drawn.bytes };
  }

  #record(call: Call, reply: Reply): void {
    if (reply.taken === undefined || !isSubmit(call.kind)) return;
    const { kind, body, mode } = call;
    // "Imagine all" names several tasks in one string; they are of one kind.
    const task = this.#world.tasks.get(reply.taken.taskId.split(',')[0] ?? '');
    const customId = task?.customId ?? null;
    const [prompt, mask] = [field(body, 'prompt') || null, maskBytes(body['maskBase64'])];
    const about = { action: task?.action ?? null, customId, prompt, mask };
    this.#world.submits.push({ kind, body, ...reply.taken, ...about, mode, at: this.#world.now() });
    this.#world.feed.tell('submit');
  }

  #answer(seen: SeenRequest, response: ServerResponse, reply: Reply): void {
    if (reply.type !== null) response.setHeader('content-type', reply.type);
    if (reply.status !== 204) response.setHeader('content-length', Buffer.byteLength(reply.body));
    response.writeHead(reply.status);
    response.end(reply.body);
    this.#note(seen, reply.status);
  }

  #note(seen: SeenRequest, status: number): void {
    seen.status = status;
    this.#world.feed.tell('answered');
  }

  #open(request: IncomingMessage, text: string): { call: Call; seen: SeenRequest } {
    const method = request.method ?? 'GET';
    const url = request.url ?? '/';
    const { pathname: path, searchParams: query } = new URL(url, 'http://gateway');
    const parsed = parseBody(text);
    const isObject = parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed);
    const call: Call = {
      ...routeOf(method, path, this.#world.settings),
      method,
      path,
      query,
      body: isObject ? { ...parsed } : {},
      malformed: text !== '' && !isObject,
      header: (name) => {
        const value = request.headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
    };
    const seen = {
      kind: call.kind,
      method,
      url,
      path,
      headers: request.headers,
      body: parsed,
      at: this.#world.now(),
      status: null,
    };
    return { call, seen };
  }
}

function parseBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isSubmit(kind: Call['kind']): kind is SubmitKind {
  return SUBMIT_KINDS.some((submit) => submit === kind);
}
