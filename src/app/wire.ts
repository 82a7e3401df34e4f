/**
 * Passes the rooms to one another; the compiler checks the fit here. Nothing is decided here: a room that needs a decision has it in a
 * story, a number in `domain/pace.ts`, a switch in the configuration.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { Misconfigured } from '../domain/errors.ts';
import { PAINT_MS } from '../domain/pace.ts';
import type { Limits } from '../domain/team-rules.ts';
import type { PainterLinks } from '../flows/needs/index.ts';
import type { Rules } from '../flows/submit/take-in.ts';
import { createGateway } from '../gateway/index.ts';
import { createMasks, createSheets } from '../mask/index.ts';
import { openQueue, parseRedisUrl, type QueueRoom, WAKE_WITHIN_MS } from '../queue/index.ts';
import { paintAddress, previewAddress } from '../web/index.ts';
import type { Config } from './config.ts';
import { openDesks } from './desks.ts';
import { EXIT_CONFIGURATION, EXIT_FAILURE } from './exit-codes.ts';
import { openPlaces } from './open-places.ts';
import { openWeb } from './serving.ts';
import { StartProblem } from './start-problem.ts';
import { startStep } from './start-step.ts';
import type { Surroundings } from './surroundings.ts';
import { type Layer, layered, openTraces } from './telemetry/index.ts';
import { startWorkers } from './workers.ts';

export interface Bot {
  /** Takes no more work, finishes what is in flight within `ms`, and closes every connection. */
  stop(ms: number): Promise<void>;
}

/** How long Redis and Slack may take to be there when the bot starts; they are often started together. */
const PATIENCE_MS = 30_000;
/** Closing idle connections takes no time; those at work are not waited for. */
const CLOSING_MS = 500;
/** Slack asks often; connections are kept. */
const SLACK_CONNECTIONS = 16;

/**
 * Starts the bot in its role. Resolves once it takes work: workers first, listeners registered, then the door opens.
 *
 * @param embeddedUrl address of the embedded Redis, where there is one
 * @throws StartProblem
 */
export async function start(config: Config, embeddedUrl: string | undefined, world: Surroundings): Promise<Bot> {
  const { log } = world;
  const traces = await startStep(
    log,
    'the code that makes traces',
    openTraces({ ...config.traces, role: config.role, version: world.version, log }),
  );
  const opened = openQueue({
    redis: parseRedisUrl(config.redis.kind === 'external' ? config.redis.url : (embeddedUrl ?? '')),
    limits: limitsOf(config),
    retentionMs: config.retentionMs,
    budgetScale: config.slack.tierScale,
    wakeWithinMs: Math.min(WAKE_WITHIN_MS, config.gateway.pollMs),
    now: world.now,
    random: world.random,
    log: log.child({ room: 'queue' }),
    telemetry: traces?.telemetry,
    encryptionKeys: config.slack.several?.encryptionKeys,
  });
  const { counts, logContext } = world.telemetry;
  const layer = layered([counts.layer, traces?.layer(opened.memory) ?? {}, logContext.layer]);
  const queue: QueueRoom = { ...opened, ...layer.store(opened), patient: layer.store(opened.patient) };
  const closing: (() => Promise<unknown>)[] = [() => queue.close(), async () => await traces?.close()];
  try {
    return await open(config, { queue, layer }, world, closing);
  } catch (error) {
    // Redis may take a goodbye and never answer it.
    await Promise.race([Promise.allSettled(closing.map((close) => close())), pause(CLOSING_MS)]);
    throw error;
  }
}

