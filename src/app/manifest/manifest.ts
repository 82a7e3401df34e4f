import type { AppsManifestValidateArguments } from '@slack/web-api';
import { manifestWords } from '../../domain/messages.en.manifest.ts';
import { UMBRELLA, verbs } from '../../flows/index.ts';
import { REDIRECT_PATH, SLACK_EVENTS_PATH } from '../../web/index.ts';
import { EVENTS, PARTINGS, SCOPES } from './scopes.ts';

/** Slack's own type of a manifest. */
export type Manifest = AppsManifestValidateArguments['manifest'];

export interface ManifestOptions {
  /** The bot's address as Slack sees it, https, without a trailing slash: HTTP mode. Undefined: Socket Mode, which needs none. */
  readonly http: string | undefined;
  /** Put before the names of the slash commands, with a hyphen at its end: `mj-`. */
  readonly prefix: string;
  /** The bot's address as browsers see it, https, without a trailing slash: the app may be added to several workspaces. */
  readonly several?: string | undefined;
}

/** Slack's limit for a command, slash included. Source: slack.md section 5. */
export const COMMAND_MAX = 32;

/**
 * The manifest of the Slack app for one set-up: everything that is made by hand in Slack otherwise.
 * @throws Error where a verb has a command and no words for it
 */
export function manifestOf({ http, prefix, several }: ManifestOptions): Manifest {
  const requestUrl = http === undefined ? undefined : `${http}${SLACK_EVENTS_PATH}`;
  const { name, description, botName, shortcuts } = manifestWords;
  return {
    display_information: { name, description, background_color: '#1a1a2e' },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: botName, always_online: true },
      slash_commands: commandNames().map((command) => ({
        command: prefixed(command, prefix),
        ...(requestUrl === undefined ? {} : { url: requestUrl }),
        ...wordsOf(command),
        should_escape: true,
      })),
      shortcuts: [
        { type: 'global', callback_id: 'imagine', ...shortcuts.imagine },
        { type: 'message', callback_id: 'use_image', ...shortcuts.use_image },
      ],
    },
    oauth_config: {
      ...(several === undefined ? {} : { redirect_urls: [`${several}${REDIRECT_PATH}`] }),
      scopes: { bot: SCOPES.map(({ scope }) => scope) },
    },
    settings: {
      event_subscriptions: {
        ...(requestUrl === undefined ? {} : { request_url: requestUrl }),
        bot_events: several === undefined ? [...EVENTS] : [...EVENTS, ...PARTINGS],
      },
      interactivity: { is_enabled: true, ...(requestUrl === undefined ? {} : { request_url: requestUrl }) },
      org_deploy_enabled: several !== undefined,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  };
}

/** The names of all slash commands, without slash and prefix. */
export function commandNames(): string[] {
  return [...verbs.flatMap((verb) => (verb.command === undefined ? [] : [verb.command.slice(1)])), UMBRELLA];
}

/** What a prefix begins with already is left as it is: `/mj` stays beside `/mj-imagine`. */
function prefixed(command: string, prefix: string): string {
  return prefix === `${command}-` ? `/${command}` : `/${prefix}${command}`;
}

function wordsOf(command: string): { description: string; usage_hint?: string } {
  const words = manifestWords.commands.get(command);
  if (words === undefined) throw new Error(`/${command} has no words in domain/messages.en.manifest.ts`);
  const { description, hint } = words;
  return { description, ...(hint === undefined ? {} : { usage_hint: hint }) };
}
