/**
 * The public surface of the stand-in Slack. Everything a page or a test may rely on is declared here and in `types/`;
 * the rest of the room is free to change. Names of wire fields are Slack's own; times are milliseconds of the given
 * clock unless said otherwise, and `ts` is Slack's message timestamp (`"1763712000.000100"`).
 */

import type { Acts, Noticed } from './types/acts.ts';
import type { ApiCall, Delivery, Faults, Sockets } from './types/records.ts';
import type { World } from './types/world.ts';

export type * from './types/acts.ts';
export type * from './types/options.ts';
export type * from './types/records.ts';
export type * from './types/world.ts';

/** What has just changed, with what is needed to find it. */
export interface Change {
  kind:
    | 'message'
    | 'ephemeral'
    | 'file'
    | 'view'
    | 'home'
    | 'channel'
    | 'reaction'
    | 'call'
    | 'delivery'
    | 'socket'
    | 'violation';
  channel?: string;
  ts?: string;
  user?: string;
  id?: string;
}

/** One of the workspaces of a stand-in. */
export interface SlackPlace {
  readonly world: World;
  readonly act: Acts;
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly Delivery[];
  /** What the real Slack would refuse or a reviewer would wince at, but which need not stop the run. */
  readonly violations: readonly string[];
  /** Calls answered 429 by a rate limit (faults not counted). */
  readonly rateLimited: readonly ApiCall[];
  readonly faults: Faults;
  /** Called after each change; the returned function ends it. */
  on(event: 'change', listener: (change: Change) => void): () => void;
  /**
   * Resolves with the first truthy value of `look`, asked now and after each change.
   * @throws Error after `timeoutMs` (default 5000, real time) naming `what` and what stands in the workspace.
   */
  waitFor<T>(
    look: (world: World, slack: SlackPlace) => T | undefined | null | false,
    options: { what: string; timeoutMs?: number },
  ): Promise<T>;
}

/** Somebody agrees on Slack's page that the app be installed. */
export interface Consent {
  /** The workspace that they chose. */
  team: string;
  /** Who agrees. */
  by: string;
  /** For the whole organisation. */
  whole?: boolean;
  /** They agreed so long ago, and come back only now. */
  agoMs?: number;
}

/** The first of its workspaces, and what is the app's own. */
export interface SlackStandIn extends SlackPlace {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** For SLACK_API_URL. */
  readonly apiUrl: string;
  /** For SLACK_FILE_HOSTS: `127.0.0.1:PORT`. */
  readonly fileHost: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sockets: Sockets;
  /** Another of its workspaces. */
  in(team: string): SlackPlace;
  /** @returns where Slack sends them. @throws Error where Slack's page would show one */
  consent(given: Consent & { address: string }): string;
  /** Somebody does not agree. @returns where Slack sends them */
  refuse(address: string): string;
  /** With which the app works there; undefined where it is not installed. */
  tokenIn(team: string): string | undefined;
  /** An admin removes the app; of a whole organisation's, everywhere. */
  uninstall(team: string, revoked?: 'account_inactive' | 'token_revoked'): void;
  /** From now on Slack's servers can reach this host of this machine (`127.0.0.1:PORT`), as if it were on the internet. */
  makePublic(host: string): void;
  /** The copy that people see of an `image_url`. */
  imageAt(url: string): { type: string; bytes: Uint8Array } | undefined;
  /** HTTP mode: sets the request URL and sends url_verification; resolves to what Slack's form would say. */
  setRequestUrl(url: string): Promise<Noticed>;
  close(): Promise<void>;
}
