import { createServer, type Socket } from 'node:net';
import { describe, expect, test as plain } from 'vitest';
import { onStage } from '../support/on-stage.ts';
import { freePort } from '../support/redis.ts';
import { gatewayButtons } from '../support/stage.ts';

const test = plain.extend(onStage);

const PLANT = './test/support/plants/nobody-looks.mjs';

describe.concurrent('what nobody foresaw', () => {
  test('a promise that is rejected while nobody looks ends the process, with a line at fatal, and the next one goes on', async ({
    setStage,
  }) => {
    const stage = await setStage({ plants: [PLANT], gateway: { drawMs: 3000 } });
    await stage.imagine('a fox that is still drawn');
    await stage.gateway.waitFor(() => stage.gateway.submits[0], { what: 'the submit' });
    const { bot } = stage;

    process.kill(bot.pid, 'SIGUSR2');

    expect(await bot.ended).toBe(1);
    expect(bot.log.filter(({ level }) => level === 'fatal')).toMatchObject([
      { msg: 'a promise was rejected and nobody looked', err: { message: 'a planted rejection' } },
    ]);
    await stage.startBot({ plants: [] });
    await stage.card((card) => gatewayButtons(card).length === 9, 'the picture', { timeoutMs: 40_000 });
    expect(stage.gateway.submits).toHaveLength(1);
  });

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
});
