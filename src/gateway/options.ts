import type { Dispatcher } from 'undici';

/** How the key travels (gateway.md 1.3). */
export type AuthStyle = 'bearer' | 'secret' | 'raw' | 'both';

/** How a speed mode is asked for (gateway.md 1.2). */
export type ModeVia = 'path' | 'filter' | 'flag' | 'none';

/**
 * Remembers what was found out about a gateway (which authorization and mode work, which endpoints it lacks), shared by all workers. A memory
 * that fails only costs finding out again.
 */
export interface Memory {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string, ttlMs: number): Promise<void>;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** How long to wait for answers, in milliseconds. */
export interface Timeouts {
  /** For a connection, TLS included; only for the room's own connections, not for a given `dispatcher`. */
  connect: number;
  /** For the answer to a submit: new-api itself waits 60 s for what is behind it (gateway.md 6). */
  submit: number;
  /** The same for a submit with pictures: the time to send them counts, 27 MB at most. */
  pictures: number;
  read: number;
  cancel: number;
  /** For a seed: trueai itself waits 60 s for it (gateway.md 4.7). */
  seed: number;
}

export const TIMEOUTS: Timeouts = {
  connect: 5000,
  submit: 90_000,
  pictures: 240_000,
  read: 15_000,
  cancel: 15_000,
  seed: 75_000,
};

export interface GatewayOptions {
  /** With or without a trailing `/mj`, with or without slashes at the end. */
  baseUrl: string;
  key?: string | undefined;
  auth: AuthStyle | 'auto';
  modeVia: ModeVia | 'auto';
  /** Path prefix of a mode, with `{mode}` in it: `/mj-{mode}`. */
  modePath: string;
  /** Sent as `accountFilter` with every submit, and as `filter` with uploads. */
  accountFilter?: object | undefined;
  /** Carries every request; without it the room opens (and `close` ends) its own connections. */
  dispatcher?: Dispatcher | undefined;
  /** Epoch milliseconds. */
  now: () => number;
  log?: Log | undefined;
  memory: Memory;
  timeouts?: Partial<Timeouts> | undefined;
}