async function open(
  config: Config,
  { queue, layer }: { queue: QueueRoom; layer: Layer },
  world: Surroundings,
  closing: (() => Promise<unknown>)[],
): Promise<Bot> {
  const { log } = world;
  const warnings = await startStep(log, 'Redis', queue.ready(PATIENCE_MS)).catch((cause: unknown) => {
    if (cause instanceof Misconfigured)
      throw new StartProblem(`REDIS_URL: ${cause.reason}; correct them in the address`, EXIT_CONFIGURATION, { cause });
    throw noRedis(cause);
  });
  for (const warning of warnings) log.warn({}, warning);
  if (queue.installations !== undefined)
    log.info(
      await startStep(log, 'Redis, for the workspaces', queue.installations.renew()),
      'the app is installed in workspaces',
    );

  const dispatcher = new Agent({ connections: SLACK_CONNECTIONS });
  const { places, installs } = openPlaces(config, { queue, layer, dispatcher }, world);
  const client = createGateway({
    baseUrl: config.gateway.baseUrl,
    key: config.gateway.key,
    auth: config.gateway.auth,
    modeVia: config.gateway.modeVia,
    modePath: config.gateway.modePath,
    accountFilter: config.gateway.accountFilter,
    now: world.now,
    log: log.child({ room: 'gateway' }),
    // Fails fast: the room works without a memory, and must not wait for Redis with an answer in its hand.
    memory: queue.memory,
  });
  const gateway = layer.gateway(client);
  closing.push(
    () => gateway.close(),
    () => dispatcher.close(),
  );
  await startStep(log, 'Slack, to say whose bot token it is', places.ready());

  const secret =
    config.http.secretKey ?? (await startStep(log, 'Redis, for the key that signs links', secretKept(queue)));
  const rules: Rules = {
    allowedChannels: config.permissions.allowedChannels,
    admins: config.permissions.adminUsers,
    pressBy: config.permissions.pressBy,
    limits: limitsOf(config),
    defaultMode: config.gateway.defaultMode,
  };
  const masks = createMasks();
  const painterLinks = painterLinksOf(config, secret, world);
  const workers =
    config.role === 'web'
      ? undefined
      : await startStep(
          log,
          'Redis, to give out jobs',
          startWorkers(
            config,
            { queue, places, gateway, secret, rules, masks, sheets: createSheets(), painterLinks, layer },
            world,
            closing,
          ),
          // Connections of workers are patient, and would wait for ever.
          { ms: PATIENCE_MS, late: () => noRedis() },
        );

  const desks = openDesks({ queue, places, gateway, rules, masks, painterLinks }, world);
  const { door } = config.slack;
  const receiver =
    config.role === 'worker' || door.kind === 'none'
      ? undefined
      : places.receiver(door, (place) => layer.handlers(desks.handlersOf(place)));
  const painter = config.role === 'worker' ? undefined : layer.painter(desks.painter);
  const web = openWeb(
    {
      queue,
      receiver,
      workers,
      secret,
      painter,
      installs: config.role === 'worker' ? undefined : installs,
      pollMs: config.gateway.pollMs,
      layer,
      ...config.http,
    },
    world,
  );
  const { host, port } = config.http;
  const deaf = (cause?: unknown) =>
    new StartProblem(`PORT: ${host}:${port} cannot be listened on; choose another`, EXIT_CONFIGURATION, { cause });
  await startStep(log, `${host}:${port}, to listen on`, web.listen(config.http), {
    ms: PATIENCE_MS,
    late: () => deaf(),
  }).catch((cause: unknown) => {
    throw cause instanceof StartProblem ? cause : deaf(cause);
  });
  // It has no bound: each try that fails has its line, another follows, and what works meanwhile goes on.
  if (receiver !== undefined) await startStep(log, 'Slack, to let deliveries in', receiver.start());

  return {
    async stop(ms) {
      const until = world.steady() + ms;
      const left = () => Math.max(0, until - world.steady());
      await Promise.all([receiver?.stop(left()), web.close(left()), workers?.close({ ms: left() })]);
      // A connection waits for the answer that is under way, which may be minutes; the process ends after this and cuts it.
      await Promise.race([Promise.allSettled(closing.map((close) => close())), pause(CLOSING_MS)]);
    },
  };
}

function limitsOf({ limits }: Config): Limits {
  return { daily: limits.dailyPerUser, concurrent: limits.concurrentPerUser };
}

function noRedis(cause?: unknown): StartProblem {
  return new StartProblem(
    'REDIS_URL: Redis does not answer; check that it runs and that the address is right',
    EXIT_FAILURE,
    { cause },
  );
}

/** Made once, and the same for all processes. */
async function secretKept({ memory }: QueueRoom): Promise<string> {
  return await memory.once('secret-key', () => randomBytes(32).toString('base64url'));
}

/** The painter's links hold nothing but the visit's id, and end with the visit. */
function painterLinksOf({ http }: Config, secret: string, { now }: Surroundings): PainterLinks | undefined {
  const { publicUrl } = http;
  if (publicUrl === undefined) return undefined;
  return {
    page: (id) => paintAddress(publicUrl, secret, id, now() + PAINT_MS),
    preview: (id) => previewAddress(publicUrl, secret, id, now() + PAINT_MS),
  };
}
