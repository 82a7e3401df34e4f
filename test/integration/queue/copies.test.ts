import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { seriesId } from '../../../src/domain/ids.ts';
import { Series } from '../../../src/domain/series.ts';
import { openQueue, parseRedisUrl, type QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startRedisGroup } from '../../support/redis-group.ts';
import { listen, open, submission, until } from './world.ts';

/** Redis is put back to an earlier state: what was in the copy does not know what was done after it. */

const servers: TestRedis[] = [];
const rooms: QueueRoom[] = [];
const folders: string[] = [];
const none = 'no redis-server is installed, and the in-process stand-in keeps nothing';

afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
  for (const server of servers.splice(0)) await server.stop();
  for (const path of folders.splice(0)) await rm(path, { recursive: true });
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'redis-copy-'));
  folders.push(path);
  return path;
}

async function serve(dir: string, port?: number): Promise<TestRedis> {
  const flags = ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', dir];
  const server = await startRedis({ flags, ...(port === undefined ? {} : { port }) });
  servers.push(server);
  return server;
}

async function opened(server: TestRedis, more: Parameters<typeof open>[1] = {}): Promise<QueueRoom> {
  const room = await open(server.url, more);
  rooms.push(room);
  return room;
}

/** A file that was being written to is copied as it stands: Redis reads an append-only file whose end is cut off. */
async function copyOf(dir: string): Promise<string> {
  const copy = await folder();
  await cp(dir, copy, { recursive: true });
  return copy;
}

/** As if the copy had lain there for an hour. */
async function age(server: TestRedis): Promise<void> {
  const raw = new Redis(server.url);
  await raw.hset('{mj}:generation', 'seen', Date.now() - 60 * 60_000);
  raw.disconnect();
}

/** Stands where there was a room before: nothing of the old one is left. */
async function restart(): Promise<void> {
  for (const room of rooms.splice(0)) await room.close();
  for (const server of servers.splice(0)) await server.stop();
}

describe('what came out of a copy is known', () => {
  test('when everything was stopped, a day later', async ({ skip }) => {
    const dir = await folder();
    const first = await serve(dir);
    skip(!first.real, none);
    const before = await opened(first);
    const id = before.intake.idFor('a');
    await before.intake.accept(submission(id));
    expect(await before.records.isFromCopy(id)).toBe(false);
    const copy = await copyOf(dir);

    await restart();
    const second = await serve(copy);
    await age(second);
    const { log, lines } = listen();
    const room = await opened(second, { log });
    expect(await room.records.isFromCopy(id)).toBe(true);
    const later = room.intake.idFor('b');
    await room.intake.accept(submission(later));
    expect(await room.records.isFromCopy(later)).toBe(false);
    expect(await room.ready(5000), 'it is said once').toEqual([]);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);

    // What was known to be of a copy stays so, however often it is started.
    await restart();
    const third = await opened(await serve(copy));
    expect(await third.records.isFromCopy(id)).toBe(true);
    expect(await third.records.isFromCopy(later)).toBe(false);
  }, 20_000);

  test('when it takes the place of Redis under a process that runs, at once', async ({ skip }) => {
    const dir = await folder();
    const first = await serve(dir);
    skip(!first.real, none);
    const room = await opened(first);
    const id = room.intake.idFor('a');
    await room.intake.accept(submission(id));
    const copy = await copyOf(dir);
    expect(await room.records.isFromCopy(id), 'a look that the copy does not have').toBe(false);

    await first.stop();
    await serve(copy, first.port);
    expect(await room.patient.records.isFromCopy(id)).toBe(true);
  }, 20_000);

  test('and the operator is told when it was in use last', async ({ skip }) => {
    const dir = await folder();
    const first = await serve(dir);
    skip(!first.real, none);
    await opened(first);
    await restart();
    const second = await serve(dir);
    await age(second);
    const room = await opened(second);
    // `open` has asked already; a second bot is told as little as the first is told twice.
    expect(await room.ready(5000)).toEqual([]);
    const raw = new Redis(second.url);
    await raw.hset('{mj}:generation', 'run', 'another', 'seen', Date.UTC(2026, 0, 2, 3, 4, 5));
    raw.disconnect();
    rooms.splice(0);
    const asked = openQueue({
      redis: parseRedisUrl(second.url),
      limits: { daily: 0, concurrent: 0 },
      budgetScale: 1,
      now: Date.now,
      random: Math.random,
      log: listen().log,
    });
    rooms.push(room, asked);
    expect((await asked.ready(5000)).join()).toContain('last in use 2026-01-02T03:04:05.000Z');
  }, 20_000);
});

