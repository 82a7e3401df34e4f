import {
  Busy,
  InDoubt,
  isOfAnotherVersion,
  Misconfigured,
  type PictureTrouble,
  Refused,
  Unreachable,
  UserMistake,
} from '../../domain/errors.ts';
import type { Messages } from '../../domain/messages.ts';
import type { Log } from '../connection/bolt-logger.ts';
import { isTrouble, mistakeWords, words } from '../words.ts';

/**
 * The weather (Redis or Slack not there, a record of the other version while two run side by side) is looked at in batches; anything else is a bug
 * of ours.
 */
export function levelOf(error: unknown): 'warn' | 'error' {
  const weather = isOfAnotherVersion(error) || [Unreachable, Busy, InDoubt].some((kind) => error instanceof kind);
  return weather ? 'warn' : 'error';
}

/** Whether a failed deed is heard of again: Slack delivers messages again, commands and clicks never (slack.md section 4). */
type Redelivery = 'comes-again' | 'comes-once';

/** What is said where something of ours failed: of what would have become a submission, or of anything else. */
export type Failed = 'could-not-take' | 'could-not-do';

/**
 * Runs a handler and words what went wrong for the person. A mistake of theirs becomes its sentence. Any other error is logged with its
 * cause; what comes once becomes the sentence `failed`, what comes again is thrown on, so that it is not acked.
 */
export async function answering<T>(
  { messages, log }: { messages: Messages; log: Log },
  redelivery: Redelivery,
  run: () => Promise<T>,
  failed: Failed = 'could-not-take',
): Promise<T | { text: string }> {
  try {
    return await run();
  } catch (error) {
    if (redelivery === 'comes-again' && !(error instanceof UserMistake)) throw error;
    return { text: failureWords({ messages, log }, error, failed) };
  }
}

/** What a person is told of what they asked for and did not get, as mrkdwn. What is not their doing is logged with its cause. */
export function failureWords(
  { messages, log }: { messages: Messages; log: Log },
  error: unknown,
  failed: Failed = 'could-not-take',
): string {
  if (error instanceof UserMistake) {
    log.info({ mistake: error.code }, 'refused at intake');
    return mistakeWords(messages, error);
  }
  const trouble = troubleOf(error, messages);
  if (trouble !== undefined) {
    log.info({ trouble }, 'a picture cannot be used');
    return messages.pictureTroubles[trouble];
  }
  log[levelOf(error)]({ err: error }, 'could not do what a person asked for');
  return words(messages, { say: failed === 'could-not-take' && error instanceof InDoubt ? 'may-have-taken' : failed });
}

function troubleOf(error: unknown, messages: Messages): PictureTrouble | undefined {
  if (error instanceof Misconfigured && error.peer === 'slack' && error.code === 'missing-scope') return 'reinstall';
  if (!(error instanceof Refused) || error.code !== 'input-unusable') return undefined;
  return isTrouble(error.reason, messages) ? error.reason : 'not-a-picture';
}
