import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { UserMistake } from '../../../src/domain/errors.ts';
import { SubmissionId } from '../../../src/domain/ids.ts';
import { ended, submitting } from '../../../src/domain/life/index.ts';
import type { QueueOptions, QueueRoom } from '../../../src/queue/index.ts';
import { DAY_MS } from '../../../src/queue/keys.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { open, submission } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});
afterEach(async () => {
  await room.close();
  await raw.flushall();
});

async function opened(more: Partial<QueueOptions> = {}): Promise<void> {
  room = await open(redis.url, more);
}

/** Accepts that many different submissions at once and counts what became of them. */
async function acceptMany(count: number): Promise<Record<string, number>> {
  const outcomes = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      room.intake.accept(submission(room.intake.idFor(`event-${i}`))).catch((error: unknown) => {
        if (error instanceof UserMistake) return error.code;
        throw error;
      }),
    ),
  );
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

async function waitingSubmits(): Promise<number> {
  return (await room.health()).queues.submit.waiting;
}

describe('ids', () => {
  test('an id is derived from its key alone, and is one that BullMQ and our buttons accept', async () => {
    await opened();

    const id = room.intake.idFor('Ev0123');

    expect(id).toBe(room.intake.idFor('Ev0123'));
    expect(id).not.toBe(room.intake.idFor('Ev0124'));
    expect(SubmissionId.safeParse(id).success).toBe(true);
  });
});

describe('accept', () => {
  test('stores the record and one job', async () => {
    await opened();
    const record = submission(room.intake.idFor('Ev1'));

    expect(await room.intake.accept(record)).toBe('stored');

    expect(await room.records.get(record.id)).toEqual(record);
    expect(await waitingSubmits()).toBe(1);
  });

  test('a redelivery finds what is stored and adds nothing', async () => {
    await opened();
    const record = submission(room.intake.idFor('Ev1'));
    await room.intake.accept(record);

    expect(await room.intake.accept({ ...record, channel: 'C2' })).toBe('known');

    expect((await room.records.get(record.id))?.channel).toBe('C1');
    expect(await waitingSubmits()).toBe(1);
  });

  test('a redelivery adds the job that a kill left out, unless the submission was begun', async () => {
    await opened();
    const record = submission(room.intake.idFor('Ev1'));
    // As a process leaves it that is killed between the two steps of a server that lacks a script.
    const killedBetween = async () => {
      await room.intake.accept(record);
      await raw.del(await raw.keys('{mj}:submit:*'));
      expect(await waitingSubmits()).toBe(0);
    };

    await killedBetween();
    expect(await room.intake.accept(record)).toBe('known');
    expect(await waitingSubmits()).toBe(1);

    await killedBetween();
    await room.records.change(record.id, submitting(Date.now()));
    expect(await room.intake.accept(record)).toBe('known');
    expect(await waitingSubmits()).toBe(0);
  });

  test('of twenty deliveries at once one is stored, with one job', async () => {
    await opened({ limits: { daily: 1, concurrent: 1 } });
    const record = submission(room.intake.idFor('Ev1'));

    const answers = await Promise.all(Array.from({ length: 20 }, () => room.intake.accept(record)));

    expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
    expect(await waitingSubmits()).toBe(1);
  });
});

