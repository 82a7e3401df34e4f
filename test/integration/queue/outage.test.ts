import { afterEach, beforeEach, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { openQueue, parseRedisUrl, type QueueOptions, type QueueRoom, type Workers } from '../../../src/queue/index.ts';
import { freePort, startRedis, type TestRedis } from '../../support/redis.ts';
import { gate, idle, listen, open, submission, until } from './world.ts';

let redis: TestRedis;
const rooms: QueueRoom[] = [];
let workers: Workers | undefined;

beforeEach(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  await workers?.close({ ms: 1000 });
  workers = undefined;
  for (const room of rooms.splice(0)) await room.close();
  await redis.stop();
});

async function opened(more: Partial<QueueOptions> = {}): Promise<QueueRoom> {
  const room = await open(redis.url, more);
  rooms.push(room);
  return room;
}

/** How a promise was rejected, and after how long. */
async function failure(work: Promise<unknown>): Promise<{ error: unknown; ms: number }> {
  const asked = Date.now();
  try {
    return { error: new Error(`it resolved with ${JSON.stringify(await work)}`), ms: 0 };
  } catch (error) {
    return { error, ms: Date.now() - asked };
  }
}

/** Everything that answers a person. */
function answering(room: QueueRoom): Record<string, () => Promise<unknown>> {
  const id = room.intake.idFor('a');
  return {
    accept: () => room.intake.accept(submission(id)),
    first: () => room.intake.first('press', 1000),
    get: () => room.records.get(id),
    getMany: () => room.records.getMany([id]),
    recent: () => room.records.recent('T1', 'U1', 5),
    show: () => room.jobs.show(id, 'end'),
    now: () => room.watch.now(id),
    health: () => room.health(),
  };
}

async function expectQuickFailures(room: QueueRoom): Promise<void> {
  for (const [name, call] of Object.entries(answering(room))) {
    const { error, ms } = await failure(call());
    expect({ name, error }).toEqual({ name, error: expect.any(Unreachable) });
    expect(error).toMatchObject({ peer: 'redis', cause: expect.any(Error) });
    expect({ name, atOnce: ms < 500 }).toEqual({ name, atOnce: true });
  }
}

test('while Redis is gone a person is told at once; when it is back on its port, all goes on, workers too', async ({
  skip,
}) => {
  skip(!redis.real, 'the in-process stand-in does not drop its clients');
  const { lines, log } = listen();
  const room = await opened({ log });
  const delivered = gate();
  const acquired = gate();
  workers = await room.startWorkers(
    { ...idle, submit: async () => acquired.open(), deliver: async () => delivered.open() },
    { onDead: () => {} },
  );

  await redis.stop();
  await until(() => lines.some((line) => line.message === 'redis is away'));
  await expectQuickFailures(room);
  const written = room.patient.memory.set('note', 'kept', 60_000);
  const queued = room.patient.jobs.deliver(room.intake.idFor('b'));

  redis = await startRedis({ port: redis.port });
  await Promise.all([written, queued, delivered.passed]);
  expect(await room.patient.memory.get('note')).toBe('kept');
  await until(() => room.intake.accept(submission(room.intake.idFor('a'))).catch(() => undefined));
  await acquired.passed;
  expect(lines.filter((line) => line.message === 'redis is away').length).toBeLessThanOrEqual(4);
  expect(lines.some((line) => line.message === 'redis is back')).toBe(true);
}, 20_000);

test('a Redis that hangs fails a person within two seconds, and patient work goes on when it answers again', async ({
  skip,
}) => {
  skip(!redis.real, 'the in-process stand-in cannot be frozen');
  const room = await opened();
  const id = room.intake.idFor('a');
  const delivered = gate();
  workers = await room.startWorkers({ ...idle, deliver: async () => delivered.open() }, { onDead: () => {} });

  redis.freeze();
  const { error, ms } = await failure(room.intake.accept(submission(id)));
  expect(error).toBeInstanceOf(Unreachable);
  expect(ms).toBeLessThan(2000);
  const queued = room.patient.jobs.deliver(id);
  redis.thaw();

  await queued;
  await delivered.passed;
  expect(await until(() => room.intake.accept(submission(id)).catch(() => undefined))).toBe('stored');
}, 20_000);

test('an outage at start is told, and ends by itself', async () => {
  const port = await freePort();
  const room = openQueue({
    redis: parseRedisUrl(`redis://127.0.0.1:${port}`),
    limits: { daily: 0, concurrent: 0 },
    budgetScale: 1,
    now: Date.now,
    random: Math.random,
    log: listen().log,
  });
  rooms.push(room);

  const { error, ms } = await failure(room.ready(300));
  expect(error).toMatchObject({ name: 'Unreachable', peer: 'redis', cause: expect.any(Error) });
  expect(ms).toBeLessThan(1000);
  await expectQuickFailures(room);

  await redis.stop();
  redis = await startRedis({ port });
  expect(await room.ready(5000)).toEqual([]);
  expect(await room.intake.accept(submission(room.intake.idFor('a')))).toBe('stored');
});

test('a submission whose answer was lost is stored once', async ({ skip }) => {
  skip(!redis.real, 'the in-process stand-in cannot be frozen');
  const room = await opened({ limits: { daily: 1, concurrent: 1 } });
  const record = submission(room.intake.idFor('a'));

  redis.freeze();
  await failure(room.intake.accept(record));
  redis.thaw();

  expect(['stored', 'known']).toContain(await until(() => room.intake.accept(record).catch(() => undefined)));
  await until(async () => (await room.health()).queues.submit.waiting === 1);
  expect(await room.records.get(record.id)).toEqual(record);
});

test('a Redis that may evict keys is reported', async ({ skip }) => {
  skip(!redis.real, 'the in-process stand-in has no policy');
  await redis.stop();
  redis = await startRedis({ flags: ['--maxmemory-policy', 'allkeys-lru'] });
  const room = await opened();

  expect(await room.ready(1000)).toEqual([expect.stringContaining('noeviction')]);
});

test('workers say whether they take jobs: while Redis is away they do not, and have not halted', async () => {
  const room = await opened();
  workers = await room.startWorkers(idle, { onDead: () => {} });
  expect(workers.state()).toEqual({ halted: [], connected: true });

  await redis.stop();
  await until(() => workers?.state().connected === false);
  expect(workers.state().halted).toEqual([]);

  redis = await startRedis({ port: redis.port });
  await until(() => workers?.state().connected);
});
