import type { Channel, JsonObject } from '../types.ts';
import type { Workspace } from '../workspace.ts';

/** Which events an app hears: subscribed to in the manifest, with the scope each needs (slack-api/events.json). */

interface EventRule {
  scope: string | undefined;
}

const eventScopes: { [subscription: string]: EventRule } = {
  app_home_opened: { scope: undefined },
  app_mention: { scope: 'app_mentions:read' },
  file_shared: { scope: 'files:read' },
  'message.channels': { scope: 'channels:history' },
  'message.groups': { scope: 'groups:history' },
  'message.im': { scope: 'im:history' },
  'message.mpim': { scope: 'mpim:history' },
  member_joined_channel: { scope: 'channels:read' },
  reaction_added: { scope: 'reactions:read' },
  reaction_removed: { scope: 'reactions:read' },
};

/** Sends an event when the app subscribes to it. A subscription without its scope is a violation: Slack stays silent. */
export function emit(ws: Workspace, subscription: string, event: JsonObject): void {
  if (!ws.app.events.includes(subscription)) return;
  const scope = eventScopes[subscription]?.scope;
  if (scope !== undefined && !ws.granted(scope)) {
    ws.violation(`subscribed to ${subscription} without the scope ${scope}`);
    return;
  }
  const name = String(event['type']);
  ws.courier.event(name, eventPayload(ws, event), scope === undefined ? [] : [scope]);
}

/** A `message` event for a conversation that the bot is in. */
export function eventForChannel(ws: Workspace, channel: Channel, message: JsonObject, eventTs: string): void {
  if (!channel.botIn) return;
  const kind = channelKind(channel);
  emit(ws, `message.${kind.subscription}`, {
    ...message,
    channel: channel.id,
    event_ts: eventTs,
    channel_type: kind.type,
  });
}

export function channelKind(channel: Channel): { subscription: string; type: string; scopes: string } {
  if (channel.isIm) return { subscription: 'im', type: 'im', scopes: 'im' };
  if (channel.isMpim) return { subscription: 'mpim', type: 'mpim', scopes: 'mpim' };
  return channel.isPrivate
    ? { subscription: 'groups', type: 'group', scopes: 'groups' }
    : { subscription: 'channels', type: 'channel', scopes: 'channels' };
}

function eventPayload(ws: Workspace, event: JsonObject): JsonObject {
  const { team, bot } = ws.world;
  return {
    token: 'sandboxverificationtoken',
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: bot.appId,
    event,
    type: 'event_callback',
    event_id: ws.ids.id('Ev'),
    event_time: Math.floor(ws.clock.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${ws.ids.short()}`,
  };
}
