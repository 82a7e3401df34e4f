import { Redis } from 'ioredis';
import { startRedis } from './redis.ts';
import { startRedisGroup, type Topology } from './redis-group.ts';

/** The Redis of a chaos stage: one server, or several that stand in for one another. */
export interface ChaosRedis {
  /** What the bot may connect to: each is to be put behind a gate. */
  readonly doors: readonly number[];
  /** `REDIS_URL`, where each door is found behind its gate. */
  url(gateOf: (door: number) => number): string;
  /** Directly to whoever holds the data, past all gates, as of the last `find`. */
  readonly client: Redis;
  /** Looks who holds the data now. */
  find(): Promise<void>;
  /**
   * SIGKILL of whoever holds the data. Of several, once its replicas have all of it: Redis promises no more of a failover than what replicas have, and the
   * books are about what the bot makes of what Redis promises. Resolves when another has taken over.
   */
  kill(): Promise<void>;
  /** What was killed comes back, with its disk. */
  restart(): Promise<void>;
  /** 0: no limit. */
  limit(bytes: number): Promise<void>;
  stop(): Promise<void>;
}

const FLAGS = ['--appendonly', 'yes', '--appendfsync', 'always'];
/** On a busy machine a server may get no time for a second or two, and is not to be taken for dead: what its replicas lacked would be lost. */
const DOWN_AFTER_MS = 3000;

export async function startChaosRedis(kind: 'single' | Topology, folder: string): Promise<ChaosRedis> {
  return kind === 'single' ? await single(folder) : await group(kind);
}

async function single(folder: string): Promise<ChaosRedis> {
  const flags = [...FLAGS, '--dir', folder];
  let server = await startRedis({ flags });
  const client = new Redis(server.port, '127.0.0.1', { retryStrategy: () => 100, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  return {
    doors: [server.port],
    url: (gateOf) => `redis://127.0.0.1:${gateOf(server.port)}`,
    client,
    find: async () => undefined,
    kill: () => server.stop(),
    async restart() {
      server = await startRedis({ port: server.port, flags });
    },
    limit: async (bytes) => void (await client.config('SET', 'maxmemory', bytes)),
    async stop() {
      client.disconnect();
      await server.stop();
    },
  };
}

async function group(topology: Topology): Promise<ChaosRedis> {
  const servers = await startRedisGroup(topology, { flags: FLAGS, downAfterMs: DOWN_AFTER_MS });
  if (servers === undefined) throw new Error(`redis-server is not installed: there is no ${topology}`);
  let holder = await servers.holder();
  let killed: typeof holder | undefined;
  return {
    doors: [...new Set([...servers.doors, ...servers.nodes.map(({ port }) => port)])],
    url: (gateOf) => servers.url(gateOf),
    get client() {
      return holder.client;
    },
    async find() {
      holder = await servers.holder();
    },
    async kill() {
      killed = await servers.killInStep();
      holder = await servers.tookOver(killed);
    },
    async restart() {
      await killed?.start();
      killed = undefined;
    },
    async limit(bytes) {
      for (const { isUp, client } of servers.nodes) if (isUp) await client.config('SET', 'maxmemory', bytes);
    },
    stop: () => servers.stop(),
  };
}
