import { catalogue } from '../domain/catalogue.ts';
import { callbackStory } from '../flows/reading/callback.ts';
import { isTurn } from '../gateway/index.ts';
import type { QueueRoom, Workers } from '../queue/index.ts';
import type { Receiver } from '../slack/index.ts';
import {
  adminRoute,
  callbackRoute,
  createWeb,
  healthRoutes,
  type InstallOptions,
  installRoute,
  metricsRoute,
  type Painter,
  paintRoute,
  slackRoute,
  type Web,
} from '../web/index.ts';
import { BEAT_MS, createPulse } from './pulse.ts';
import type { Surroundings } from './surroundings.ts';
import { type Layer, scrape } from './telemetry/index.ts';

const HEALTH_MS = 2000;
const SCRAPE_MS = 1500;

interface Served {
  queue: QueueRoom;
  /** Where this process works off jobs. */
  workers: Workers | undefined;
  receiver: Receiver | undefined;
  secret: string;
  painter: Painter | undefined;
  /** Where the app may be added to workspaces. */
  installs: Omit<InstallOptions, 'catalogue' | 'now'> | undefined;
  pollMs: number;
  layer: Layer;
  adminToken: string | undefined;
  /** Of the bot as browsers reach it, where that is known. */
  publicUrl: string | undefined;
}

/** What is served over HTTP. */
export function openWeb(served: Served, world: Surroundings): Web {
  const { queue, receiver, workers, secret, painter, installs, pollMs, layer, adminToken, publicUrl } = served;
  const { meters, counts } = world.telemetry;
  const log = world.log.child({ room: 'web' });
  const pulse = createPulse(world.steady);
  setInterval(() => pulse.beat(), BEAT_MS).unref();
  const routes = [
    healthRoutes({
      alive: {
        loop: pulse.check,
        ...(workers === undefined ? {} : { workers: async () => notHalted(workers) }),
      },
      ready: {
        redis: async () => {
          const { pingMs, watched, overdue } = await queue.health();
          return { pingMs, watched, overdue };
        },
        ...(receiver === undefined ? {} : { slack: async () => connected(receiver) }),
        ...(workers === undefined ? {} : { workers: async () => takingJobs(workers) }),
      },
      clock: world.steady,
      withinMs: HEALTH_MS,
    }),
    metricsRoute({
      text: scrape({
        meters,
        queue,
        teams: counts.teams,
        connections: () => receiver?.connections(),
        withinMs: SCRAPE_MS,
      }),
      type: meters.type,
    }),
    callbackRoute({
      secret,
      now: world.now,
      onCallback: layer.callback(callbackStory({ ...queue, world, log, pollMs, isTurn })),
      log,
    }),
    ...(adminToken === undefined
      ? []
      : [
          adminRoute({
            token: adminToken,
            secret,
            now: world.now,
            secure: publicUrl?.startsWith('https:') === true,
            queues: () => queue.board(),
            words: catalogue.en.queues,
          }),
        ]),
    ...(painter === undefined ? [] : [paintRoute({ secret, now: world.now, painter, catalogue, log })]),
    ...(installs === undefined ? [] : [installRoute({ ...installs, now: world.now, catalogue })]),
    ...(receiver?.requestListener === undefined ? [] : [slackRoute(receiver.requestListener)]),
  ];
  return createWeb({ routes, log });
}

/** BullMQ's loop has ended by itself, and nothing but a new process starts it again. */
function notHalted(workers: Workers): undefined {
  const { halted } = workers.state();
  if (halted.length > 0) throw new Error(`jobs are not taken any more: ${halted.join(', ')}`);
}

function takingJobs(workers: Workers): undefined {
  notHalted(workers);
  if (!workers.state().connected) throw new Error('the connection on which jobs come is down');
}

async function connected(receiver: Receiver): Promise<undefined> {
  if (!receiver.open()) throw new Error('no connection to Slack is open');
}
