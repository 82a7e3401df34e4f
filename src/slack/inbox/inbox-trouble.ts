import { type PictureTrouble, Refused } from '../../domain/errors.ts';
import { call } from '../connection/calls.ts';

/** A picture that a person handed over and that cannot be used. */
export function unusable(trouble: PictureTrouble, cause?: unknown): Refused {
  return new Refused('slack', 'input-unusable', trouble, { cause });
}

/** Why Slack does not show a file or a message to the bot. Sources: files.info, conversations.replies, and a file's `mode` and `file_access`. */
const TROUBLES: Readonly<Record<string, PictureTrouble>> = {
  file_deleted: 'expired',
  file_not_found: 'expired',
  tombstone: 'expired',
  hidden_by_limit: 'expired',
  access_denied: 'not-visible',
  not_visible: 'not-visible',
  template_not_visible: 'not-visible',
  canvas_globally_disabled: 'not-a-picture',
  canvas_disabled_user_team: 'not-a-picture',
  canvas_disabled_file_team: 'not-a-picture',
  slack_connect_canvas_sharing_blocked: 'not-a-picture',
  channel_not_found: 'not-visible',
  not_in_channel: 'not-visible',
  channel_is_limited_access: 'not-visible',
  method_not_supported_for_channel_type: 'not-visible',
  thread_not_found: 'no-picture',
  message_not_found: 'no-picture',
};

/** What Slack's word for a file or a refusal means for the person, if it is one of those. */
export function troubleOf(word: string | undefined): PictureTrouble | undefined {
  return word === undefined ? undefined : TROUBLES[word];
}

/**
 * Asks Slack about something that a person handed over.
 * @throws Refused `input-unusable` where the person can mend it; else what `call` throws
 */
export async function ask<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await call('read', run);
  } catch (error) {
    const trouble = error instanceof Refused ? troubleOf(error.reason) : undefined;
    throw trouble === undefined ? error : unusable(trouble, error);
  }
}
