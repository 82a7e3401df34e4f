import { fileJson } from './files.ts';
import type { Channel, Ephemeral, JsonObject, Message, Person, View } from './types.ts';
import type { Workspace } from './workspace.ts';

/** The JSON shapes of things as Slack's API and payloads show them (from @slack/types, @slack/bolt and docs.slack.dev). */

/** @param withMetadata history and replies show it on demand only; payloads of interactions always do */
export function messageJson(ws: Workspace, message: Message, withMetadata = false): JsonObject {
  const { bot, team } = ws.world;
  const root = message.replyCount > 0 && message.threadTs === undefined;
  const replies = root
    ? (ws.world.messages[message.channel] ?? []).filter((each) => each.threadTs === message.ts && !each.deleted)
    : [];
  return {
    type: 'message',
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(message.botId === undefined
      ? { client_msg_id: `${message.ts.replace('.', '-')}-msg` }
      : { bot_id: message.botId, app_id: message.appId, bot_profile: botProfile(ws) }),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.files.length > 0
      ? { files: message.files.map((id) => fileOrTombstone(ws, id)), upload: false, display_as_bot: false }
      : {}),
    ...(message.threadTs === undefined
      ? {}
      : { thread_ts: message.threadTs, parent_user_id: parentUser(ws, message) ?? bot.userId }),
    ...(root
      ? {
          thread_ts: message.ts,
          reply_count: message.replyCount,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          latest_reply: replies.at(-1)?.ts,
          is_locked: false,
          subscribed: false,
        }
      : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((reaction) => ({ ...reaction, count: reaction.users.length })) }
      : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** Payloads of elements on an ephemeral carry no more of it than this. */
export function ephemeralJson(ws: Workspace, ephemeral: Ephemeral): JsonObject {
  return {
    type: 'message',
    user: ws.world.bot.userId,
    bot_id: ws.world.bot.botId,
    app_id: ws.world.bot.appId,
    ts: ephemeral.ts,
    is_ephemeral: true,
    ...(ephemeral.threadTs === undefined ? {} : { thread_ts: ephemeral.threadTs }),
  };
}

export function botProfile(ws: Workspace): JsonObject {
  const { bot, team } = ws.world;
  return {
    id: bot.botId,
    app_id: bot.appId,
    user_id: bot.userId,
    name: bot.name,
    deleted: false,
    team_id: team.id,
    updated: 0,
    icons: {},
  };
}

/** @param withLocale only on demand (`include_locale`) */
export function userJson(ws: Workspace, person: Person, withLocale: boolean): JsonObject {
  const offset = zoneOffset(person.tz, ws.clock.now());
  const { enterprise } = ws.world.team;
  return {
    id: person.id,
    team_id: ws.world.team.id,
    name: person.name,
    deleted: false,
    color: person.colour,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offset,
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      team: ws.world.team.id,
      ...(person.isBot ? { bot_id: ws.world.bot.botId, api_app_id: ws.world.bot.appId } : {}),
    },
    is_admin: person.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: person.isBot,
    is_app_user: false,
    ...(enterprise === undefined
      ? {}
      : {
          enterprise_user: {
            id: person.id,
            enterprise_id: enterprise.id,
            enterprise_name: enterprise.name,
            is_admin: person.isOrgAdmin,
            is_owner: false,
            teams: [ws.world.team.id],
          },
        }),
    updated: 0,
    ...(withLocale ? { locale: person.locale } : {}),
  };
}

export function channelJson(ws: Workspace, channel: Channel): JsonObject {
  const common = {
    id: channel.id,
    created: channel.created,
    is_archived: false,
    context_team_id: ws.world.team.id,
    updated: channel.created * 1000,
  };
  if (channel.isIm) return { ...common, is_im: true, is_org_shared: false, user: channel.imWith, priority: 0 };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: channel.isMpim,
    is_private: channel.isPrivate,
    is_general: channel.name === 'general',
    is_member: channel.botIn,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    creator: channel.members[0],
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length + (channel.botIn ? 1 : 0),
  };
}

/** A view as views.* answer and payloads carry it. */
export function viewJson(ws: Workspace, view: View): JsonObject {
  const { bot, team } = ws.world;
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.state },
    hash: view.hash,
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: view.previousViewId ?? null,
    root_view_id: view.rootViewId,
    app_id: bot.appId,
    external_id: view.externalId,
    app_installed_team_id: team.id,
    bot_id: bot.botId,
  };
}

function fileOrTombstone(ws: Workspace, id: string): JsonObject {
  const file = ws.world.files[id];
  return file && !file.deleted ? fileJson(ws, file) : { id, mode: 'tombstone' };
}

function parentUser(ws: Workspace, message: Message): string | undefined {
  return ws.world.messages[message.channel]?.find((each) => each.ts === message.threadTs)?.user;
}

/** Seconds east of UTC at this time. */
function zoneOffset(tz: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -offset : offset;
}
