/** How a stand-in is set up. */

/** The passing of time. A test hands in its own; `systemClock` is the default of `startSlack`. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `run` once, `ms` from now; the returned function takes it back. */
  after(ms: number, run: () => void): () => void;
}

export interface TeamOptions {
  id: string;
  name: string;
  domain: string;
  /** The organisation that it belongs to. */
  enterprise?: { id: string; name: string };
}

export interface PersonOptions {
  /** `U…` */
  id: string;
  /** Handle, as typed after `@`. */
  name: string;
  realName: string;
  /** IANA zone, e.g. `Europe/Berlin`. Default `Etc/UTC`. */
  tz?: string;
  isAdmin?: boolean;
  /** Of the organisation to which the workspace belongs. */
  isOrgAdmin?: boolean;
  /** Default `en-US`. */
  locale?: string;
  /** Six hex digits without `#`, as in `users.info`. */
  colour?: string;
}

export interface ChannelOptions {
  /** `C…`, or `D…` for a direct conversation. */
  id: string;
  /** Without `#`; for a direct conversation a name nobody sees. */
  name: string;
  isPrivate?: boolean;
  /** A conversation of several people without a name; private. */
  isMpim?: boolean;
  /** A direct conversation between the bot (when `botIn`) or a person and this person. */
  imWith?: string;
  botIn: boolean;
  /** Ids of the people in it. */
  members: string[];
  topic?: string;
}

export interface BotOptions {
  /** `U…` of the bot user. */
  userId: string;
  /** `B…` */
  botId: string;
  /** `A…` */
  appId: string;
  /** Handle of the bot user. */
  name: string;
}

export interface CommandSpec {
  /** With the slash. */
  command: string;
  description: string;
  usageHint?: string;
  /** Slack's `should_escape`: mentions and links in the text arrive as `<@U…|name>`, `<#C…|name>`, `<url>`. */
  shouldEscape: boolean;
}

export interface ShortcutSpec {
  name: string;
  type: 'global' | 'message';
  callbackId: string;
  description: string;
}

/** What the app was granted and what it subscribes to: what a manifest says. */
export interface AppSpec {
  /** Bot scopes. */
  scopes: string[];
  /** `bot_events`, e.g. `message.channels`, `app_mention`. */
  events: string[];
  commands: CommandSpec[];
  shortcuts: ShortcutSpec[];
  homeTab: boolean;
  messagesTab: boolean;
  /** Where Slack may send people back to after they agreed; undefined or empty: an app that was never set up for it. */
  redirectUrls?: string[];
  /** It may be installed for a whole organisation. */
  orgDeploy?: boolean;
}

/** A workspace, with who and what is in it. */
export interface WorkspaceOptions {
  team?: TeamOptions;
  users: PersonOptions[];
  channels: ChannelOptions[];
  bot?: BotOptions;
}

export interface SlackOptions extends WorkspaceOptions {
  /** 0 or absent: a free port. Always bound to 127.0.0.1. */
  port?: number;
  /** Further workspaces in which the same app may be installed; it is not at first. */
  neighbours?: WorkspaceOptions[];
  /** Whether the app is installed in the first workspace, with the token of the stand-in. Default true. */
  installed?: boolean;
  /** The text of a `manifest.yml`, or the same facts as an object. */
  app: string | AppSpec;
  mode: 'socket' | 'http';
  /** HTTP mode: where events, commands and interactivity are POSTed; may be set later with `setRequestUrl`. */
  requestUrl?: string;
  /** Multiplies every rate limit (2 = twice as many calls allowed); 0 switches them off. Default 1. */
  rateScale?: number;
  /** Life of a trigger_id. Default 3000 (slack.md section 2). */
  triggerMs?: number;
  /** How long Slack waits for an ack. Default 3000. */
  ackMs?: number;
  /** From completeUploadExternal until mimetype, size and `slack_file` are usable. Default 400. */
  fileReadyMs?: number;
  /** Lets the bytes of a file go once it is looked at, so that a long run does not fill the memory; downloads then get none. Default false. */
  forgetBytes?: boolean;
  /** From completeUploadExternal until the file is a message in its channel. Default 150. */
  shareMs?: number;
  /** Waits before the three redeliveries of an event. Default [0, 60000, 300000] (slack.md section 4). */
  redeliverMs?: number[];
  /** What a download without the right token meets: an HTML page with status 200, or a 302 to one. Default `page`. */
  loginPage?: 'page' | 'redirect';
  /** What the app-level token was granted. Default `connections:write`. */
  appTokenScopes?: string[];
  /** Hosts of this machine (`host[:port]`) that stand for public ones: Slack fetches an `image_url` there. More with `makePublic`. */
  publicHosts?: string[];
  clock?: Clock;
}
