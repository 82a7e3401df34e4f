import type { WebClient } from '@slack/web-api';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import type { Language } from '../../domain/language.ts';
import type { Said } from '../../domain/messages.ts';
import { call } from '../connection/calls.ts';
import { words } from '../words.ts';

/** A sentence for one person, in the direct conversation with the bot. */
export interface Direct {
  /**
   * Slack takes a person's id for the conversation with them, and opens it where there is none.
   *
   * @param user Slack's id
   * @throws Refused `cannot-post`; Busy, InDoubt, Unreachable, Misconfigured
   */
  say(user: string, line: Said, language: Language): Promise<void>;
}

export function createDirect(client: WebClient, catalogue: Catalogue): Direct {
  return {
    async say(user, line, language) {
      const text = words(messagesIn(language, catalogue), line);
      await call('write', () =>
        client.chat.postMessage({ channel: user, text, parse: 'none', link_names: false, unfurl_links: false }),
      );
    },
  };
}
