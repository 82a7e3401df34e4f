import { parseArgs } from 'node:util';
import { REDIRECT_PATH, SLACK_EVENTS_PATH } from '../../web/index.ts';
import { COMMAND_MAX, commandNames, type ManifestOptions } from './manifest.ts';

export const HELP = `npm run manifest -- [options]

Prints the manifest of the Slack app, to be pasted at https://api.slack.com/apps: Create New App, From a manifest.

  --http URL    Slack reaches the bot by HTTP at this address, such as https://bot.example.com; without it by Socket Mode,
                which needs no address
  --prefix mj-  put before the slash commands, where another app of the workspace has the same ones: /mj-imagine
  --several URL for several workspaces: Slack sends admins who add the app back to this address, that of the bot in a browser;
                taken from PUBLIC_URL where SLACK_CLIENT_ID is set
  --help        this text
`;

export type Arguments = ManifestOptions | { readonly help: true } | { readonly mistake: string };

type Given = { [name in 'http' | 'prefix' | 'several']?: string | undefined } & { help?: boolean | undefined };

/**
 * Reads the command line. A mistake is one sentence that ends with the correction.
 *
 * @param env where there are several workspaces it says so, too
 */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Arguments {
  let values: Given;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        http: { type: 'string' },
        prefix: { type: 'string' },
        several: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch {
    return {
      mistake:
        'Only --http URL, --prefix NAME-, --several URL and --help are understood; see npm run manifest -- --help.',
    };
  }
  if (values.help === true) return { help: true };
  const http = values.http === undefined ? undefined : addressIn(values.http);
  if (http === null)
    return { mistake: '--http needs an https address that Slack can reach, such as https://bot.example.com.' };
  const address = values.several ?? (env['SLACK_CLIENT_ID'] === undefined ? undefined : env['PUBLIC_URL']);
  const several = address === undefined ? undefined : addressIn(address);
  if (several === null)
    return {
      mistake:
        '--several (or PUBLIC_URL) needs the https address of the bot in a browser, such as https://bot.example.com.',
    };
  const prefix = values.prefix ?? '';
  const longest = COMMAND_MAX - 1 - Math.max(...commandNames().map((name) => name.length));
  if (prefix !== '' && !/^[a-z0-9][a-z0-9_-]*-$/.test(prefix))
    return {
      mistake: '--prefix needs lower-case letters or digits with a hyphen at the end, such as mj-, without a slash.',
    };
  if (prefix.length > longest)
    return { mistake: `--prefix may have ${longest} characters, since a slash command has ${COMMAND_MAX} at most.` };
  return { http, prefix, several };
}

/** Slack takes https alone. The path to the listener may stand there already; null where it is no such address. */
function addressIn(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return null;
  const address = url.href.replace(/\/+$/, '');
  const path = [SLACK_EVENTS_PATH, REDIRECT_PATH].find((one) => address.endsWith(one)) ?? '';
  return address.slice(0, address.length - path.length);
}
