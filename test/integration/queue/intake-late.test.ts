import { type ChainableCommander, Redis } from 'ioredis';
import { expect, test, vi } from 'vitest';
import { InDoubt } from '../../../src/domain/errors.ts';
import { NO_LIMITS } from '../../../src/domain/team-rules.ts';
import { openIntake } from '../../../src/queue/intake.ts';
import { openQueues } from '../../../src/queue/jobs.ts';
import { openGate, type Verdict } from '../../support/chaos-gate.ts';
import { startRedis } from '../../support/redis.ts';
import { listen, open, submission, until } from './world.ts';

/** What a person was told cannot be taken back: a submission whose write was given up never comes into being later. */

/** Opens the room behind a way on which `onWrite` may do something to the write of a record. */
async function behind(onWrite: (way: { stall(ms: number): void }) => Verdict) {
  const redis = await startRedis();
  const way = await openGate([redis.port], { onWrite: () => onWrite(way), onRead: () => undefined });
  const room = await open(`redis://127.0.0.1:${way.portOf(redis.port)}`, { limits: { daily: 0, concurrent: 1 } });
  const raw = new Redis(redis.url);
  const record = submission(room.intake.idFor('event-1'));
  return {
    room,
    raw,
    record,
    exists: async () => (await raw.exists(`{mj}:record:${record.id}`)) === 1,
    async [Symbol.asyncDispose]() {
      await room.close();
      raw.disconnect();
      await way.close();
      await redis.stop();
    },
  };
}

test('a write that reaches Redis after the connection gave it up stores nothing', async () => {
  await using world = await behind((way) => {
    way.stall(2500);
    return 'pass';
  });
  await expect(world.room.intake.accept(world.record)).rejects.toThrow(InDoubt);
  // The transaction has come when its job has; the reservation went with what was given up.
  await until(() => world.raw.exists('{mj}:submit:id'));
  expect(await world.exists()).toBe(false);
  await until(async () => (await world.raw.zcard('{mj}:running:T1:U1')) === 0);
});

test('a write that was stored and whose answer was lost is in doubt, and is there', async () => {
  await using world = await behind(() => 'mute');
  await expect(world.room.intake.accept(world.record)).rejects.toThrow(InDoubt);
  expect(await world.exists()).toBe(true);
});

test('one whose answer was lost, and whose job could not be added once more, is in doubt, and is there', async () => {
  const redis = await startRedis();
  const raw = new Redis(redis.url, { maxRetriesPerRequest: null });
  const queues = openQueues(raw, 'patient', listen().log);
  try {
    const lost = new Error('Command timed out');
    const begin = raw.multi.bind(raw) as () => ChainableCommander;
    vi.spyOn(raw, 'multi').mockImplementation(() => {
      const multi = begin();
      const exec = multi.exec.bind(multi);
      multi.exec = async () => {
        await exec();
        throw lost;
      };
      return multi;
    });
    vi.spyOn(queues.submit, 'add').mockRejectedValue(lost);
    const intake = openIntake(raw, queues.submit, { limits: NO_LIMITS, retentionMs: 60_000, now: Date.now });
    const record = submission(intake.idFor('event-1'));

    await expect(intake.accept(record)).rejects.toThrow(InDoubt);
    expect(await raw.exists(`{mj}:record:${record.id}`)).toBe(1);
  } finally {
    vi.restoreAllMocks();
    await Promise.all(Object.values(queues).map((queue) => queue.close()));
    raw.disconnect();
    await redis.stop();
  }
});
