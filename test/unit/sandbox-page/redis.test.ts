import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { chooseRedis } from '../../../src/sandbox/redis.ts';

async function folderWith(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'path-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), '');
  await chmod(join(folder, name), 0o755);
  return folder;
}

test.each(['redis-server', 'valkey-server'])('an installed %s is left to the bot', async (name) => {
  const choice = await chooseRedis({ path: `/nowhere:${await folderWith(name)}`, ci: true });
  expect(choice.url).toBeUndefined();
  expect(choice.note).toBeUndefined();
});

test('with CI=true a missing server is a failure', async () => {
  await expect(chooseRedis({ path: '/nowhere', ci: true })).rejects.toThrow('redis-server');
});

test('elsewhere an in-process server takes its place, says so, and runs a BullMQ job', async () => {
  const choice = await chooseRedis({ path: '/nowhere', ci: false });
  onTestFinished(() => choice.close());
  expect(choice.note).toContain('keeps nothing');
  const { url } = choice;
  if (url === undefined) throw new Error('no address');
  const connect = () => new Redis(url, { maxRetriesPerRequest: null });
  const connections = [connect(), connect(), connect()] as const;
  const queue = new Queue('drawings', { connection: connections[0] });
  const events = new QueueEvents('drawings', { connection: connections[1] });
  const worker = new Worker('drawings', async (job) => `drew ${job.data.what}`, { connection: connections[2] });
  await events.waitUntilReady();
  const job = await queue.add('draw', { what: 'a fox' }, { delay: 20 });
  expect(await job.waitUntilFinished(events, 10_000)).toBe('drew a fox');
  await Promise.all([worker.close(), events.close(), queue.close()]);
  for (const connection of connections) connection.disconnect();
});
