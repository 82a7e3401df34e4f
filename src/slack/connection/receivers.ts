import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  type App,
  type Receiver as BoltReceiver,
  defaultBodyLimit,
  HTTPModuleFunctions,
  HTTPReceiver,
  isRawBodyError,
  SocketModeReceiver,
} from '@slack/bolt';
import type { Dispatcher } from 'undici';
import type { BoltLogger, Log } from './bolt-logger.ts';
import { slackFetch } from './clients.ts';
import { meet } from './deliveries.ts';
import { keepLine } from './watchdog.ts';

/** Where Slack's requests arrive in HTTP mode. Source: contract.md. */
const EVENTS_PATH = '/slack/events';

/** Two connections: one may be silent for some seconds before that is noticed, and Slack gives nothing to it once it is renewed. */
const SOCKETS = 2;
const CONNECT_TIMEOUT_MS = 10_000;
/** Slack answers a ping within so long, or the connection is given up; three pings are sent in that time. */
const PONG_TIMEOUT_MS = 5000;

/** A door through which Slack's deliveries come in. */
export interface Door extends BoltReceiver {
  /** True while deliveries can come in. */
  open(): boolean;
  /** How many connections stand; Socket Mode only. */
  connections?(): number;
  /** HTTP mode only. */
  requestListener?: RequestListener;
}

interface SocketOptions {
  appToken: string;
  apiUrl: string;
  dispatcher: Dispatcher;
  logger: BoltLogger;
  log: Log;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
}

/** Socket Mode: Slack gives each delivery to one of the connections. Starts as soon as one of them stands. @throws Misconfigured */
export function socketDoor(options: SocketOptions): Door {
  const { log, sleep, random } = options;
  let app: App | undefined;
  const connect = () => {
    const receiver = socket(options);
    if (app !== undefined) receiver.init(app);
    return receiver;
  };
  const lines = Array.from({ length: SOCKETS }, () => keepLine({ connect, log, sleep, random }));
  return {
    init: (given: App) => {
      app = given;
    },
    start: async () => {
      await Promise.all(lines.map((line) => line.start()));
      await Promise.race(lines.map((line) => line.greeted));
    },
    stop: async () => await Promise.all(lines.map((line) => line.stop())),
    open: () => lines.some((line) => line.open()),
    connections: () => lines.filter((line) => line.open()).length,
  };
}

/** One connection, for one life: `keepLine` makes another. */
function socket({ appToken, apiUrl, dispatcher, logger }: SocketOptions): SocketModeReceiver {
  // No `dispatcher`: with its own, the SDK can cut a connection whose other side is silent (slack.md section 1, socket-mode 3.0.1).
  return new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    clientPingTimeout: PONG_TIMEOUT_MS,
    // Its own object: the client writes its retry policy into it (slack.md section 2).
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        fetch: slackFetch(dispatcher),
        timeout: CONNECT_TIMEOUT_MS,
        // `keepLine` decides when to try again.
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
    // Without an ack Slack delivers again; Bolt would ack what could not be authorized.
    processEventErrorHandler: async () => false,
  });
}

/** HTTP: Slack's requests are handed in by whoever owns the server. `requestListener` wants the untouched request, body unread. */
export function httpDoor(options: { signingSecret: string; logger: BoltLogger; log: Log }): Door {
  const { signingSecret, logger, log } = options;
  let taking = false;
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    logger,
    // 503 makes Slack deliver an event again. Bolt would answer 401 and 500, and 404 after three seconds.
    processEventErrorHandler: async ({ response }) => {
      unavailable(response);
      return false;
    },
    unhandledRequestHandler: ({ response }) => unavailable(response),
  });
  async function admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await look(request, signingSecret);
    if ('answer' in seen) {
      log.warn({ status: seen.answer, why: seen.why }, 'a request was not what Slack sends');
      return answer(response, seen.answer);
    }
    // Bolt finds the body, which was read, with the request, and checks the signature once more.
    receiver.requestListener(seen.request, response);
  }

  return {
    init: (app: App) => receiver.init(app),
    start: async () => {
      taking = true;
    },
    stop: async () => {
      taking = false;
    },
    open: () => taking,
    requestListener: (request, response) => {
      if (!taking) return unavailable(response);
      if (request.method !== 'POST' || request.url?.split('?')[0] !== EVENTS_PATH) return answer(response, 404);
      void admit(request, response);
    },
  };
}

/**
 * Reads a request and checks whether it is from Slack and can be given to Bolt, which answers what it cannot read by ending the process.
 *
 * @returns the request with its body read; or how it is answered
 */
async function look(
  request: IncomingMessage,
  signingSecret: string,
): Promise<{ request: IncomingMessage } | { answer: number; why: string }> {
  let read: Awaited<ReturnType<typeof HTTPModuleFunctions.parseAndVerifyHTTPRequest>>;
  try {
    const checks = { signingSecret, bodyLimit: defaultBodyLimit };
    read = await HTTPModuleFunctions.parseAndVerifyHTTPRequest(checks, request);
  } catch (error) {
    const tooLarge = isRawBodyError(error) && error.statusCode === 413;
    return tooLarge ? { answer: 413, why: 'too large' } : { answer: 401, why: 'not signed by Slack' };
  }
  const kind = meet(bodyOf(read));
  if (kind === 'known') return { request: read };
  return kind === 'unknown' ? { answer: 200, why: 'a kind of no interest' } : { answer: 400, why: 'malformed' };
}

/** @returns undefined for what is no JSON */
function bodyOf(read: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): unknown {
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(read);
  } catch {
    return undefined;
  }
}

function unavailable(response: ServerResponse): void {
  answer(response, 503);
}

function answer(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status).end();
}
