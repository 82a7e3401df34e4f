/** Our own messages in a conversation: posted, edited, and found again after a kill. */
import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { Misconfigured, Refused } from '../../domain/errors.ts';
import { call, required } from '../connection/calls.ts';

/** Messages looked through for an interrupted one, the newest first: it was posted seconds to minutes ago. */
const LOOK_BACK = 200;
/** How much older than what it shows a message may seem: the clocks of Slack and of this machine differ. */
const CLOCK_SKEW_S = 120;

interface Content {
  text: string;
  blocks?: KnownBlock[];
  metadata?: MessageMetadata;
}

/**
 * @param where.aloud of a reply: shown in the channel, too. Only with its post: an edit may not do both, show a reply there and change it
 *   (chat.update, `no_dual_broadcast_content_update`)
 * @returns where it stands: of a person's id the conversation with them
 * @throws Refused `cannot-post`, Busy, InDoubt, Unreachable, Misconfigured
 */
export async function postMessage(
  client: WebClient,
  { channel, threadTs, aloud }: { channel: string; threadTs: string | undefined; aloud?: boolean | undefined },
  { text, blocks, metadata }: Content,
): Promise<{ ts: string; channel: string }> {
  const thread =
    threadTs === undefined ? {} : { thread_ts: threadTs, ...(aloud === true ? { reply_broadcast: true } : {}) };
  const posted = await call('write', () =>
    client.chat.postMessage({
      channel,
      text,
      ...(blocks === undefined ? {} : { blocks }),
      ...(metadata === undefined ? {} : { metadata }),
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      ...thread,
    }),
  );
  return { ts: required(posted.ts, 'chat.postMessage gave no ts'), channel: posted.channel ?? channel };
}

/**
 * Left out, `parse` and `link_names` fall back to other defaults than those of the post; metadata stays as it is (slack.md 2).
 * @throws Refused `card-gone` or `picture-refused`, Busy, InDoubt, Unreachable, Misconfigured
 */
export async function editMessage(
  client: WebClient,
  { channel, ts }: { channel: string; ts: string },
  { text, blocks }: { text: string; blocks: KnownBlock[] },
): Promise<void> {
  await call('edit', () => client.chat.update({ channel, ts, text, blocks, parse: 'none', link_names: false }));
}

/** One that is gone already is no error. @throws Busy, Unreachable, Refused, Misconfigured */
export async function deleteMessage(client: WebClient, where: { channel: string; ts: string }): Promise<void> {
  try {
    await call('read', () => client.chat.delete(where));
  } catch (error) {
    if (!(error instanceof Refused && error.reason === 'message_not_found')) throw error;
  }
}

type Metadata = { event_type?: string; event_payload?: object } | undefined;

/**
 * Looks for a message by its metadata. `unreadable` where the bot may not read the conversation.
 *
 * @param where.since when what it shows came about, epoch ms
 * @throws Busy, Unreachable
 */
export async function findMessage(
  client: WebClient,
  where: { channel: string; threadTs: string | undefined; since: number; isIt: (metadata: Metadata) => boolean },
): Promise<{ ts: string } | 'absent' | 'unreadable'> {
  const { channel, threadTs, since, isIt } = where;
  const oldest = String(Math.floor(since / 1000) - CLOCK_SKEW_S);
  const look = { channel, oldest, limit: LOOK_BACK, include_all_metadata: true };
  try {
    const { messages: found = [] } = await call('read', () =>
      threadTs === undefined
        ? client.conversations.history(look)
        : client.conversations.replies({ ...look, ts: threadTs }),
    );
    const ts = found.find(({ metadata }) => isIt(metadata))?.ts;
    return ts === undefined ? 'absent' : { ts };
  } catch (error) {
    if (error instanceof Misconfigured && error.code === 'missing-scope') return 'unreadable';
    if (error instanceof Refused) return 'unreadable';
    throw error;
  }
}

/** True of metadata of that type whose payload names `id` under `name`. */
export function isOf(metadata: Metadata, type: string, name: string, id: string): boolean {
  if (metadata?.event_type !== type || metadata.event_payload === undefined) return false;
  return Object.entries(metadata.event_payload).some(([key, value]) => key === name && value === id);
}
