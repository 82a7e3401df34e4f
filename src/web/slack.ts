/** Where Slack's requests come in, in HTTP mode. */
import type { RequestListener } from 'node:http';
import { Router } from 'express';

/** Slack's events, commands and interactivity (contract.md, HTTP). */
export const SLACK_EVENTS_PATH = '/slack/events';

/**
 * Passes requests on untouched: the listener reads the raw body itself, because Slack's signature is over its bytes, and it finds its
 * own path in `url`.
 */
export function slackRoute(listener: RequestListener): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.post(SLACK_EVENTS_PATH, (request, response) => listener(request, response));
  return router;
}
