import { ApiError } from '../api-error.ts';
import { emit } from '../delivery/events.ts';
import { flagAt, stringAt } from '../json.ts';
import { channelMessages } from '../messages.ts';
import { channelJson, messageJson } from '../render.ts';
import type { Channel, JsonObject, Message } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { type Call, type Handlers, page, requireChannelScope, requireScope, visibleChannel } from './call.ts';

export const conversations: Handlers = {
  'conversations.info'(call) {
    const channel = visibleChannel(call);
    requireChannelScope(call, channel, 'read');
    return { ok: true, channel: channelJson(call.ws, channel) };
  },

  'conversations.list'(call) {
    return listing(call, () => true);
  },

  'users.conversations'(call) {
    return listing(call, (channel) => channel.botIn);
  },

  'conversations.members'(call) {
    const channel = visibleChannel(call);
    requireChannelScope(call, channel, 'read');
    const members = channel.botIn ? [...channel.members, call.ws.world.bot.userId] : channel.members;
    const { items, nextCursor } = page(members, call.args, 100);
    return { ok: true, members: items, response_metadata: { next_cursor: nextCursor } };
  },

  'conversations.open'(call) {
    const { ws, args } = call;
    const users = (stringAt(args, 'users') ?? '').split(',').filter((id) => id !== '');
    const given = stringAt(args, 'channel');
    if (users.length === 0 && given === undefined) throw new ApiError('users_list_not_supplied');
    if (users.length > 1) throw new ApiError('invalid_user_combination');
    const [user] = users;
    if (user === undefined) return { ok: true, channel: { id: visibleChannel(call).id } };
    requireScope(call, 'im:write');
    if (!ws.world.users[user] || ws.world.users[user].isBot) throw new ApiError('user_not_found');
    const existed = Object.values(ws.world.channels).some((each) => each.isIm && each.botIn && each.imWith === user);
    const channel = ws.directChannel(user);
    const whole = flagAt(args, 'return_im') ? channelJson(ws, channel) : { id: channel.id };
    return { ok: true, ...(existed ? { no_op: true, already_open: true } : {}), channel: whole };
  },

  'conversations.join'(call) {
    const channel = visibleChannel(call);
    if (channel.isPrivate) throw new ApiError('method_not_supported_for_channel_type');
    const already = channel.botIn;
    if (!already) joinBot(call.ws, channel, undefined);
    return {
      ok: true,
      channel: channelJson(call.ws, channel),
      ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}),
    };
  },

  'conversations.history'(call) {
    const channel = readable(call);
    const roots = channelMessages(call.ws, channel.id).filter(
      (message) => !message.deleted && (message.threadTs === undefined || message.broadcast),
    );
    const { items, nextCursor } = page(inRange(roots, call.args).toReversed(), call.args, 100);
    return { ok: true, messages: shown(call, items), pin_count: 0, ...paging(nextCursor) };
  },

  'conversations.replies'(call) {
    const channel = readable(call);
    const all = channelMessages(call.ws, channel.id).filter((message) => !message.deleted);
    const asked = all.find((message) => message.ts === call.args['ts']);
    if (!asked) throw new ApiError('thread_not_found');
    const root = asked.threadTs ?? asked.ts;
    const [first, ...replies] = all.filter((message) => message.ts === root || message.threadTs === root);
    const { items, nextCursor } = page(inRange(replies, call.args), call.args, 1000);
    return { ok: true, messages: shown(call, first ? [first, ...items] : items), ...paging(nextCursor) };
  },
};

/** The bot enters a channel, invited by `inviter` or by itself. */
export function joinBot(ws: Workspace, channel: Channel, inviter: string | undefined): void {
  channel.botIn = true;
  ws.changed({ kind: 'channel', channel: channel.id });
  emit(ws, 'member_joined_channel', {
    type: 'member_joined_channel',
    user: ws.world.bot.userId,
    channel: channel.id,
    channel_type: channel.isPrivate ? 'G' : 'C',
    team: ws.world.team.id,
    ...(inviter === undefined ? {} : { inviter }),
    event_ts: ws.ids.ts(),
  });
}

function listing(call: Call, keep: (channel: Channel) => boolean): JsonObject {
  const types = (stringAt(call.args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  const scopes: { [type: string]: string } = {
    public_channel: 'channels:read',
    private_channel: 'groups:read',
    im: 'im:read',
    mpim: 'mpim:read',
  };
  for (const type of types) {
    const scope = scopes[type];
    if (scope === undefined) throw new ApiError('invalid_types');
    requireScope(call, scope);
  }
  const wanted = Object.values(call.ws.world.channels).filter((channel) => {
    const type = channel.isIm
      ? 'im'
      : channel.isMpim
        ? 'mpim'
        : channel.isPrivate
          ? 'private_channel'
          : 'public_channel';
    return types.includes(type) && (channel.botIn || !channel.isPrivate) && keep(channel);
  });
  const { items, nextCursor } = page(wanted, call.args, 100);
  return {
    ok: true,
    channels: items.map((channel) => channelJson(call.ws, channel)),
    response_metadata: { next_cursor: nextCursor },
  };
}

/** A conversation whose messages the bot may read. */
function readable(call: Call): Channel {
  const channel = visibleChannel(call);
  requireChannelScope(call, channel, 'history');
  if (!channel.botIn) throw new ApiError('not_in_channel');
  return channel;
}

function inRange(messages: Message[], args: JsonObject): Message[] {
  const oldest = Number(stringAt(args, 'oldest') ?? 0);
  const latest = Number(stringAt(args, 'latest') ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(oldest)) throw new ApiError('invalid_ts_oldest');
  if (Number.isNaN(latest)) throw new ApiError('invalid_ts_latest');
  const inclusive = flagAt(args, 'inclusive');
  return messages.filter(({ ts }) => {
    const time = Number(ts);
    return inclusive ? time >= oldest && time <= latest : time > oldest && time < latest;
  });
}

function shown(call: Call, messages: Message[]): JsonObject[] {
  const withMetadata = flagAt(call.args, 'include_all_metadata');
  return messages.map((message) => messageJson(call.ws, message, withMetadata));
}

function paging(nextCursor: string): JsonObject {
  return nextCursor === '' ? { has_more: false } : { has_more: true, response_metadata: { next_cursor: nextCursor } };
}
