import type { Answer } from '../delivery/courier.ts';
import type { Channel, JsonObject, Noticed, Person } from '../types.ts';
import type { Workspace } from '../workspace.ts';

/** What all payloads of people's doings share. */

/** Null where a whole organisation installed the app (@slack/bolt, `buildSource`). */
export function teamJson(ws: Workspace): JsonObject | null {
  return ws.grant?.whole === true ? null : { id: ws.world.team.id, domain: ws.world.team.domain };
}

export function actorJson(ws: Workspace, person: Person): JsonObject {
  return { id: person.id, username: person.name, name: person.name, team_id: ws.world.team.id };
}

export function commonFields(ws: Workspace): JsonObject {
  return {
    api_app_id: ws.world.bot.appId,
    token: 'sandboxverificationtoken',
    enterprise: ws.world.team.enterprise ?? null,
    is_enterprise_install: ws.grant?.whole ?? false,
  };
}

/** The names that payloads give to conversations without a public one. */
export function payloadChannelName(channel: Channel): string {
  if (channel.isIm) return 'directmessage';
  return channel.isPrivate ? 'privategroup' : channel.name;
}

/** The conversation, if this person can be in it at all. @throws Error otherwise */
export function channelOf(ws: Workspace, person: Person, id: string): Channel {
  const channel = ws.channel(id);
  if (!channel) throw new Error(`There is no channel ${id}.`);
  if (!channel.members.includes(person.id)) throw new Error(`${person.name} is not in ${channel.name}.`);
  return channel;
}

/** @param onFailure the sentence that Slack shows when the app did not answer */
export function noticed(answer: Answer, onFailure: string): Noticed {
  const { acked, ms, body, error } = answer;
  return {
    acked,
    ms,
    ...(body === undefined ? {} : { body }),
    ...(error === undefined ? {} : { error }),
    ...(acked ? {} : { notice: onFailure }),
  };
}
