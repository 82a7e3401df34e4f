/** Slack's errors in domain words. Nobody outside this file looks at Slack's error codes. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { Busy, InDoubt, Misconfigured, type RefusalCode, Refused, Unreachable } from '../../domain/errors.ts';

/**
 * What kind of call failed:
 * - `write`: repeating it would show twice (a post), so a lost answer leaves it in doubt
 * - `edit`: like `write`, of a message that exists: whatever keeps us from editing it means that the card is gone
 * - `read`: repeating it is harmless (a look, an upload that nobody sees), so a lost answer is no answer
 */
export type CallKind = 'write' | 'edit' | 'read';

/** Connections that failed before anything was sent. Sources: Node's system errors, undici's error codes. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Slack's own words for "some of it may have happened". Source: slack-api/methods, the errors common to all methods. */
const MAYBE_TAKEN = new Set(['internal_error', 'fatal_error']);
const NOT_TAKEN = new Set(['service_unavailable', 'request_timeout', 'team_added_to_org']);
const LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
const OPERATOR = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
  'not_allowed_token_type',
  'no_permission',
  'two_factor_setup_required',
  'app_access_restricted',
  'team_access_not_granted',
]);

/** Why Slack does not serve a token, by what an operator does about it. */
export type TokenTrouble =
  /** not known to Slack */
  | 'unknown'
  /** taken back, or the app was removed from the workspace */
  | 'revoked'
  /** token rotation is on */
  | 'expired'
  /** a bot token where an app token belongs, or the other way round */
  | 'wrong-kind'
  | 'missing-scope'
  | 'socket-mode-off'
  /** the workspace restricts its apps, or the network from which they may call */
  | 'restricted';

/** `socket_mode_disabled` stands on no page of Slack's; it is what other clients were seen to explain. */
const TOKEN_TROUBLES: Readonly<Record<string, TokenTrouble>> = {
  invalid_auth: 'unknown',
  not_authed: 'unknown',
  token_revoked: 'revoked',
  account_inactive: 'revoked',
  token_expired: 'expired',
  not_allowed_token_type: 'wrong-kind',
  missing_scope: 'missing-scope',
  socket_mode_disabled: 'socket-mode-off',
  forbidden_team: 'restricted',
  access_denied: 'restricted',
  accesslimited: 'restricted',
  no_permission: 'restricted',
  org_login_required: 'restricted',
  app_access_restricted: 'restricted',
  team_access_not_granted: 'restricted',
  two_factor_setup_required: 'restricted',
};

/** Why the token of a call was not served; undefined where that was not the reason. @param error as `translate` returned it */
export function tokenTrouble(error: unknown): TokenTrouble | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof WebAPIPlatformError ? TOKEN_TROUBLES[cause.data.error] : undefined;
}

/** Whether a modal was opened from this trigger before: each opens one. @param error as `translate` returned it */
export function isTriggerUsed(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof WebAPIPlatformError && cause.data.error === 'exchanged_trigger_id';
}

/** Source: the errors of each method in slack-api/methods. */
const REFUSALS: Readonly<Record<string, RefusalCode>> = {
  not_in_channel: 'cannot-post',
  channel_not_found: 'cannot-post',
  is_archived: 'cannot-post',
  messages_tab_disabled: 'cannot-post',
  cannot_reply_to_message: 'cannot-post',
  invalid_channel: 'cannot-post',
  posting_to_channel_denied: 'cannot-post',
  ekm_access_denied: 'cannot-post',
  restricted_action: 'cannot-post',
  restricted_action_non_threadable_channel: 'cannot-post',
  restricted_action_read_only_channel: 'cannot-post',
  restricted_action_thread_locked: 'cannot-post',
  restricted_action_thread_only_channel: 'cannot-post',
  external_channel_migrating: 'cannot-post',
  user_not_in_channel: 'cannot-post',
  message_not_found: 'card-gone',
  cant_update_message: 'card-gone',
  cant_delete_message: 'card-gone',
  edit_window_closed: 'card-gone',
  is_inactive: 'card-gone',
  file_uploads_disabled: 'upload-refused',
  file_uploads_except_images_disabled: 'upload-refused',
  file_upload_size_restricted: 'upload-refused',
  file_type_not_allowed: 'upload-refused',
  storage_limit_reached: 'upload-refused',
  blocked_file_type: 'upload-refused',
  access_denied: 'upload-refused',
  file_update_failed: 'upload-refused',
  file_deleted: 'picture-refused',
  file_is_deleted: 'picture-refused',
  file_not_found: 'picture-refused',
  slack_connect_file_upload_sharing_blocked: 'picture-refused',
  slack_connect_blocked_file_type: 'picture-refused',
  slack_connect_file_link_sharing_blocked: 'picture-refused',
};

