import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Person, SHELF_MAX, type Shelf } from '../../../src/domain/gallery.ts';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import { digest } from '../../../src/queue/keys.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { gate, idle, open, submission, until } from './world.ts';

const ANN: Person = { team: 'T1', user: 'U1' };
const made: Shelf = { team: 'T1', owner: 'U1', kind: 'made' };
const here: Shelf = { team: 'T1', owner: 'C1', kind: 'made' };
const kept: Shelf = { team: 'T1', owner: 'U1', kind: 'kept' };

let redis: TestRedis;
let raw: Redis;
let room: Awaited<ReturnType<typeof open>>;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});
beforeEach(async () => {
  await raw.flushall();
  room = await open(redis.url);
});
afterEach(async () => await room.close());

/** Changes of a home wait for the end of such a window. */
const WINDOW_MS = 1500;

const named = (name: string) => room.intake.idFor(name);
const finished = (name: string, ended: number) => submission(named(name), { at: { accepted: 1, ended } });

test('a finished submission stands once on the shelves of its asker and of its conversation, the newest first', async () => {
  for (const one of [finished('old', 10), finished('new', 20), finished('old', 10)]) await room.gallery.add(one);

  const newestFirst = { ids: [named('new'), named('old')], total: 2 };
  expect(await room.gallery.list(made, 0, 10)).toEqual(newestFirst);
  expect(await room.gallery.list(here, 0, 10)).toEqual(newestFirst);
  expect(await room.gallery.list(made, 1, 10)).toEqual({ ids: [named('old')], total: 2 });
  expect(await room.gallery.list({ ...made, owner: 'U2' }, 0, 10)).toEqual({ ids: [], total: 0 });
  expect(await room.gallery.list({ ...made, team: 'T2' }, 0, 10)).toEqual({ ids: [], total: 0 });

  await room.gallery.remove(finished('new', 20));
  expect(await room.gallery.list(made, 0, 10)).toEqual({ ids: [named('old')], total: 1 });
  expect((await room.gallery.list(here, 0, 10)).total).toBe(1);
});

test('a shelf holds the newest, so many and no more', async () => {
  const most = Array.from({ length: SHELF_MAX + 5 }, (_, n) => finished(`n${n}`, n + 1));
  await Promise.all(most.map((one) => room.gallery.add(one)));

  const { ids, total } = await room.gallery.list(made, 0, 1);
  expect({ ids, total }).toEqual({ ids: [named(`n${SHELF_MAX + 4}`)], total: SHELF_MAX });
  const oldest = await room.gallery.list(made, SHELF_MAX - 1, 1);
  expect(oldest.ids).toEqual([named('n5')]);
});

test('what a person keeps is theirs alone, and can be let go', async () => {
  await room.gallery.keep(ANN, named('a'), 1);
  await room.gallery.keep(ANN, named('b'), 2);
  await room.gallery.keep(ANN, named('a'), 3);

  expect((await room.gallery.list(kept, 0, 10)).ids).toEqual([named('a'), named('b')]);
  expect(await room.gallery.kept(ANN, [named('b'), named('c')])).toEqual(new Set([named('b')]));
  expect(await room.gallery.kept({ ...ANN, user: 'U2' }, [named('b')])).toEqual(new Set());

  await room.gallery.unkeep(ANN, named('a'));
  expect((await room.gallery.list(kept, 0, 10)).ids).toEqual([named('b')]);
  await room.gallery.drop(kept, [named('b')]);
  expect((await room.gallery.list(kept, 0, 10)).total).toBe(0);
});

test('a record lasts for as long as its keeping lasts', async () => {
  const id = named('a');
  await room.intake.accept(submission(id));
  await raw.pexpire(`{mj}:record:${id}`, 1000);
  await room.gallery.keep(ANN, id, 1);

  expect(await raw.pttl(`{mj}:record:${id}`)).toBeGreaterThan(80 * 24 * 60 * 60_000);
});

