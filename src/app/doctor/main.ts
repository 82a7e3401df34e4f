/** `npm run doctor`: looks at what the bot would meet, and says what to do about it. stdout is the report and nothing else. */
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { EXIT_CONFIGURATION, EXIT_USAGE } from '../exit-codes.ts';
import { HELP, readArguments } from './arguments.ts';
import { works } from './finding.ts';
import { judgeNode } from './judge/machine.ts';
import { hide, reportJson, reportText } from './report.ts';

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  if ('help' in given) {
    process.stdout.write(HELP);
    return 0;
  }
  if ('mistake' in given) {
    process.stderr.write(`${given.mistake}\n`);
    return EXIT_USAGE;
  }
  if (given.envFile !== undefined && !readEnvFile(given.envFile)) {
    process.stderr.write(
      `--env: ${given.envFile} cannot be read; name a file with lines such as MJ_BASE_URL=https://…\n`,
    );
    return EXIT_USAGE;
  }
  if (given.envFile === undefined && existsSync('.env')) process.loadEnvFile('.env');
  const node = judgeNode(process.version);
  const { findings, secrets } = node.state === 'problem' ? { findings: [], secrets: [] } : await everythingElse();
  const all = [node, ...findings];
  process.stdout.write(hide(given.json ? reportJson(all) : reportText(all), secrets));
  return works(all) ? 0 : EXIT_CONFIGURATION;
}

/** Loaded late: on an old Node some of it cannot even be loaded. */
async function everythingElse() {
  const { examine } = await import('./examine.ts');
  return await examine({ env: process.env, now: () => Date.now(), steady: () => performance.now() });
}

/** Those of the environment win. */
function readEnvFile(file: string): boolean {
  try {
    process.loadEnvFile(file);
    return true;
  } catch {
    return false;
  }
}

process.exitCode = await main();
