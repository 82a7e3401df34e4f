import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { gate, idle, open, until } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;
const children: ChildProcess[] = [];

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url, { maxRetriesPerRequest: null });
  room = await open(redis.url);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await room.close();
  raw.disconnect();
  await redis.stop();
});

/** Starts a worker process; `took` resolves when it has taken a job of that name. */
function startHanging(): { took: (job: string) => Promise<void>; kill: () => Promise<void> } {
  const script = fileURLToPath(new URL('fixtures/hang.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, redis.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const taken = new Set<string>();
  createInterface({ input: child.stdout }).on('line', (line) => taken.add(line));
  return {
    took: async (job) => void (await until(() => taken.has(job), 15_000)),
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

test('a job whose worker is killed is taken up within ten seconds, also the second time; with the default settings it is not', async () => {
  const control = new Queue('control', { connection: raw, prefix: '{mj}' });
  await control.add('control', {});
  await room.jobs.deliver(room.intake.idFor('a'));
  const first = startHanging();
  await Promise.all([first.took('deliver'), first.took('control')]);
  expect((await room.health()).queues.deliver.active).toBe(1);

  const second = startHanging();
  await first.kill();
  const killedFirst = Date.now();
  await second.took('deliver');
  expect(Date.now() - killedFirst).toBeLessThan(10_000);

  let controlTaken = false;
  const taken = gate();
  const workers = await room.startWorkers({ ...idle, deliver: async () => taken.open() }, { onDead: () => {} });
  const controlWorker = new Worker('control', async () => void (controlTaken = true), {
    connection: raw,
    prefix: '{mj}',
  });
  await second.kill();
  const killedSecond = Date.now();
  await taken.passed;
  expect(Date.now() - killedSecond).toBeLessThan(10_000);
  expect(controlTaken).toBe(false);
  expect(await control.getJobCounts('active')).toEqual({ active: 1 });

  await until(async () => (await room.health()).queues.deliver.active === 0);
  expect((await room.health()).queues.deliver.failed).toBe(0);
  await Promise.all([workers.close({ ms: 1000 }), controlWorker.close(), control.close()]);
}, 60_000);
