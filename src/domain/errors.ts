/**
 * Six errors, each named by what the caller does next. Nobody matches on message text: a caller looks at the class, and at `code`
 * where one class has several sentences.
 *
 * | class           | the caller                                                            |
 * |-----------------|-----------------------------------------------------------------------|
 * | `UserMistake`   | tells the person, in one sentence; nothing was stored, nothing costs  |
 * | `Unreachable`   | tries again later: the request was certainly not taken                |
 * | `Busy`          | waits `retryAfterMs` and tries again: certainly not taken             |
 * | `Refused`       | tells the person what the other side said; never repeats by itself    |
 * | `InDoubt`       | never repeats: the request may have been taken; finds out             |
 * | `Misconfigured` | alerts the operator; a person is told that it is not their fault      |
 */

import type { Finding } from './lint/index.ts';

/** Who answered, or failed to. */
export type Peer = 'gateway' | 'slack' | 'redis' | 'picture';

abstract class BotError extends Error {
  abstract readonly kind: string;
}

/** What a person did that we refuse at intake. `code` names the sentence in the catalogue, `params` fill it. */
export class UserMistake extends BotError {
  override name = 'UserMistake' as const;
  readonly kind = 'mistake';
  readonly code: MistakeCode;
  readonly params: Readonly<Record<string, string | number>>;
  /** The field of the form that holds the mistake, where there is one. */
  readonly field: string | undefined;
  /** Of `bad-parameter`: what is wrong. */
  readonly finding: Finding | undefined;
  constructor(
    code: MistakeCode,
    params: Readonly<Record<string, string | number>> = {},
    field?: string,
    finding?: Finding,
  ) {
    super(code);
    this.code = code;
    this.params = params;
    this.field = field;
    this.finding = finding;
  }
}

export type MistakeCode =
  | 'empty-prompt'
  | 'long-prompt'
  | 'unknown-verb'
  /** A prompt stands for more pictures than a series has: `count`, `max`. */
  | 'too-many-of-one'
  /** What a person was asked about is too old, or somebody else's. */
  | 'draft-gone'
  /** `finding` says what is wrong with the prompt. */
  | 'bad-parameter'
  | 'channel-not-allowed'
  | 'daily-limit'
  | 'concurrent-limit'
  /** Of a channel, with its `limit`. */
  | 'channel-daily-limit'
  | 'channel-concurrent-limit'
  /** The prompt has `words` that an admin refused for a `reason`. */
  | 'words-refused'
  /** An admin paused everything, with a `message`. */
  | 'paused'
  | 'not-yours-to-press'
  | 'not-yours-to-cancel'
  | 'not-yours-to-delete'
  | 'not-yours-to-see'
  | 'button-gone'
  | 'submission-gone'
  | 'already-ended'
  | 'nothing-to-check'
  | 'unavailable'
  /** `verb`, `min`, `max`, `given` */
  | 'too-few-pictures'
  | 'too-many-pictures'
  /** A parameter field of a form: `what` is wrong with it. */
  | 'bad-ratio'
  | 'bad-number'
  /** The gateway lacks this `verb`. */
  | 'not-offered'
  /** No submission, task or message link stands there. */
  | 'which-task'
  | 'unknown-task'
  /** The step of a press: answered already, by `by`; or nothing waits for an answer any more. */
  | 'step-answered'
  | 'step-over'
  /** Region: no mask was given; one that selects nothing, or everything. */
  | 'mask-missing'
  | 'mask-empty'
  | 'mask-full'
  /** Its `width` and `height` are not the picture's `wide` and `high`. */
  | 'mask-size'
  | 'mask-not-png'
  | 'mask-too-large'
  | 'mask-unreadable'
  /** Region: the picture of the card is not in Slack, so there is nothing to paint on. */
  | 'picture-not-here'
  /** Only for admins. */
  | 'admins-only'
  | 'admin-unknown'
  /** No preset of this `name`; `known` lists those that there are, or is empty. */
  | 'unknown-preset'
  /** The `verb` takes no presets. */
  | 'preset-not-here'
  /** A preset that is to be kept: its name is no word of at most `max` characters; there are `max` already; one of this `name` exists. */
  | 'preset-name'
  | 'presets-full'
  | 'preset-taken'
  /** Its parameters: none; something `given` that is no parameter; one `given` twice; another preset; longer than `max`. */
  | 'empty-preset'
  | 'preset-text'
  | 'preset-twice'
  | 'preset-in-preset'
  | 'long-preset'
  /** Settings: the Niji bot with a version of Midjourney. */
  | 'niji-version'
  /** Settings of a channel, asked for in a direct conversation. */
  | 'no-channel-here'
  /** In the modal of the admins: the environment does not allow the channel `channel`; nothing was chosen; there are `max` already. */
  | 'channel-out-of-bounds'
  | 'nothing-chosen'
  | 'too-many-rules'
  | 'reason-missing';

/** Why a picture that a person handed over cannot be used. Each has a sentence. */
export type PictureTrouble =
  /** Slack has it no more */
  | 'expired'
  /** the bot may not see it: a private channel where it is not */
  | 'not-visible'
  /** Slack gave its login page: the app lacks files:read and must be reinstalled */
  | 'reinstall'
  | 'not-a-picture'
  /** too many bytes */
  | 'too-large'
  /** too many pixels, or an absurd shape */
  | 'too-many-pixels'
  | 'animated'
  /** a message link behind which there is no picture */
  | 'no-picture';

