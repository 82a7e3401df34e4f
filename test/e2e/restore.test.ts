import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, test as plain, type TestContext } from 'vitest';
import { onStage } from '../support/on-stage.ts';
import { startRedis } from '../support/redis.ts';
import { done, type Stage, type StageOptions, seen } from '../support/stage.ts';

/**
 * A copy of Redis is taken while the bot works, as `docs/growing.md` says, and put in the place of what came after it. The copy does not know what
 * was sent meanwhile; the gateway does, and nobody pays twice.
 */
const test = plain.extend(onStage);
const QUEUE_FULL = { code: 23, description: '队列已满，请稍后尝试', result: null, properties: {} };

interface Before {
  stage: Stage;
  /** Everything stops, the copy takes Redis' place an hour later, and the bot starts. */
  restore: () => Promise<void>;
}

/** One that is done, one that runs and one that waits for the gateway when the copy is taken; all end after it, and one more is asked for. */
async function worked(
  {
    setStage,
    onTestFinished,
  }: { setStage: (options: StageOptions) => Promise<Stage> } & Pick<TestContext, 'onTestFinished'>,
  dialect: 'plus' | 'new-api',
): Promise<Before> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mj-restore-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const flags = (dir: string) => ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', path.join(folder, dir)];
  await mkdir(path.join(folder, 'live'));
  const live = await startRedis({ flags: flags('live') });
  onTestFinished(() => live.stop());
  const stage = await setStage({
    env: { REDIS_URL: live.url },
    gateway: { dialect, drawMs: 2500, switches: { sweepMs: 1000 } },
    forgive: true,
  });

  await stage.imagine('a fox before');
  await stage.card(done, 'the picture of what is done before', { n: 0 });
  const full = stage.gateway.faults.add({
    kind: 'imagine',
    when: ({ body }) => body['prompt'] === 'a fox that waits',
    then: { do: 'answer', status: 200, body: QUEUE_FULL },
  });
  await stage.imagine('a fox that waits');
  await stage.card((card) => /try|again/i.test(seen(card)), 'the card that waits', { n: 1 });
  await stage.imagine('a fox that runs');
  const running = () => stage.gateway.submits.find(({ body }) => body['prompt'] === 'a fox that runs')?.body['state'];
  await stage.bot.logged(
    (line) => line.msg === 'submitted' && 'submission' in line && line.submission === running(),
    'the submit',
  );

  await cp(path.join(folder, 'live'), path.join(folder, 'copy'), { recursive: true });

  full();
  await stage.card(done, 'the picture of what waited', { n: 1, timeoutMs: 40_000 });
  await stage.card(done, 'the picture of what ran', { n: 2, timeoutMs: 40_000 });
  await stage.imagine('a fox after');
  await stage.card(done, 'the picture of what came after', { n: 3 });
  expect(stage.gateway.submits).toHaveLength(4);

  return {
    stage,
    async restore() {
      await stage.bot.stop();
      await live.stop();
      const copy = await startRedis({ flags: flags('copy'), port: live.port });
      onTestFinished(() => copy.stop());
      const raw = new Redis(copy.url);
      await raw.hset('{mj}:generation', 'seen', Date.now() - 60 * 60_000);
      raw.disconnect();
      await stage.startBot();
    },
  };
}

describe.concurrent('a copy of Redis that is put back', { timeout: 120_000 }, () => {
  test('costs nothing a second time: what was sent since is found at the gateway', async ({
    setStage,
    onTestFinished,
  }) => {
    const { stage, restore } = await worked({ setStage, onTestFinished }, 'plus');
    const cards = stage.cards().map(({ ts }) => ts);
    await restore();

    await stage.bot.logged(({ msg }) => msg?.includes('Redis holds a copy') ?? false, 'the operator being told');
    await stage.bot.logged(({ msg }) => msg?.startsWith('doubt resolved') ?? false, 'the doubt being resolved', 30_000);
    // The record of one that had ended reaches its end once more, on the card that it had.
    const waited = stage.gateway.submits.find(({ body }) => body['prompt'] === 'a fox that waits');
    await stage.bot.logged(
      (line) => line.msg === 'delivered' && 'submission' in line && line.submission === waited?.body['state'],
      'its end',
      30_000,
    );
    await stage.card(done, 'the picture of what waited', { n: 1 });

    await stage.imagine('a fox of the new time');
    await stage.card(done, 'a picture, as ever', { n: 4 });
    expect(stage.gateway.submits).toHaveLength(5);
    expect(
      stage
        .cards()
        .slice(0, 4)
        .map(({ ts }) => ts),
    ).toEqual(cards);
    expect(stage.cards().every(done)).toBe(true);
    expect([...stage.slack.violations, ...stage.gateway.violations]).toEqual([]);
  });

  test('is honest where the gateway lists nothing: it is not known, and nothing is sent', async ({
    setStage,
    onTestFinished,
  }) => {
    const { stage, restore } = await worked({ setStage, onTestFinished }, 'new-api');
    await restore();

    await stage.card((card) => !done(card) && /may have taken this/.test(seen(card)), 'the doubt', {
      n: 1,
    });
    await stage.imagine('a fox of the new time');
    await stage.card(done, 'a picture, as ever', { n: 4 });
    expect(stage.gateway.submits).toHaveLength(5);
    expect(stage.cards()).toHaveLength(5);
  });
});
