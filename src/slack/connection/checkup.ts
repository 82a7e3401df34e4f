import { WebClient } from '@slack/web-api';
import type { Dispatcher } from 'undici';
import { Refused } from '../../domain/errors.ts';
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
  /** Undefined without a bot token. */
  readonly bot: Checked<BotSeen> | undefined;
  /** Whether Slack knows the app by its id and secret; `word` is Slack's where it does not. Undefined without them. */
  readonly client?: Checked<{ readonly word: string | undefined }> | undefined;
  /** Whether a connection of Socket Mode could be opened, and the app's id; undefined without an app token. */
  readonly app: Checked<{ readonly appId: string | undefined }> | undefined;
  /** By how many milliseconds our clock is ahead of Slack's; undefined where Slack told no time. */
  readonly clockAheadMs: number | undefined;
}

export interface SlackCheckupOptions {
  readonly botToken: string | undefined;
  /** Of an app that may be added to several workspaces. */
  readonly client?: { readonly id: string; readonly secret: string } | undefined;
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
  const { botToken, appToken, client, now } = options;
  let clockAheadMs: number | undefined;
  const noteDate = (date: string | null) => {
    const slack = Date.parse(date ?? '');
    if (!Number.isNaN(slack)) clockAheadMs = now() - slack;
  };
  const [bot, knows, app] = await Promise.all([
    botToken === undefined ? undefined : checked(async () => await botOf(clientFor(botToken, options, noteDate))),
    client === undefined
      ? undefined
      : checked(async () => ({ word: await wordOn(clientFor(undefined, options, noteDate), client) })),
    appToken === undefined
      ? undefined
      : checked(async () => {
          const opening = clientFor(appToken, options, noteDate);
          await call('read', () => opening.apps.connections.open({}));
          // The id stands in the token itself: `xapp-1-A…-…`.
          return { appId: /^xapp-\d+-(A[A-Z0-9]+)-/.exec(appToken)?.[1] };
        }),
  ]);
  return { bot, client: knows, app, clockAheadMs };
}

function clientFor(
  token: string | undefined,
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

/**
 * Slack looks at the app before it looks at the code, so a code that is none tells whether the app is right, and nothing comes of it.
 * @returns undefined where it is
 */
async function wordOn(client: WebClient, { id, secret }: { id: string; secret: string }): Promise<string | undefined> {
  try {
    await call('read', () => client.oauth.v2.access({ client_id: id, client_secret: secret, code: 'none' }));
    return undefined;
  } catch (error) {
    if (!(error instanceof Refused) || error.reason.startsWith('HTTP')) throw error;
    return error.reason === 'invalid_code' ? undefined : error.reason;
  }
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
