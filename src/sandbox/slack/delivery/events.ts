import type { Grant } from '../registry.ts';
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
/** The app was removed here: Slack says so when the token opens nothing any more. */
export function emitParting(ws: Workspace, grant: Grant, whole: boolean): void {
  const of = { whole, authorized: false };
  const gone: JsonObject[] = [
    { type: 'tokens_revoked', tokens: { oauth: [], bot: [ws.world.bot.userId] } },
    { type: 'app_uninstalled' },
  ];
  for (const event of gone)
    if (ws.app.events.includes(String(event['type'])) && grant.revoked !== undefined)
      ws.courier.event(String(event['type']), eventPayload(ws, event, of), []);
}

export function emit(ws: Workspace, subscription: string, event: JsonObject): void {
  if (!ws.app.events.includes(subscription) || ws.grant === undefined) return;
  const scope = eventScopes[subscription]?.scope;
  if (scope !== undefined && !ws.granted(scope)) {
    ws.violation(`subscribed to ${subscription} without the scope ${scope}`);
    return;
  }
  const name = String(event['type']);
  const of = { whole: ws.grant.whole, authorized: true };
  ws.courier.event(name, eventPayload(ws, event, of), scope === undefined ? [] : [scope]);
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

/** An event of an app that is gone has nobody for whom it is meant. */
function eventPayload(
  ws: Workspace,
  event: JsonObject,
  { whole, authorized }: { whole: boolean; authorized: boolean },
): JsonObject {
  const { team, bot } = ws.world;
  const enterprise_id = team.enterprise?.id ?? null;
  return {
    token: 'sandboxverificationtoken',
    team_id: team.id,
    context_team_id: team.id,
    ...(enterprise_id === null ? {} : { enterprise_id }),
    context_enterprise_id: enterprise_id,
    api_app_id: bot.appId,
    event,
    type: 'event_callback',
    event_id: ws.ids.id('Ev'),
    event_time: Math.floor(ws.clock.now() / 1000),
    authorizations: authorized
      ? [
          {
            enterprise_id,
            team_id: whole ? null : team.id,
            user_id: bot.userId,
            is_bot: true,
            is_enterprise_install: whole,
          },
        ]
      : [],
    is_ext_shared_channel: false,
    event_context: `4-${ws.ids.short()}`,
  };
}
