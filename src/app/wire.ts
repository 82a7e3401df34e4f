/**
 * Passes the rooms to one another; the compiler checks the fit here. Nothing is decided here: a room that needs a decision has it in a
 * story, a number in `domain/pace.ts`, a switch in the configuration.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { catalogue } from '../domain/catalogue.ts';
import { Busy, Misconfigured, Unreachable } from '../domain/errors.ts';
import { PAINT_MS } from '../domain/pace.ts';
import type { Limits } from '../domain/team-rules.ts';
import { adminsStory } from '../flows/admins.ts';
import { languageStory } from '../flows/language.ts';
import type { PainterLinks } from '../flows/needs/index.ts';
import { painterStory } from '../flows/press/painter.ts';
import type { Rules } from '../flows/submit/take-in.ts';
import { createGateway } from '../gateway/index.ts';
import { createMasks, createSheets } from '../mask/index.ts';
import { openQueue, parseRedisUrl, type QueueRoom, WAKE_WITHIN_MS } from '../queue/index.ts';
import { createSlack, type Slack } from '../slack/index.ts';
import { paintAddress, previewAddress } from '../web/index.ts';
import { rememberAbilities } from './abilities.ts';
import type { Config } from './config.ts';
import { EXIT_CONFIGURATION, EXIT_FAILURE } from './exit-codes.ts';
import { desk, slackHandlers } from './handlers.ts';
import { overviewOf } from './looks.ts';
import { openWeb } from './serving.ts';
import { StartProblem } from './start-problem.ts';
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
  const traces = await openTraces({ ...config.traces, role: config.role, version: world.version, log });
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
  });
  const { counts, logContext } = world.telemetry;
  const layer = layered([counts.layer, traces?.layer(opened.memory) ?? {}, logContext.layer]);
  const queue: QueueRoom = { ...opened, ...layer.store(opened), patient: layer.store(opened.patient) };
  const closing: (() => Promise<unknown>)[] = [() => queue.close(), async () => await traces?.close()];
  try {
    return await open(config, { queue, layer }, world, closing);
  } catch (error) {
    await Promise.allSettled(closing.map((close) => close()));
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
  const warnings = await queue.ready(PATIENCE_MS).catch((cause: unknown) => {
    if (cause instanceof Misconfigured)
      throw new StartProblem(`REDIS_URL: ${cause.reason}; correct them in the address`, EXIT_CONFIGURATION, { cause });
    throw new StartProblem(
      'REDIS_URL: Redis does not answer; check that it runs and that the address is right',
      EXIT_FAILURE,
      { cause },
    );
  });
  for (const warning of warnings) log.warn({}, warning);

  const dispatcher = new Agent({ connections: SLACK_CONNECTIONS });
  const room = createSlack({
    botToken: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    dispatcher,
    fileHosts: config.slack.fileHosts,
    desk,
    catalogue,
    log: log.child({ room: 'slack' }),
    sleep: (ms) => pause(ms),
    random: world.random,
    around: layer.delivery,
  });
  const slack = layer.slack(room);
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
  await slackAnswers(slack, world);

  const secret =
    config.http.secretKey ?? (await queue.memory.once('secret-key', () => randomBytes(32).toString('base64url')));
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
      : await startWorkers(
          config,
          { queue, slack, gateway, secret, rules, masks, sheets: createSheets(), painterLinks, layer },
          world,
          closing,
        );

  const flowsLog = log.child({ room: 'flows' });
  const slackAsked = {
    people: slack.people,
    budget: queue.budget,
    world,
    log: flowsLog,
    pause: (ms: number) => pause(ms),
  };
  const verbNeeds = {
    admins: adminsStory({ ...slackAsked, rules }),
    exports: slack.exports,
    languages: languageStory({ ...slackAsked, memory: queue.memory }),
    abilities: rememberAbilities(queue.memory, gateway.id, world.now),
    links: slack.links,
    seeds: gateway,
    inbox: slack.inbox,
    files: slack.files,
    dialogs: slack.dialogs,
    masks,
    painterLinks,
    overview: overviewOf(gateway, queue, world),
    ...queue,
    world,
    log: flowsLog,
    rules,
  };
  const { door } = config.slack;
  const receiver =
    config.role === 'worker' || door.kind === 'none'
      ? undefined
      : slack.receiver(door, layer.handlers(slackHandlers(verbNeeds)));
  const painter = config.role === 'worker' ? undefined : layer.painter(painterStory(verbNeeds));
  const web = openWeb(
    { queue, receiver, workers, secret, painter, pollMs: config.gateway.pollMs, layer, ...config.http },
    world,
  );
  await web.listen(config.http).catch((cause: unknown) => {
    throw new StartProblem(
      `PORT: ${config.http.host}:${config.http.port} cannot be listened on; choose another`,
      EXIT_CONFIGURATION,
      { cause },
    );
  });
  await receiver?.start();

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

/** Waits for Slack as long as it may only be late; a refused token is for the operator at once. */
async function slackAnswers(slack: Slack, world: Surroundings): Promise<void> {
  const until = world.steady() + PATIENCE_MS;
  for (;;) {
    try {
      const { team } = await slack.identify();
      world.log.info({ team }, 'Slack knows the bot');
      return;
    } catch (error) {
      if (error instanceof Misconfigured)
        throw new StartProblem(
          `SLACK_BOT_TOKEN: Slack refuses it (${error.reason}); copy the Bot User OAuth Token from your Slack app again`,
          EXIT_CONFIGURATION,
          { cause: error },
        );
      const late = error instanceof Unreachable || error instanceof Busy;
      if (!late || world.steady() >= until)
        throw new StartProblem(
          'SLACK_API_URL: Slack does not answer; check the network and the address',
          EXIT_FAILURE,
          { cause: error },
        );
      world.log.warn({ err: error }, 'Slack does not answer yet');
      await pause(1000);
    }
  }
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
