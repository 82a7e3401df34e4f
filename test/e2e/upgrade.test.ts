import { describe, expect, test as plain, type TestContext } from 'vitest';
import { type BotProcess, startBot } from '../support/bot.ts';
import { type OnStage, onStage } from '../support/on-stage.ts';
import { freePort, startRedis } from '../support/redis.ts';
import { ALICE, ART, gatewayButtons, pictureOf, type Stage, seen } from '../support/stage.ts';

/** Two versions of the bot side by side over one Redis, as during a rolling deploy. Slack gives each delivery to either. */
const test = plain.extend(onStage);

const EARLIER = './test/support/plants/earlier-version.mjs';
const LATER = './test/support/plants/later-version.mjs';
const ROUNDS = 8;

/** A stage with today's bot, and the other one beside it. */
async function bothUp(
  { setStage, onTestFinished }: OnStage & Pick<TestContext, 'onTestFinished'>,
  other: string,
): Promise<{ stage: Stage; otherBot: BotProcess }> {
  // Ended in the opposite order: the bots before their Redis.
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const stage = await setStage({
    rateScale: 0,
    env: { REDIS_URL: redis.url, MJ_AUTH: 'secret' },
    gateway: { drawMs: 800 },
  });
  const otherBot = await startBot({ env: { ...stage.env, PORT: String(await freePort()) }, plants: [other] });
  onTestFinished(async () => void (await otherBot.stop().catch(() => otherBot.kill())));
  await stage.slack.waitFor(() => stage.slack.sockets.open === 4, { what: 'two connections of each' });
  return { stage, otherBot };
}

/** Everything that was asked for has one card that ended with its picture, and the gateway saw each submit once. */
async function booksAreRight(stage: Stage, submits: number): Promise<void> {
  await stage.slack.waitFor(() => stage.cards().filter((card) => pictureOf(card) !== undefined).length === submits, {
    what: `${submits} pictures`,
    timeoutMs: 60_000,
  });
  expect(stage.cards()).toHaveLength(submits);
  expect(stage.gateway.submits).toHaveLength(submits);
}

/** What is another version's costs none of a job's tries: a job that was treated as ours would fail, and die of it sooner or later. */
function nothingFailed(stage: Stage): void {
  const failures = stage.bot.log.filter(({ msg }) => /^a job (?:failed|is dead)/.test(msg ?? ''));
  expect(failures).toEqual([]);
}

describe.concurrent.each([
  ['an earlier version', EARLIER],
  ['a later version', LATER],
])('today’s bot and %s', (_, other) => {
  test('work side by side: every picture once, from commands and from presses', async ({
    setStage,
    onTestFinished,
  }) => {
    const { stage } = await bothUp({ setStage, onTestFinished }, other);
    for (let n = 0; n < ROUNDS; n += 1) expect((await stage.imagine(`fox number ${n}`)).noticed.acked).toBe(true);
    await booksAreRight(stage, ROUNDS);

    const grids = stage.cards().filter((card) => gatewayButtons(card).length === 9);
    expect(grids).toHaveLength(ROUNDS);
    // A record of the later version cannot be pressed through today's: the person is told, and nothing is sent.
    let pressed = 0;
    for (const card of grids.slice(0, 4)) {
      const on = { channel: ART, ts: card.ts };
      const before = stage.slack.world.ephemerals.length;
      const children = stage.cards().length;
      await stage.slack.act.click({ user: ALICE, on, element: { label: 'V1' } });
      const took = await stage.slack.waitFor(
        () => (stage.cards().length > children ? 'card' : stage.slack.world.ephemerals.length > before && 'told'),
        { what: 'a card or a word', timeoutMs: 20_000 },
      );
      if (took === 'card') pressed += 1;
      else
        expect(
          seen(stage.slack.world.ephemerals.at(-1) ?? { blocks: [] }) + stage.slack.world.ephemerals.at(-1)?.text,
        ).toMatch(/try again/i);
    }
    await booksAreRight(stage, ROUNDS + pressed);
    if (other === EARLIER) expect(pressed).toBe(4);
    else expect(stage.bot.log.map((line) => line.msg)).toContain('a job is left to a process of another version');
    nothingFailed(stage);
  });

  test('take over from one another: what one leaves behind, the other finishes', async ({
    setStage,
    onTestFinished,
  }) => {
    const { stage, otherBot } = await bothUp({ setStage, onTestFinished }, other);
    stage.gateway.faults.add({ kind: 'pictures', then: { do: 'delay', ms: 500 } });
    for (let n = 0; n < ROUNDS; n += 1) await stage.imagine(`fox number ${n}`);
    await stage.gateway.waitFor(() => stage.gateway.submits.length > 0, { what: 'a submit' });
    // A rolling deploy: the older one goes.
    const older = other === EARLIER ? otherBot : stage.bot;
    expect(await older.stop(12_000)).toBe(0);

    await booksAreRight(stage, ROUNDS);
    nothingFailed(stage);
  });
});
