import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Misconfigured, Refused } from '../../../src/domain/errors.ts';
import type { SubmissionId } from '../../../src/domain/ids.ts';
import type { DeadJob, Handlers, OnDead, QueueRoom, Workers } from '../../../src/queue/index.ts';
import type { Queues } from '../../../src/queue/job-map.ts';
import { openQueues } from '../../../src/queue/jobs.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { idle, type Lines, listen, open, submission, until } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let raws: Queues;
let lines: Lines[];
let clock: number;
let room: QueueRoom;
const workers: Workers[] = [];
const dead: DeadJob[] = [];

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url, { maxRetriesPerRequest: null });
});
beforeEach(async () => {
  dead.length = 0;
  clock = 0;
  const heard = listen();
  lines = heard.lines;
  room = await open(redis.url, { log: heard.log, now: () => Date.now() + clock });
  raws = openQueues(raw, 'patient', listen().log);
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((one) => one.close({ ms: 1000 })));
  await Promise.all(Object.values(raws).map((queue) => queue.close()));
  await room.close();
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

async function work(handlers: Partial<Handlers>, onDead: OnDead = (job) => void dead.push(job)) {
  const started = await room.startWorkers({ ...idle, ...handlers }, { onDead });
  workers.push(started);
  return started;
}

const id = (key: string): SubmissionId => room.intake.idFor(key);
const QUICK = { attempts: 2, backoff: 10, removeOnComplete: true, removeOnFail: 100 };

async function die(key: string, name = 'deliver'): Promise<void> {
  await raws.deliver.add(name, { id: id(key) }, { ...QUICK, deduplication: { id: `deliver-${id(key)}` } });
}

const fail = async (): Promise<never> => {
  throw new Error('no space left');
};
const broken: Partial<Handlers> = { deliver: fail };

/** Jobs as earlier versions of the bot added them. */
const museum = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../fixtures/records/jobs.json'), 'utf8'),
) as { queue: keyof Queues; name: string; data: object }[];

