import { ApiError } from '../api-error.ts';
import { textLength } from '../blockkit/text-of.ts';
import { messageBlockErrors } from '../blockkit/validate.ts';
import { pictureChecks } from '../files.ts';
import { flagAt, isObject, stringAt } from '../json.ts';
import { limits } from '../limits.ts';
import { edit, findMessage, post, postEphemeral, remove } from '../messages.ts';
import { messageJson } from '../render.ts';
import type { Channel, JsonObject, Message } from '../types.ts';
import { blocksArgument, type Call, type Handlers, requiredString, requireScope, visibleChannel } from './call.ts';

export const chat: Handlers = {
  'chat.postMessage'(call) {
    const { ws, args } = call;
    if (['username', 'icon_emoji', 'icon_url'].some((name) => args[name] !== undefined))
      requireScope(call, 'chat:write.customize');
    const channel = postableChannel(call);
    if (flagAt(args, 'reply_broadcast') && stringAt(args, 'thread_ts') === undefined)
      ws.violation('chat.postMessage: reply_broadcast without thread_ts does nothing');
    const wait = ws.limiter.post(channel.id);
    if (wait > 0) throw new ApiError('ratelimited', {}, wait);
    const content = contentOf(call, 'msg_blocks_too_long');
    const text = (content.text ?? '').slice(0, limits.message.postText);
    const message = post(ws, {
      channel,
      user: ws.world.bot.userId,
      asApp: true,
      text,
      blocks: content.blocks ?? [],
      attachments: content.attachments ?? [],
      metadata: metadataOf(call) ?? undefined,
      threadTs: threadOf(call, channel),
      broadcast: flagAt(args, 'reply_broadcast'),
      ...parseMode(args, 'none'),
    });
    const warning =
      text.length < (content.text ?? '').length ? { response_metadata: { warnings: ['message_truncated'] } } : {};
    if (text.length < (content.text ?? '').length)
      ws.violation('chat.postMessage: text over 40,000 characters was cut');
    return { ok: true, channel: channel.id, ts: message.ts, message: messageJson(ws, message, true), ...warning };
  },

  'chat.update'(call) {
    const { ws, args } = call;
    const channel = visibleChannel(call);
    const message = findMessage(ws, channel.id, args['ts']);
    if (!message) throw new ApiError('message_not_found');
    if (message.botId === undefined) throw new ApiError('cant_update_message');
    const content = contentOf(call, 'msg_too_long', true);
    if (flagAt(args, 'reply_broadcast') && Object.keys(content).length > 0)
      throw new ApiError('no_dual_broadcast_content_update');
    if ((content.text ?? '').length > limits.message.updateText) throw new ApiError('msg_too_long');
    const metadata = metadataOf(call);
    if (content.blocks?.length && hasRichText(message.blocks) && !hasRichText(content.blocks))
      throw new ApiError('block_mismatch');
    // Text alone takes the blocks away and is marked as an edit; blocks are not (slack.md section 2).
    const textOnly = content.text !== undefined && content.blocks === undefined;
    edit(ws, message, {
      marked: textOnly,
      ...(content.text === undefined ? {} : { text: content.text }),
      ...(content.blocks ? { blocks: content.blocks } : textOnly ? { blocks: [] } : {}),
      ...(content.attachments ? { attachments: content.attachments } : {}),
      ...(metadata === undefined ? {} : { metadata }),
      ...filesOf(call),
      ...parseMode(args, 'client'),
    });
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messageJson(ws, message, true),
    };
  },

  'chat.delete'(call) {
    const channel = visibleChannel(call);
    const message = findMessage(call.ws, channel.id, call.args['ts']);
    if (!message) throw new ApiError('message_not_found');
    if (message.botId === undefined) throw new ApiError('cant_delete_message');
    remove(call.ws, message);
    return { ok: true, channel: channel.id, ts: message.ts };
  },

  'chat.postEphemeral'(call) {
    const { ws, args } = call;
    const channel = visibleChannel(call);
    if (!channel.botIn) throw new ApiError('not_in_channel');
    const user = requiredString(args, 'user', 'user_not_in_channel');
    if (!channel.members.includes(user)) throw new ApiError('user_not_in_channel');
    const content = contentOf(call, 'msg_too_long');
    if ((content.text ?? '').length > limits.message.postText) throw new ApiError('msg_too_long');
    const ephemeral = postEphemeral(ws, {
      channel: channel.id,
      user,
      text: content.text ?? '',
      blocks: content.blocks ?? [],
      attachments: content.attachments ?? [],
      threadTs: threadOf(call, channel),
      via: 'chat.postEphemeral',
    });
    return { ok: true, message_ts: ephemeral.ts };
  },

  'chat.getPermalink'(call) {
    const channel = visibleChannel(call);
    const message = findMessage(call.ws, channel.id, call.args['message_ts']);
    if (!message) throw new ApiError('message_not_found');
    return { ok: true, channel: channel.id, permalink: permalink(call.ws.world.team.domain, message) };
  },
};