/**
 * Translates whatever a call of Slack's client threw. Errors of the domain pass through.
 *
 * @returns Busy, Refused, InDoubt (not for `read`), Unreachable or Misconfigured; what is none of Slack's errors is returned as it came,
 *   because then it is a fault of ours
 */
export function translate(error: unknown, kind: CallKind): unknown {
  if (error instanceof WebAPIRateLimitedError)
    return new Busy('slack', 'rate limited', error.retryAfter * 1000, { cause: error });
  if (error instanceof WebAPIPlatformError) return ofPlatform(error, kind);
  if (error instanceof WebAPIHTTPError)
    return error.statusCode >= 500
      ? lost(kind, `HTTP ${error.statusCode}`, error)
      : new Refused('slack', 'other', `HTTP ${error.statusCode}`, { cause: error });
  if (error instanceof WebAPIRequestError)
    return wasNeverSent(error)
      ? new Unreachable('slack', error.message, { cause: error })
      : lost(kind, error.message, error);
  return error;
}

function ofPlatform(error: WebAPIPlatformError, kind: CallKind): unknown {
  const { error: code, response_metadata: metadata } = error.data;
  const cause = { cause: error };
  if (LIMITED.has(code)) return new Busy('slack', code, seconds(metadata?.retryAfter), cause);
  if (MAYBE_TAKEN.has(code)) return lost(kind, code, error);
  if (NOT_TAKEN.has(code)) return new Unreachable('slack', code, cause);
  if (code === 'missing_scope') return new Misconfigured('slack', 'missing-scope', neededScope(error), cause);
  if (OPERATOR.has(code)) return new Misconfigured('slack', 'key-refused', code, cause);
  // Views are refused as arguments.
  if (/^invalid_(?:blocks|arguments)$/.test(code) && pointsAtFile(metadata?.messages))
    return new Refused('slack', 'picture-refused', code, cause);
  // A page of HTML in the place of an answer: the client puts the whole body where the code belongs.
  if (!/^[a-z0-9_]+$/.test(code))
    return new Misconfigured('slack', 'unreadable', 'an answer that is not Slack’s', cause);
  const refusal = REFUSALS[code] ?? 'other';
  return new Refused('slack', kind === 'edit' && refusal === 'cannot-post' ? 'card-gone' : refusal, code, cause);
}

/** The answer was lost, so only a call that may be repeated counts as not done. */
function lost(kind: CallKind, message: string, cause: Error): InDoubt | Unreachable {
  return kind === 'read' ? new Unreachable('slack', message, { cause }) : new InDoubt('slack', message, { cause });
}

/** Looks through the chain of causes: fetch wraps what the socket said. */
function wasNeverSent(error: Error): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && NEVER_SENT.has(at.code)) return true;
  }
  return false;
}

function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1000;
}

/** Slack names what it missed in `needed`. */
function neededScope(error: WebAPIPlatformError): string {
  const needed = 'needed' in error.data ? error.data.needed : undefined;
  return typeof needed === 'string' ? `missing scope ${needed}` : 'missing scope';
}

/** `[ERROR] invalid slack file [json-pointer:/blocks/2/slack_file]`. Source: slack.md section 3. */
function pointsAtFile(messages: readonly string[] | undefined): boolean {
  return messages?.some((message) => /slack_file/.test(message)) ?? false;
}
