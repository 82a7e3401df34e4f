import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/app/config.ts';
import { createLogger } from '../../../src/app/logger.ts';
import { createTelemetry } from '../../../src/app/telemetry/index.ts';
import { start } from '../../../src/app/wire.ts';
import { demoWorkspace } from '../../../src/sandbox/slack/demo-workspace.ts';
import { startSlack } from '../../../src/sandbox/slack/index.ts';
import { freePort, startRedis } from '../../support/redis.ts';
import { MANIFEST } from '../../support/stage.ts';

test('a start waits for Redis and three calls to Slack, and not for the gateway, which says nothing', async ({
  onTestFinished,
}) => {
  const [redis, slack] = [await startRedis(), await startSlack({ ...demoWorkspace, app: MANIFEST, mode: 'socket' })];
  const asked: Socket[] = [];
  const gateway = createServer((socket) => void asked.push(socket.on('error', () => undefined)));
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  const { port } = gateway.address() as { port: number };
  onTestFinished(async () => {
    for (const socket of asked) socket.destroy();
    gateway.close();
    await Promise.all([slack.close(), redis.stop()]);
  });
  const parsed = parseConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_FILE_HOSTS: slack.fileHost,
    MJ_BASE_URL: `http://127.0.0.1:${port}`,
    MJ_API_KEY: 'a-key',
    REDIS_URL: redis.url,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
  });
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  const clock = { now: () => Date.now(), steady: () => performance.now() };
  const world = {
    ...clock,
    random: Math.random,
    log: createLogger({ level: 'fatal' }),
    telemetry: createTelemetry(clock),
    version: '0',
  };

  const bot = await start(parsed.config, undefined, world);
  onTestFinished(() => bot.stop(1000));

  // Whose token it is; then each of two lines opens, side by side, and the first suffices.
  const calls = slack.calls.map(({ method }) => method);
  expect(calls).toEqual(['auth.test', ...Array.from({ length: calls.length - 1 }, () => 'apps.connections.open')]);
  expect(calls.length).toBeLessThanOrEqual(3);
  // It was asked, and nobody waited.
  expect(asked).not.toEqual([]);
});
