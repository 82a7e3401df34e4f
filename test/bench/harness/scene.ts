import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { type BotProcess, startBot } from '../../support/bot.ts';
import { freePort, startRedis } from '../../support/redis.ts';
import type { GatewayApi, GatewaySetting } from '../gateway-process.ts';
import type { PeersApi } from '../peers-process.ts';
import type { SlackApi, SlackSetting, Workspace } from '../slack-process.ts';
import type { Bench } from './figure.ts';
import { type Child, type Remote, startChild } from './remote.ts';
import { openStore, type Store } from './store.ts';

/** The latencies at which every figure is measured. */
export const SLACK: SlackSetting = { workspaces: 1, channels: 10, rateScale: 1, callMs: 100, fileReadyMs: 250 };
export const GATEWAY: GatewaySetting = { latencyMs: 0, pictures: 'small', ending: 'done', slower: 1, aged: false };

/** The key that signs the callback tokens of every bot here. */
export const SECRET = 'a-secret-of-the-benchmark-alone-0123456789';

/** Memory as `npm start` and the image bound it. */
const MEMORY = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  NODE_OPTIONS: '--max-old-space-size=512 --max-semi-space-size=8',
};
const READY_MS = 30_000;

export interface SceneOptions {
  slack?: Partial<SlackSetting>;
  gateway?: Partial<GatewaySetting>;
  /** Whether baselines take part. */
  peers?: boolean;
}

/** Both stand-ins and a Redis in processes of their own, and the bots between them. */
export interface Scene {
  readonly slack: Remote<SlackApi>;
  readonly gateway: Remote<GatewayApi>;
  readonly peers: Remote<PeersApi>;
  readonly workspaces: readonly Workspace[];
  readonly gatewayAccess: { url: string; key: string };
  /** Starts the compiled bot for a workspace; each workspace has a database of its own. */
  startBot(options?: { workspace?: number; env?: Record<string, string> }): Promise<BotProcess>;
  /** The records of a workspace, by the bot's own code. */
  store(workspace?: number): Store;
  /** The memory that all that Redis holds takes. */
  redisBytes(): Promise<number>;
  /** What either stand-in had to complain about. */
  complaints(): Promise<string[]>;
  strike(): Promise<void>;
}

/**
 * Sets a scene, hands it to `play`, and ends every process whatever happens.
 * @throws what `play` throws
 */
export async function withScene<T>(
  bench: Bench,
  name: string,
  options: SceneOptions,
  play: (scene: Scene) => Promise<T>,
): Promise<T> {
  const scene = await setScene(bench, name, options);
  try {
    const outcome = await play(scene);
    const complaints = await scene.complaints();
    if (complaints.length > 0)
      bench.say(`${name}: ${complaints.length} complaints of the stand-ins, such as: ${complaints[0]}`);
    return outcome;
  } finally {
    await scene.strike();
  }
}

async function setScene(bench: Bench, name: string, options: SceneOptions): Promise<Scene> {
  const closing: (() => Promise<unknown>)[] = [];
  const strike = async () => {
    // In the reverse order: the bots first.
    for (const close of closing.toReversed()) await close().catch((error: unknown) => bench.say(String(error)));
  };
  try {
    const dir = await mkdtemp(path.join(tmpdir(), 'mj-bench-'));
    const remove = () => rmSync(dir, { recursive: true, force: true });
    process.once('exit', remove);
    closing.push(async () => {
      process.off('exit', remove);
      remove();
    });
    const redis = await startRedis({ cwd: dir });
    if (!redis.real) throw new Error('the benchmark needs redis-server or valkey-server on the PATH');
    closing.push(() => redis.stop());
    const open = async <A extends object>(file: string): Promise<Child<A>> => {
      const child = await startChild<A>(file);
      closing.push(() => child.close());
      return child;
    };
    const slack = await open<SlackApi>('slack-process.ts');
    const gateway = await open<GatewayApi>('gateway-process.ts');
    const peers = options.peers === true ? (await open<PeersApi>('peers-process.ts')).ask : undefined;
    const [workspaces, gatewayAccess] = await Promise.all([
      slack.ask.start({ ...SLACK, ...options.slack }),
      gateway.ask.start({ ...GATEWAY, ...options.gateway }),
    ]);
    const stores = new Map<number, Store>();
    let bots = 0;

    return {
      slack: slack.ask,
      gateway: gateway.ask,
      get peers() {
        if (peers === undefined) throw new Error('no baselines take part');
        return peers;
      },
      workspaces,
      gatewayAccess,
      async startBot({ workspace: at = 0, env = {} } = {}) {
        const workspace = workspaces[at];
        if (workspace === undefined) throw new Error(`there is no workspace ${at}`);
        bots += 1;
        const bot = await startBot({
          env: {
            ...MEMORY,
            SLACK_BOT_TOKEN: workspace.botToken,
            SLACK_APP_TOKEN: workspace.appToken,
            SLACK_API_URL: workspace.apiUrl,
            SLACK_FILE_HOSTS: workspace.fileHost,
            MJ_BASE_URL: gatewayAccess.url,
            MJ_API_KEY: gatewayAccess.key,
            MJ_AUTH: 'raw',
            MJ_IMAGE_HOSTS: '127.0.0.1',
            REDIS_URL: `${redis.url}/${at}`,
            SECRET_KEY: SECRET,
            HOST: '127.0.0.1',
            PORT: String(await freePort()),
            LOG_LEVEL: 'warn',
            ...env,
            ...(bench.profileDir === undefined
              ? {}
              : { BENCH_PROFILE: path.join(bench.profileDir, `${name}-${bots}.cpuprofile`) }),
          },
          plants: bench.profileDir === undefined ? [] : [path.join(import.meta.dirname, '../profile.mjs')],
          readyMs: READY_MS,
        });
        const kill = () => process.kill(bot.pid, 'SIGKILL');
        process.once('exit', kill);
        void bot.ended.then(() => process.off('exit', kill));
        closing.push(() => bot.stop());
        return bot;
      },
      store(at = 0) {
        const known = stores.get(at);
        if (known !== undefined) return known;
        const store = openStore(`${redis.url}/${at}`);
        closing.push(() => store.close());
        stores.set(at, store);
        return store;
      },
      async redisBytes() {
        const client = new Redis(redis.url);
        try {
          return Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]);
        } finally {
          client.disconnect();
        }
      },
      complaints: async () => [...(await slack.ask.violations()), ...(await gateway.ask.violations())],
      strike,
    };
  } catch (error) {
    await strike();
    throw error;
  }
}