/** The request was certainly not taken: refused connection, DNS failure, time-out before anything was sent, a read that got no answer. */
export class Unreachable extends BotError {
  override name = 'Unreachable' as const;
  readonly kind = 'unreachable';
  readonly peer: Peer;
  constructor(peer: Peer, message: string, options?: ErrorOptions) {
    super(message, options);
    this.peer = peer;
  }
}

/** The other side asks us to wait (HTTP 429 and 503, gateway codes 23 and 30, a spent budget). Certainly not taken. */
export class Busy extends BotError {
  override name = 'Busy' as const;
  readonly kind = 'busy';
  readonly peer: Peer;
  /** Milliseconds, when the other side named a time. */
  readonly retryAfterMs: number | undefined;
  /** What the other side said, for the card. */
  readonly reason: string;
  constructor(peer: Peer, reason: string, retryAfterMs?: number, options?: ErrorOptions) {
    super(reason, options);
    this.peer = peer;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Why the other side said no, where our words depend on it. */
export type RefusalCode =
  /** gateway 24, or a moderation failure */
  | 'banned-word'
  /** gateway 3: the parent task or its account is gone */
  | 'parent-gone'
  /** gateway 4 and the like: invalid input, out of quota */
  | 'invalid'
  /** the gateway does not know this button or endpoint */
  | 'unsupported'
  /** gateway 5 and 9: it failed, and says that nothing was taken */
  | 'failed'
  /** Slack: the bot may not post in this conversation */
  | 'cannot-post'
  /** Slack: the message is gone */
  | 'card-gone'
  /** Slack: it will not show this file as a picture */
  | 'picture-refused'
  /** Slack: it will not take this file (policy, size, storage) */
  | 'upload-refused'
  /** a final picture: too large, not a picture, gone */
  | 'picture-unusable'
  /** a picture that a person handed over; `reason` is a `PictureTrouble` */
  | 'input-unusable'
  | 'other';

export class Refused extends BotError {
  override name = 'Refused' as const;
  readonly kind = 'refused';
  readonly peer: Peer;
  readonly code: RefusalCode;
  /** The other side's own words, in full. */
  readonly reason: string;
  /** The word that the gateway did not like (code 24). */
  readonly bannedWord: string | undefined;
  /** True where the same request may succeed a moment later (novicezk#252: codes 3 and 4 right after a parent's end). */
  readonly momentary: boolean;
  constructor(
    peer: Peer,
    code: RefusalCode,
    reason: string,
    more: { bannedWord?: string | undefined; momentary?: boolean; cause?: unknown } = {},
  ) {
    super(reason, more.cause === undefined ? undefined : { cause: more.cause });
    this.peer = peer;
    this.code = code;
    this.reason = reason;
    this.bannedWord = more.bannedWord;
    this.momentary = more.momentary ?? false;
  }
}

/** Sent, and the answer was lost: time-out or reset after sending, HTTP 500, 502, 504, an answer cut in half. */
export class InDoubt extends BotError {
  override name = 'InDoubt' as const;
  readonly kind = 'in-doubt';
  readonly peer: Peer;
  constructor(peer: Peer, message: string, options?: ErrorOptions) {
    super(message, options);
    this.peer = peer;
  }
}

/**
 * What a failure means to a person once something is stored that will go on by itself, or may be: they must not read that nothing was taken, for
 * they would ask again, and pay again. Their own mistake stays one.
 */
export function afterStore(error: unknown, what: string): UserMistake | InDoubt {
  if (error instanceof UserMistake || error instanceof InDoubt) return error;
  return new InDoubt('redis', what, { cause: error });
}

/** Only an operator can mend it: wrong key, wrong base URL (a web page instead of JSON), missing scope, an answer we cannot read. */
export class Misconfigured extends BotError {
  override name = 'Misconfigured' as const;
  readonly kind = 'misconfigured';
  readonly peer: Peer;
  /** `not-installed`: the app was removed from that workspace, or never was there. */
  readonly code:
    | 'key-refused'
    | 'web-page'
    | 'no-answer-body'
    | 'unreadable'
    | 'missing-scope'
    | 'no-route'
    | 'not-installed';
  readonly reason: string;
  /** Whether `reason` is what the gateway said about a submission, and not about the key or the address alone. */
  readonly quotes: boolean;
  constructor(
    peer: Peer,
    code: Misconfigured['code'],
    reason: string,
    { quotes = false, ...options }: ErrorOptions & { quotes?: boolean } = {},
  ) {
    super(reason, options);
    this.peer = peer;
    this.code = code;
    this.reason = reason;
    this.quotes = quotes;
  }
}

/** True of what another version of the bot stored in a shape that this one does not know: a process of that version can read it. */
export function isOfAnotherVersion(error: unknown): error is Misconfigured {
  return error instanceof Misconfigured && error.peer === 'redis' && error.code === 'unreadable';
}

/**
 * Whether its words are the gateway's own about a submission: they may hold the prompt (`banned: ...`). What a read is told about the key and the
 * address is for the operator. An `Unreachable` holds none of them.
 */
export function quotesGateway(error: unknown): error is Refused | Busy | InDoubt | Misconfigured {
  if (error instanceof Misconfigured) return error.peer === 'gateway' && (error.quotes || error.code === 'unreadable');
  return (error instanceof Refused || error instanceof Busy || error instanceof InDoubt) && error.peer === 'gateway';
}

/** Closes a union: a new member makes the compiler point here. */
export function assertNever(value: never, what: string): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}
