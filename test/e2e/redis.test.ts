import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startRedis } from '../support/redis.ts';
import { ALICE, done, type Stage, seen, setStage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage.strike({ forgive: true }));

test('Redis gone for ten seconds: what runs is finished, and who asks meanwhile is told at once', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mj-redis-'));
  const flags = ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', folder];
  const first = await startRedis({ flags });
  stage = await setStage({ env: { REDIS_URL: first.url }, gateway: { drawMs: 3000 } });
  try {
    await stage.imagine('a steadfast fox');
    await stage.card((c) => /\d+%/.test(seen(c)), 'some progress');
    await first.stop();

    const { noticed } = await stage.imagine('an unlucky fox');
    expect(noticed).toMatchObject({ acked: true });
    expect(noticed.ms).toBeLessThan(3000);
    const sentence = await stage.slack.waitFor((w) => w.ephemerals.find((e) => e.user === ALICE), {
      what: 'the sentence',
    });
    expect(`${sentence.text}${seen(sentence)}`).toMatch(/nothing/i);
    await new Promise((resolve) => setTimeout(resolve, 10_000));

    const second = await startRedis({ port: first.port, flags });
    try {
      await stage.card(done, 'the picture', { timeoutMs: 40_000 });
      expect(stage.cards()).toHaveLength(1);
      expect(stage.gateway.submits).toHaveLength(1);
      expect(stage.gateway.violations).toEqual([]);
      await stage.imagine('a third fox');
      await stage.card(done, 'the picture', { n: 1 });
      await stage.bot.stop();
    } finally {
      await second.stop();
    }
  } finally {
    await first.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test('the embedded Redis survives a SIGKILL of the bot and is adopted by the next', async () => {
  stage = await setStage({ gateway: { drawMs: 3000 } });
  await stage.imagine('an adopted fox');
  await stage.card((c) => /\d+%/.test(seen(c)), 'some progress');
  const before = await readFile(path.join(stage.dataDir, 'redis.json'), 'utf8');
  await stage.bot.kill();

  await stage.startBot();
  await stage.card(done, 'the picture', { timeoutMs: 40_000 });

  const runId = (text: string) => (JSON.parse(text) as { runId: string }).runId;
  expect(runId(await readFile(path.join(stage.dataDir, 'redis.json'), 'utf8'))).toBe(runId(before));
  expect(runId(before)).toMatch(/^[0-9a-f]{40}$/);
  expect(stage.gateway.submits).toHaveLength(1);
});

test('two bots never share a data directory', async () => {
  stage = await setStage();
  const first = stage.bot;
  await expect(stage.startBot({ env: { PORT: '0' } })).rejects.toThrow(/78[\s\S]*DATA_DIR/);
  await first.stop();
});
