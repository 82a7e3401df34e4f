import { ApiError } from './api-error.ts';
import { systemClock } from './clock.ts';
import { type Ids, makeIds } from './ids.ts';
import { stringAt } from './json.ts';
import { readManifest } from './manifest.ts';
import type { ApiCall, AppSpec, Clock, Consent, JsonObject, SlackOptions } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Tokens and secrets: fixed, since they open nothing. As Slack's own, the app token holds the app's id, that of the demo workspace. */
export const secrets = {
  botToken: 'xoxb-000000000000-000000000000-sandboxbottoken000000000',
  appToken: 'xapp-1-A0MIDJOAPP-000000000000-sandboxapptoken000000000',
  signingSecret: '0123456789abcdef0123456789abcdef',
  clientId: '000000000000.000000000000',
  clientSecret: 'fedcba9876543210fedcba9876543210',
} as const;

/** An installation of the app, and the token of its bot. */
export interface Grant {
  readonly token: string;
  readonly place: Workspace;
  /** Of the whole organisation to which the workspace belongs. */
  readonly whole: boolean;
  /** What Slack says to the token since it is worth nothing. */
  revoked: 'account_inactive' | 'token_revoked' | undefined;
}

interface Code {
  place: Workspace;
  whole: boolean;
  by: string;
  scopes: string[];
  /** Undefined where none was sent along, and then none is compared (oauth.v2.access, `redirect_uri`). */
  redirectUri: string | undefined;
  at: number;
}

/** Slack's codes are good for ten minutes, once (docs.slack.dev, "Installing with OAuth"). */
const CODE_MS = 10 * 60_000;

/** The app as Slack has it: in which workspaces it is installed, and with which tokens. */
export class Registry {
  readonly workspaces: Workspace[] = [];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly app: AppSpec;
  readonly #grants: Grant[] = [];
  readonly #codes = new Map<string, Code>();

  constructor(options: SlackOptions) {
    this.clock = options.clock ?? systemClock;
    this.ids = makeIds(this.clock);
    this.app = typeof options.app === 'string' ? readManifest(options.app) : options.app;
  }

  /** Installed once more, the app keeps its token; after it was removed it gets another. */
  install(place: Workspace, whole: boolean, token?: string): Grant {
    const standing = this.#grants.find((grant) => this.#covers(grant, place) && grant.whole === whole);
    if (standing !== undefined) return standing;
    const grant: Grant = { token: token ?? this.#newToken(), place, whole, revoked: undefined };
    this.#grants.push(grant);
    return grant;
  }

  grantOf(token: string | undefined): Grant | undefined {
    return this.#grants.find((grant) => grant.token === token);
  }

  /** That of the organisation counts where there are both. */
  grantIn(place: Workspace): Grant | undefined {
    const standing = this.#grants.filter((grant) => this.#covers(grant, place));
    return standing.find(({ whole }) => whole) ?? standing[0];
  }

  kindOf(token: string | undefined): ApiCall['token'] {
    if (token === undefined) return 'none';
    if (token === secrets.appToken) return 'app';
    const grant = this.grantOf(token);
    return grant === undefined || grant.revoked !== undefined ? 'unknown' : 'bot';
  }

  /** True of a token that opens this workspace. */
  opens(token: string | undefined, place: Workspace): boolean {
    const grant = this.grantOf(token);
    return grant !== undefined && this.#covers(grant, place);
  }

  /** The workspace in which a call is made: that of the token; of an organisation's, the one in which what it names is. */
  placeOf(token: string | undefined, args: JsonObject): Workspace | undefined {
    const grant = this.grantOf(token);
    if (grant?.whole !== true) return grant?.place;
    const within = this.workspaces.filter((place) => this.#covers(grant, place));
    return within.find((place) => isIn(place, args)) ?? within[0] ?? grant.place;
  }

  /** @throws Error where Slack's page would show one instead of the question */
  consent(place: Workspace, address: URL, { by, whole = false, agoMs = 0 }: Omit<Consent, 'team'>): string {
    const asked = (name: string) => address.searchParams.get(name);
    const redirectUri = asked('redirect_uri') ?? undefined;
    const scopes = (asked('scope') ?? '').split(',').filter((scope) => scope !== '');
    if (asked('client_id') !== secrets.clientId) throw new Error('Slack shows: Invalid client_id parameter');
    if (redirectUri === undefined || !(this.app.redirectUrls ?? []).includes(redirectUri))
      throw new Error(`Slack shows: redirect_uri did not match any configured URIs: ${redirectUri}`);
    const unknown = scopes.filter((scope) => !this.app.scopes.includes(scope));
    if (scopes.length === 0 || unknown.length > 0)
      throw new Error(`Slack shows: Invalid permissions requested ${unknown.join(', ')}`);
    if (whole && (place.world.team.enterprise === undefined || this.app.orgDeploy !== true))
      throw new Error('Slack does not offer the whole organisation.');
    return this.newCode({ place, whole, by: place.person(by).id, scopes, redirectUri, at: this.clock.now() - agoMs });
  }

  newCode(code: Code): string {
    const id = this.ids.id('CODE');
    this.#codes.set(id, code);
    return id;
  }

  /** Takes the code of an exchange. @throws ApiError `invalid_code`, `bad_redirect_uri` */
  redeem(args: JsonObject): Code {
    const id = String(args['code']);
    const code = this.#codes.get(id);
    this.#codes.delete(id);
    if (code === undefined || this.clock.now() - code.at > CODE_MS) throw new ApiError('invalid_code');
    if (code.redirectUri !== undefined && args['redirect_uri'] !== code.redirectUri)
      throw new ApiError('bad_redirect_uri');
    return code;
  }

  #covers(grant: Grant, place: Workspace): boolean {
    if (grant.revoked !== undefined) return false;
    if (grant.place === place) return true;
    const { enterprise } = grant.place.world.team;
    return grant.whole && enterprise !== undefined && enterprise.id === place.world.team.enterprise?.id;
  }

  #newToken(): string {
    const number = String(this.#grants.length).padStart(12, '1');
    return `xoxb-${number}-${number}-sandboxtoken${number}`;
  }
}

function isIn(place: Workspace, args: JsonObject): boolean {
  const { channels, users, modals, homes } = place.world;
  const named = (name: string) => stringAt(args, name) ?? '';
  const views = [...Object.values(modals).flat(), ...Object.values(homes)];
  return (
    [named('channel'), named('channel_id')].some((id) => Object.hasOwn(channels, id) || Object.hasOwn(users, id)) ||
    [named('user'), named('user_id')].some((id) => Object.hasOwn(users, id)) ||
    views.some(({ id }) => id === named('view_id')) ||
    place.triggers.knows(args['trigger_id'])
  );
}
