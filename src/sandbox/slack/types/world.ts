import type { BotOptions, CommandSpec, ShortcutSpec, TeamOptions } from './options.ts';

/** What stands in the workspace. */

/** A decoded JSON object of unknown shape: blocks, views, payloads. */
export type JsonObject = { [key: string]: unknown };

export interface Person {
  id: string;
  name: string;
  realName: string;
  tz: string;
  isAdmin: boolean;
  isOrgAdmin: boolean;
  locale: string;
  colour: string;
  isBot: boolean;
}

export interface Channel {
  id: string;
  name: string;
  isPrivate: boolean;
  isMpim: boolean;
  isIm: boolean;
  /** The person of a direct conversation, seen from its owner (the bot when `botIn`). */
  imWith?: string;
  botIn: boolean;
  members: string[];
  topic: string;
  created: number;
}

export interface Reaction {
  name: string;
  users: string[];
}

/** One state of a message, as it stood from `at` on. The first is the post itself. */
export interface MessageVersion {
  at: number;
  text: string;
  blocks: JsonObject[];
  metadata?: JsonObject;
  files: string[];
}

export interface Message {
  channel: string;
  ts: string;
  /** Set on replies; a root message that has replies carries `replyCount` instead. */
  threadTs?: string;
  /** A reply that is shown in the channel too. */
  broadcast: boolean;
  /** The author: a person's id or the bot user's id. */
  user: string;
  botId?: string;
  appId?: string;
  subtype?: string;
  /** As Slack keeps it: entities escaped, mentions as `<@U…>`. */
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  metadata?: JsonObject;
  /** Ids in `world.files`. */
  files: string[];
  reactions: Reaction[];
  /** Present when Slack shows "(edited)": text-only updates, not those with blocks (slack.md section 2). */
  edited?: { user: string; ts: string };
  deleted: boolean;
  replyCount: number;
  /** Oldest first; the last equals the message itself. */
  versions: MessageVersion[];
}

/** A message only one person sees; gone when `dismissed`. */
export interface Ephemeral {
  channel: string;
  user: string;
  ts: string;
  threadTs?: string;
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  /** Deleted through a response_url. */
  dismissed: boolean;
  versions: MessageVersion[];
  /** `chat.postEphemeral`, `response_url` or `ack` (the answer in a command's ack). */
  via: 'chat.postEphemeral' | 'response_url' | 'ack';
}

export interface FileShare {
  channel: string;
  ts: string;
  threadTs?: string;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  /** Empty until Slack has processed the file. */
  mimetype: string;
  /** Slack's short name: `png`, `jpg`, `gif`, `webp`, `mp4` …; empty until processed. */
  filetype: string;
  size: number;
  user: string;
  created: number;
  width?: number;
  height?: number;
  altText?: string;
  /** Upload finished and processed: usable in a `slack_file` block. */
  ready: boolean;
  deleted: boolean;
  shares: FileShare[];
  /** Shown to the app as a Slack Connect stub: `file_access: check_file_info`. */
  stub: boolean;
  /** Handed to the app in a payload (a modal's file input), so it may be read although it is shared nowhere. */
  grantedToBot: boolean;
  /** Not enumerable, so that a world can be written as JSON. */
  readonly bytes: Uint8Array;
}

export type ViewErrors = { [blockId: string]: string };

/** What a person has typed so far: block_id, then action_id, then Slack's state value. */
export type ViewState = { [blockId: string]: { [actionId: string]: JsonObject } };

export interface View {
  id: string;
  type: 'modal' | 'home';
  user: string;
  callbackId: string;
  externalId: string;
  privateMetadata: string;
  hash: string;
  title?: JsonObject;
  submit?: JsonObject;
  close?: JsonObject;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  blocks: JsonObject[];
  rootViewId: string;
  previousViewId?: string;
  state: ViewState;
  /** Under the inputs, by block_id: the answer `response_action: errors`. */
  errors: ViewErrors;
  /** Submitted and waiting for the app. */
  busy: boolean;
}

/** Somebody who would be notified by a message, had it been posted to the real Slack. */
export interface Ping {
  kind: 'user' | 'usergroup' | 'channel' | 'here' | 'everyone';
  /** Who: the id of a user or group; absent for the broadcast kinds. */
  id?: string;
  channel: string;
  ts: string;
  where: 'text' | 'blocks';
  by: 'post' | 'update' | 'ephemeral';
}

/**
 * Everything that stands in the workspace. Plain data: `JSON.stringify(slack.world)` works and is what a page may send.
 * Read it freely, change it only through `act`.
 */
export interface World {
  team: TeamOptions;
  bot: BotOptions;
  commands: CommandSpec[];
  shortcuts: ShortcutSpec[];
  users: { [userId: string]: Person };
  channels: { [channelId: string]: Channel };
  /** By channel, in order of `ts`; deleted ones stay with `deleted: true`. Replies are in the same list. */
  messages: { [channelId: string]: Message[] };
  files: { [fileId: string]: SlackFile };
  ephemerals: Ephemeral[];
  /** Open modals: the stack of each person, the visible one last. Absent or empty = none open. */
  modals: { [userId: string]: View[] };
  homes: { [userId: string]: View };
  pings: Ping[];
}
