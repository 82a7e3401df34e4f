import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from '../../src/app/telemetry/table.ts';
import { openQueues } from '../../src/queue/jobs.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { ALICE, ART, buttonsOf, done, type Stage, setStage } from '../support/stage.ts';

/** Whether an end outruns a turn is up to chance; `test/integration/app/counts.test.ts` makes it happen. */
const BY_CHANCE = ['mj_outbox_unused_turns_total'];

let stage: Stage;
let redis: TestRedis;
let raw: Redis;
beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url, { maxRetriesPerRequest: null });
  stage = await setStage({
    withoutBot: true,
    forgive: true,
    gateway: { drawMs: 6000 },
    env: { REDIS_URL: redis.url, MJ_POLL_MS: '300' },
  });
  await stage.startBot({ env: { PUBLIC_URL: stage.address } });
});
afterAll(async () => {
  await stage.strike();
  raw.disconnect();
  await redis.stop();
});

/** What is told of a metric: the sum over its labels; of a histogram, how often it was taken. Undefined: nothing. */
async function told(): Promise<(name: string) => number | undefined> {
  const text = await (await fetch(`${stage.address}/metrics`)).text();
  return (name) => {
    const found = [...text.matchAll(new RegExp(`^${name}(?:_count)?(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))];
    return found.length === 0 ? undefined : found.reduce((sum, one) => sum + Number(one[1]), 0);
  };
}

async function makeTwo(): Promise<void> {
  await stage.imagine('a {black, white} cat');
  const offer = await stage.slack.waitFor(
    ({ ephemerals }) => ephemerals.find((one) => buttonsOf(one).some(({ label }) => label === 'Make 2 pictures')),
    { what: 'the offer' },
  );
  const on = { channel: ART, ts: offer.ts };
  await stage.slack.act.click({ user: ALICE, on, element: { label: 'Make 2 pictures' } });
  await stage.slack.waitFor(
    ({ messages }) => messages[ART]?.find((one) => one.metadata?.['event_type'] === 'mj_series'),
    { what: 'the series' },
  );
}

/** A refusal, a job that nobody can read, and a reaction while Redis takes nothing in. */
async function goWrong(card: { ts: string }): Promise<void> {
  await stage.slack.act.command({ user: ALICE, channel: ART, command: '/imagine', text: 'a fox --preset nobodys' });
  const queues = openQueues(raw, 'patient', { debug() {}, info() {}, warn() {}, error() {} });
  await queues.deliver.add('deliver', { id: 'not one of ours' }, { attempts: 1, removeOnFail: 10 });
  await stage.bot.logged(({ msg }) => msg?.startsWith('a job is dead') === true, 'the dead job');
  await Promise.all(Object.values(queues).map((queue) => queue.close()));

  await raw.config('SET', 'maxmemory', '1');
  await stage.slack.act.react({ user: ALICE, channel: ART, ts: card.ts, name: 'star' });
  await stage.bot.logged(({ msg }) => /delivery could not be handled/.test(msg ?? ''), 'the delivery that failed');
  await raw.config('SET', 'maxmemory', '0');
}

test('every figure of the table is told by a bot that lived through enough', async () => {
  await Promise.all(['a fox', 'a hare', 'a dog'].map((prompt) => stage.imagine(prompt)));
  const [card] = await Promise.all([0, 1, 2].map((n) => stage.card(done, 'the picture', { n, timeoutMs: 60_000 })));
  expect(stage.gateway.callbacks.length).toBeGreaterThan(0);
  await makeTwo();
  if (card !== undefined) await goWrong(card);

  const figure = await told();
  // A gauge is told; what is counted has been counted.
  const silent = rows.filter(([name, { type }]) => (type === 'gauge' ? figure(name) === undefined : !figure(name)));

  expect(silent.map(([name]) => name).filter((name) => !BY_CHANCE.includes(name))).toEqual([]);
});