describe('the dead', () => {
  test('are listed with their reason, the newest first, across the queues', async () => {
    await work({
      ...broken,
      submit: async () => {
        throw new Error('another bug');
      },
    });
    await die('a');
    await until(async () => (await room.dead.list(10)).length === 1);
    await raws.submit.add('submit', { id: id('b') }, QUICK);
    await until(async () => (await room.dead.list(10)).length === 2);

    expect(await room.dead.list(10)).toEqual([
      { key: 'submit-1', job: 'submit', submission: id('b'), reason: 'another bug', tries: 2, at: expect.any(Number) },
      {
        key: 'deliver-1',
        job: 'deliver',
        submission: id('a'),
        reason: 'no space left',
        tries: 2,
        at: expect.any(Number),
      },
    ]);
    expect(await room.dead.list(1)).toHaveLength(1);
    expect(await room.dead.get('deliver-1')).toMatchObject({ submission: id('a') });
  });

  test('are told to the operator in one line at error, with job, submission and reason', async () => {
    await work(broken);
    await die('a');
    await until(() => lines.some((line) => line.level === 'error'));

    expect(lines.filter((line) => line.level === 'error')).toMatchObject([
      { fields: { job: 'deliver', submission: id('a'), reason: 'no space left', dead: 'deliver-1', attempt: 2 } },
    ]);
  });

  test('do not keep the gateway’s words, which may repeat a prompt', async () => {
    await work({
      deliver: async () => {
        throw new Refused('gateway', 'banned-word', 'banned near "a quokka"', { bannedWord: 'quokka' });
      },
    });
    await die('a');
    await until(async () => (await room.dead.list(10)).length === 1);

    expect((await room.dead.list(10))[0]?.reason).toMatch(/gateway's own words \(Refused\)/);
    const job = await raw.hgetall('{mj}:deliver:1');
    expect(job['failedReason']).toMatch(/gateway's own words/);
    expect(JSON.stringify(job)).not.toContain('quokka');
    // Once for each try.
    const told = lines.filter(({ fields }) => 'err' in fields);
    expect(told.map(({ level }) => level)).toEqual(['warn', 'error']);
    for (const { fields } of told) {
      const { err, ...rest } = fields as { err: Error };
      expect(JSON.stringify(rest)).not.toContain('quokka');
      // Whoever writes the line hides what a cause says.
      expect(err.cause).toBeInstanceOf(Refused);
      expect(`${err.message} ${err.stack}`).not.toContain('quokka');
    }
  });

  test('are told of before they are put away: where that fails, the job runs once more instead', async () => {
    let told = 0;
    const began = Date.now();
    await work(broken, () => {
      told += 1;
      throw new Error('Redis was away');
    });
    await die('a');
    await until(() => told === 1);
    await until(async () => (await room.health()).queues.deliver.delayed === 1);

    expect(await room.dead.list(10)).toEqual([]);
    expect(Date.now() - began).toBeLessThan(5000);
  });

  test('come back when they are to be told of later', async () => {
    const told: number[] = [];
    await work(broken, () => {
      told.push(Date.now());
      return told.length === 1 ? { againInMs: 300 } : undefined;
    });
    await die('a');
    await until(async () => (await room.dead.list(10)).length === 1);

    expect(told).toHaveLength(2);
    expect((told[1] ?? 0) - (told[0] ?? 0)).toBeGreaterThanOrEqual(290);
  });

  test('run again by a replay, with all their tries, and leave the list', async () => {
    const first = await work(broken);
    await die('a');
    await until(async () => (await room.dead.list(10)).length === 1);
    await first.close({ ms: 1000 });
    const runs: unknown[] = [];
    await work({ deliver: async (data) => void runs.push(data) });

    expect(await room.dead.replay('deliver-1')).toMatchObject({ submission: id('a') });
    await until(() => runs.length === 1);

    expect(runs).toEqual([{ id: id('a') }]);
    expect(await room.dead.list(10)).toEqual([]);
    expect(await room.dead.replay('deliver-1')).toBeUndefined();
  });

  test('never run beside a job for the same thing: a replay joins the one that waits', async () => {
    const first = await work(broken);
    await die('a');
    await until(async () => (await room.dead.list(10)).length === 1);
    await first.close({ ms: 1000 });

    await room.jobs.deliver(id('a'));
    await Promise.all([room.dead.replay('deliver-1'), room.dead.replay('deliver-1').catch(() => undefined)]);

    expect((await room.health()).queues.deliver).toMatchObject({ waiting: 1, delayed: 0, failed: 0 });
  });

  test('are forgotten by a drop', async () => {
    await work(broken);
    await die('a');
    await until(async () => (await room.dead.list(10)).length === 1);

    expect(await room.dead.drop('deliver-1')).toMatchObject({ submission: id('a') });
    expect(await room.dead.list(10)).toEqual([]);
  });

  test('end after two weeks with all that they carried, though nothing else of their queue dies', async () => {
    await work({ ...broken, forget: fail });
    const data = { team: 'T1', user: 'U0GONE', by: 'U0GONE', until: 1, cards: false };
    for (const by of ['U0GONE', 'U0ADMIN']) await raws.person.add('forget', { ...data, by }, QUICK);
    await die('a');
    await until(async () => (await room.dead.list(10)).length === 3);
    const old = Date.now() - 14 * 24 * 60 * 60_000 - 1000;
    await raw.hset('{mj}:person:1', 'finishedOn', old);
    await raw.zadd('{mj}:person:failed', old, '1');

    await raw.del('{mj}:first:end-old-dead');
    await raws.read.add('tick', {}, QUICK);
    await until(async () => (await room.dead.list(10)).length === 2);

    expect((await room.dead.list(10)).map(({ key }) => key).toSorted()).toEqual(['deliver-1', 'person-2']);
    expect(await room.dead.get('person-1')).toBeUndefined();
    expect(await raw.keys('{mj}:person:1*')).toEqual([]);
    expect((await room.health()).queues.person.failed).toBe(1);
    // Once an hour, whichever worker ticks.
    expect(await raw.pttl('{mj}:first:end-old-dead')).toBeGreaterThan(59 * 60_000);
    await raw.zadd('{mj}:person:failed', old, '2');
    await raws.read.add('tick', {}, { ...QUICK, jobId: 'again' });
    await until(async () => (await raw.exists('{mj}:read:again')) === 0);
    expect((await room.health()).queues.person.failed).toBe(1);
  });

  test.each(['', 'deliver', 'deliver-99', 'nonsense-1', 'deliver-1; x'])('%j names none', async (key) => {
    expect(await room.dead.get(key)).toBeUndefined();
    expect(await room.dead.replay(key)).toBeUndefined();
    expect(await room.dead.drop(key)).toBeUndefined();
  });

  test('a job that waits cannot be replayed or dropped', async () => {
    await room.jobs.deliver(id('a'));

    expect(await room.dead.drop('deliver-1')).toBeUndefined();
    expect((await room.health()).queues.deliver.waiting).toBe(1);
  });
});

describe('what another version of the bot wrote', () => {
  test.each([
    ['a job of a later version', 'deliver', { v: 2, id: 's1', with: 'more' }],
    ['a job of a name that came later', 'animate', { v: 1, id: 's1' }],
  ])('%s goes back, for a process that knows it, and costs no try', async (_, name, data) => {
    await work({});
    await raws.deliver.add(name, data, QUICK);
    await until(() => lines.some((line) => line.message.includes('another version')));
    await until(async () => (await room.health()).queues.deliver.delayed === 1);

    const [job] = await raws.deliver.getDelayed();
    expect(job).toMatchObject({ name, data, attemptsMade: 0 });
    expect(dead).toEqual([]);
  });

  test('a job that nobody knows for an hour is dead', async () => {
    await work({});
    await raws.deliver.add('animate', { v: 1, id: id('a') }, QUICK);
    await until(async () => (await room.health()).queues.deliver.delayed === 1);
    clock = 61 * 60_000;
    await until(async () => (await room.dead.list(10)).length === 1);

    expect(await room.dead.list(10)).toMatchObject([{ job: 'animate', submission: id('a') }]);
    expect(dead).toMatchObject([{ name: 'animate' }]);
  });

  test('a job without a version is of the first', async () => {
    const runs: unknown[] = [];
    await work({ deliver: async (data) => void runs.push(data) });
    await raws.deliver.add('deliver', { id: id('a') }, QUICK);

    await until(() => runs.length === 1);
    expect(runs).toEqual([{ id: id('a') }]);
  });

  test.each(museum)(
    'a $name job that carries $data, as an earlier version added it, is taken',
    async ({ queue, name, data }) => {
      const runs: string[] = [];
      const note = (handler: string) => async () => void runs.push(handler);
      await work({ submit: note('submit'), deliver: note('deliver'), show: note('show'), read: note('read') });
      await raws[queue].add(name, data, QUICK);

      await until(() => runs.length === 1);
      expect(runs).toEqual([name]);
      expect(dead).toEqual([]);
    },
  );

  test('today’s jobs say their version', async () => {
    await room.jobs.deliver(id('a'));
    await room.intake.accept(submission(id('b')));

    expect((await raws.deliver.getWaiting())[0]?.data).toEqual({ v: 1, id: id('a') });
    expect((await raws.submit.getWaiting())[0]?.data).toEqual({ v: 1, id: id('b') });
  });

  test('a record of a later version is left as it is, and its job is put off', async () => {
    const later = JSON.stringify({ ...submission(id('a')), v: 2, order: { verb: 'dream' } });
    await raw.hset(`{mj}:record:${id('a')}`, { rev: 7, data: later, open: 1 });
    await work({ submit: async (data) => void (await room.patient.records.get(data.id)) });
    await room.jobs.submit(id('a'));
    await until(async () => (await room.health()).queues.submit.delayed === 1);

    await expect(room.records.change(id('a'), (r) => ({ ...r, stalled: true }))).rejects.toBeInstanceOf(Misconfigured);
    expect(await room.records.getMany([id('a')])).toEqual([]);
    expect(await raw.hgetall(`{mj}:record:${id('a')}`)).toEqual({ rev: '7', data: later, open: '1' });
    expect(dead).toEqual([]);
  });

  test('fields that a later version added outlive a write of this one', async () => {
    const record = submission(id('a'));
    const stored = {
      ...record,
      colour: 'red',
      card: { ...record.card, sparkle: 3 },
      presses: [{ child: id('b'), by: 'U1', name: 'U1', customId: 'c', mood: 'glad' }],
    };
    await raw.hset(`{mj}:record:${id('a')}`, { rev: 1, data: JSON.stringify(stored), open: 1 });

    await room.records.change(id('a'), (r) => ({
      ...r,
      card: { ...r.card, posts: 1 },
      presses: [...r.presses, { child: id('c'), by: 'U1', name: 'U2', customId: 'd' }],
    }));

    const written = JSON.parse((await raw.hget(`{mj}:record:${id('a')}`, 'data')) ?? '') as object;
    expect(written).toMatchObject({
      colour: 'red',
      card: { sparkle: 3, posts: 1 },
      presses: [{ mood: 'glad' }, { child: id('c') }],
    });
  });
});
