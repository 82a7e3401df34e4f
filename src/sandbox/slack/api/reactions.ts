import { ApiError } from '../api-error.ts';
import { emit } from '../delivery/events.ts';
import { findMessage } from '../messages.ts';
import { messageJson } from '../render.ts';
import type { Message } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { type Call, type Handlers, requiredString, visibleChannel } from './call.ts';

export const reactions: Handlers = {
  'reactions.add'(call) {
    const message = target(call);
    const name = reactionName(call);
    if (!setReaction(call.ws, message, name, call.ws.world.bot.userId, true)) throw new ApiError('already_reacted');
    return { ok: true };
  },

  'reactions.remove'(call) {
    const message = target(call);
    if (!setReaction(call.ws, message, reactionName(call), call.ws.world.bot.userId, false))
      throw new ApiError('no_reaction');
    return { ok: true };
  },

  'reactions.get'(call) {
    const message = target(call);
    return { ok: true, type: 'message', channel: message.channel, message: messageJson(call.ws, message) };
  },
};

/** Adds or takes away a person's or the bot's reaction. @returns whether anything changed */
export function setReaction(ws: Workspace, message: Message, name: string, user: string, on: boolean): boolean {
  const reaction = message.reactions.find((each) => each.name === name) ?? { name, users: [] };
  if (reaction.users.includes(user) === on) return false;
  reaction.users = on ? [...reaction.users, user] : reaction.users.filter((each) => each !== user);
  message.reactions = [...message.reactions.filter((each) => each !== reaction), reaction].filter(
    (each) => each.users.length > 0,
  );
  ws.changed({ kind: 'reaction', channel: message.channel, ts: message.ts });
  if (ws.channel(message.channel)?.botIn) {
    const type = on ? 'reaction_added' : 'reaction_removed';
    emit(ws, type, {
      type,
      user,
      reaction: name,
      item: { type: 'message', channel: message.channel, ts: message.ts },
      item_user: message.user,
      event_ts: ws.ids.ts(),
    });
  }
  return true;
}

function target(call: Call): Message {
  const channel = visibleChannel(call);
  if (!channel.botIn) throw new ApiError('not_in_channel');
  const message = findMessage(call.ws, channel.id, call.args['timestamp']);
  if (!message) throw new ApiError('message_not_found');
  return message;
}

function reactionName(call: Call): string {
  const name = requiredString(call.args, 'name', 'invalid_name');
  if (!isReactionName(name)) throw new ApiError('invalid_name');
  return name;
}

/** A short name, of a hand perhaps with its skin tone: `+1::skin-tone-3`. */
export function isReactionName(name: string): boolean {
  return /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name);
}