describe('quotas', () => {
  test('of fifty at once exactly the daily limit is accepted', async () => {
    await opened({ limits: { daily: 7, concurrent: 0 } });

    expect(await acceptMany(50)).toEqual({ stored: 7, 'daily-limit': 43 });
    expect(await waitingSubmits()).toBe(7);
  });

  test('of fifty at once exactly the concurrent limit is accepted, and the mistake names it', async () => {
    await opened({ limits: { daily: 0, concurrent: 3 } });

    expect(await acceptMany(50)).toEqual({ stored: 3, 'concurrent-limit': 47 });
    const more = room.intake.accept(submission(room.intake.idFor('more')));
    await expect(more).rejects.toMatchObject({ code: 'concurrent-limit', params: { limit: 3 } });
  });

  test('no limit means no limit', async () => {
    await opened();

    expect(await acceptMany(50)).toEqual({ stored: 50 });
  });

  test('a person, a workspace and a day have quotas of their own', async () => {
    await opened({ limits: { daily: 1, concurrent: 0 } });
    const at = (id: string, more: object) => room.intake.accept(submission(room.intake.idFor(id), more));
    await at('a', {});

    await expect(at('b', {})).rejects.toBeInstanceOf(UserMistake);
    expect(await at('c', { asker: 'U2' })).toBe('stored');
    expect(await at('d', { team: 'T2' })).toBe('stored');
    expect(await at('e', { at: { accepted: Date.now() + DAY_MS } })).toBe('stored');
  });

  test('an end makes room among the running ones; only a failure gives the day back', async () => {
    await opened({ limits: { daily: 2, concurrent: 1 } });
    const accept = async (key: string) => {
      const record = submission(room.intake.idFor(key));
      await room.intake.accept(record);
      return record;
    };
    const first = await accept('a');
    await expect(accept('b')).rejects.toMatchObject({ code: 'concurrent-limit' });

    await room.intake.release(first, { giveBack: false });
    const second = await accept('b');
    await expect(accept('c')).rejects.toMatchObject({ code: 'daily-limit' });

    await room.intake.release(second, { giveBack: true });
    await room.intake.release(second, { giveBack: true });
    await accept('c');
    await expect(accept('d')).rejects.toMatchObject({ code: 'daily-limit' });
  });

  test('a refused submission may be sent again once there is room', async () => {
    await opened({ limits: { daily: 0, concurrent: 1 } });
    const first = submission(room.intake.idFor('a'));
    const second = submission(room.intake.idFor('b'));
    await room.intake.accept(first);
    await expect(room.intake.accept(second)).rejects.toBeInstanceOf(UserMistake);

    await room.intake.release(first, { giveBack: false });

    expect(await room.intake.accept(second)).toBe('stored');
  });

  test('one that goes on after its end counts again, in a limit that is full and in one that it was given back to', async () => {
    await opened({ limits: { daily: 3, concurrent: 2 } });
    const accept = async (key: string) => {
      const record = submission(room.intake.idFor(key));
      await room.intake.accept(record);
      return record;
    };
    const first = await accept('a');
    await room.intake.release(first, { giveBack: true });
    await accept('b');
    await room.intake.retake(first);
    await room.intake.retake(first);

    expect(await room.intake.usage({ team: 'T1', user: 'U1' })).toMatchObject({ today: 2, running: 2 });
    await expect(accept('c')).rejects.toMatchObject({ code: 'concurrent-limit' });
    await room.intake.release(first, { giveBack: false });
    await accept('c');
    await room.intake.retake(first);
    expect(await room.intake.usage({ team: 'T1', user: 'U1' })).toMatchObject({ today: 3, running: 3 });
    for (const key of await raw.keys('*running*')) expect(await raw.pttl(key)).toBeGreaterThan(0);
  });

  test('a place that was taken again for nothing is swept', async () => {
    let now = Date.now();
    await opened({ limits: { daily: 0, concurrent: 1 }, now: () => now });
    const record = submission(room.intake.idFor('a'), { at: { accepted: now } });
    await room.intake.accept(record);
    await room.records.change(record.id, ended({ kind: 'done' }, now));
    await room.intake.release(record, { giveBack: false });
    await room.intake.retake(record);

    now += 16_000;
    expect(await room.intake.accept(submission(room.intake.idFor('b')))).toBe('stored');
  });

  test('a reservation whose record never came into being stops counting', async () => {
    let now = Date.now();
    await opened({ limits: { daily: 1, concurrent: 1 }, now: () => now });
    const lost = submission(room.intake.idFor('lost'), { at: { accepted: now } });
    await room.intake.accept(lost);
    await raw.del(`{mj}:record:${lost.id}`);
    const next = submission(room.intake.idFor('next'), { at: { accepted: now } });

    await expect(room.intake.accept(next)).rejects.toBeInstanceOf(UserMistake);
    now += 16_000;
    expect(await room.intake.accept(next)).toBe('stored');
  });

  test('a submission that ended without being released stops counting as running, but not for the day', async () => {
    let now = Date.now();
    await opened({ limits: { daily: 2, concurrent: 1 }, now: () => now });
    const accept = (key: string) => room.intake.accept(submission(room.intake.idFor(key), { at: { accepted: now } }));
    await accept('a');
    await room.records.change(room.intake.idFor('a'), ended({ kind: 'done' }, now));

    now += 16_000;
    expect(await accept('b')).toBe('stored');
    await room.records.change(room.intake.idFor('b'), ended({ kind: 'done' }, now));
    now += 16_000;
    await expect(accept('c')).rejects.toMatchObject({ code: 'daily-limit' });
  });
});

describe('first', () => {
  test('of many presses at once one is the first, until the time is over', async () => {
    await opened();

    const answers = await Promise.all(Array.from({ length: 10 }, () => room.intake.first('press', 60_000)));

    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await raw.pttl('{mj}:first:press')).toBeGreaterThan(50_000);
    await raw.del('{mj}:first:press');
    expect(await room.intake.first('press', 60_000)).toBe(true);
  });

  test('of many presses at once all go on under the key of one, until the time is over', async () => {
    await opened();
    const clicks = Array.from({ length: 10 }, (_, n) => `click ${n}`);

    const keys = await Promise.all(clicks.map((mine) => room.intake.firstOf('presses', mine, 60_000)));

    expect(new Set(keys).size).toBe(1);
    expect(clicks).toContain(keys[0]);
    expect(await raw.pttl('{mj}:first:presses')).toBeGreaterThan(50_000);
    await raw.del('{mj}:first:presses');
    expect(await room.intake.firstOf('presses', 'another', 60_000)).toBe('another');
  });
});
