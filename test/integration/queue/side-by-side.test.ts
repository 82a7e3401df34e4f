import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Misconfigured } from '../../../src/domain/errors.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { idle, open, until } from './world.ts';

let redis: TestRedis;
const ends: (() => Promise<void>)[] = [];
beforeAll(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
afterAll(async () => {
  await redis.stop();
});

/** A process of another version each. */
async function processes(read: readonly (() => Promise<void>)[]) {
  const rooms = [];
  for (const handler of read) {
    const room = await open(redis.url);
    const workers = await room.startWorkers({ ...idle, read: handler }, { onDead: () => {} });
    ends.unshift(async () => {
      await workers.close({ ms: 2000 });
      await room.close();
    });
    rooms.push(room);
  }
  return rooms;
}

test.each(['first', 'last'])(
  'a reading that a process cannot do, started %s, is soon done by the other',
  async (which) => {
    let [refused, done] = [0, 0];
    const cannot = async () => {
      refused += 1;
      throw new Misconfigured('redis', 'unreadable', 'a shape that this version does not know');
    };
    const can = async () => void (done += 1);
    const [room] = await processes(which === 'first' ? [cannot, can] : [can, cannot]);
    const id = room?.intake.idFor('a');
    if (room === undefined || id === undefined) throw new Error('no room');

    const counts = [];
    for (let reading = 1; reading <= 20; reading += 1) {
      const before = refused;
      await room.watch.at(id, Date.now());
      await until(async () => done >= reading, 20_000);
      counts.push(refused - before);
      await room.watch.remove([id]);
    }
    // Mostly none or one. Left to the order in which Redis wakes those who wait for an instant, it was done by the other after a minute, if at all.
    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
  },
  120_000,
);
