import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SubmissionId } from '../../../src/domain/ids.ts';
import type { PaintVisit } from '../../../src/domain/paint-visit.ts';
import type { Paints } from '../../../src/flows/needs/masks.ts';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { open, visitTo } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;
/** As the stories see them. */
let paints: Paints;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(async () => {
  room = await open(redis.url);
  paints = room.paints;
});
afterEach(async () => {
  await room.close();
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

const submission = SubmissionId.parse('s0123456789abcdefghi');
const visit: PaintVisit = visitTo(submission);

/** Every byte there is, and some that look like other things. */
const mask = Buffer.from([
  ...Buffer.from('\x89PNG\r\n\x1A\n', 'latin1'),
  ...Array.from({ length: 256 }, (_, i) => i),
  0,
  0,
]);

describe('a link to the painter', () => {
  test('is kept as it is for 30 minutes, for whoever answers and for workers', async () => {
    const id = await paints.open(visit);

    expect(await paints.get(id)).toEqual(visit);
    expect(await room.patient.paints.get(id)).toEqual(visit);
    const left = await raw.pttl(`{mj}:paint:${id}`);
    expect(left).toBeGreaterThan(29 * 60_000);
    expect(left).toBeLessThanOrEqual(30 * 60_000);
  });

  test('keeps all that a visit may hold', async () => {
    const whole: PaintVisit = {
      ...visit,
      ref: { of: 'button', submission, hash: 'h1' },
      viewId: 'V1',
      mask: 'm1',
    };

    expect(await paints.get(await paints.open(whole))).toEqual(whole);
  });

  test('has an id of 128 bits that fits into a token, another one each time', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => paints.open(visit)));

    expect(new Set(ids).size).toBe(20);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22}$/);
    expect(ids.every((id) => Buffer.from(id, 'base64url').length === 16)).toBe(true);
  });

  test('that nobody knows is none', async () => {
    expect(await paints.get('nobody')).toBeUndefined();
    expect(await paints.use('nobody')).toBe(false);
    expect(await paints.mask('nobody')).toBeUndefined();
  });

  test('learns where its modal is, and still ends in time', async () => {
    const id = await paints.open(visit);
    await raw.pexpire(`{mj}:paint:${id}`, 60_000);

    await paints.seat(id, 'V1');
    await paints.seat(id, 'V2');

    expect(await paints.get(id)).toEqual({ ...visit, viewId: 'V2' });
    expect(await raw.pttl(`{mj}:paint:${id}`)).toBeLessThanOrEqual(60_000);
  });

  test('whose time is over leaves nothing behind when it is written to', async () => {
    const id = await paints.open(visit);
    await raw.del(`{mj}:paint:${id}`);

    await paints.seat(id, 'V1');
    expect(await paints.use(id)).toBe(false);

    expect(await raw.keys('{mj}:paint:*')).toEqual([]);
  });

  test('is used up by one of many who try at the same moment', async () => {
    const other = await open(redis.url);
    const id = await paints.open(visit);

    const [first, second] = await Promise.all([paints.use(id), other.paints.use(id)]);
    expect(first).toBe(!second);
    const another = await paints.open(visit);
    const many = await Promise.all(
      [room, other, room.patient, other.patient].flatMap((each) =>
        Array.from({ length: 5 }, () => each.paints.use(another)),
      ),
    );
    await other.close();

    expect(many.filter((mine) => mine)).toHaveLength(1);
    expect(await paints.get(id)).toEqual({ ...visit, used: true });
  });

  test('that another version wrote in a form unknown to this one is none', async () => {
    const id = await paints.open(visit);
    await raw.hset(`{mj}:paint:${id}`, 'visit', '{"ref":{"of":"gallery"}}');

    expect(await paints.get(id)).toBeUndefined();
  });
});

describe('a painted mask', () => {
  test('is kept for a day, byte for byte', async () => {
    const id = await paints.keep('p1', mask);

    expect(await paints.mask(id)).toEqual(mask);
    expect(await room.patient.paints.mask(id)).toEqual(mask);
    const left = await raw.pttl(`{mj}:mask:${id}`);
    expect(left).toBeGreaterThan(86_000_000);
    expect(left).toBeLessThanOrEqual(86_400_000);
  });

  test('of megabytes comes back whole', async () => {
    const large = Buffer.alloc(5_000_000, mask);

    expect((await paints.mask(await paints.keep('p1', large)))?.equals(large)).toBe(true);
  });

  test('has the same id when it is kept again, and another one for another mask or link', async () => {
    const id = await paints.keep('p1', mask);

    expect(await paints.keep('p1', mask)).toBe(id);
    expect(id).toMatch(/^[\w-]{22}$/);
    const others = [await paints.keep('p2', mask), await paints.keep('p1', mask.subarray(1))];
    expect(new Set([id, ...others]).size).toBe(3);
  });
});

test('while Redis is away, whoever answers a person is told at once', async () => {
  const gone = await startRedis();
  const lost = await open(gone.url);
  await gone.stop();

  for (const attempt of [
    () => lost.paints.open(visit),
    () => lost.paints.use('p1'),
    () => lost.paints.mask('m1'),
    () => lost.settings.of('T1', 'U1'),
    () => lost.settings.change('T1', 'U1', { remix: 'on' }),
  ])
    await expect(attempt()).rejects.toMatchObject({ name: 'Unreachable', peer: 'redis' });
  await lost.close();
});
