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

export interface SlackStandIn {
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
  /** A one-use code for oauth.v2.access. */
  oauthCode(): string;
  readonly world: World;
  readonly act: Acts;
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly Delivery[];
  /** What the real Slack would refuse or a reviewer would wince at, but which need not stop the run. */
  readonly violations: readonly string[];
  /** Calls answered 429 by a rate limit (faults not counted). */
  readonly rateLimited: readonly ApiCall[];
  readonly faults: Faults;
  readonly sockets: Sockets;
  /** From now on Slack's servers can reach this host of this machine (`127.0.0.1:PORT`), as if it were on the internet. */
  makePublic(host: string): void;
  /** The copy that people see of an `image_url`. */
  imageAt(url: string): { type: string; bytes: Uint8Array } | undefined;
  /** HTTP mode: sets the request URL and sends url_verification; resolves to what Slack's form would say. */
  setRequestUrl(url: string): Promise<Noticed>;
  /** Called after each change; the returned function ends it. */
  on(event: 'change', listener: (change: Change) => void): () => void;
  /**
   * Resolves with the first truthy value of `look`, asked now and after each change.
   * @throws Error after `timeoutMs` (default 5000, real time) naming `what` and what stands in the workspace.
   */
  waitFor<T>(
    look: (world: World, slack: SlackStandIn) => T | undefined | null | false,
    options: { what: string; timeoutMs?: number },
  ): Promise<T>;
  close(): Promise<void>;
}
