import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { gatewayButtons, type Stage, setStage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage.strike({ forgive: true }));

test('SIGTERM ends the bot in time although the gateway holds its answer back, and the submit is not repeated', async () => {
  stage = await setStage({ env: { MJ_AUTH: 'secret' } });
  const lift = stage.gateway.faults.add({ kind: 'imagine', then: { do: 'slow-body', ms: 40_000 } });
  await stage.imagine('a fox that takes its time');
  await stage.gateway.waitFor(() => stage.gateway.submits[0], { what: 'the submit' });

  const asked = performance.now();
  expect(await stage.bot.stop(10_000)).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);

  lift();
  await stage.startBot();
  await stage.card((c) => gatewayButtons(c).length === 9, 'the picture', { timeoutMs: 40_000 });
  expect(stage.gateway.submits).toHaveLength(1);
});

test.each([
  ['npm', (pid: number) => pid],
  ['npm and all that it started, as Ctrl-C and systemd do', (pid: number) => -pid],
])('npm start says ready, and SIGTERM to %s ends the bot and its Redis', async (_, target) => {
  stage = await setStage({ withoutBot: true });
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...stage.env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: npm.stdout })) {
    lines.push(line);
    if (line === 'ready') break;
  }
  expect(lines).toContain('ready');
  expect((await fetch(`${stage.address}/readyz`)).status).toBe(200);

  process.kill(target(npm.pid ?? 0), 'SIGTERM');
  await once(npm, 'exit');
  // The directory is free again only when bot and Redis are gone.
  await stage.startBot({ readyMs: 15_000 });
  expect(stage.bot.log.some((l) => l.msg === 'adopted the embedded Redis of an earlier run')).toBe(false);
});

test('SIGTERM while it waits for Redis ends it at once', async () => {
  stage = await setStage({ withoutBot: true, env: { REDIS_URL: 'redis://127.0.0.1:9' } });
  const bot = await stage.startBot({ readyMs: 0 });
  await bot.logged((l) => /redis/i.test(l.msg ?? ''), 'a word about Redis');

  const asked = performance.now();
  expect(await bot.stop(10_000)).toBe(0);
  expect(performance.now() - asked).toBeLessThan(3000);
});
