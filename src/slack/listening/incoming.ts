/** The parts of Slack's payloads that we read; everything else is let through unread. Source: @slack/types, and slack.md section 3. */
import { z } from 'zod';
import type { PictureRef } from '../../domain/submission.ts';
import type { Scene } from '../handlers.ts';

/** A Slack Connect stub carries nothing but the id, and one that Slack has not looked at yet an empty `mimetype`. */
const File = z.object({
  id: z.string(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
});

/** A `message` or an `app_mention`. */
const Message = z.object({
  user: z.string(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  text: z.string().default(''),
  files: z.array(File).default([]),
});
export type Message = z.infer<typeof Message>;

/** What tells a person's new words from bots (ourselves among them), edits, deletions and notices. */
const Kind = z.object({
  subtype: z.string().optional(),
  bot_id: z.string().nullish(),
  edited: z.unknown().optional(),
  hidden: z.boolean().optional(),
});
const NEW_WORDS: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast']);

/**
 * @returns undefined for what is not a person saying something new
 * @throws ZodError for another shape than Slack documents
 */
export function messageOf(event: object): Message | undefined {
  const { subtype, bot_id: bot, edited, hidden } = Kind.parse(event);
  if (!NEW_WORDS.has(subtype) || (bot ?? undefined) !== undefined || edited !== undefined || hidden === true)
    return undefined;
  return Message.parse(event);
}

/** The files of a message, but for those that certainly are no pictures. What they really are is seen when they are read. */
export function picturesOf({ files }: Pick<Message, 'files'>): PictureRef[] {
  return files
    .filter(({ mimetype }) => (mimetype ?? '') === '' || mimetype?.startsWith('image/'))
    .map(({ id, name }) => ({ kind: 'file', id, ...(name === null || name === undefined ? {} : { name }) }));
}

/**
 * One click on an element of one of our messages. An ephemeral one is not sent along as `message`; where it stands is always in the
 * `container`.
 */
const Click = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  container: z.object({
    message_ts: z.string(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().default(false),
  }),
  message: z.object({ thread_ts: z.string().optional() }).optional(),
  trigger_id: z.string(),
  response_url: z.string(),
});
const Element = z.object({
  action_id: z.string(),
  action_ts: z.string(),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

export interface Click extends Scene {
  messageTs: string;
  threadTs: string | undefined;
  /** Of a message that only this person sees: it has no thread, and nothing can stand below it. */
  isEphemeral: boolean;
  triggerId: string;
  responseUrl: string;
  actionId: string;
  /** Of the button, or of the chosen entry of a menu. */
  value: string;
}

/** @returns undefined for what did not happen on a message, or has another shape than Slack documents */
export function clickOf(body: object, action: object, team: string): Click | undefined {
  const click = Click.safeParse(body).data;
  const element = Element.safeParse(action).data;
  if (click === undefined || element === undefined) return undefined;
  const { user, channel, container, message } = click;
  return {
    user: user.id,
    team,
    channel: channel.id,
    // Source: slack.md section 4, what makes a click the same click.
    key: [team, user.id, channel.id, container.message_ts, element.action_id, element.action_ts].join('-'),
    messageTs: container.message_ts,
    threadTs: message?.thread_ts ?? container.thread_ts,
    isEphemeral: container.is_ephemeral,
    triggerId: click.trigger_id,
    responseUrl: click.response_url,
    actionId: element.action_id,
    value: element.selected_option?.value ?? element.value ?? '',
  };
}

/** A message shortcut. */
const MessageShortcut = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({
    ts: z.string(),
    thread_ts: z.string().optional(),
    files: z.array(File).default([]),
    // A card of ours shows its picture in a block.
    blocks: z.array(z.object({ slack_file: z.object({ id: z.string() }).optional() })).catch([]),
  }),
  trigger_id: z.string(),
  response_url: z.string(),
});

export interface MessageShortcut {
  user: string;
  channel: string;
  /** The thread that the message stands in; undefined for one at the top, replies or not. */
  threadTs: string | undefined;
  pictures: PictureRef[];
  triggerId: string;
  responseUrl: string;
}

/** @throws ZodError for another shape than Slack documents */
export function messageShortcutOf(body: object): MessageShortcut {
  const { user, channel, message, trigger_id: triggerId, response_url: responseUrl } = MessageShortcut.parse(body);
  const handed = picturesOf(message);
  const whole: PictureRef = {
    kind: 'message',
    channel: channel.id,
    ts: message.ts,
    ...(message.thread_ts === undefined ? {} : { threadTs: message.thread_ts }),
  };
  const shows = message.blocks.some((block) => block.slack_file !== undefined);
  return {
    user: user.id,
    channel: channel.id,
    threadTs: message.thread_ts === message.ts ? undefined : message.thread_ts,
    pictures: handed.length === 0 && shows ? [whole] : handed,
    triggerId,
    responseUrl,
  };
}

/** Direct conversations have ids that begin with D. */
export function isDm(channel: string): boolean {
  return channel.startsWith('D');
}
