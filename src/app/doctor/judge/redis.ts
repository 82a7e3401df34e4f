import { Misconfigured } from '../../../domain/errors.ts';
import { isTooOld, type RedisSeen } from '../../../queue/checkup.ts';
import type { RedisTarget } from '../../../queue/connection.ts';
import { type Finding, findingsOn } from '../finding.ts';
import type { RedisLook } from '../look/redis.ts';
import { explainNetwork, networkTrouble } from '../network.ts';

const { well, remark, problem } = findingsOn('Redis');

/** Nearly full: a write may fail at any moment. */
const FULL = 0.9;
/** A person waits for several round trips. */
const SLOW_MS = 100;

const SCHEMES: Readonly<Record<RedisTarget['kind'], string>> = {
  single: 'redis://',
  sentinel: 'redis+sentinel://',
  cluster: 'redis+cluster://',
};

/** What was found at `REDIS_URL`, as findings. */
export function judgeRedis(look: RedisLook): Finding[] {
  return 'seen' in look ? judgeSeen(look.seen, look.target) : [judgeFailure(look.error, look.target, look.alone)];
}

function judgeSeen(seen: RedisSeen, target: RedisTarget): Finding[] {
  const wrong = judgeKind(seen, target);
  if (wrong !== undefined) return [wrong];
  return [
    well(`Redis ${seen.version} answers at ${hostsOf(target)} in ${seen.pingMs} ms`),
    ...judgeVersion(seen),
    ...judgeEviction(seen),
    ...judgeDisk(seen),
    ...judgeRoom(seen),
    ...(seen.pingMs > SLOW_MS
      ? [remark(`It takes ${seen.pingMs} ms to answer`, 'let the bot and its Redis run in one data centre')]
      : []),
  ];
}

/** One address of something that has to be named otherwise. */
function judgeKind(seen: RedisSeen, target: RedisTarget): Finding | undefined {
  const at = hostsOf(target);
  if (seen.mode === 'sentinel')
    return problem(
      `REDIS_URL: at ${at} is a Sentinel, which keeps no data`,
      'begin REDIS_URL with redis+sentinel:// and end it with /mymaster, or whatever your sentinels call it',
    );
  if (target.kind !== 'single') return undefined;
  if (seen.mode === 'cluster')
    return problem(
      `REDIS_URL: ${at} is a node of a Redis Cluster`,
      'begin REDIS_URL with redis+cluster://, and leave the database number out',
    );
  if (seen.isReplica)
    return problem(
      `REDIS_URL: ${at} is a replica, which takes no writes`,
      'set REDIS_URL to its master, or to the sentinels that know who that is',
    );
  return undefined;
}

/** Why a Redis did not answer. */
function judgeFailure(error: unknown, target: RedisTarget, alone: RedisSeen | undefined): Finding {
  const at = hostsOf(target);
  if (error instanceof Misconfigured)
    return target.password === undefined
      ? problem(
          `REDIS_URL: the Redis at ${at} asks for a password, and none is given`,
          `write it into the address: ${SCHEMES[target.kind]}:PASSWORD@…, or USER:PASSWORD@… where it has users`,
        )
      : problem(
          `REDIS_URL: the Redis at ${at} refuses the user or the password`,
          'correct them in the address; signs such as @ : / # are written as %40 %3A %2F %23 there',
        );
  if (alone !== undefined && alone.mode !== target.kind)
    return problem(
      `REDIS_URL: ${at} answers, and is no ${target.kind === 'cluster' ? 'Redis Cluster' : 'Sentinel'}`,
      alone.mode === 'standalone'
        ? 'begin REDIS_URL with redis://, for a single server'
        : `begin REDIS_URL with ${SCHEMES[alone.mode]}`,
    );
  if (alone !== undefined && target.kind === 'sentinel')
    return problem(
      `REDIS_URL: the sentinels at ${at} lead to no master called ${target.master}`,
      `ask them what they call it: redis-cli -p ${target.sentinels[0]?.port} sentinel masters; the master itself must be reachable from here, too`,
    );
  const trouble = networkTrouble(error);
  // Whether what is no Redis hangs up or goes on talking is chance.
  if (trouble !== undefined && trouble !== 'hung-up')
    return problem(
      ...explainNetwork({ variable: 'REDIS_URL', at, schemes: { tls: 'rediss://', plain: 'redis://' } }, trouble),
    );
  return problem(
    `REDIS_URL: what is at ${at} does not answer as a Redis`,
    'look whether it runs, and correct the address; begin it with rediss:// where the server wants TLS',
  );
}

function judgeVersion(seen: RedisSeen): Finding[] {
  return isTooOld(seen) ? [problem(`It is older than 6.2 (${seen.version})`, 'use Redis 6.2 or later, or Valkey')] : [];
}

function judgeEviction({ evictionPolicy, memoryLimit }: RedisSeen): Finding[] {
  if (evictionPolicy === 'noeviction') return [well('It evicts nothing')];
  const what = `Its maxmemory-policy is ${evictionPolicy}`;
  const todo =
    'set maxmemory-policy to noeviction, in its configuration or with: redis-cli config set maxmemory-policy noeviction';
  return memoryLimit > 0
    ? [problem(`${what}: when its memory is full it drops submissions that are paid for`, todo)]
    : [remark(`${what}, which drops submissions as soon as it is given a memory limit`, todo)];
}

function judgeDisk({ appends, diskWorks }: RedisSeen): Finding[] {
  if (!diskWorks)
    return [
      problem(
        'It cannot write to its disk, and takes no writes',
        'make room on its disk, and look at its log for what failed',
      ),
    ];
  return appends
    ? [well('It keeps an append-only file')]
    : [
        remark(
          'It keeps no append-only file: a restart of it forgets what was submitted since its last snapshot',
          'set appendonly yes and appendfsync always, unless a service keeps it safe in another way',
        ),
      ];
}

function judgeRoom({ memoryLimit, memoryUsed }: RedisSeen): Finding[] {
  if (memoryLimit === 0 || memoryUsed < memoryLimit * FULL) return [];
  const percent = Math.round((memoryUsed / memoryLimit) * 100);
  return [
    remark(`Its memory is ${percent} % full; at 100 % nothing is taken in any more`, 'give it more with maxmemory'),
  ];
}

/** Without user and password. */
function hostsOf(target: RedisTarget): string {
  const nodes = target.kind === 'single' ? [target] : target.kind === 'sentinel' ? target.sentinels : target.nodes;
  return nodes.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(', ');
}
