import { type FetchFunction, WebClient } from '@slack/web-api';
import { type Dispatcher, fetch, Headers, Response } from 'undici';
import type { BoltLogger } from './bolt-logger.ts';

/** Within the three seconds that a trigger lives (slack.md section 2). */
const INTERACTIVE_TIMEOUT_MS = 2500;
/** Shorter than the lease that keeps two writes to one card apart (flows/show/show.ts). */
const WORKER_TIMEOUT_MS = 5000;
/** Where Slack says 429 and not for how long; the client would throw an error without a name. */
const DEFAULT_RETRY_AFTER_S = 30;

interface ClientOptions {
  botToken: string;
  /** The Web API's base, with or without a trailing slash. The token goes nowhere else. */
  apiUrl: string;
  dispatcher: Dispatcher;
  logger: BoltLogger;
}

/** Requests by the given dispatcher. */
export function fetchBy(dispatcher: Dispatcher): typeof fetch {
  return async (input, init) => await fetch(input, { ...init, dispatcher });
}

/**
 * The two clients. Neither repeats anything nor waits for a rate limit by itself: the client's own policy would repeat a post whose answer
 * was lost, and pause every other call with it (slack.md section 2). Who may repeat what is decided above, in domain words.
 */
export function createClients(options: ClientOptions): { interactive: WebClient; worker: WebClient } {
  const shared = {
    slackApiUrl: options.apiUrl,
    // A method's name is never an address, so the token cannot be sent elsewhere; the client itself refuses redirects.
    allowAbsoluteUrls: false,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    fetch: slackFetch(options.dispatcher),
    logger: options.logger,
  };
  return {
    /** For a person who waits: modals, ephemeral answers. */
    interactive: new WebClient(options.botToken, { ...shared, timeout: INTERACTIVE_TIMEOUT_MS }),
    worker: new WebClient(options.botToken, { ...shared, timeout: WORKER_TIMEOUT_MS }),
  };
}

/**
 * `fetch` for Slack's client, by our dispatcher. Reads the whole answer before it hands it on, so that an answer cut in half is a request
 * that failed like any other, and puts a `Retry-After` on every 429.
 */
export function slackFetch(dispatcher: Dispatcher): FetchFunction {
  return async (url, { method = 'POST', headers = {}, body = '', signal } = {}) => {
    if (typeof body !== 'string') throw new TypeError('files are not sent through the Web API client');
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: 'error',
      signal: signal ?? null,
      dispatcher,
    });
    const answered = new Headers(response.headers);
    if (response.status === 429 && !/^\d+$/.test(answered.get('retry-after') ?? ''))
      answered.set('retry-after', String(DEFAULT_RETRY_AFTER_S));
    const { status, statusText } = response;
    const text = await response.text();
    return new Response(text === '' ? null : text, { status, statusText, headers: answered });
  };
}
