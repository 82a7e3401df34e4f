import { allBlocks, elementsOf } from './blockkit/walk.ts';
import { eventForChannel } from './delivery/events.ts';
import { pingsIn } from './pings.ts';
import { ephemeralJson, messageJson } from './render.ts';
import type { Channel, Ephemeral, JsonObject, Message, MessageVersion, Ping } from './types.ts';
import type { Workspace } from './workspace.ts';

/** What is common to a post by the app, by a person and by a response_url. */
export interface Draft {
  channel: Channel;
  user: string;
  asApp: boolean;
  text: string;
  blocks: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject | undefined;
  files?: string[];
  threadTs?: string | undefined;
  broadcast?: boolean;
  parse?: string;
  linkNames?: boolean;
}

/** Puts a message into its channel and tells the app, where it may know. */
export function post(ws: Workspace, draft: Draft): Message {
  const { bot } = ws.world;
  const message: Message = {
    channel: draft.channel.id,
    ts: ws.ids.ts(),
    ...(draft.threadTs === undefined ? {} : { threadTs: draft.threadTs }),
    broadcast: draft.broadcast ?? false,
    user: draft.user,
    ...(draft.asApp ? { botId: bot.botId, appId: bot.appId } : {}),
    ...subtypeOf(draft),
    text: draft.text,
    blocks: withIds(ws, draft.blocks),
    attachments: draft.attachments ?? [],
    ...(draft.metadata === undefined ? {} : { metadata: draft.metadata }),
    files: draft.files ?? [],
    reactions: [],
    deleted: false,
    replyCount: 0,
    versions: [],
  };
  message.versions.push(versionOf(ws, message));
  channelMessages(ws, message.channel).push(message);
  const root = message.threadTs === undefined ? undefined : findMessage(ws, message.channel, message.threadTs);
  if (root) root.replyCount += 1;
  shareFiles(ws, message);
  notePings(ws, message, draft.asApp ? 'post' : undefined, draft.parse ?? 'none', draft.linkNames ?? false);
  ws.changed({ kind: 'message', channel: message.channel, ts: message.ts });
  eventForChannel(
    ws,
    draft.channel,
    { ...messageJson(ws, message), ...(message.files.length > 0 && !draft.asApp ? { upload: true } : {}) },
    message.ts,
  );
  return message;
}

function subtypeOf(draft: Draft): { subtype?: string } {
  if (draft.files?.length) return { subtype: 'file_share' };
  return draft.broadcast && draft.threadTs !== undefined ? { subtype: 'thread_broadcast' } : {};
}

/** The parts of a message that an update replaces; what is left out stays. */
export interface Edit {
  text?: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  /** null removes it. */
  metadata?: JsonObject | null;
  files?: string[];
  /** Shown as "(edited)". */
  marked: boolean;
  parse?: string;
  linkNames?: boolean;
}

/** Changes a message in place and tells the app, where it may know. */
export function edit(ws: Workspace, message: Message, change: Edit): void {
  const previous = messageJson(ws, message);
  if (change.text !== undefined) message.text = change.text;
  if (change.blocks) message.blocks = withIds(ws, change.blocks);
  if (change.attachments) message.attachments = change.attachments;
  if (change.metadata === null) delete message.metadata;
  else if (change.metadata) message.metadata = change.metadata;
  if (change.files) {
    unshareFiles(ws, message);
    message.files = change.files;
    shareFiles(ws, message);
  }
  if (change.marked) message.edited = { user: message.user, ts: ws.ids.ts() };
  message.versions.push(versionOf(ws, message));
  notePings(ws, message, 'update', change.parse ?? 'none', change.linkNames ?? false);
  ws.changed({ kind: 'message', channel: message.channel, ts: message.ts });
  changeEvent(ws, message, {
    subtype: 'message_changed',
    message: messageJson(ws, message),
    previous_message: previous,
  });
}

/** Marks a message as deleted; it stays in the list. */
export function remove(ws: Workspace, message: Message): void {
  const previous = messageJson(ws, message);
  message.deleted = true;
  unshareFiles(ws, message);
  const root = message.threadTs === undefined ? undefined : findMessage(ws, message.channel, message.threadTs);
  if (root) root.replyCount -= 1;
  ws.changed({ kind: 'message', channel: message.channel, ts: message.ts });
  changeEvent(ws, message, { subtype: 'message_deleted', deleted_ts: message.ts, previous_message: previous });
}

