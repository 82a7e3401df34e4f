import { Agent, type Dispatcher, request } from 'undici';
import { jsonBytes } from './json-bytes.ts';

/** An HTTP exchange with the gateway. `waitMs` bounds the wait for the answer's head; twice as long bounds the whole. */
export interface Call {
  method: 'GET' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: object | undefined;
  waitMs: number;
}

export interface Reply {
  status: number;
  contentType: string;
  retryAfter: string | undefined;
  location: string | undefined;
  text: string;
}

/** No whole answer came. `sent` is false only when not one byte of the request left: then it was certainly not taken. */
export class NoAnswer extends Error {
  override name = 'NoAnswer' as const;
  readonly sent: boolean;
  constructor(sent: boolean, cause: unknown) {
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(sent ? `The answer was lost: ${why}` : `No connection: ${why}`, { cause });
    this.sent = sent;
  }
}

/** A list of a hundred finished tasks is about 300 KB. */
const BODY_MAX = 32 * 1024 * 1024;

/**
 * Sends a request and reads the whole answer. Redirects are not followed: a key must not travel to where an answer points.
 * @throws NoAnswer
 */
export async function exchange(dispatcher: Dispatcher, call: Call): Promise<Reply> {
  let sent = false;
  const noting = dispatcher.compose(
    (dispatch) => (options, handler) =>
      dispatch(
        options,
        whenSent(handler, () => (sent = true)),
      ),
  );
  try {
    const response = await request(call.url, {
      dispatcher: noting,
      method: call.method,
      headers: {
        accept: 'application/json',
        ...call.headers,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: call.body === undefined ? null : jsonBytes(call.body),
      headersTimeout: call.waitMs,
      bodyTimeout: call.waitMs,
      signal: AbortSignal.timeout(call.waitMs * 2),
    });
    return {
      status: response.statusCode,
      contentType: header(response.headers, 'content-type') ?? '',
      retryAfter: header(response.headers, 'retry-after'),
      location: header(response.headers, 'location'),
      text: await wholeText(response.body),
    };
  } catch (cause) {
    throw new NoAnswer(sent, cause);
  }
}

/** The room's own connections. */
export interface Connections {
  /** Kept open between requests. */
  reads: Dispatcher;
  /**
   * A new connection each time: a server may close a kept one in the very moment in which a request is written to it, and that would put a
   * paid submit in doubt for nothing.
   */
  submits: Dispatcher;
  close(): Promise<void>;
}

export function openConnections(connectMs: number): Connections {
  const reads = new Agent({ connect: { timeout: connectMs } });
  const submits = new Agent({ connect: { timeout: connectMs }, pipelining: 0 });
  return { reads, submits, close: async () => void (await Promise.all([reads.close(), submits.close()])) };
}

/** undici starts a request on a connected socket, just before it writes the first byte; an error before that means that nothing left. */
function whenSent(handler: Dispatcher.DispatchHandler, note: () => void): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller, context) {
      handler.onRequestStart?.(controller, context);
      if (!controller.aborted) note();
    },
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
}

function header(headers: Record<string, string | string[] | undefined>, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function wholeText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > BODY_MAX) throw new Error(`an answer of more than ${BODY_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
