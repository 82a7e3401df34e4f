import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { Busy, InDoubt, Misconfigured, Refused, Unreachable } from '../../../src/domain/errors.ts';
import { translate } from '../../../src/slack/connection/errors.ts';

function platform(error: string, more: object = {}): WebAPIPlatformError {
  return new WebAPIPlatformError({ ok: false, error, ...more });
}

function request(code: string): WebAPIRequestError {
  return new WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
}

describe('what Slack said', () => {
  test('a rate limit is busy, for as long as Slack says', () => {
    expect(translate(new WebAPIRateLimitedError(7), 'write')).toMatchObject({ kind: 'busy', retryAfterMs: 7000 });
    expect(translate(platform('ratelimited', { response_metadata: { retryAfter: 3 } }), 'write')).toMatchObject({
      kind: 'busy',
      retryAfterMs: 3000,
    });
  });

  test.each([
    'not_in_channel',
    'channel_not_found',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
  ])('%s means that the bot cannot post there', (code) => {
    expect(translate(platform(code), 'write')).toMatchObject({ kind: 'refused', code: 'cannot-post', reason: code });
  });

  test.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'channel_not_found', 'is_archived'])(
    '%s at an edit means that the card is gone',
    (code) => {
      expect(translate(platform(code), 'edit')).toMatchObject({ kind: 'refused', code: 'card-gone' });
    },
  );

  test('blocks refused because of the file mean that the picture is refused, and otherwise that we are wrong', () => {
    const messages = ['[ERROR] invalid slack file [json-pointer:/blocks/2/slack_file]'];

    expect(translate(platform('invalid_blocks', { response_metadata: { messages } }), 'edit')).toMatchObject({
      code: 'picture-refused',
    });
    expect(translate(platform('invalid_blocks'), 'edit')).toMatchObject({ kind: 'refused', code: 'other' });
  });

  test.each(['file_uploads_disabled', 'storage_limit_reached', 'file_type_not_allowed'])(
    '%s refuses the upload',
    (code) => {
      expect(translate(platform(code), 'read')).toMatchObject({ code: 'upload-refused' });
    },
  );

  test('a missing scope is for the operator, and named', () => {
    const error = translate(platform('missing_scope', { needed: 'files:write' }), 'read');

    expect(error).toBeInstanceOf(Misconfigured);
    expect(error).toMatchObject({ code: 'missing-scope', reason: 'missing scope files:write' });
  });

  test.each(['invalid_auth', 'account_inactive', 'token_revoked', 'not_authed'])('%s is for the operator', (code) => {
    expect(translate(platform(code), 'write')).toMatchObject({ kind: 'misconfigured', code: 'key-refused' });
  });

  test('a page of HTML in the place of an answer is for the operator', () => {
    expect(translate(platform('<!doctype html>…'), 'write')).toMatchObject({
      kind: 'misconfigured',
      code: 'unreadable',
    });
  });

  test('an unknown refusal keeps its name', () => {
    expect(translate(platform('brand_new_error'), 'write')).toMatchObject({
      kind: 'refused',
      code: 'other',
      reason: 'brand_new_error',
    });
  });
});

describe('when the answer is lost', () => {
  const losses = [
    request('ECONNRESET'),
    request('UND_ERR_SOCKET'),
    new WebAPIRequestError(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
    new WebAPIHTTPError(500, 'Internal Server Error', {}, ''),
    new WebAPIHTTPError(503, 'Service Unavailable', {}, ''),
    platform('internal_error'),
    platform('fatal_error'),
  ];

  test('a post or an edit is in doubt', () => {
    for (const error of losses) {
      expect(translate(error, 'write')).toBeInstanceOf(InDoubt);
      expect(translate(error, 'edit')).toBeInstanceOf(InDoubt);
    }
  });

  test('what may be repeated was not done, and the cause is kept', () => {
    for (const error of losses) {
      expect(translate(error, 'read')).toBeInstanceOf(Unreachable);
      expect(translate(error, 'read')).toMatchObject({ cause: error });
    }
  });
});

describe('when nothing was sent', () => {
  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    '%s is unreachable, for a post too',
    (code) => {
      expect(translate(request(code), 'write')).toBeInstanceOf(Unreachable);
    },
  );

  test('an outage that Slack admits is unreachable', () => {
    expect(translate(platform('service_unavailable'), 'write')).toBeInstanceOf(Unreachable);
  });
});

test('what is not from Slack comes back as it was', () => {
  const bug = new TypeError('x is undefined');

  expect(translate(bug, 'write')).toBe(bug);
  expect(translate(new Busy('slack', 'x'), 'write')).toBeInstanceOf(Busy);
  expect(translate(new Refused('slack', 'other', 'x'), 'write')).toBeInstanceOf(Refused);
});
