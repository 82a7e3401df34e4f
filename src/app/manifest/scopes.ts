/**
 * What the bot asks of a workspace, and what for. The manifest is made from these tables, and the doctor names by them what an installed app
 * lacks: a new scope or event is one row. A test holds them against the calls that the bot makes (test/e2e/scopes.test.ts).
 */

interface Scope {
  readonly scope: string;
  /** What the bot can do by it: "to ...". */
  readonly lets: string;
  /** How the bot goes on where it was not granted; absent: it would not work. */
  readonly without?: string;
}

export const SCOPES = [
  { scope: 'commands', lets: 'be called by slash commands and shortcuts' },
  { scope: 'chat:write', lets: 'post and edit its cards' },
  { scope: 'chat:write.public', lets: 'post in public channels to which nobody invited it' },
  { scope: 'files:write', lets: 'bring pictures to Slack' },
  { scope: 'files:read', lets: 'see when a picture is ready to be shown, and read those that people hand over' },
  { scope: 'app_mentions:read', lets: 'hear when it is mentioned' },
  { scope: 'im:history', lets: 'hear what people write to it directly' },
  { scope: 'reactions:read', lets: 'hear ❌, ✉️ and ⭐ on its cards', without: 'reactions to cards do nothing' },
  // A card whose post was interrupted is looked for before another is posted, wherever it was to stand.
  {
    scope: 'channels:history',
    lets: 'find a card again whose post was interrupted, in a public channel, and hear of pictures that are shared in one',
  },
  { scope: 'groups:history', lets: 'do both in a private channel' },
  { scope: 'mpim:history', lets: 'find such a card in a group conversation' },
  {
    scope: 'users:read',
    lets: 'know in which language somebody has Slack, and who runs the workspace',
    // README.md, "Configuration": whoever runs it is an admin of the bot.
    without: 'everybody is answered in English, and only ADMIN_USERS are admins',
  },
] as const satisfies readonly Scope[];

/** What Slack is to tell the bot, in the order of the scopes. */
export const EVENTS = [
  'app_home_opened',
  'app_mention',
  'message.im',
  'reaction_added',
  'reaction_removed',
  // Slack has no narrower event that says in which message, and so by whom and to whom, files were shared.
  'message.channels',
  'message.groups',
] as const;

/** And where there are several workspaces: that it was removed from one. They need no scope. */
export const PARTINGS = ['app_uninstalled', 'tokens_revoked'] as const;

/** The one scope of the app-level token, which is made by hand: no manifest can hold it. */
export const APP_TOKEN_SCOPE = 'connections:write';
