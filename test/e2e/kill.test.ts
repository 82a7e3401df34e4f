import { describe, expect, test as plain } from 'vitest';
import { type OnStage, onStage } from '../support/on-stage.ts';
import { press, stepModal } from '../support/presses.ts';
import { startRedis } from '../support/redis.ts';
import { watchWrites } from '../support/redis-watch.ts';
import { slowWay } from '../support/slow-tcp.ts';
import { ALICE, gatewayButtons, pictureOf, type Stage, type StageOptions } from '../support/stage.ts';

/**
 * The bot is killed with SIGKILL at each mark of the record, the moment that Redis sees the mark, and started again. Whatever the mark, the same
 * card finishes, and the gateway sees exactly one submit. The tests run side by side: they mostly wait for the queue to notice.
 */
/** Longer than a kill takes to arrive on a busy machine. */
const REDIS_MS = 25;

interface Killing {
  stage: Stage;
  /** Resolves when Redis is given a record that holds all of `parts`. */
  watch(this: void, ...parts: string[]): ReturnType<typeof watchWrites>;
}

/** Each test has a Redis and a stage of its own, struck when it ends. */
const test = plain.extend<OnStage & { killing: (options?: StageOptions) => Promise<Killing> }>({
  ...onStage,
  killing: async ({ onTestFinished, setStage }, use) => {
    await use(async (options = {}) => {
      const redis = await startRedis();
      onTestFinished(() => redis.stop());
      const way = await slowWay(redis.port, REDIS_MS);
      onTestFinished(() => way.close());
      const stage = await setStage({
        rateScale: 0,
        forgive: true,
        ...options,
        env: { REDIS_URL: `redis://127.0.0.1:${way.port}`, MJ_AUTH: 'secret' },
        gateway: { drawMs: 800, ...options.gateway },
      });
      return {
        stage,
        async watch(...parts) {
          const watch = await watchWrites(redis.port, parts);
          onTestFinished(() => watch.close());
          return watch;
        },
      };
    });
  },
});

async function finished(stage: Stage): Promise<void> {
  await stage.card((c) => pictureOf(c) !== undefined && gatewayButtons(c).length === 9, 'the picture', {
    timeoutMs: 60_000,
  });
  expect(stage.cards()).toHaveLength(1);
  expect(stage.gateway.submits).toHaveLength(1);
  expect(stage.gateway.violations).toEqual([]);
  expect(stage.slack.violations).toEqual([]);
}

/** Every step outside takes a while, so that the kill falls between a mark and what it names, or while that is under way. */
function slow(stage: Stage): void {
  stage.slack.faults.add({ effect: { kind: 'delay', ms: 120 } });
  stage.gateway.faults.add({ kind: 'pictures', then: { do: 'delay', ms: 120 } });
}

const MARKS: [name: string, ...parts: string[]][] = [
  ['accepted', '"mark":"accepted"', '"card":{"mark":"none"'],
  ['announcing', '"card":{"mark":"announcing"'],
  ['announced', '"mark":"accepted"', '"card":{"mark":"announced"'],
  ['submitted', '"mark":"submitted"'],
  ['ended', '"mark":"ended"'],
  ['uploading', '"mark":"uploading"'],
  ['uploaded', '"mark":"uploaded"'],
  ['delivered', '"mark":"delivered"'],
];

describe.concurrent('SIGKILL', { timeout: 120_000 }, () => {
  test.for(MARKS)('at %s: the same card finishes, with one submit', async ([, ...parts], { killing }) => {
    const { stage, watch } = await killing();
    slow(stage);
    const written = await watch(...parts);
    await stage.imagine('an immortal fox').catch(() => undefined);
    await written.seen;
    await stage.bot.kill();

    await stage.startBot();
    await finished(stage);
  });

  test('at submitting, with the submit taken and its answer lost: the same card finishes, with one submit', async ({
    killing,
  }) => {
    const { stage } = await killing();
    slow(stage);
    stage.gateway.faults.add({ kind: 'imagine', then: { do: 'slow-body', ms: 3000 } });
    await stage.imagine('an immortal fox');
    await stage.gateway.waitFor(() => stage.gateway.submits[0], { what: 'the submit' });
    await stage.bot.kill();

    await stage.startBot();
    await finished(stage);
  });

  test('at in doubt: the same card finishes, with one submit', async ({ killing }) => {
    const { stage, watch } = await killing();
    stage.gateway.faults.add({ kind: 'imagine', times: 1, then: { do: 'commit-then-drop' } });
    const written = await watch('"mark":"in doubt"');
    await stage.imagine('a doubtful fox');
    await written.seen;
    await stage.bot.kill();

    await stage.startBot();
    await finished(stage);
  });

  test.for(['confirming', 'confirmed'])(
    'at %s: the confirmation is answered once, and the child’s card finishes',
    async (mark, { killing }) => {
      const { stage, watch } = await killing({ gateway: { switches: { remix: true } } });
      await stage.imagine('a remixed fox');
      const grid = await stage.card((c) => gatewayButtons(c).length === 9, 'the grid');
      stage.gateway.faults.add({ kind: 'modal', then: { do: 'slow-body', ms: 800 } });
      const written = await watch(`"mark":"${mark}"`);
      await press(stage, grid, 'V1');
      await stepModal(stage, 1);
      await stage.slack.act.submitView({ user: ALICE, values: { prompt: 'a remixed fox in snow' } });
      await written.seen;
      await stage.gateway.waitFor(() => stage.gateway.submits.find((s) => s.kind === 'modal'), {
        what: 'the confirmation',
      });
      await stage.bot.kill();

      await stage.startBot();
      await stage.card((c) => pictureOf(c) !== undefined && gatewayButtons(c).length === 9, 'the variation', {
        n: 1,
        timeoutMs: 60_000,
      });
      expect(stage.cards()).toHaveLength(2);
      expect(stage.gateway.submits.map((s) => s.kind)).toEqual(['imagine', 'action', 'modal']);
    },
  );

  test('with the submitting mark planted out costs a second submit: the books above would turn red', async ({
    killing,
  }) => {
    const { stage } = await killing({ plants: ['./test/support/plants/no-submitting-mark.mjs'] });
    stage.gateway.faults.add({ kind: 'imagine', times: 1, then: { do: 'slow-body', ms: 3000 } });
    await stage.imagine('a fox paid for twice');
    await stage.gateway.waitFor(() => stage.gateway.submits[0], { what: 'the submit' });
    await stage.bot.kill();

    await stage.startBot();
    await stage.gateway.waitFor(() => stage.gateway.submits[1], { what: 'the second submit', timeoutMs: 30_000 });
  });
});
