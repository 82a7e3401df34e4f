import { createServer, type Socket } from 'node:net';
import { expect, test as plain } from 'vitest';
import { onStage } from '../support/on-stage.ts';
import { freePort } from '../support/redis.ts';

const test = plain.extend(onStage);

test('a start that waits for a Redis which says nothing tells so, and ends', async ({ setStage, onTestFinished }) => {
  const sockets = new Set<Socket>();
  const mute = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  const port = await freePort();
  await new Promise<void>((resolve) => mute.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    mute.close();
  });
  const stage = await setStage({ withoutBot: true, forgive: true });
  const bot = await stage.startBot({ readyMs: 0, env: { REDIS_URL: `redis://127.0.0.1:${port}` } });

  await bot.logged((line) => line.msg === 'the start waits', 'what it waits for', 20_000);
  expect(bot.log.find(({ msg }) => msg === 'the start waits')).toMatchObject({ level: 'warn', waitingFor: 'Redis' });
  expect(await bot.ended).toBe(1);
  expect(bot.output).toContain('REDIS_URL: Redis does not answer');
});
