import { parse } from 'yaml';
import { flagAt, isObject, objectAt, objectsAt, stringAt } from './json.ts';
import type { AppSpec, JsonObject } from './types.ts';

/**
 * Reads what the stand-in needs from the text of a manifest (YAML or JSON).
 * @throws Error when it is no mapping, or a command or shortcut lacks its name.
 */
export function readManifest(text: string): AppSpec {
  const manifest: unknown = parse(text);
  if (!isObject(manifest)) throw new Error('The manifest is not a mapping.');
  const features = objectAt(manifest, 'features') ?? {};
  const home = objectAt(features, 'app_home') ?? {};
  const scopes = objectAt(objectAt(manifest, 'oauth_config') ?? {}, 'scopes') ?? {};
  const subscriptions = objectAt(objectAt(manifest, 'settings') ?? {}, 'event_subscriptions') ?? {};
  return {
    scopes: [...strings(scopes, 'bot'), ...strings(scopes, 'bot_optional')],
    events: strings(subscriptions, 'bot_events'),
    commands: objectsAt(features, 'slash_commands').map((command) => {
      const usageHint = stringAt(command, 'usage_hint');
      return {
        command: named(command, 'command'),
        description: stringAt(command, 'description') ?? '',
        shouldEscape: flagAt(command, 'should_escape'),
        ...(usageHint === undefined ? {} : { usageHint }),
      };
    }),
    shortcuts: objectsAt(features, 'shortcuts').map((shortcut) => ({
      name: named(shortcut, 'name'),
      type: shortcut['type'] === 'message' ? 'message' : 'global',
      callbackId: named(shortcut, 'callback_id'),
      description: stringAt(shortcut, 'description') ?? '',
    })),
    homeTab: flagAt(home, 'home_tab_enabled'),
    // Slack's own default: the Messages tab is there unless switched off.
    messagesTab: home['messages_tab_enabled'] !== false,
    redirectUrls: strings(objectAt(manifest, 'oauth_config') ?? {}, 'redirect_urls'),
    orgDeploy: flagAt(objectAt(manifest, 'settings') ?? {}, 'org_deploy_enabled'),
  };
}

function strings(from: JsonObject, key: string): string[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function named(from: JsonObject, key: string): string {
  const value = stringAt(from, key);
  if (value === undefined) throw new Error(`The manifest has an entry without ${key}: ${JSON.stringify(from)}`);
  return value;
}
