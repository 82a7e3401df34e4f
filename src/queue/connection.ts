import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { Misconfigured, Unreachable } from '../domain/errors.ts';
import type { Log } from './log.ts';

export type Client = Redis | Cluster;

/** Where Redis is, read off `REDIS_URL`. */
export type RedisTarget =
  | ({ kind: 'single'; host: string; port: number; db: number } & Access)
  | ({ kind: 'sentinel'; sentinels: Node[]; master: string; db: number } & Access)
  | ({ kind: 'cluster'; nodes: Node[] } & Access);

interface Node {
  host: string;
  port: number;
}
interface Access {
  username?: string;
  password?: string;
  tls: boolean;
}

const FORMS =
  'redis://[user:password@]host[:port][/db], rediss:// for TLS, redis+sentinel://[user:password@]host:port,host:port/master[/db] or redis+cluster://[user:password@]host:port,host:port';

/**
 * Reads `REDIS_URL` (contract.md). User and password of the Sentinel form are those of the data nodes. `rediss+sentinel` and
 * `rediss+cluster` speak TLS. A password with reserved characters may be percent-encoded.
 *
 * @throws Misconfigured with the accepted forms, and without the URL, which may hold a password
 */
export function parseRedisUrl(url: string): RedisTarget {
  const match = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:(.*)@)?([^@/?#]+)(?:\/([^?#]*))?$/.exec(url.trim());
  if (match === null) throw wrong('it is not of a known form');
  const [, scheme, kind, userinfo, hosts = '', path = ''] = match;
  const access: Access = { ...credentials(userinfo), tls: scheme === 'rediss' };
  const parts = path === '' ? [] : path.split('/').map((part) => decode(part));

  if (kind === 'cluster') {
    if (parts.length > 0) throw wrong('a cluster has no database number');
    return { kind, nodes: hosts.split(',').map((host) => node(host, 6379)), ...access };
  }
  if (kind === 'sentinel') {
    const [master, db, ...rest] = parts;
    if (master === undefined || master === '' || rest.length > 0) throw wrong('the name of the master is missing');
    return { kind, sentinels: hosts.split(',').map((host) => node(host, 26379)), master, db: database(db), ...access };
  }
  const [db, ...rest] = parts;
  if (rest.length > 0) throw wrong('there is more than a database number in the path');
  return { kind: 'single', ...node(hosts, 6379), db: database(db), ...access };
}

function wrong(why: string): Misconfigured {
  return new Misconfigured('redis', 'no-route', `REDIS_URL cannot be used: ${why}. Use ${FORMS}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a raw password with a percent sign
  }
}

function credentials(userinfo: string | undefined): { username?: string; password?: string } {
  if (userinfo === undefined || userinfo === '') return {};
  const colon = userinfo.indexOf(':');
  const username = decode(colon < 0 ? userinfo : userinfo.slice(0, colon));
  const password = colon < 0 ? undefined : decode(userinfo.slice(colon + 1));
  return {
    ...(username === '' ? {} : { username }),
    ...(password === undefined || password === '' ? {} : { password }),
  };
}

function node(text: string, standard: number): Node {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\],]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? standard : Number(match[3]);
  if (host === undefined || port < 1 || port > 65_535) throw wrong('a host is missing or not of the form host:port');
  return { host, port };
}

function database(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  if (!/^\d{1,4}$/.test(text)) throw wrong('the database must be a number');
  return Number(text);
}

/**
 * `prompt`: for whoever answers a person. Fails at once while Redis is away, and after `PROMPT_TIMEOUT_MS` when it does not answer.
 * `patient`: for workers. Waits until Redis is back; never times a command out, which would abort BullMQ's blocking reads for ever
 * (style.md, anti-pattern 15).
 */
export type Manner = 'prompt' | 'patient';

export const PROMPT_TIMEOUT_MS = 900;

/**
 * A server that hangs, or whose machine is gone, closes nothing. Where it was asked and says nothing for so long the connection is given up, and
 * the next one finds whoever took its place. Far longer than anything that we ask takes; BullMQ's blocking read lasts ten seconds at most
 * (`maximumBlockTimeout`).
 */
const SILENCE_MS = 15_000;

/** A Sentinel tells of a failover at once, where we can hear it; one that hangs is passed over. */
const SENTINEL_ANSWERS_MS = 2000;
const SENTINEL_AGAIN_MS = 5000;

/** A Cluster's nodes tell who holds what only when asked. */
const SLOTS_EVERY_MS = 5000;

/**
 * While a failover goes on, a command goes round: to the master that is gone, to a node that says so. ioredis gives up after 16 rounds, which is
 * less than two seconds, and a failover may take a minute; whoever is patient goes round until it is over.
 */
const PATIENT_ROUNDS = 1_000_000;
const ROUND_MS = 100;

/** Opens a connection, which reconnects for ever, at least every second. Never throws; `ready` tells when it works. */
export function connect(target: RedisTarget, manner: Manner, log: Log): Client {
  const client = create(target, manner);
  watchState(client, manner, log);
  return client;
}

function create(target: RedisTarget, manner: Manner): Client {
  const retryStrategy = (times: number) => Math.min(50 * 2 ** Math.min(times, 5), 1000);
  const options = {
    ...(target.username === undefined ? {} : { username: target.username }),
    ...(target.password === undefined ? {} : { password: target.password }),
    connectionName: `midjourney-slack-bot-${manner}`,
    connectTimeout: 5000,
    keepAlive: 10_000,
    socketTimeout: SILENCE_MS,
    // After a failover the old master answers READONLY (a script of Redis 6: at the end of its line): connect again, and send the command again.
    reconnectOnError: (error: Error) => (/\bREADONLY\b/.test(error.message) ? (2 as const) : false),
    ...(manner === 'prompt'
      ? { enableOfflineQueue: false, commandTimeout: PROMPT_TIMEOUT_MS, maxRetriesPerRequest: 1 }
      : { maxRetriesPerRequest: null }),
  } satisfies RedisOptions;
  const tls = target.tls ? { tls: {} } : {};
  switch (target.kind) {
    case 'single':
      return new Redis({ ...options, ...tls, host: target.host, port: target.port, db: target.db, retryStrategy });
    case 'sentinel':
      return new Redis({
        ...options,
        ...tls,
        ...(target.tls ? { enableTLSForSentinelMode: true } : {}),
        sentinels: target.sentinels,
        name: target.master,
        db: target.db,
        retryStrategy,
        sentinelRetryStrategy: retryStrategy,
        sentinelCommandTimeout: SENTINEL_ANSWERS_MS,
        sentinelReconnectStrategy: () => SENTINEL_AGAIN_MS,
        failoverDetector: true,
      });
    case 'cluster':
      return new Cluster(target.nodes, {
        clusterRetryStrategy: retryStrategy,
        enableOfflineQueue: manner === 'patient',
        // With it, a connect that meets a failover never settles, and BullMQ's worker waits for it for ever. CLUSTERDOWN is answered by going round.
        enableReadyCheck: false,
        slotsRefreshInterval: SLOTS_EVERY_MS,
        retryDelayOnFailover: ROUND_MS,
        retryDelayOnClusterDown: ROUND_MS,
        ...(manner === 'patient' ? { maxRedirections: PATIENT_ROUNDS, retryDelayOnMoved: ROUND_MS / 5 } : {}),
        redisOptions: { ...options, ...tls },
      });
  }
}

/** One line when Redis goes away and one when it is back, however often a reconnect fails in between. */
function watchState(client: Client, manner: Manner, log: Log): void {
  let away = false;
  const onError = (error: Error) => {
    if (!away) log.warn({ manner, err: error }, 'redis is away');
    away = true;
  };
  client.on('error', onError);
  // What keeps a Cluster from connecting comes under this name alone.
  client.on('node error', onError);
  client.on('ready', () => {
    if (away) log.info({ manner }, 'redis is back');
    away = false;
  });
}

/**
 * Waits until a connection works.
 * @throws Unreachable after `ms`
 */
export async function ready(client: Client, ms: number): Promise<void> {
  if (client.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    let last: Error | undefined;
    const onError = (error: Error) => {
      last = error;
      if (!/^(?:WRONGPASS|NOAUTH|NOPERM)\b/.test(error.message)) return;
      stop();
      reject(new Misconfigured('redis', 'key-refused', 'Redis refuses the user or the password', { cause: error }));
    };
    const onReady = () => {
      stop();
      resolve();
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Unreachable('redis', 'Redis does not answer', last === undefined ? undefined : { cause: last }));
    }, ms);
    const stop = () => {
      clearTimeout(timer);
      client.off('error', onError);
      client.off('node error', onError);
      client.off('ready', onReady);
    };
    client.on('error', onError);
    client.on('node error', onError);
    client.on('ready', onReady);
  });
}

/** Closes a connection: politely when it works, at once when it does not. */
export async function disconnect(client: Client): Promise<void> {
  if (client.status === 'ready')
    try {
      await client.quit();
      return;
    } catch {
      // It broke meanwhile; nothing is left to be polite to.
    }
  client.disconnect();
}
