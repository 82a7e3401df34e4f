import type { RequestListener } from 'node:http';
import { type App, type Receiver as BoltReceiver, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Dispatcher } from 'undici';
import type { BoltLogger, Log } from './bolt-logger.ts';
import { slackFetch } from './clients.ts';
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
}

/** Socket Mode: Slack gives each delivery to one of the connections. Starts as soon as one of them stands. @throws Misconfigured */
export function socketDoor(options: SocketOptions): Door {
  const { log, sleep } = options;
  let app: App | undefined;
  const connect = () => {
    const receiver = socket(options);
    if (app !== undefined) receiver.init(app);
    return receiver;
  };
  const lines = Array.from({ length: SOCKETS }, () => keepLine({ connect, log, sleep }));
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
export function httpDoor(options: { signingSecret: string; logger: BoltLogger }): Door {
  let taking = false;
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: EVENTS_PATH,
    logger: options.logger,
    // 503 makes Slack deliver an event again. Bolt would answer 401 and 500, and 404 after three seconds.
    processEventErrorHandler: async ({ response }) => {
      unavailable(response);
      return false;
    },
    unhandledRequestHandler: ({ response }) => unavailable(response),
  });
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
      if (request.method !== 'POST' || request.url?.split('?')[0] !== EVENTS_PATH) {
        response.writeHead(404).end();
        return;
      }
      receiver.requestListener(request, response);
    },
  };
}

function unavailable(response: Parameters<RequestListener>[1]): void {
  if (!response.headersSent) response.writeHead(503).end();
}
