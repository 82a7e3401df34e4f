import { parseArgs } from 'node:util';

export const HELP = `npm run doctor -- [options]

Looks at everything that the bot would meet with this environment: its configuration, Slack, the gateway, Redis and this machine.
Nothing is submitted, posted or stored. Exits with 0 only if the bot would work, with 78 if something has to be mended.

  --env FILE  reads variables from this file, in the place of .env; those of the environment win
  --json      prints the findings for programs
  --help      this text
`;

export type Arguments =
  | { readonly json: boolean; readonly envFile: string | undefined }
  | { readonly help: true }
  | { readonly mistake: string };

/** Reads the command line. A mistake is one sentence that ends with the correction. */
export function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean' },
        // Not --env-file: Node 20 takes that for its own, wherever it stands.
        env: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { help: true };
    return { json: values.json ?? false, envFile: values.env };
  } catch {
    return { mistake: 'Only --env FILE, --json and --help are understood; see npm run doctor -- --help.' };
  }
}