export function permalink(domain: string, message: Message): string {
  const link = `https://${domain}.slack.com/archives/${message.channel}/p${message.ts.replace('.', '')}`;
  return message.threadTs === undefined ? link : `${link}?thread_ts=${message.threadTs}&cid=${message.channel}`;
}

/** Rich text cannot be swapped for blocks without any (slack.md section 2). */
function hasRichText(blocks: JsonObject[]): boolean {
  return blocks.some((block) => block['type'] === 'rich_text');
}

/** A channel the bot may post in; a person's id means the direct conversation with them. */
function postableChannel(call: Call): Channel {
  const { ws, args } = call;
  const person = typeof args['channel'] === 'string' ? ws.world.users[args['channel']] : undefined;
  const channel = person && !person.isBot ? ws.directChannel(person.id) : visibleChannel(call);
  if (channel.isIm && !ws.app.messagesTab) throw new ApiError('messages_tab_disabled');
  if (!channel.botIn) {
    if (!ws.granted('chat:write.public')) throw new ApiError('not_in_channel');
    call.needs.push('chat:write.public');
  }
  return channel;
}

interface Content {
  text?: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
}

/**
 * Text and blocks of a message, checked as Slack checks them.
 * @param tooLong the error of this method for blocks whose text is too long in all
 * @param partial an update may leave everything out
 */
export function contentOf(
  call: Pick<Call, 'ws' | 'args' | 'method'>,
  tooLong: string | undefined,
  partial = false,
): Content {
  const { ws, args } = call;
  const blocks = blocksArgument(args, 'blocks', 'invalid_blocks_format');
  const attachments = blocksArgument(args, 'attachments', 'invalid_attachments');
  const markdown = stringAt(args, 'markdown_text');
  const text = typeof args['text'] === 'string' ? args['text'] : undefined;
  if (markdown !== undefined && (text || blocks)) throw new ApiError('markdown_text_conflict');
  if (markdown !== undefined && markdown.length > limits.message.markdown) throw new ApiError('msg_too_long');
  if (attachments && attachments.length > limits.message.attachments) throw new ApiError('too_many_attachments');
  if (blocks) {
    const errors = messageBlockErrors(blocks, pictureChecks(ws));
    if (errors.length > 0) throw ApiError.withMessages('invalid_blocks', errors);
    if (tooLong !== undefined && textLength(blocks) > limits.message.blocksText) throw new ApiError(tooLong);
    if (blocks.length > 0 && !text)
      ws.violation(`${call.method}: blocks without a text for notifications and screen readers`);
  }
  const nothing = !text && !markdown && !blocks?.length && !attachments?.length;
  const elsewhere = args['metadata'] !== undefined || args['file_ids'] !== undefined || attachments !== undefined;
  if (nothing && !(partial && elsewhere && !text && !blocks)) throw new ApiError('no_text');
  const shown = markdown ?? text;
  return {
    ...(shown === undefined ? {} : { text: shown }),
    ...(blocks ? { blocks } : {}),
    ...(attachments ? { attachments } : {}),
  };
}

/** @returns undefined to keep what is there, null to remove it (`{}`) */
function metadataOf(call: Call): JsonObject | null | undefined {
  const value = call.args['metadata'];
  if (value === undefined || value === null || value === '') return undefined;
  if (!isObject(value)) throw new ApiError('invalid_metadata_format');
  if (Object.keys(value).length === 0) return null;
  const { event_type: type, event_payload: payload } = {
    event_type: value['event_type'],
    event_payload: value['event_payload'],
  };
  if (typeof type !== 'string' || type === '' || type.length > limits.message.eventType || !isObject(payload))
    throw new ApiError('invalid_metadata_format');
  if (Object.values(payload).some((each) => typeof each === 'object' && each !== null))
    throw new ApiError('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(value)) > limits.message.metadataBytes) throw new ApiError('metadata_too_large');
  const unknown = Object.keys(value).filter((key) => key !== 'event_type' && key !== 'event_payload');
  if (unknown.length > 0) call.ws.violation(`${call.method}: metadata has unknown fields ${unknown.join(', ')}`);
  return value;
}

function threadOf(call: Call, channel: Channel): string | undefined {
  const ts = stringAt(call.args, 'thread_ts');
  if (ts === undefined) return undefined;
  const root = call.ws.world.messages[channel.id]?.find((message) => message.ts === ts);
  if (!root) throw new ApiError('thread_not_found');
  if (root.threadTs !== undefined) call.ws.violation(`${call.method}: thread_ts is that of a reply; use its parent's`);
  return root.threadTs ?? root.ts;
}

function filesOf(call: Call): { files?: string[] } {
  const ids = call.args['file_ids'];
  if (ids === undefined) return {};
  if (!Array.isArray(ids)) throw new ApiError('file_not_found');
  const files = ids.filter((id) => typeof id === 'string' && call.ws.world.files[id]?.deleted === false);
  if (files.length < ids.length) throw new ApiError('file_not_found');
  return { files };
}

function parseMode(args: JsonObject, fallback: string): { parse: string; linkNames: boolean } {
  return { parse: stringAt(args, 'parse') ?? fallback, linkNames: flagAt(args, 'link_names') };
}