describe('what did not come out of a copy is not held for one', () => {
  test('a Redis that is restarted on what it had, with the bot or under it', async ({ skip }) => {
    const dir = await folder();
    const first = await serve(dir);
    skip(!first.real, none);
    const room = await opened(first);
    const id = room.intake.idFor('a');
    await room.intake.accept(submission(id));
    await first.stop();
    const second = await serve(dir, first.port);
    await age(second);
    // However long it was away: this process knows that nothing is missing.
    expect(await room.patient.records.isFromCopy(id)).toBe(false);
    await restart();
    expect(await (await opened(await serve(dir))).records.isFromCopy(id)).toBe(false);
  }, 20_000);
});

test('what a series takes in after a copy was put back is of the copy', async ({ skip }) => {
  const dir = await folder();
  const first = await serve(dir);
  skip(!first.real, none);
  const before = await opened(first);
  const series = Series.parse({
    v: 1,
    id: seriesId(before.intake.idFor('series')),
    team: 'T1',
    channel: 'C1',
    asker: 'U1',
    isDm: false,
    order: { verb: 'imagine', prompt: 'a fox' },
    prompts: ['a fox', 'a hen'],
    at: Date.now(),
    message: { mark: 'none', posts: 0 },
  });
  await before.series.create(series);
  await restart();
  const second = await serve(dir);
  await age(second);
  const room = await opened(second);
  const [child, own] = ['child', 'own'].map((key) => room.intake.idFor(key));
  if (child === undefined || own === undefined) throw new Error('no ids');
  await room.intake.accept(submission(child, { series: { id: series.id, place: 1 } }));
  await room.intake.accept(submission(own));
  expect(await room.records.isFromCopy(child)).toBe(true);
  expect(await room.records.isFromCopy(own)).toBe(false);
}, 20_000);

describe('a mark before a submit', () => {
  test('needs no replica where there is none, and must stand', async () => {
    const server = await startRedis();
    servers.push(server);
    const room = await opened(server);
    const id = room.intake.idFor('a');
    await room.intake.accept(submission(id));
    await room.records.secure(id, 'accepted');
    await expect(room.records.secure(id, 'submitting')).rejects.toMatchObject({ peer: 'redis' });
    await expect(room.records.secure(room.intake.idFor('b'), 'accepted')).rejects.toMatchObject({ peer: 'redis' });
  });

  test.for(['sentinel', 'cluster'] as const)(
    'is had by a replica, or is not sure (%s)',
    { timeout: 60_000 },
    async (topology, { skip }) => {
      const group = await startRedisGroup(topology);
      if (group === undefined) return skip(none);
      try {
        const room = await open(group.url());
        rooms.push(room);
        const id = room.intake.idFor('a');
        await room.intake.accept(submission(id));
        await room.records.secure(id, 'accepted');

        const replicas = await group.replicasOf(await group.holder());
        for (const replica of replicas) replica.freeze();
        const asked = performance.now();
        await expect(room.records.secure(id, 'accepted')).rejects.toMatchObject({ peer: 'redis' });
        expect(performance.now() - asked).toBeLessThan(3000);
        // Whoever does something else meanwhile is not held up.
        expect((await room.patient.records.get(id))?.mark).toBe('accepted');

        for (const replica of replicas) replica.thaw();
        await until(
          () =>
            room.records.secure(id, 'accepted').then(
              () => true,
              () => false,
            ),
          15_000,
        );
        await room.close();
        rooms.splice(0);
      } finally {
        await group.stop();
      }
    },
  );
});
