/**
 * Passes the rooms to one another; the compiler checks the fit here. Nothing is decided here: a room that needs a decision has it in a
 * story, a number in `domain/pace.ts`, a switch in the configuration.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import { Busy, Misconfigured, Unreachable } from '../domain/errors.ts';
import { SubmissionId } from '../domain/ids.ts';
import { english } from '../domain/messages.en.ts';
import { PAINT_MS } from '../domain/pace.ts';
import { callbackStory } from '../flows/callback.ts';
import { deliverStory } from '../flows/deliver.ts';
import { followStory } from '../flows/follow.ts';
import { giveUpStory } from '../flows/give-up.ts';
import type { Masks, Overview, PainterLinks, Pictures, World } from '../flows/needs.ts';
import { painterStory } from '../flows/painter.ts';
import { showStory } from '../flows/show.ts';
import { submitStory } from '../flows/submit.ts';
import type { Rules } from '../flows/take-in.ts';
import { createGateway, createPictures, type GatewayClient, isTurn } from '../gateway/index.ts';
import { createMasks } from '../mask/index.ts';
import { openQueue, parseRedisUrl, type QueueRoom, WAKE_WITHIN_MS, type Workers } from '../queue/index.ts';
import { createPrepare, createSlack, type Receiver, type Slack } from '../slack/index.ts';
import {
  callbackAddress,
  callbackRoute,
  createWeb,
  healthRoutes,
  type Painter,
  paintAddress,
  paintRoute,
  previewAddress,
  slackRoute,
  type Web,
} from '../web/index.ts';
import { rememberAbilities } from './abilities.ts';
import type { Config } from './config.ts';
import { EXIT_CONFIGURATION, EXIT_FAILURE } from './exit-codes.ts';
import { desk, slackHandlers } from './handlers.ts';
import type { Logger } from './logger.ts';

/** What even the wiring is given from outside. `steady` is in milliseconds from any fixed point and never goes back. */
export interface Surroundings extends World {
  steady(this: void): number;
  log: Logger;
}

export interface Bot {
  /** Takes no more work, finishes what is in flight within `ms`, and closes every connection. */
  stop(ms: number): Promise<void>;
}

/** Why the bot cannot start, with the correction; the form of a configuration problem. */
export class StartProblem extends Error {
  override name = 'StartProblem' as const;
  readonly exitCode: number;
  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** How long Redis and Slack may take to be there when the bot starts; they are often started together. */
const PATIENCE_MS = 30_000;
const HEALTH_MS = 2000;
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
  const queue = openQueue({
    redis: parseRedisUrl(config.redis.kind === 'external' ? config.redis.url : (embeddedUrl ?? '')),
    limits: { daily: config.limits.dailyPerUser, concurrent: config.limits.concurrentPerUser },
    budgetScale: config.slack.tierScale,
    wakeWithinMs: Math.min(WAKE_WITHIN_MS, config.gateway.pollMs),
    now: world.now,
    random: world.random,
    log: log.child({ room: 'queue' }),
  });
  const closing: (() => Promise<unknown>)[] = [() => queue.close()];
  try {
    return await open(config, queue, world, closing);
  } catch (error) {
    await Promise.allSettled(closing.map((close) => close()));
    throw error;
  }
}

