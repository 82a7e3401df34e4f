import type { WebClient } from '@slack/web-api';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import type { Language } from '../../domain/language.ts';
import type { Submission } from '../../domain/submission.ts';
import { call } from '../connection/calls.ts';
import { letterView } from '../views/letter.ts';

/** Pictures sent to one person, in the direct conversation with the bot. */
export interface Letters {
  /**
   * Slack takes a person's id for the conversation with them, and opens it where there is none: `chat:write` is enough.
   *
   * @param user Slack's id
   * @throws Refused `picture-refused` or `cannot-post`; Busy, InDoubt, Unreachable, Misconfigured
   */
  send(
    user: string,
    letter: { record: Submission; seed: string | undefined },
    language: Language,
    pictures: 'shown' | 'none',
  ): Promise<void>;
}

/** @param teamUrl the workspace's address, once it is known: a letter leads to the card */
export function createLetters(client: WebClient, catalogue: Catalogue, teamUrl: () => string | undefined): Letters {
  return {
    async send(user, letter, language, pictures) {
      const { text, blocks } = letterView(letter, messagesIn(language, catalogue), teamUrl(), pictures);
      await call('write', () =>
        client.chat.postMessage({
          channel: user,
          text,
          blocks,
          parse: 'none',
          link_names: false,
          unfurl_links: false,
          unfurl_media: false,
        }),
      );
    },
  };
}
