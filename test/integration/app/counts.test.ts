import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTelemetry, layered } from '../../../src/app/telemetry/index.ts';
import { seriesId } from '../../../src/domain/ids.ts';
import {
  announced,
  announcing,
  delivered,
  ended,
  shown,
  submitted,
  submitting,
  uploaded,
} from '../../../src/domain/life/index.ts';
import { Series } from '../../../src/domain/series.ts';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { open, submission } from '../queue/world.ts';

let redis: TestRedis;
let room: QueueRoom;
beforeAll(async () => {
  redis = await startRedis();
  room = await open(redis.url);
});
afterAll(async () => {
  await room.close();
  await redis.stop();
});

function counted() {
  const { meters, counts } = createTelemetry({ now: Date.now, steady: () => performance.now() });
  const store = layered([counts.layer]).store(room);
  const figure = async (name: string) => {
    const line = (await meters.text()).split('\n').find((one) => one.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(' ')[1]);
  };
  return { store, figure, teams: counts.teams };
}

test('a submission is counted once when it is taken in, and once when it ends, whoever races for it', async () => {
  const { store, figure } = counted();
  const record = submission(room.intake.idFor('raced'));

  await store.intake.accept(record);
  await store.intake.accept(record);
  await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      store.records.change(record.id, ended({ kind: 'failed', reason: '', cause: 'busy' }, Date.now() + i)),
    ),
  );

  expect(await figure('mj_submissions_accepted_total{verb="imagine"}')).toBe(1);
  expect(await figure('mj_submissions_ended_total{verb="imagine",end="failed",cause="busy"}')).toBe(1);
});

test('a series is counted once, when it is known how many of it were taken in', async () => {
  const { store, figure } = counted();
  const id = seriesId(room.intake.idFor('counted'));
  await store.series.create(
    Series.parse({
      v: 1,
      id,
      team: 'T1',
      channel: 'C1',
      asker: 'U1',
      isDm: false,
      order: { verb: 'imagine', prompt: 'a {red, blue} fox', pictures: [] },
      prompts: ['a red fox', 'a blue fox'],
      at: Date.now(),
      message: { mark: 'none', posts: 0 },
    }),
  );
  const take = async () => await store.series.change(id, (r) => (r.taken === undefined ? { ...r, taken: 2 } : r));
  await Promise.all([take(), take(), take()]);
  await store.series.change(id, (r) => ({ ...r, told: true }));

  expect(await figure('mj_series_accepted_total')).toBe(1);
});

test('a life is told in seconds: the card, how old it grew, the picture, the whole', async () => {
  const { store, figure } = counted();
  const at = Date.now() - 60_000;
  const record = submission(room.intake.idFor('lived'), { at: { accepted: at } });
  const { id } = record;

  await store.intake.accept(record);
  const steps = [
    announcing(),
    announced('1.2', record.channel, { face: 'a', shownAt: at + 1000, bar: true }),
    submitting(at + 2000),
    submitted('77', at + 3000),
    shown('b', at + 11_000, true),
    ended({ kind: 'done' }, at + 40_000),
    uploaded({ inThread: false, fileId: 'F1' }, at + 43_000),
    shown('c', at + 44_000),
    delivered(at + 45_000),
  ];
  for (const step of steps) await store.records.change(id, step);

  expect(await figure('mj_card_seconds_count')).toBe(1);
  expect(await figure('mj_card_age_seconds_sum')).toBe(10);
  expect(await figure('mj_card_age_seconds_count')).toBe(1);
  expect(await figure('mj_delivery_seconds_sum')).toBe(3);
  expect(await figure('mj_end_age_seconds_sum')).toBe(5);
  expect(await figure('mj_submission_seconds_sum{verb="imagine"}')).toBe(45);
});

test('an end is as old as the reading before the one that found it', async () => {
  const { store, figure } = counted();
  const record = submission(room.intake.idFor('noticed'), { task: '5', mark: 'submitted' });
  await store.intake.accept(record);
  const take = async () => await store.readings.take({ limit: 10, batch: 100, restMs: 0, aheadMs: 0 });
  await store.watch.at(record.id, Date.now());
  await pause(2);

  const [due] = (await take()).due;
  const readAt = Date.now() - 4000;
  await store.readings.keep([{ id: record.id, from: due?.dueMs ?? 0, dueMs: Date.now() - 1000, readAt, note: 'x' }]);
  await take();
  await store.records.change(record.id, ended({ kind: 'done' }, Date.now()));

  expect(await figure('mj_reading_late_seconds_count')).toBe(2);
  expect(await figure('mj_notice_age_seconds_count')).toBe(1);
  expect(await figure('mj_notice_age_seconds_sum')).toBeGreaterThanOrEqual(4);
  expect(await figure('mj_notice_age_seconds_sum')).toBeLessThan(6);
});

test('budgets tell how long callers wait, and who was written to', async () => {
  const { store, figure, teams } = counted();

  for (let calls = 0; calls < 4; calls += 1)
    await store.budget.take('T9', 'post', { urgency: 'end', who: `caller-${calls}`, channel: 'C1' });
  await store.budget.giveBack('T9', 'update');
  await store.outbox.offer('T9', room.intake.idFor('offered'), { shownAt: 1, movedAt: 2 });

  expect(await figure('mj_budget_wait_seconds_bucket{le="0",class="post",urgency="end"}')).toBe(3);
  expect(await figure('mj_budget_wait_seconds_count{class="post",urgency="end"}')).toBe(4);
  expect(await figure('mj_outbox_unused_turns_total')).toBe(1);
  expect(await figure('mj_outbox_offers_total')).toBe(1);
  expect([...teams]).toEqual(['T9']);
});
