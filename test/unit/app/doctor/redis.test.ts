import { expect, test } from 'vitest';
import { judgeRedis } from '../../../../src/app/doctor/judge/redis.ts';
import { Misconfigured, Unreachable } from '../../../../src/domain/errors.ts';
import type { RedisSeen } from '../../../../src/queue/checkup.ts';
import { parseRedisUrl } from '../../../../src/queue/connection.ts';

const WELL: RedisSeen = {
  version: '7.2.4',
  mode: 'standalone',
  isReplica: false,
  evictionPolicy: 'noeviction',
  memoryLimit: 0,
  memoryUsed: 1_000_000,
  appends: true,
  diskWorks: true,
  pingMs: 1,
};
const URL = 'redis://:hush@redis.example:6380/2';

const seen = (change: Partial<RedisSeen>, url = URL) =>
  judgeRedis({ target: parseRedisUrl(url), seen: { ...WELL, ...change } });
const wrong = (...args: Parameters<typeof seen>) => seen(...args).filter(({ state }) => state !== 'well');
const failure = (error: unknown, url = URL, alone?: RedisSeen) =>
  judgeRedis({ target: parseRedisUrl(url), error, alone })[0];
const lost = (code: string) => new Unreachable('redis', 'no', { cause: Object.assign(new Error('x'), { code }) });

test('one that is well: nothing to mend, and where it is without its password', () => {
  expect(wrong({})).toEqual([]);
  expect(seen({})[0]?.what).toBe('Redis 7.2.4 answers at redis.example:6380 in 1 ms');
});

test.each<[string, Partial<RedisSeen>, 'problem' | 'remark', RegExp]>([
  ['too old', { version: '6.0.16' }, 'problem', /Redis 6\.2 or later/],
  ['one that evicts', { evictionPolicy: 'volatile-lru', memoryLimit: 1 << 30 }, 'problem', /noeviction/],
  ['one that would evict', { evictionPolicy: 'allkeys-lru' }, 'remark', /noeviction/],
  ['one that keeps nothing', { appends: false }, 'remark', /appendonly yes/],
  ['one whose disk is full', { diskWorks: false }, 'problem', /make room on its disk/],
  ['one that is nearly full', { memoryLimit: 100, memoryUsed: 95 }, 'remark', /maxmemory/],
  ['one that is far away', { pingMs: 180 }, 'remark', /one data centre/],
  ['a replica', { isReplica: true }, 'problem', /its master/],
  ['a Sentinel', { mode: 'sentinel' }, 'problem', /redis\+sentinel:\/\//],
])('%s', (_, change, state, todo) => {
  expect(wrong(change)).toEqual([expect.objectContaining({ state, todo: expect.stringMatching(todo) })]);
});

test('the node of a cluster or the replica that a client of many may meet is no trouble', () => {
  expect(wrong({ mode: 'cluster', isReplica: true }, 'redis+cluster://a:1,b:2')).toEqual([]);
});

test('passwords: one that is wrong, and one that is missing', () => {
  const refused = new Misconfigured('redis', 'key-refused', 'no');

  expect(failure(refused)?.what).toMatch(/refuses the user or the password$/);
  expect(failure(refused, 'rediss://redis.example')?.what).toMatch(/asks for a password, and none is given$/);
});

test('TLS in the one place and not in the other', () => {
  expect(failure(lost('ERR_SSL_WRONG_VERSION_NUMBER'), 'rediss://r:1')).toMatchObject({
    what: 'REDIS_URL: r:1 speaks no TLS',
    todo: expect.stringContaining('redis://'),
  });
  expect(failure(lost('ECONNRESET'))).toMatchObject({ todo: expect.stringContaining('rediss://') });
});

test('sentinels: none there, no such master, and no Sentinel at all', () => {
  const url = 'redis+sentinel://s1:26379,s2:26379/mymaster';
  const error = new Unreachable('redis', 'no');

  expect(failure(lost('ECONNREFUSED'), url)?.what).toBe('REDIS_URL: nothing listens at s1:26379, s2:26379');
  expect(failure(error, url, { ...WELL, mode: 'sentinel' })).toMatchObject({
    what: 'REDIS_URL: the sentinels at s1:26379, s2:26379 lead to no master called mymaster',
    todo: expect.stringContaining('redis-cli -p 26379 sentinel masters'),
  });
  expect(failure(error, url, WELL)).toMatchObject({ todo: 'begin REDIS_URL with redis://, for a single server' });
  expect(failure(error, url, { ...WELL, mode: 'cluster' })).toMatchObject({
    todo: 'begin REDIS_URL with redis+cluster://',
  });
});
