import type { RequestListener } from 'node:http';
import { type App, type Receiver as BoltReceiver, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Dispatcher } from 'undici';
import type { BoltLogger } from './bolt-logger.ts';
import { slackFetch } from './clients.ts';

/** Where Slack's requests arrive in HTTP mode. Source: contract.md. */
const EVENTS_PATH = '/slack/events';

/**
 * Two connections: when Slack asks one to be renewed, it is without a connection for 5 s, and every command in that time would fail for the
 * person (slack.md section 4, item 1).
 */
const SOCKETS = 2;
const CONNECT_TIMEOUT_MS = 10_000;

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
}

/** Socket Mode: Slack gives each delivery to one of the connections. */
export function socketDoor(options: SocketOptions): Door {
  const connected = new Set<SocketModeReceiver>();
  const sockets = Array.from({ length: SOCKETS }, () => socket(options, connected));
  return {
    init: (app: App) => {
      for (const one of sockets) one.init(app);
    },
    start: async () => await Promise.all(sockets.map(async (one) => await one.start())),
    stop: async () => await Promise.all(sockets.map(async (one) => await one.client.disconnect())),
    open: () => connected.size > 0,
  };
}

function socket({ appToken, apiUrl, dispatcher, logger }: SocketOptions, connected: Set<SocketModeReceiver>) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    dispatcher,
    // Its own object: the client writes its retry policy into it (slack.md section 2), and a policy that gives up leaves the process
    // without a connection for good (section 4, item 2).
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        fetch: slackFetch(dispatcher),
        timeout: CONNECT_TIMEOUT_MS,
        retryConfig: { retries: 100, factor: 1.3, maxTimeout: 30_000 },
      },
    },
    // Without an ack Slack delivers again; Bolt would ack what could not be authorized.
    processEventErrorHandler: async () => false,
  });
  receiver.client.on('connected', () => connected.add(receiver));
  receiver.client.on('close', () => connected.delete(receiver));
  return receiver;
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
