/** `npm run manifest`: prints the manifest of the Slack app. stdout is the manifest and nothing else. */
import { EXIT_USAGE } from '../exit-codes.ts';
import { HELP, readArguments } from './arguments.ts';
import { manifestOf } from './manifest.ts';
import { manifestYaml } from './yaml.ts';

const given = readArguments(process.argv.slice(2), process.env);
if ('help' in given) process.stdout.write(HELP);
else if ('mistake' in given) {
  process.stderr.write(`${given.mistake}\n`);
  process.exitCode = EXIT_USAGE;
} else process.stdout.write(manifestYaml(manifestOf(given)));
