import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { submitted, submitting } from '../../../src/domain/life/index.ts';
import type { QueueRoom, Workers } from '../../../src/queue/index.ts';
import { freePort, startRedis, type TestRedis } from '../../support/redis.ts';
import { idle, open, submission, until, visitTo } from './world.ts';

const servers: TestRedis[] = [];
const folders: string[] = [];

/** What the story tells when all went well. */
const WELL = { accepted: 'stored', found: true, read: 1, recent: 1, remix: 'on', mask: 'mask', used: true };

afterEach(async () => {
  for (const server of servers.splice(0).toReversed()) await server.stop();
  for (const path of folders.splice(0)) await rm(path, { recursive: true });
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'redis-'));
  folders.push(path);
  return path;
}

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

test('the life of a submission on a Redis Cluster', async ({ skip }) => {
  const server = await startRedis({
    flags: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
    cwd: await folder(),
  });
  servers.push(server);
  skip(!server.real, 'the in-process stand-in is started without a cluster');
  const admin = new Redis(server.url);
  await admin.cluster('ADDSLOTSRANGE', 0, 16_383);
  await until(async () => (await admin.cluster('INFO')).includes('cluster_state:ok'));
  admin.disconnect();

  const room = await open(`redis+cluster://127.0.0.1:${server.port}`, { limits: { daily: 5, concurrent: 5 } });

  expect(await story(room)).toEqual(WELL);
}, 20_000);

test('the life of a submission behind a Sentinel', async ({ skip }) => {
  const master = await startRedis();
  servers.push(master);
  skip(!master.real, 'the in-process stand-in has no Sentinel');
  const place = await folder();
  const port = await freePort();
  const configuration = join(place, 'sentinel.conf');
  await writeFile(
    configuration,
    `port ${port}\nbind 127.0.0.1\ndir ${place}\nsentinel monitor mymaster 127.0.0.1 ${master.port} 1\n`,
  );
  const sentinel = spawn(`${master.program}`, [configuration, '--sentinel'], { stdio: 'ignore' });
  onTestFinished(() => void sentinel.kill('SIGKILL'));

  const room = await open(`redis+sentinel://127.0.0.1:${port}/mymaster/2`, { limits: { daily: 5, concurrent: 5 } });

  expect(await story(room)).toEqual(WELL);
}, 20_000);
