import { WebClient } from '@slack/web-api';
import type { Dispatcher } from 'undici';
import type { Log } from './bolt-logger.ts';
import { boltLogger } from './bolt-logger.ts';
import { call } from './calls.ts';
import { slackFetch } from './clients.ts';
import { type TokenTrouble, tokenTrouble } from './errors.ts';

/** What Slack says of a token; `error` is one of the domain's, or a fault of ours. */
export type Checked<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly trouble: TokenTrouble | undefined; readonly error: unknown };

export interface BotSeen {
  /** The workspace: its name, id and address. */
  readonly team: string;
  readonly teamId: string;
  readonly teamUrl: string;
  readonly botName: string;
  /** Of the token; undefined where Slack did not say. */
  readonly scopes: readonly string[] | undefined;
  /** The app's id (`A…`), where the bot may know it. */
  readonly appId: string | undefined;
}

export interface SlackCheckup {
  readonly bot: Checked<BotSeen>;
  /** Whether a connection of Socket Mode could be opened, and the app's id; undefined without an app token. */
  readonly app: Checked<{ readonly appId: string | undefined }> | undefined;
  /** By how many milliseconds our clock is ahead of Slack's; undefined where Slack told no time. */
  readonly clockAheadMs: number | undefined;
}

export interface SlackCheckupOptions {
  readonly botToken: string;
  readonly appToken: string | undefined;
  readonly apiUrl: string;
  readonly dispatcher: Dispatcher;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

const TIMEOUT_MS = 8000;

/**
 * Asks Slack what the tokens are good for. Nothing is posted, and no connection is opened: one would take deliveries from the bot that runs.
 * Never throws.
 */
export async function checkSlack(options: SlackCheckupOptions): Promise<SlackCheckup> {
  const { botToken, appToken, now } = options;
  let clockAheadMs: number | undefined;
  const noteDate = (date: string | null) => {
    const slack = Date.parse(date ?? '');
    if (!Number.isNaN(slack)) clockAheadMs = now() - slack;
  };
  const [bot, app] = await Promise.all([
    checked(async () => await botOf(clientFor(botToken, options, noteDate))),
    appToken === undefined
      ? undefined
      : checked(async () => {
          const client = clientFor(appToken, options, noteDate);
          await call('read', () => client.apps.connections.open({}));
          // The id stands in the token itself: `xapp-1-A…-…`.
          return { appId: /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken)?.[1] };
        }),
  ]);
  return { bot, app, clockAheadMs };
}

function clientFor(
  token: string,
  { apiUrl, dispatcher, log }: SlackCheckupOptions,
  noteDate: (date: string | null) => void,
): WebClient {
  const send = slackFetch(dispatcher);
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    allowAbsoluteUrls: false,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: TIMEOUT_MS,
    logger: boltLogger(log),
    fetch: async (...request) => {
      const response = await send(...request);
      noteDate(response.headers.get('date'));
      return response;
    },
  });
}

async function botOf(client: WebClient): Promise<BotSeen> {
  const who = await call('read', () => client.auth.test());
  // Slack puts the scopes of the token on every answer (`x-oauth-scopes`).
  const scopes = who.response_metadata?.scopes;
  return {
    team: who.team ?? '',
    teamId: who.team_id ?? '',
    teamUrl: who.url ?? '',
    botName: who.user ?? '',
    scopes,
    appId: scopes?.includes('users:read') && who.bot_id !== undefined ? await appOf(client, who.bot_id) : undefined,
  };
}

async function appOf(client: WebClient, bot: string): Promise<string | undefined> {
  const answer = await call('read', () => client.bots.info({ bot })).catch(() => undefined);
  return answer?.bot?.app_id;
}

async function checked<T extends object>(ask: () => Promise<T>): Promise<Checked<T>> {
  try {
    return { ok: true, ...(await ask()) };
  } catch (error) {
    return { ok: false, trouble: tokenTrouble(error), error };
  }
}