async function open(
  config: Config,
  queue: QueueRoom,
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
  const slack = createSlack({
    botToken: config.slack.botToken,
    apiUrl: config.slack.apiUrl,
    dispatcher,
    fileHosts: config.slack.fileHosts,
    desk,
    messages: english,
    log: log.child({ room: 'slack' }),
    sleep: (ms) => pause(ms),
  });
  const gateway = createGateway({
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
    defaultMode: config.gateway.defaultMode,
  };
  const masks = createMasks();
  const painterLinks = painterLinksOf(config, secret, world);
  const workers =
    config.role === 'web'
      ? undefined
      : await startWorkers(config, { queue, slack, gateway, secret, rules, masks, painterLinks }, world, closing);

  const verbNeeds = {
    abilities: rememberAbilities(queue.memory, gateway.id),
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
    log: log.child({ room: 'flows' }),
    rules,
  };
  const { door } = config.slack;
  const receiver =
    config.role === 'worker' || door.kind === 'none' ? undefined : slack.receiver(door, slackHandlers(verbNeeds));
  const painter = config.role === 'worker' ? undefined : painterStory(verbNeeds);
  const web = openWeb({ queue, receiver, secret, painter, pollMs: config.gateway.pollMs }, world);
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

interface Rooms {
  queue: QueueRoom;
  slack: Slack;
  gateway: GatewayClient;
  secret: string;
  rules: Rules;
  masks: Masks;
  painterLinks: PainterLinks | undefined;
}

async function startWorkers(
  config: Config,
  { queue, slack, gateway, secret, rules, masks, painterLinks }: Rooms,
  world: Surroundings,
  closing: (() => Promise<unknown>)[],
): Promise<Workers> {
  const { publicUrl } = config.http;
  const downloads = createPictures({
    gatewayOrigin: new URL(config.gateway.baseUrl).origin,
    allowHosts: config.gateway.imageHosts,
    authorization: () => gateway.authorization(),
    log: world.log.child({ room: 'gateway' }),
  });
  closing.push(() => downloads.close());
  const prepare = createPrepare();
  const pictures: Pictures = { fetch: async (url) => await prepare(await downloads.fetch(url)) };

  const needs = {
    ...queue.patient,
    ...slack,
    abilities: rememberAbilities(queue.patient.memory, gateway.id),
    gateway,
    pictures,
    rules,
    masks,
    painterLinks,
    world,
    log: world.log.child({ room: 'flows' }),
    callbackFor: (id: Parameters<typeof callbackAddress>[2]) =>
      config.gateway.notify && publicUrl !== undefined ? callbackAddress(publicUrl, secret, id) : undefined,
    pollMs: config.gateway.pollMs,
    deadlineMinutes: config.gateway.taskTimeoutMs / 60_000,
  };
  const show = showStory(needs);
  const submit = submitStory({ ...needs, show });
  const deliver = deliverStory({ ...needs, show });
  const follow = followStory({ ...needs, pause: (ms) => pause(ms) });
  const giveUp = giveUpStory(needs);
  lookAtGateway(gateway, world);
  return await queue.startWorkers(
    {
      submit: ({ id }) => submit(id),
      deliver: ({ id }) => deliver(id),
      async show({ id, urgency }) {
        const shown = await show(id, urgency);
        if (shown === 'picture-refused') await needs.jobs.deliver(id);
        return typeof shown === 'string' ? undefined : shown;
      },
      read: () => follow(),
    },
    {
      async onDead({ name, data }) {
        const { data: id } = SubmissionId.safeParse((data as { id?: unknown } | undefined)?.id);
        if (id !== undefined) await giveUp(name, id);
      },
    },
  );
}

/** How things stand, for `/mj status`. */
function overviewOf(gateway: GatewayClient, queue: QueueRoom, world: Surroundings): Overview {
  return {
    async gateway() {
      const asked = world.steady();
      // A task that nobody has: a harmless read.
      await gateway.read(['0']);
      return { ms: Math.round(world.steady() - asked) };
    },
    async work() {
      const { watched, overdue, queues } = await queue.health();
      return { watched, overdue, waiting: queues.submit.waiting + queues.submit.delayed };
    },
  };
}

/** Learns the gateway's habits before the first submit needs them, and tells the operator at once what would fail it. Harmless reads only. */
function lookAtGateway(gateway: GatewayClient, world: Surroundings): void {
  gateway.probe().then(
    (found) => world.log.info(found, 'the gateway answers'),
    (err: unknown) =>
      world.log.warn({ err }, 'the gateway does not answer as it should: check MJ_BASE_URL and MJ_API_KEY'),
  );
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

interface Served {
  queue: QueueRoom;
  receiver: Receiver | undefined;
  secret: string;
  painter: Painter | undefined;
  pollMs: number;
}

function openWeb({ queue, receiver, secret, painter, pollMs }: Served, world: Surroundings): Web {
  const log = world.log.child({ room: 'web' });
  const routes = [
    healthRoutes({
      alive: {},
      ready: {
        redis: async () => {
          const { pingMs, watched, overdue } = await queue.health();
          return { pingMs, watched, overdue };
        },
        ...(receiver === undefined ? {} : { slack: async () => connected(receiver) }),
      },
      clock: world.steady,
      withinMs: HEALTH_MS,
    }),
    callbackRoute({ secret, now: world.now, onCallback: callbackStory({ ...queue, world, log, pollMs, isTurn }), log }),
    ...(painter === undefined ? [] : [paintRoute({ secret, now: world.now, painter, messages: english, log })]),
    ...(receiver?.requestListener === undefined ? [] : [slackRoute(receiver.requestListener)]),
  ];
  return createWeb({ routes, log });
}

async function connected(receiver: Receiver): Promise<undefined> {
  if (!receiver.open()) throw new Error('no connection to Slack is open');
}
