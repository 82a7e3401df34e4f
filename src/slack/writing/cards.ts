import type { WebClient } from '@slack/web-api';
import { type Catalogue, messagesIn } from '../../domain/catalogue.ts';
import type { Load } from '../../domain/load.ts';
import type { Said } from '../../domain/messages.ts';
import { type Submission, threadOf } from '../../domain/submission.ts';
import { required } from '../connection/calls.ts';
import { CARD_EVENT, cardView } from '../views/card.ts';
import { continueActions } from '../views/continue.ts';
import { mrkdwn } from '../views/elements.ts';
import { words } from '../words.ts';
import { deleteMessage, editMessage, findMessage, isOf, postMessage } from './messages.ts';

/** The one message that shows a submission, in the language of its record, as all that is said in its thread. */
export interface Cards {
  /** Digest of what the card would show now; equal digests look equal. `load` (light unless given) tells how much a drawing card may show. */
  face(record: Submission, load?: Load): string;
  /**
   * Posts the card, in its thread if it has one. @returns where it stands: Slack opens a direct conversation by the person's id
   * @throws Refused `cannot-post`, Busy, InDoubt, Unreachable, Misconfigured
   */
  post(record: Submission, load?: Load): Promise<{ ts: string; channel: string }>;
  /**
   * Edits the card to what the record says.
   * @throws Refused `card-gone` or `picture-refused`, Busy, InDoubt, Unreachable, Misconfigured
   */
  update(record: Submission, load?: Load): Promise<void>;
  /**
   * Looks for a card that may have been posted before a kill. `unreadable` where the bot may not read the conversation.
   * @throws Busy, Unreachable
   */
  find(record: Submission): Promise<{ ts: string } | 'absent' | 'unreadable'>;
  /** Deletes the card; one that is gone already is no error. @throws Busy, Unreachable, Refused */
  remove(record: Submission): Promise<void>;
  /** A line in the card's thread; one that asks for something has a button. @throws Refused `cannot-post`, Busy, InDoubt, Unreachable */
  reply(record: Submission, line: Said): Promise<void>;
}

/** @param teamUrl the workspace's address, once it is known: cards link to one another */
export function createCards(client: WebClient, catalogue: Catalogue, teamUrl: () => string | undefined): Cards {
  const view = (record: Submission, load?: Load) =>
    cardView(record, messagesIn(record.language, catalogue), { load, teamUrl: teamUrl() });
  return {
    face: (record, load) => view(record, load).face,

    async post(record, load) {
      const { threadTs, aloud } = record.card;
      return await postMessage(client, { channel: record.channel, threadTs, aloud }, view(record, load));
    },

    update: async (record, load) =>
      await editMessage(client, { channel: record.channel, ts: cardTs(record) }, view(record, load)),

    find: async (record) =>
      await findMessage(client, {
        channel: record.channel,
        threadTs: record.card.threadTs,
        since: record.at.accepted ?? 0,
        isIt: (metadata) => isOf(metadata, CARD_EVENT, 'submission', record.id),
      }),

    remove: async (record) => await deleteMessage(client, { channel: record.channel, ts: cardTs(record) }),

    async reply(record, line) {
      const messages = messagesIn(record.language, catalogue);
      const thread = threadOf(record);
      const text = words(messages, line);
      const ref = { of: 'submission' as const, submission: record.id };
      const blocks = line.say === 'needs-input' ? { blocks: [mrkdwn(text), continueActions(ref, messages)] } : {};
      await postMessage(client, { channel: record.channel, threadTs: thread }, { text, ...blocks });
    },
  };
}

function cardTs(record: Submission): string {
  return required(record.card.ts, 'a record without a card was to be edited');
}
