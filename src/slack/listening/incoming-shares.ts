/** What we are told of conversations that are none of ours: which message in them is for us. Source: docs.slack.dev, `message` and its subtypes. */
import { z } from 'zod';
import type { PictureRef } from '../../domain/submission.ts';
import { mentions } from '../text.ts';
import { messageOf, picturesOf } from './incoming.ts';

const USABLE_TYPE = /^image\/(?:png|jpeg|gif|webp|avif)$/;
const USABLE_NAME = /\.(?:png|jpe?g|gif|webp|avif)$/i;

/** `mpim`, a conversation of a few people, is not subscribed to. */
const CHANNELS: ReadonlySet<string | undefined> = new Set(['channel', 'group']);

const ChannelEvent = z.object({
  type: z.literal('event_callback'),
  event: z.object({
    type: z.literal('message'),
    channel_type: z.string().optional().catch(undefined),
    subtype: z.string().optional().catch(undefined),
    bot_id: z.string().nullish().catch(undefined),
  }),
});

/**
 * True of what people (and bots, and we) say to one another in channels, edit and delete: everything but messages in which somebody shares files, and
 * direct messages. All of it comes here, so it is told by its kind alone. A mention also comes as an event of its own. Never throws.
 */
export function isTalk(body: unknown): boolean {
  const { data } = ChannelEvent.safeParse(body);
  if (data === undefined) return false;
  const { channel_type: where, subtype, bot_id: bot } = data.event;
  if (where === 'im') return false;
  return !CHANNELS.has(where) || subtype !== 'file_share' || (bot ?? undefined) !== undefined;
}

/** Pictures that a person shared in a channel, in a message that does not mention us. */
export interface Share {
  user: string;
  channel: string;
  ts: string;
  threadTs: string | undefined;
  pictures: PictureRef[];
}

/**
 * @returns undefined for a message that brings no picture which can be used, one by ourselves, and a mention, which also comes as an event of
 *   its own and is answered there
 * @throws ZodError for another shape than Slack documents
 */
export function shareOf(event: object, botUserId: string): Share | undefined {
  const message = messageOf(event);
  if (message === undefined || message.user === botUserId || mentions(message.text, botUserId)) return undefined;
  const { user, channel, ts, thread_ts: threadTs, files } = message;
  const pictures = picturesOf({ files: files.filter(isUsable) });
  return pictures.length === 0 ? undefined : { user, channel, ts, threadTs, pictures };
}

/**
 * Nobody asked, so in doubt nobody is bothered: a kind of picture that would be refused later (`inbox-inspect.ts`, `Format`) counts as none, and of a
 * file that Slack has not looked at yet the name says what it should be.
 */
function isUsable({ mimetype, name }: Parameters<typeof picturesOf>[0]['files'][number]): boolean {
  return (mimetype ?? '') === '' ? USABLE_NAME.test(name ?? '') : USABLE_TYPE.test(mimetype ?? '');
}
