import { WebClient } from '@slack/web-api';
import type { Dispatcher } from 'undici';
import { Misconfigured } from '../../domain/errors.ts';
import { type Installation } from '../../domain/installation.ts';
import type { BoltLogger } from './bolt-logger.ts';
import { call, required } from './calls.ts';
import { slackFetch } from './clients.ts';

/** How the app comes into a workspace: an admin agrees on a page of Slack's, and Slack sends them back with a code, which becomes a token. */
export interface Installer {
  /** Of Slack's page, on which an admin chooses the workspace and agrees. */
  address(state: string, redirectUri: string): string;
  /**
   * Exchanges a code, which works once, and asks who the bot is there. Nothing is stored.
   *
   * @param redirectUri the same that Slack was given with the address
   * @throws Refused where Slack does not take the code, or the app's own id and secret; Misconfigured, Busy, Unreachable
   */
  exchange(code: string, redirectUri: string): Promise<Installation>;
}

export interface InstallerOptions {
  clientId: string;
  /** Goes to `apiUrl` alone. */
  clientSecret: string;
  /** What the app asks for. */
  scopes: readonly string[];
  apiUrl: string;
  dispatcher: Dispatcher;
  logger: BoltLogger;
  /** Epoch ms. */
  now: () => number;
}

/** A person waits on the page that they were sent to. */
const TIMEOUT_MS = 8000;

export function createInstaller(options: InstallerOptions): Installer {
  const { clientId, clientSecret, scopes, apiUrl, dispatcher, logger, now } = options;
  const clientOf = (token?: string) =>
    new WebClient(token, {
      slackApiUrl: apiUrl,
      allowAbsoluteUrls: false,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
      timeout: TIMEOUT_MS,
      fetch: slackFetch(dispatcher),
      logger,
    });

  return {
    address(state, redirectUri) {
      // Beside the Web API: https://slack.com/api/ and https://slack.com/oauth/v2/authorize.
      const url = new URL('../oauth/v2/authorize', apiUrl);
      url.searchParams.set('client_id', clientId);
      url.searchParams.set('scope', scopes.join(','));
      url.searchParams.set('redirect_uri', redirectUri);
      url.searchParams.set('state', state);
      return url.href;
    },

    async exchange(code, redirectUri) {
      const given = await call('read', () =>
        clientOf().oauth.v2.access({
          client_id: clientId,
          client_secret: clientSecret,
          code,
          redirect_uri: redirectUri,
        }),
      );
      const token = required(given.access_token, 'oauth.v2.access gave no bot token');
      // Two processes that renew the same token lose it (node-slack-sdk#2504); it cannot be switched off again in Slack.
      if (given.refresh_token !== undefined || given.expires_in !== undefined)
        throw new Misconfigured('slack', 'key-refused', 'token rotation is on; make an app without it');
      const who = await call('read', () => clientOf(token).auth.test());
      const whole = given.is_enterprise_install === true;
      const place = required(
        (whole ? given.enterprise : given.team) ?? undefined,
        'oauth.v2.access named no workspace',
      );
      const named = ({ id, name }: { id?: string; name?: string }) => ({
        id: required(id, 'oauth.v2.access named a workspace without an id'),
        name: name ?? '',
      });
      return {
        v: 1,
        id: named(place).id,
        ...(whole ? {} : { team: named(place) }),
        ...(given.enterprise?.id === undefined ? {} : { enterprise: named(given.enterprise) }),
        url: required(who.url, 'auth.test gave no address of the workspace'),
        token,
        botUserId: required(given.bot_user_id ?? who.user_id, 'Slack named no bot user'),
        botId: required(who.bot_id, 'auth.test gave no bot: the token is not a bot token'),
        appId: required(given.app_id, 'oauth.v2.access named no app'),
        scopes: (given.scope ?? '').split(',').filter((scope) => scope !== ''),
        by: given.authed_user?.id ?? '',
        at: now(),
      };
    },
  };
}