test('no key of a gallery, a favourite or a home names a person', async () => {
  await room.gallery.add(finished('a', 1));
  await room.gallery.keep(ANN, named('a'), 1);
  await room.homes.visit(ANN, {});

  const keys = (await raw.keys('*')).filter((key) => /gallery|favourites|home/.test(key));
  expect(keys.length).toBeGreaterThanOrEqual(4);
  expect(keys.filter((key) => /U1|C1/.test(key))).toEqual([]);
  expect(digest('T1', 'U1')).not.toBe(digest('T1', 'U2'));
});

test('usage counts the day and what runs, beside the limits', async () => {
  const limited = await open(redis.url, { limits: { daily: 5, concurrent: 2 } });
  const id = named('a');
  await limited.intake.accept(submission(id));

  expect(await limited.intake.usage(ANN)).toEqual({ today: 1, running: 1, daily: 5, concurrent: 2 });
  await limited.intake.release(submission(id), { giveBack: false });
  expect(await limited.intake.usage(ANN)).toEqual({ today: 1, running: 0, daily: 5, concurrent: 2 });
  expect(await limited.intake.usage({ ...ANN, user: 'U2' })).toMatchObject({ today: 0, running: 0 });
  await limited.close();
});

test('a visit is remembered where it went, and shown by one job at a time', async () => {
  const shows: { by: Person; at: number }[] = [];
  const second = gate();
  const workers = await room.startWorkers(
    { ...idle, home: async (by) => void (shows.push({ by, at: Date.now() }) === 2 && second.open()) },
    { onDead: () => {} },
  );
  expect(await room.homes.visited(ANN)).toBeUndefined();
  await room.homes.visit(ANN, { list: 'favourites', page: 2 });
  await until(() => shows.length === 1);
  expect(shows[0]?.by).toEqual(ANN);
  expect(await room.homes.visited(ANN)).toMatchObject({ place: { list: 'favourites', page: 2, words: '' } });

  // Many changes are one more, a moment later; whoever does not look is not shown anything.
  await pause(WINDOW_MS - (Date.now() % WINDOW_MS));
  const changed = Date.now();
  for (let n = 0; n < 5; n += 1) await room.homes.changed(ANN);
  await room.homes.changed({ ...ANN, user: 'U2' });
  await second.passed;
  await until(async () => (await room.health()).queues.person.delayed === 0);
  expect(shows).toHaveLength(2);
  expect((shows[1]?.at ?? 0) - changed).toBeGreaterThan(1000);
  await workers.close({ ms: 1000 });
});

test('who asks for their home does not wait for a change that gathers others', async () => {
  const shows: number[] = [];
  await room.homes.visit(ANN, {});
  const workers = await room.startWorkers(
    { ...idle, home: async () => void shows.push(Date.now()) },
    { onDead: () => {} },
  );
  await until(() => shows.length === 1);
  await room.homes.changed(ANN);
  const asked = Date.now();
  await room.homes.visit(ANN, { page: 1 });
  await until(() => shows.length === 2);

  expect((shows[1] ?? 0) - asked).toBeLessThan(1000);
  await workers.close({ ms: 1000 });
});

test('letters of one reaction are one', async () => {
  const sent: { id: SubmissionId; user: string; key: string }[] = [];
  const id = named('a');
  await room.jobs.letter(id, ANN, 'Ev1');
  await room.jobs.letter(id, ANN, 'Ev1');
  const workers = await room.startWorkers(
    { ...idle, letter: async (one) => void sent.push(one) },
    { onDead: () => {} },
  );
  await until(() => sent.length > 0);
  await until(async () => (await room.health()).queues.person.waiting === 0);

  expect(sent).toEqual([{ id, user: 'U1', key: 'Ev1' }]);
  expect(await room.intake.happened('letter-Ev1')).toBe(false);
  await room.intake.first('letter-Ev1', 1000);
  expect(await room.intake.happened('letter-Ev1')).toBe(true);
  await workers.close({ ms: 1000 });
});
