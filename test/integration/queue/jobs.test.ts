import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import type { DeadJob, Handlers, QueueRoom, Workers } from '../../../src/queue/index.ts';
import type { Queues } from '../../../src/queue/job-map.ts';
import { openQueues } from '../../../src/queue/jobs.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { gate, idle, listen, open, submission, until } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;
let workers: Workers | undefined;
const dead: DeadJob[] = [];

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url, { maxRetriesPerRequest: null });
});
beforeEach(async () => {
  dead.length = 0;
  room = await open(redis.url);
});
afterEach(async () => {
  await workers?.close({ ms: 2000 });
  workers = undefined;
  await room.close();
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

async function work(handlers: Partial<Handlers>): Promise<Workers> {
  workers = await room.startWorkers({ ...idle, ...handlers }, { onDead: (job) => void dead.push(job) });
  return workers;
}

async function depth(queue: 'submit' | 'deliver' | 'end' | 'progress'): Promise<number> {
  const { waiting, active, delayed } = (await room.health()).queues[queue];
  return waiting + active + delayed;
}

async function closeAll(raws: Queues): Promise<void> {
  await Promise.all(Object.values(raws).map((queue) => queue.close()));
}

const id = (key: string): SubmissionId => room.intake.idFor(key);

describe('jobs', () => {
  test('each reaches its handler with its payload', async () => {
    const seen: unknown[] = [];
    const note = (name: string) => async (data: unknown) => void seen.push([name, data]);
    await work({ submit: note('submit'), deliver: note('deliver'), show: note('show') });

    await room.intake.accept(submission(id('a')));
    await room.jobs.deliver(id('a'));
    await room.jobs.show(id('a'), 'end');
    await room.jobs.show(id('a'), 'progress');

    await until(() => seen.length === 4);
    expect(seen).toContainEqual(['submit', { id: id('a') }]);
    expect(seen).toContainEqual(['deliver', { id: id('a') }]);
    expect(seen).toContainEqual(['show', { id: id('a'), urgency: 'end' }]);
    expect(seen).toContainEqual(['show', { id: id('a'), urgency: 'progress' }]);
  });

  test('again runs the same job later and is no failure', async () => {
    const runs: number[] = [];
    await work({
      deliver: async () => {
        runs.push(Date.now());
        return runs.length < 4 ? { againInMs: 100 } : undefined;
      },
    });

    await room.jobs.deliver(id('a'));

    await until(() => runs.length === 4);
    await until(async () => (await depth('deliver')) === 0);
    expect(dead).toEqual([]);
    const waits = runs.slice(1).map((run, i) => run - (runs[i] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(95);
    expect(Math.max(...waits)).toBeLessThan(1000);
  });

  test('what comes while a job is active is heard at once, although the job would wait long to run again', async () => {
    const runs: number[] = [];
    await work({
      show: async () => {
        runs.push(Date.now());
        if (runs.length > 1) return undefined;
        await room.jobs.show(id('a'), 'end');
        return { againInMs: 60_000 };
      },
    });

    await room.jobs.show(id('a'), 'end');

    await until(() => runs.length === 2);
    await until(async () => (await depth('end')) === 0);
    expect(runs).toHaveLength(2);
    expect(await raw.keys('*:dn:*')).toEqual([]);
  });

  test('a failure is tried again, without the other jobs waiting for it', async () => {
    const runs: SubmissionId[] = [];
    await work({
      submit: async (data) => {
        runs.push(data.id);
        if (data.id === id('bad') && runs.filter((run) => run === data.id).length === 1) throw new Error('once');
      },
    });

    await room.jobs.submit(id('bad'));
    await room.jobs.submit(id('good'));

    await until(() => runs.length === 3);
    expect(runs[2]).toBe(id('bad'));
    expect(dead).toEqual([]);
  });

  test('a job whose tries are used up is reported once, with its error, and kept', async () => {
    const raws = openQueues(raw, 'patient', listen().log);
    let runs = 0;
    await work({
      deliver: async () => {
        throw new Error(`no ${++runs}`);
      },
    });

    await raws.deliver.add('deliver', { id: id('a') }, { attempts: 3, backoff: 10, removeOnFail: 10 });

    await until(() => dead.length > 0);
    expect(dead).toMatchObject([{ name: 'deliver', data: { id: id('a') }, error: { message: 'no 3' } }]);
    expect((await room.health()).queues.deliver).toMatchObject({ failed: 1, waiting: 0, delayed: 0 });
    await closeAll(raws);
  });

  test('a payload that cannot be read is dead at once, is reported and kept, and a later job of that kind still runs', async () => {
    const raws = openQueues(raw, 'patient', listen().log);
    const runs: unknown[] = [];
    await work({ deliver: async (data) => void runs.push(data) });

    await raws.deliver.add('deliver', { id: 'nonsense' }, { deduplication: { id: `deliver-${id('a')}` }, attempts: 8 });

    await until(() => dead.length === 1);
    expect(dead[0]).toMatchObject({ name: 'deliver', data: { id: 'nonsense' } });
    expect((await room.health()).queues.deliver.failed).toBe(1);
    await room.jobs.deliver(id('a'));
    await until(() => runs.length === 1);
    await closeAll(raws);
  });

  test('a worker that has lost a job to another is told by its signal', async () => {
    const aborted = gate();
    const running = gate();
    let runs = 0;
    await work({
      deliver: async (_data, { signal }) => {
        if (++runs > 1) return;
        signal.addEventListener('abort', aborted.open);
        running.open();
        await aborted.passed;
      },
    });
    await room.jobs.deliver(id('a'));
    await running.passed;

    const [lock = ''] = await raw.keys('{mj}:deliver:*:lock');
    expect(await raw.del(lock)).toBe(1);

    await aborted.passed;
  }, 10_000);
});

describe('show', () => {
  test('a hundred wakes of a waiting card are one run', async () => {
    const runs: SubmissionId[] = [];
    await Promise.all(Array.from({ length: 100 }, () => room.jobs.show(id('a'), 'progress')));

    await work({ show: async (data) => void runs.push(data.id) });

    await until(async () => (await depth('progress')) === 0);
    expect(runs).toEqual([id('a')]);
  });

  test('wakes that arrive during a run cause exactly one more, and one card is never shown twice at a time', async () => {
    const running = gate();
    const go = gate();
    let active = 0;
    let most = 0;
    let runs = 0;
    await work({
      show: async () => {
        most = Math.max(most, ++active);
        if (++runs === 1) {
          running.open();
          await go.passed;
        }
        active--;
      },
    });
    await room.jobs.show(id('a'), 'progress');
    await running.passed;

    await Promise.all(Array.from({ length: 20 }, () => room.jobs.show(id('a'), 'progress')));
    go.open();

    await until(async () => runs >= 2 && (await depth('progress')) === 0);
    expect({ runs, most }).toEqual({ runs: 2, most: 1 });
  });

  test('an end does not wait behind progress that takes every place', async () => {
    const go = gate();
    const ended = gate();
    let progress = 0;
    await work({
      show: async (data) => {
        if (data.urgency === 'end') return ended.open();
        progress++;
        await go.passed;
      },
    });
    await Promise.all(Array.from({ length: 50 }, (_, i) => room.jobs.show(id(`p${i}`), 'progress')));
    await until(() => progress === 8);

    await room.jobs.show(id('a'), 'end');

    await ended.passed;
    expect(progress).toBe(8);
    go.open();
  });

  test('a delayed show runs when it is time, not before', async () => {
    const runs: number[] = [];
    await work({ show: async () => void runs.push(Date.now()) });

    const asked = Date.now();
    await room.jobs.show(id('a'), 'end', 300);

    await until(() => runs.length === 1);
    expect((runs[0] ?? 0) - asked).toBeGreaterThanOrEqual(295);
  });

  test('an end that is wanted now moves one that waits; a later one does not put it off', async () => {
    const runs: number[] = [];
    await work({ show: async () => void runs.push(Date.now()) });
    await room.jobs.show(id('a'), 'end', 60_000);

    await room.jobs.show(id('a'), 'end');
    await room.jobs.show(id('a'), 'end', 60_000);

    await until(() => runs.length > 0, 2000);
    expect(runs).toHaveLength(1);
  });
});

describe('close', () => {
  test('lets a job finish and takes no further one', async () => {
    const running = gate();
    const go = gate();
    const done: SubmissionId[] = [];
    const stopping = await work({
      deliver: async (data) => {
        running.open();
        await go.passed;
        done.push(data.id);
      },
    });
    await room.jobs.deliver(id('a'));
    await running.passed;

    const closed = stopping.close({ ms: 5000 });
    await room.jobs.deliver(id('b'));
    go.open();
    await closed;

    expect(done).toEqual([id('a')]);
    expect(await depth('deliver')).toBe(1);
  });

  test('aborts what does not finish in time, and another worker takes it up', async () => {
    const running = gate();
    let aborted = false;
    const stopping = await work({
      deliver: (_data, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            aborted = true;
          });
          running.open();
        }),
    });
    await room.jobs.deliver(id('a'));
    await running.passed;

    const asked = Date.now();
    await stopping.close({ ms: 200 });
    expect(Date.now() - asked).toBeLessThan(2000);
    expect(aborted).toBe(true);

    const again = await open(redis.url);
    const taken = gate();
    const next = await again.startWorkers({ ...idle, deliver: async () => taken.open() }, { onDead: () => {} });
    await taken.passed;
    await next.close({ ms: 1000 });
    await again.close();
  }, 20_000);
});
