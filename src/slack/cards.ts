import type { WebClient } from '@slack/web-api';
import { Misconfigured, Refused } from '../domain/errors.ts';
import type { Load } from '../domain/load.ts';
import type { Messages, Said } from '../domain/messages.ts';
import { type Submission, threadOf } from '../domain/submission.ts';
import { call, required } from './calls.ts';
import { CARD_EVENT, cardView } from './views/card.ts';
import { continueActions } from './views/continue.ts';
import { mrkdwn } from './views/elements.ts';
import { words } from './words.ts';

/** Messages looked through for an interrupted card, the newest first: it was posted seconds to minutes ago. */
const LOOK_BACK = 200;
/** How much older than its submission a card may seem: the clocks of Slack and of this machine differ. */
const CLOCK_SKEW_S = 120;

/** The one message that shows a submission. */
export interface Cards {
  /** Digest of what the card would show now; equal digests look equal. `load` (light unless given) tells how much a drawing card may show. */
  face(record: Submission, load?: Load): string;
  /**
   * Posts the card, in its thread if it has one.
   * @throws Refused `cannot-post`, Busy, InDoubt, Unreachable, Misconfigured
   */
  post(record: Submission, load?: Load): Promise<{ ts: string }>;
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
export function createCards(client: WebClient, messages: Messages, teamUrl: () => string | undefined): Cards {
  const view = (record: Submission, load?: Load) => cardView(record, messages, { load, teamUrl: teamUrl() });
  return {
    face: (record, load) => view(record, load).face,

    async post(record, load) {
      const { text, blocks, metadata } = view(record, load);
      const { ts } = await call('write', () =>
        client.chat.postMessage({
          channel: record.channel,
          text,
          blocks,
          metadata,
          parse: 'none',
          link_names: false,
          unfurl_links: false,
          unfurl_media: false,
          ...(record.card.threadTs === undefined ? {} : { thread_ts: record.card.threadTs }),
        }),
      );
      return { ts: required(ts, 'chat.postMessage gave no ts') };
    },

    async update(record, load) {
      const { text, blocks } = view(record, load);
      // Left out, `parse` and `link_names` fall back to other defaults than those of the post; metadata stays as it is (slack.md 2).
      await call('edit', () =>
        client.chat.update({
          channel: record.channel,
          ts: cardTs(record),
          text,
          blocks,
          parse: 'none',
          link_names: false,
        }),
      );
    },

    async find(record) {
      const oldest = String(Math.floor((record.at.accepted ?? 0) / 1000) - CLOCK_SKEW_S);
      const look = { channel: record.channel, oldest, limit: LOOK_BACK, include_all_metadata: true };
      const { threadTs } = record.card;
      try {
        const { messages: found = [] } = await call('read', () =>
          threadTs === undefined
            ? client.conversations.history(look)
            : client.conversations.replies({ ...look, ts: threadTs }),
        );
        const ts = found.find(({ metadata }) => isCardOf(record, metadata))?.ts;
        return ts === undefined ? 'absent' : { ts };
      } catch (error) {
        if (error instanceof Misconfigured && error.code === 'missing-scope') return 'unreadable';
        if (error instanceof Refused) return 'unreadable';
        throw error;
      }
    },

    async remove(record) {
      try {
        await call('read', () => client.chat.delete({ channel: record.channel, ts: cardTs(record) }));
      } catch (error) {
        if (!(error instanceof Refused && error.reason === 'message_not_found')) throw error;
      }
    },

    async reply(record, line) {
      const thread = threadOf(record);
      const text = words(messages, line);
      const ref = { of: 'submission' as const, submission: record.id };
      const blocks = line.say === 'needs-input' ? { blocks: [mrkdwn(text), continueActions(ref, messages)] } : {};
      await call('write', () =>
        client.chat.postMessage({
          channel: record.channel,
          text,
          ...blocks,
          parse: 'none',
          link_names: false,
          unfurl_links: false,
          unfurl_media: false,
          ...(thread === undefined ? {} : { thread_ts: thread }),
        }),
      );
    },
  };
}

function isCardOf(record: Submission, metadata: { event_type?: string; event_payload?: object } | undefined): boolean {
  if (metadata?.event_type !== CARD_EVENT) return false;
  const payload = metadata.event_payload;
  return payload !== undefined && 'submission' in payload && payload.submission === record.id;
}

function cardTs(record: Submission): string {
  return required(record.card.ts, 'a record without a card was to be edited');
}
