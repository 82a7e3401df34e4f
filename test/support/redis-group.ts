import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort, startRedis, type TestRedis } from './redis.ts';

/** How several Redis stand together. */
export type Topology = 'sentinel' | 'cluster';

/** One server of a group. It keeps its port, and what is on its disk, from one life to the next. */
export interface RedisNode {
  readonly port: number;
  readonly isUp: boolean;
  /** A connection of the test's own; of one life of the server. */
  readonly client: Redis;
  freeze(): void;
  thaw(): void;
  /** SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/**
 * Real processes on loopback ports: a master with two replicas under three Sentinels, or three masters with a replica each as a Cluster. Whoever
 * is a master is told by the servers themselves.
 */
export interface RedisGroup {
  readonly topology: Topology;
  readonly nodes: readonly RedisNode[];
  /** What a client is told first: the Sentinels' ports, or those of all nodes. */
  readonly doors: readonly number[];
  /** For `REDIS_URL`. @param port what stands in the place of each door */
  url(port?: (door: number) => number): string;
  /** The master that holds our keys, as most see it. @throws when there is none within `ms` */
  holder(ms?: number): Promise<RedisNode>;
  /** Its replicas whose link is up. */
  replicasOf(master: RedisNode): Promise<RedisNode[]>;
  /** Waits until the replicas of the holder have every write that was acknowledged, while none comes in, and kills the holder at that moment. */
  killInStep(): Promise<RedisNode>;
  /** Resolves when another node than this serves in its place. */
  tookOver(from: RedisNode, ms?: number): Promise<RedisNode>;
  /** Resolves when the holder's replicas are all there and in step, so that it may fail. */
  whole(ms?: number): Promise<void>;
  stop(): Promise<void>;
}

const MASTER_NAME = 'mymaster';
/** Failures are noticed soon; in earnest this is longer. */
const DOWN_AFTER_MS = 1000;
/** A Sentinel that was not given the processor for two seconds waits for thirty before it trusts its clock again (TILT). */
const PATIENCE_MS = 60_000;
const ALL_SLOTS = 16_384;
const OUR_TAG = '{mj}';

/**
 * @param options.flags of each server, in the form of its command line
 * @param options.downAfterMs how long a master must be silent before another takes its place
 * @returns undefined where no real server is installed, which is said
 */
export async function startRedisGroup(
  topology: Topology,
  { flags = [], downAfterMs = DOWN_AFTER_MS }: { flags?: readonly string[]; downAfterMs?: number } = {},
): Promise<RedisGroup | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'redis-group-'));
  const probe = await startRedis();
  await probe.stop();
  if (!probe.real || probe.program === undefined) {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const nodes: Server[] = [];
  const sentinels: TestRedis[] = [];
  const stop = async () => {
    await Promise.all(sentinels.map((sentinel) => sentinel.stop()));
    await Promise.all(nodes.map((node) => node.end()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const count = topology === 'cluster' ? 6 : 3;
    for (let n = 0; n < count; n++)
      nodes.push(new Server(await freePort(), [...(await nodeFlags(topology, folder, n, downAfterMs)), ...flags]));
    await Promise.all(nodes.map((node) => node.start()));
    const doors = topology === 'cluster' ? nodes.map(({ port }) => port) : [];
    if (topology === 'cluster') await joinCluster(nodes);
    else {
      const [master, ...replicas] = nodes;
      if (master === undefined) throw new Error('no master');
      await Promise.all(replicas.map((replica) => replica.client.replicaof('127.0.0.1', master.port)));
      for (let n = 0; n < 3; n++) {
        const sentinel = await startSentinel(folder, n, { masterPort: master.port, downAfterMs });
        sentinels.push(sentinel);
        doors.push(sentinel.port);
      }
    }
    const group = groupOf(topology, nodes, doors, stop);
    await group.whole();
    if (topology === 'sentinel') await acquainted(doors);
    return group;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function nodeFlags(topology: Topology, folder: string, n: number, downAfterMs: number): Promise<string[]> {
  const name = `node-${n}`;
  const own: Record<string, string> = {
    dir: folder,
    appenddirname: name,
    dbfilename: `${name}.rdb`,
    // A replica is there at once.
    'repl-diskless-sync-delay': '0',
    'repl-timeout': '5',
    ...(topology === 'cluster' && {
      'cluster-enabled': 'yes',
      'cluster-config-file': `${name}.conf`,
      'cluster-announce-ip': '127.0.0.1',
      // The usual one, 10,000 above the port, may be above all ports.
      'cluster-port': String(await freePort()),
      'cluster-node-timeout': String(downAfterMs),
      'cluster-replica-validity-factor': '0',
    }),
  };
  return Object.entries(own).flatMap(([flag, value]) => [`--${flag}`, value]);
}

class Server implements RedisNode {
  readonly port: number;
  readonly #flags: readonly string[];
  #life: { server: TestRedis; client: Redis } | undefined;

  constructor(port: number, flags: readonly string[]) {
    this.port = port;
    this.#flags = flags;
  }

  get isUp(): boolean {
    return this.#life !== undefined;
  }

  get client(): Redis {
    if (this.#life === undefined) throw new Error(`the Redis at ${this.port} is down`);
    return this.#life.client;
  }

  freeze(): void {
    this.#life?.server.freeze();
  }

  thaw(): void {
    this.#life?.server.thaw();
  }

  async start(): Promise<void> {
    if (this.#life !== undefined) return;
    const server = await startRedis({ port: this.port, flags: this.#flags });
    const client = new Redis(this.port, '127.0.0.1', { maxRetriesPerRequest: 0, commandTimeout: 2000 });
    client.on('error', () => undefined);
    this.#life = { server, client };
  }

  async kill(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    life?.client.disconnect();
    await life?.server.stop();
  }

  async end(): Promise<void> {
    this.thaw();
    await this.kill();
  }
}

async function startSentinel(
  folder: string,
  n: number,
  { masterPort, downAfterMs }: { masterPort: number; downAfterMs: number },
): Promise<TestRedis> {
  const file = path.join(folder, `sentinel-${n}.conf`);
  await writeFile(
    file,
    [
      `dir ${folder}`,
      `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 2`,
      `sentinel down-after-milliseconds ${MASTER_NAME} ${downAfterMs}`,
      `sentinel failover-timeout ${MASTER_NAME} 6000`,
      '',
    ].join('\n'),
  );
  return await startRedis({ sentinel: file });
}

/** Sentinels that have not heard of one another find no majority. */
async function acquainted(doors: readonly number[]): Promise<void> {
  for (const door of doors)
    await asked(door, async (sentinel) => {
      const others = async () => (await sentinel.call('SENTINEL', 'SENTINELS', MASTER_NAME)) as unknown[];
      await until(async () => (await others()).length === doors.length - 1, 'the Sentinels to know one another');
    });
}

async function joinCluster(nodes: readonly Server[]): Promise<void> {
  const masters = nodes.slice(0, nodes.length / 2);
  const [first] = masters;
  if (first === undefined) throw new Error('no nodes');
  const share = Math.ceil(ALL_SLOTS / masters.length);
  for (const [n, { client }] of masters.entries())
    await client.call('CLUSTER', 'ADDSLOTSRANGE', n * share, Math.min((n + 1) * share, ALL_SLOTS) - 1);
  for (const [n, node] of nodes.entries()) {
    await node.client.call('CLUSTER', 'SET-CONFIG-EPOCH', n + 1);
    const [, bus = ''] = await node.client.config('GET', 'cluster-port');
    if (node !== first) await first.client.call('CLUSTER', 'MEET', '127.0.0.1', node.port, bus);
  }
  const knows = async ({ client }: Server) => ((await client.cluster('NODES')) as string).trim().split('\n');
  for (const node of nodes)
    await until(async () => {
      const lines = await knows(node);
      return lines.length === nodes.length && !lines.some((line) => line.includes('handshake'));
    }, 'the nodes to know one another');
  for (const [n, replica] of nodes.slice(masters.length).entries())
    await replica.client.call('CLUSTER', 'REPLICATE', (await masters[n]?.client.cluster('MYID')) ?? '');
  for (const { client } of nodes)
    await until(async () => isOk(await client.cluster('INFO')), 'the cluster to be whole');
}

function groupOf(
  topology: Topology,
  nodes: readonly Server[],
  doors: readonly number[],
  stop: () => Promise<void>,
): RedisGroup {
  const nodeAt = (port: number) => nodes.find((node) => node.port === port);

  async function holderNow(): Promise<Server | undefined> {
    const port = topology === 'sentinel' ? await sentinelsMaster(doors) : await clusterMaster(nodes);
    const node = port === undefined ? undefined : nodeAt(port);
    if (node === undefined || !node.isUp) return undefined;
    const role = await node.client.role().catch(() => undefined);
    return role?.[0] === 'master' ? node : undefined;
  }

  /** Whoever may be chosen is to have everything: a master that has just come back is a replica like any other, once it has caught up. */
  async function isWhole(master: RedisNode): Promise<boolean> {
    const expected = topology === 'cluster' ? 1 : nodes.filter(({ isUp }) => isUp).length - 1;
    const lags = await lagsOf(master);
    return lags.length >= Math.max(1, expected) && lags.every((lag) => lag === 0);
  }

  const group: RedisGroup = {
    topology,
    nodes,
    doors,
    url(port = (door) => door) {
      const hosts = doors.map((door) => `127.0.0.1:${port(door)}`).join(',');
      return topology === 'sentinel' ? `redis+sentinel://${hosts}/${MASTER_NAME}` : `redis+cluster://${hosts}`;
    },
    holder: (ms = PATIENCE_MS) => until(holderNow, 'a master', ms),
    async replicasOf(master) {
      const info = await master.client.info('replication');
      const online = [...info.matchAll(/^slave\d+:ip=[^,]+,port=(\d+),state=online/gm)];
      return online.flatMap(([, port]) => nodeAt(Number(port)) ?? []);
    },
    async killInStep() {
      await group.whole();
      const master = await group.holder();
      // Reads go on, so that replicas are answered; whoever wants to write waits, and loses its connection with the server.
      await master.client.call('CLIENT', 'PAUSE', 20_000, 'WRITE');
      await until(() => isWhole(master), 'the replicas to be in step');
      await master.kill();
      return master;
    },
    tookOver: (from, ms = PATIENCE_MS) =>
      until(
        async () => {
          const now = await holderNow();
          return now === from ? undefined : now;
        },
        'a failover',
        ms,
      ),
    async whole(ms = PATIENCE_MS) {
      await until(async () => isWhole(await group.holder()), 'the replicas', ms);
    },
    stop,
  };
  return group;
}

/** How many bytes each replica whose link is up is behind. */
async function lagsOf({ client }: RedisNode): Promise<number[]> {
  const info = await client.info('replication').catch(() => '');
  const offset = Number(/^master_repl_offset:(\d+)/m.exec(info)?.[1]);
  return [...info.matchAll(/state=online,offset=(\d+)/g)].map(([, at]) => offset - Number(at));
}

async function sentinelsMaster(doors: readonly number[]): Promise<number | undefined> {
  const told = await Promise.all(
    doors.map((door) =>
      asked(door, async (sentinel) => {
        const address = (await sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER_NAME)) as string[] | null;
        return Number(address?.[1]);
      }).catch(() => undefined),
    ),
  );
  return told.find((port) => port !== undefined && told.filter((other) => other === port).length >= 2);
}

async function clusterMaster(nodes: readonly Server[]): Promise<number | undefined> {
  for (const node of nodes) {
    const port = node.isUp ? await masterAsSeenBy(node).catch(() => undefined) : undefined;
    if (port !== undefined) return port;
  }
  return undefined;
}

async function masterAsSeenBy({ client }: Server): Promise<number | undefined> {
  if (!isOk(await client.cluster('INFO'))) return undefined;
  const slot = await client.cluster('KEYSLOT', OUR_TAG);
  const ranges = await client.cluster('SLOTS');
  return ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1];
}

function isOk(info: unknown): boolean {
  return String(info).includes('cluster_state:ok');
}

async function asked<T>(port: number, ask: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(port, '127.0.0.1', {
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    commandTimeout: 2000,
  });
  client.on('error', () => undefined);
  try {
    return await ask(client);
  } finally {
    client.disconnect();
  }
}

async function until<T>(look: () => Promise<T>, what: string, ms = PATIENCE_MS): Promise<NonNullable<T>> {
  const late = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > late) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