/** A message that only `user` sees. */
export function postEphemeral(
  ws: Workspace,
  draft: Pick<Ephemeral, 'channel' | 'user' | 'text' | 'blocks' | 'via'> & {
    attachments?: JsonObject[];
    threadTs?: string | undefined;
  },
): Ephemeral {
  const ephemeral: Ephemeral = {
    channel: draft.channel,
    user: draft.user,
    ts: ws.ids.ts(),
    ...(draft.threadTs === undefined ? {} : { threadTs: draft.threadTs }),
    text: draft.text,
    blocks: withIds(ws, draft.blocks),
    attachments: draft.attachments ?? [],
    dismissed: false,
    versions: [],
    via: draft.via,
  };
  ephemeral.versions.push(versionOf(ws, { ...ephemeral, files: [] }));
  ws.world.ephemerals.push(ephemeral);
  notePings(ws, ephemeral, 'ephemeral', 'none', false);
  ephemeralChanged(ws, ephemeral);
  return ephemeral;
}

/** Replaces an ephemeral through the response_url of an element on it; nothing else can. */
export function editEphemeral(ws: Workspace, ephemeral: Ephemeral, text: string, blocks: JsonObject[]): void {
  ephemeral.text = text;
  ephemeral.blocks = withIds(ws, blocks);
  ephemeral.versions.push(versionOf(ws, { ...ephemeral, files: [] }));
  ephemeralChanged(ws, ephemeral);
}

export function dismissEphemeral(ws: Workspace, ephemeral: Ephemeral): void {
  ephemeral.dismissed = true;
  ephemeralChanged(ws, ephemeral);
}

/** The message, unless it is deleted. */
export function findMessage(ws: Workspace, channel: string, ts: unknown): Message | undefined {
  return channelMessages(ws, channel).find((message) => message.ts === ts && !message.deleted);
}

export function findEphemeral(ws: Workspace, channel: string, ts: unknown): Ephemeral | undefined {
  return ws.world.ephemerals.find((each) => each.channel === channel && each.ts === ts && !each.dismissed);
}

export function channelMessages(ws: Workspace, channel: string): Message[] {
  const list = ws.world.messages[channel] ?? [];
  ws.world.messages[channel] = list;
  return list;
}

/** Slack gives an id to every block, and to every element that can be pressed, that came without one. */
export function withIds(ws: Workspace, blocks: JsonObject[]): JsonObject[] {
  return blocks.map((block) => {
    const copy = structuredClone(block);
    copy['block_id'] ??= ws.ids.short();
    for (const inner of allBlocks([copy])) {
      for (const element of elementsOf(inner)) element['action_id'] ??= ws.ids.short();
    }
    return copy;
  });
}

function shareFiles(ws: Workspace, message: Message): void {
  const { channel, ts, threadTs } = message;
  for (const id of message.files) {
    ws.world.files[id]?.shares.push({ channel, ts, ...(threadTs === undefined ? {} : { threadTs }) });
  }
}

function unshareFiles(ws: Workspace, message: Message): void {
  for (const id of message.files) {
    const file = ws.world.files[id];
    if (file) file.shares = file.shares.filter((share) => share.ts !== message.ts);
  }
}

function versionOf(
  ws: Workspace,
  message: Pick<Message, 'text' | 'blocks' | 'files'> & { metadata?: JsonObject },
): MessageVersion {
  return {
    at: ws.clock.now(),
    text: message.text,
    blocks: message.blocks,
    files: [...message.files],
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
  };
}

function notePings(
  ws: Workspace,
  message: Message | Ephemeral,
  by: Ping['by'] | undefined,
  parse: string,
  linkNames: boolean,
): void {
  if (by === undefined) return;
  for (const ping of pingsIn(ws.world, message.text, message.blocks, parse, linkNames)) {
    ws.world.pings.push({ ...ping, channel: message.channel, ts: message.ts, by });
  }
}

function changeEvent(ws: Workspace, message: Message, event: JsonObject): void {
  const channel = ws.channel(message.channel);
  if (channel) eventForChannel(ws, channel, { type: 'message', hidden: true, ...event }, ws.ids.ts());
}

function ephemeralChanged(ws: Workspace, ephemeral: Ephemeral): void {
  ws.changed({ kind: 'ephemeral', channel: ephemeral.channel, user: ephemeral.user, ts: ephemeral.ts });
}

/** The message that an ephemeral element's payload carries is not the whole one: Slack leaves its content out. */
export function messageOrEphemeralJson(ws: Workspace, source: Message | Ephemeral): JsonObject {
  return 'via' in source ? ephemeralJson(ws, source) : messageJson(ws, source, true);
}
