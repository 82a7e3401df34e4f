import { expect, onTestFinished, test } from 'vitest';
import { submitted, submitting } from '../../../src/domain/life/index.ts';
import type { QueueRoom, Workers } from '../../../src/queue/index.ts';
import { startRedisGroup } from '../../support/redis-group.ts';
import { idle, open, submission, until, visitTo } from './world.ts';

/** What the story tells when all went well. */
const WELL = { accepted: 'stored', found: true, read: 1, recent: 1, remix: 'on', mask: 'mask', used: true };

/** A submission from intake to its end, through every part of the room that touches several keys at once. */
async function story(room: QueueRoom): Promise<object> {
  const id = room.intake.idFor('a');
  const shown: string[] = [];
  const { records, watch, jobs, budget, leases } = room.patient;
  const workers: Workers = await room.startWorkers(
    {
      ...idle,
      async submit(data) {
        await records.change(data.id, submitting(1));
        await records.change(data.id, submitted('123', 2));
        await watch.at(data.id, Date.now());
      },
      async forget() {},
      async read() {
        const due = await watch.due(Date.now(), 10);
        await watch.remove(due);
        for (const one of due) await jobs.show(one, 'end');
      },
      async show(data) {
        await leases.hold(`card:${data.id}`, 1000, () =>
          budget.take('T1', 'post', { urgency: 'end', who: data.id, channel: 'C1' }),
        );
        shown.push(data.id);
      },
    },
    { onDead: () => {} },
  );

  const accepted = await room.intake.accept(submission(id));
  await until(() => shown.length === 1);
  const found = (await room.records.byTask('123')) === id;
  const read = (await room.records.getMany([id])).length;
  const recent = (await room.records.recent('T1', 'U1', 5)).length;

  const { remix } = await room.settings.change('T1', 'U1', { remix: 'on' });
  const visit = await room.paints.open(visitTo(id));
  const mask = (await room.paints.mask(await room.paints.keep(visit, Buffer.from('mask'))))?.toString();
  const used = await room.paints.use(visit);

  await workers.close({ ms: 1000 });
  await room.close();
  return { accepted, found, read, recent, remix, mask, used };
}

test.for(['cluster', 'sentinel'] as const)('the life of a submission on a %s', async (topology, { skip }) => {
  const group = await startRedisGroup(topology);
  if (group === undefined) return skip('no redis-server is installed, and the in-process stand-in stands alone');
  onTestFinished(() => group.stop());
  const url = topology === 'sentinel' ? `${group.url()}/2` : group.url();

  const room = await open(url, { limits: { daily: 5, concurrent: 5 } });

  expect(await story(room)).toEqual(WELL);
});
