import type { Dispatcher } from 'undici';
import { InDoubt, Misconfigured, Unreachable } from '../domain/errors.ts';
import { type Authorization, createAuthorization } from './auth.ts';
import { address, type Base } from './base.ts';
import { type Heard, hear } from './body.ts';
import type { Learned } from './learned.ts';
import { type GatewayOptions, TIMEOUTS, type Timeouts } from './options.ts';
import { readingOf } from './readings.ts';
import { type Connections, exchange, NoAnswer, openConnections } from './transport.ts';

/** Carries requests to the gateway and opens the answers; knows connections, time-outs and the key, and not what an answer means. */
export interface Wire {
  /**
   * Sends a submit, once. A refused key is the one reason to send it again, with another style: then it was certainly not taken.
   * @throws InDoubt when it may have been taken, Unreachable when it certainly was not
   */
  submit(
    route: string,
    body: object,
    how: { prefix?: string | undefined; pictures?: boolean | undefined },
  ): Promise<Heard>;
  /**
   * Asks what may be asked twice; a lost connection is tried again once.
   * @throws Unreachable
   */
  ask(request: {
    method: 'GET' | 'POST';
    route: string;
    body?: object;
    prefix?: string | undefined;
    wait?: 'read' | 'cancel' | 'seed';
  }): Promise<Heard>;
  authorization: Authorization;
  close(): Promise<void>;
}

/** An id that no gateway gives: the harmless read. */
export const NOBODY = '/task/0/fetch';

export function createWire(base: Base, options: GatewayOptions, learned: Learned): Wire {
  const timeouts: Timeouts = { ...TIMEOUTS, ...options.timeouts };
  const connections = options.dispatcher === undefined ? openConnections(timeouts.connect) : given(options.dispatcher);

  interface Request {
    method: 'GET' | 'POST';
    route: string;
    body?: object | undefined;
    prefix?: string | undefined;
    waitMs: number;
    over: Dispatcher;
  }
  async function send(request: Request, headers: Readonly<Record<string, string>>): Promise<Heard> {
    const { over, route, prefix, ...call } = request;
    const started = options.now();
    const reply = await exchange(over, { ...call, headers, url: address(base, route, prefix) });
    const heard = hear(reply, options.now());
    const { status, words } = heard;
    // The one line with the words of a failure that is told by its status alone. What is said of a task is never logged.
    const said = status >= 400 ? { words } : {};
    options.log?.debug({ route, status, ...said, ms: options.now() - started }, 'the gateway answered');
    return heard;
  }
  async function authorized(request: Request): Promise<Heard> {
    const style = await authorization.style();
    const heard = await send(request, authorization.headers(style));
    if (heard.status !== 401 && heard.status !== 403) return heard;
    const other = await authorization.another(style);
    return other === undefined ? heard : send(request, authorization.headers(other));
  }
  async function accepts(headers: Readonly<Record<string, string>>): Promise<boolean | undefined> {
    try {
      const trial = { method: 'GET', route: NOBODY, waitMs: timeouts.read, over: connections.reads } as const;
      const { kind } = readingOf(await send(trial, headers));
      return kind === 'task' || kind === 'none' ? true : undefined;
    } catch (error) {
      options.log?.debug({ err: error }, 'a trial of the key was not accepted');
      return error instanceof Misconfigured && error.code === 'key-refused' ? false : undefined;
    }
  }
  const authorization = createAuthorization(options, learned, options.log, accepts);

  return {
    authorization,
    async submit(route, body, { prefix, pictures = false }) {
      try {
        return await authorized({
          method: 'POST',
          route,
          body,
          prefix,
          waitMs: pictures ? timeouts.pictures : timeouts.submit,
          over: connections.submits,
        });
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        const Fate = error.sent ? InDoubt : Unreachable;
        throw new Fate('gateway', error.message, { cause: error });
      }
    },
    async ask({ wait = 'read', ...request }) {
      const once = () => authorized({ ...request, waitMs: timeouts[wait], over: connections.reads });
      try {
        return await once().catch((error) => (isReset(error) ? once() : Promise.reject(error)));
      } catch (error) {
        throw error instanceof NoAnswer ? new Unreachable('gateway', error.message, { cause: error }) : error;
      }
    },
    close: () => connections.close(),
  };
}

/** A kept connection that the server closed while the request was on its way; a time-out is not repeated. */
function isReset(error: unknown): boolean {
  const code =
    error instanceof NoAnswer && error.sent && error.cause instanceof Error && 'code' in error.cause
      ? error.cause.code
      : '';
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

/** A given dispatcher belongs to whoever gave it. */
function given(dispatcher: Dispatcher): Connections {
  return { reads: dispatcher, submits: dispatcher, close: async () => {} };
}
