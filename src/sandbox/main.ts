import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPage } from './page/server.ts';
import { chooseRedis } from './redis.ts';
import type { BotCommand } from './stage/bot.ts';
import { HELP, readOptions } from './stage/options.ts';
import { startStage } from './stage/stage.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Variables that a Node process needs to find its way; nothing else of the person's shell reaches the bot. */
const PASSED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'TZ', 'SystemRoot', 'LOG_LEVEL', 'NODE_OPTIONS'];

/** From the sources with tsx where they are, else the build. */
function botCommand(): BotCommand {
  const source = join(ROOT, 'src', 'app', 'main.ts');
  const args = existsSync(source) ? ['--import', 'tsx', source] : [join(ROOT, 'dist', 'app', 'main.js')];
  return { command: process.execPath, args, cwd: ROOT };
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const stopping = new Promise<void>((resolve) => {
    // Stays on: npm and tsx pass a Ctrl-C on that the terminal has already sent.
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
  });
  const redis = await chooseRedis({ path: process.env['PATH'] ?? '', ci: process.env['CI'] === 'true' });
  if (redis.note !== undefined) tell(redis.note);
  const dataDir = await mkdtemp(join(tmpdir(), 'mj-sandbox-'));
  try {
    const stage = await startStage({
      ...options,
      manifest: await readFile(join(ROOT, 'manifest.yml'), 'utf8'),
      bot: botCommand(),
      env: Object.fromEntries(
        PASSED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
      ),
      dataDir,
      ...(redis.url === undefined ? {} : { redisUrl: redis.url }),
      log: tell,
    });
    try {
      const page = await startPage(stage, options.port);
      process.stdout.write(`ready ${page.url}\n`);
      await stopping;
      await page.close();
    } finally {
      await stage.close();
    }
  } finally {
    await redis.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
