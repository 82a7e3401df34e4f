import { describe, type TestContext, test } from 'vitest';
import { submitted, submitting } from '../../../src/domain/life/index.ts';
import { startRedisGroup, type Topology } from '../../support/redis-group.ts';
import { idle, open, submission, until } from './world.ts';

/** Real servers on loopback ports: what a process of ours meets when the master that holds our keys goes away and another takes its place. */

/** A room on a group, with a worker that says which submissions it was given. */
async function set(topology: Topology, { skip, onTestFinished }: TestContext) {
  const group = await startRedisGroup(topology, { flags: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  if (group === undefined) return skip('no redis-server is installed, and the in-process stand-in stands alone');
  onTestFinished(() => group.stop());
  const room = await open(group.url());
  const given: string[] = [];
  const workers = await room.startWorkers(
    { ...idle, submit: async ({ id }) => void given.push(id) },
    { onDead: () => undefined },
  );
  onTestFinished(async () => {
    await workers.close({ ms: 500 });
    await room.close();
  });
  return { group, room, given };
}

describe.concurrent.each(['sentinel', 'cluster'] as const)('%s', { timeout: 90_000 }, (topology) => {
  test('a master is killed: who asks is told at once, who works waits, and nothing is lost', async (context) => {
    const { expect } = context;
    const { group, room, given } = await set(topology, context);
    const [before, during, after] = ['before', 'during', 'after'].map((key) => submission(room.intake.idFor(key)));
    if (before === undefined || during === undefined || after === undefined) throw new Error('no submissions');
    await room.intake.accept(before);
    await until(() => given.includes(before.id));

    const old = await group.killInStep();
    const asked = performance.now();
    await expect(room.records.get(before.id)).rejects.toMatchObject({ peer: 'redis' });
    expect(performance.now() - asked).toBeLessThan(2000);
    const waiting = room.patient.records.change(before.id, submitting(Date.now()));

    await group.tookOver(old);
    expect((await waiting)?.mark).toBe('submitting');
    await until(() => room.intake.accept(during).catch(() => undefined), 20_000);
    await until(() => given.includes(during.id), 20_000);

    // The old one comes back as a replica, and is to fail no one.
    await old.start();
    await group.tookOver(await group.killInStep());
    expect((await room.patient.records.change(before.id, submitted('123', Date.now())))?.task).toBe('123');
    await until(() => room.intake.accept(after).catch(() => undefined), 20_000);
    await until(() => given.includes(after.id), 20_000);
    expect((await room.patient.records.getMany([before.id, during.id, after.id])).length).toBe(3);
  });

  test('a master that answers no more, and closes nothing, is left for the one that took its place', async (context) => {
    const { expect } = context;
    const { group, room, given } = await set(topology, context);
    const first = submission(room.intake.idFor('first'));
    await room.intake.accept(first);
    await until(() => given.includes(first.id));

    const old = await group.holder();
    old.freeze();
    const waiting = room.patient.records.change(first.id, submitting(Date.now()));
    await group.tookOver(old);
    expect((await waiting)?.mark).toBe('submitting');
    const second = submission(room.intake.idFor('second'));
    await until(() => room.intake.accept(second).catch(() => undefined), 20_000);
    await until(() => given.includes(second.id), 20_000);
    old.thaw();
    // It learns that it is a replica, and what was written meanwhile.
    await until(async () => (await room.patient.records.get(second.id)) !== undefined);
  });
});
