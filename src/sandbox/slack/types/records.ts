import type { JsonObject } from './world.ts';

/** What the app asked and was told, and the faults that can be put in its way. */

/**
 * One request of the app. `method` is the Web API method, or one of these for the requests beside it: `file.upload`
 * (bytes to an upload URL), `file.download` (url_private and thumbnails), `response_url`.
 */
export interface ApiCall {
  n: number;
  at: number;
  method: string;
  /** Decoded; JSON arguments are objects; the token is left out. */
  args: JsonObject;
  token: 'bot' | 'app' | 'unknown' | 'none';
  /** The scopes this call could not have done without (empty when none). */
  needs: string[];
  ok: boolean;
  error?: string;
  status: number;
  /** Name of the fault that struck, if any. */
  fault?: string;
}

/** One payload for the app, with all attempts to deliver it. */
export interface Delivery {
  n: number;
  kind: 'event' | 'command' | 'interactive';
  /** `app_mention`, `/imagine`, `block_actions` … */
  name: string;
  payload: JsonObject;
  needs: string[];
  attempts: { at: number; ms: number; acked: boolean; error?: string; body?: JsonObject }[];
  acked: boolean;
  /** No further attempt will be made. */
  done: boolean;
}

export type FaultEffect =
  | { kind: 'rate_limit'; retryAfterS?: number }
  /** An HTTP status (500) before or after the call took effect. */
  | { kind: 'status'; status: number; when: 'before' | 'after' }
  /** The connection is cut before or after the call took effect. */
  | { kind: 'drop'; when: 'before' | 'after' }
  /** The answer comes later: the call waits, or took effect at once (`after`) and only says so late. */
  | { kind: 'delay'; ms: number; when?: 'before' | 'after' }
  | { kind: 'error'; error: string; messages?: string[] }
  /** completeUploadExternal answers ok but the file is never shared (slack.md section 3). */
  | { kind: 'never_shared' }
  /** The next socket that connects gets no hello. */
  | { kind: 'no_hello' }
  /**
   * What was delivered is delivered again although it was acked, after so many ms each; once and at once where none are named. A person sees the
   * ack of the first alone.
   */
  | { kind: 'duplicate'; laterMs?: readonly number[] };

export interface FaultRule {
  /** Method (see `ApiCall.method`), or for `duplicate` the `name` of a delivery, whose payload counts as arguments. Absent: all. */
  method?: string | RegExp;
  /** Only calls whose arguments contain these values (deeply), or for which the function says yes. */
  args?: JsonObject | ((args: JsonObject) => boolean);
  /** Only the nth call that fits, counted from 1. */
  nth?: number;
  /** At most so many times. Default: for ever (once when `nth` is given). */
  times?: number;
  effect: FaultEffect;
  /** For records and the page. */
  name?: string;
  /** Told each time that it strikes. */
  onStrike?: () => void;
}

export interface Faults {
  /** The returned function removes it again. Delays combine with other effects; otherwise the first rule that fits strikes. */
  add(rule: FaultRule): () => void;
  clear(): void;
  readonly active: readonly FaultRule[];
}

/** The open Socket Mode connections. Every payload goes to one arbitrary one of them. */
export interface Sockets {
  /** How many have been greeted with hello. */
  readonly open: number;
  /** Sends `disconnect` to one or all, and closes as Slack does. */
  disconnect(reason: 'refresh_requested' | 'warning' | 'link_disabled', which?: 'one' | 'all'): void;
  /**
   * One connection goes silent, as when a network drops its packets: nothing comes, not even a pong, nothing is read, and nothing closes.
   * Slack goes on giving it payloads until the returned function ends it.
   */
  silence(): () => void;
  /** Sends one connection a text that Slack would never send. */
  garble(text: string): void;
  /** Cuts the connections without a word. */
  drop(which?: 'one' | 'all'): void;
}
