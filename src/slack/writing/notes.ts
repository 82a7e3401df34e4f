import type { KnownBlock } from '@slack/types';
import type { fetch } from 'undici';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import type { Said } from '../../domain/messages.ts';
import type { Log } from '../connection/bolt-logger.ts';
import { words } from '../words.ts';

const TIMEOUT_MS = 2500;

/** What is said to a person: mrkdwn, and the blocks that stand in its place where there are buttons. */
export interface Words {
  text: string;
  blocks?: KnownBlock[];
  /** Takes the place of the message whose button was clicked; only through that click's `response_url`. */
  replace_original?: boolean;
}

/** A sentence for one person, through the `response_url` of what they did: it works where the bot cannot post. */
export interface Notes {
  /** @returns false when that is no longer possible: the address is dead after 30 minutes or five uses (slack.md section 2) */
  respond(responseUrl: string, note: Said, language: string | undefined): Promise<boolean>;
  /** The same with words that are mrkdwn already. */
  respondWith(responseUrl: string, said: Words): Promise<boolean>;
}

export function createNotes(send: typeof fetch, catalogue: Catalogue, log: Log): Notes {
  async function respondWith(responseUrl: string, said: Words): Promise<boolean> {
    try {
      const response = await send(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...said }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.text();
      if (response.ok) return true;
      log.info({ status: response.status }, 'an answer could not be given through its response_url');
    } catch (error) {
      log.info({ err: error }, 'an answer could not be given through its response_url');
    }
    return false;
  }
  return {
    respondWith,
    respond: async (url, note, language) =>
      await respondWith(url, { text: words(messagesIn(language, catalogue), note) }),
  };
}
