/** Where the bot begins: the environment, the embedded Redis, the wiring, and an orderly end. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { type Config, formatProblems, parseConfig, secretsOf } from './config.ts';
import { type EmbeddedRedis, EmbeddedRedisError, startEmbeddedRedis } from './embedded-redis.ts';
import { EXIT_CONFIGURATION, EXIT_FAILURE } from './exit-codes.ts';
import { createLogger, type Logger } from './logger.ts';
import { StartProblem } from './start-problem.ts';
import { startStep } from './start-step.ts';
import { createTelemetry } from './telemetry/index.ts';
import { start } from './wire.ts';

/** SIGTERM: what is in flight may finish within this; the embedded Redis is stopped after it, and 10 s are all there is (contract.md, HTTP). */
const DRAIN_MS = 7000;
const LAST_MS = 9700;
/** npm passes a signal on that its whole group has got already (Ctrl-C, systemd): what comes so soon after another is the same. */
const SAME_SIGNAL_MS = 1000;

/** Two folders up, from the sources and from what was built. */
const { version: VERSION } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const clock = { now: () => Date.now(), steady: () => performance.now() };

async function main(): Promise<void> {
  const parsed = parseConfig(process.env);
  if (!parsed.ok) {
    process.stderr.write(formatProblems(parsed.problems));
    process.exit(EXIT_CONFIGURATION);
  }
  const { config } = parsed;
  const telemetry = createTelemetry(clock);
  const log = createLogger({
    level: config.log.level,
    secrets: secretsOf(config),
    fields: telemetry.logContext.fields,
    onLine: telemetry.onLine,
  });
  telemetry.meters.set('mj_info', { version: VERSION, role: config.role }, 1);
  for (const warning of parsed.warnings) log.warn({}, warning);
  // An error that nobody handled leaves the process in a state that nobody knows; whoever supervises it starts a fresh one.
  process.on('unhandledRejection', (err) => die(log, err, 'a promise was rejected and nobody looked'));
  process.on('uncaughtException', (err) => die(log, err, 'an error was thrown and nobody caught it'));

  const stopAsked = nextSignal(log);
  let redis: EmbeddedRedis | undefined;
  try {
    redis = await startStep(log, 'the embedded Redis', embedded(config, log));
    const starting = start(config, redis?.url, {
      ...clock,
      log,
      telemetry,
      version: VERSION,
      random: () => Math.random(),
    });
    // A start that waits for Redis or Slack is not waited for.
    const bot = await Promise.race([starting, stopAsked]);
    if (bot !== undefined) {
      process.stdout.write('ready\n');
      await stopAsked;
      await bot.stop(DRAIN_MS);
    } else starting.catch((err: unknown) => log.info({ err }, 'stopped before it was ready'));
    await redis?.stop();
    log.info({}, 'stopped');
    process.exit(0);
  } catch (error) {
    await redis?.stop();
    if (error instanceof EmbeddedRedisError || error instanceof StartProblem) {
      process.stderr.write(formatProblems([error.message]));
      process.exit(error.exitCode);
    }
    die(log, error, 'the bot could not start');
  }
}

async function embedded(config: Config, log: Logger): Promise<EmbeddedRedis | undefined> {
  if (config.redis.kind === 'external') return undefined;
  return await startEmbeddedRedis({ dataDir: config.redis.dataDir, env: process.env, log });
}

/** Resolves at the first signal to stop; a second one ends the process at once, where somebody has lost patience. */
function nextSignal(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        const since = askedAt === undefined ? undefined : clock.steady() - askedAt;
        if (since !== undefined && since > SAME_SIGNAL_MS) process.exit(EXIT_FAILURE);
        if (since !== undefined) return;
        askedAt = clock.steady();
        log.info({ signal }, 'stopping');
        setTimeout(() => process.exit(0), LAST_MS).unref();
        resolve();
      });
  });
}

function die(log: Logger, err: unknown, message: string): never {
  log.fatal({ err }, message);
  process.exit(EXIT_FAILURE);
}

await main();
