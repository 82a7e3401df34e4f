import { afterAll, beforeAll, expect, test } from 'vitest';
import { Draft } from '../../../src/domain/draft.ts';
import { draftId, seriesId } from '../../../src/domain/ids.ts';
import { Series } from '../../../src/domain/series.ts';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { gate, idle, open, submission } from './world.ts';

let redis: TestRedis;
let room: QueueRoom;

beforeAll(async () => {
  redis = await startRedis();
  room = await open(redis.url, { limits: { daily: 5, concurrent: 3 } });
});
afterAll(async () => {
  await room.close();
  await redis.stop();
});

function series(key: string): Series {
  return Series.parse({
    v: 1,
    id: seriesId(room.intake.idFor(key)),
    team: 'T1',
    channel: 'C1',
    asker: 'U1',
    isDm: false,
    order: { verb: 'imagine', prompt: 'a {red, blue} fox' },
    prompts: ['a red fox', 'a blue fox'],
    at: 1,
    message: { mark: 'none', posts: 0 },
  });
}

test('a series is stored once, and changes of many at once are all kept', async () => {
  const one = series('many');
  await room.series.create(one);
  await room.series.create({ ...one, prompts: [] });
  expect(await room.series.get(one.id)).toEqual(one);

  const raise = (r: Series): Series => ({ ...r, message: { ...r.message, posts: r.message.posts + 1 } });
  await Promise.all(Array.from({ length: 20 }, () => room.patient.series.change(one.id, raise)));
  expect((await room.series.get(one.id))?.message.posts).toBe(20);
  expect(await room.series.change(series('unknown').id, raise)).toBeUndefined();
});

test('its jobs run, and one that is wanted now does not wait for the time of another', async () => {
  const { id } = series('jobs');
  const shown = gate();
  const drawn = gate();
  await room.jobs.series(id, 60_000);
  await room.jobs.series(id);
  await room.jobs.sheet(id);
  const workers = await room.startWorkers(
    { ...idle, series: async (job) => void (job.id === id && shown.open()), sheet: async () => drawn.open() },
    { onDead: () => {} },
  );
  await expect(Promise.all([shown.passed, drawn.passed])).resolves.toBeDefined();
  await workers.close({ ms: 1000 });
});

test('one that failed is not hurried by those who wait for it', async () => {
  const { id } = series('failing');
  const ran: number[] = [];
  const [failed, again] = [gate(), gate()];
  const workers = await room.startWorkers(
    {
      ...idle,
      series: async (job) => {
        if (job.id !== id) return;
        ran.push(Date.now());
        if (ran.length === 1) throw new Error('a bug of ours');
        again.open();
      },
    },
    { onDead: () => {} },
  );
  await room.jobs.series(id);
  const waiting = setInterval(() => {
    if (ran.length === 0) return;
    failed.open();
    void room.jobs.series(id, 1);
  }, 50);
  await failed.passed;
  await again.passed;
  clearInterval(waiting);
  // The first pause is one second, give or take a fifth.
  expect((ran[1] ?? 0) - (ran[0] ?? 0)).toBeGreaterThan(750);
  await workers.close({ ms: 1000 });
});

test('a draft is kept as it was, and replaced by the next of its deed', async () => {
  const id = draftId(room.intake.idFor('draft'));
  const draft = Draft.parse({
    v: 1,
    team: 'T1',
    channel: 'C1',
    user: 'U1',
    isDm: false,
    key: 'k',
    order: { verb: 'imagine', prompt: 'a fox --chaos 200', pictures: [{ kind: 'file', id: 'F1' }] },
    given: { prompt: 'a fox --chaos 200', pictures: [{ kind: 'file', id: 'F1' }], options: { mode: 'relax' } },
    corrected: false,
  });
  await room.drafts.keep(id, draft);
  expect(await room.drafts.get(id)).toEqual(draft);
  await room.drafts.keep(id, { ...draft, corrected: true });
  expect((await room.drafts.get(id))?.corrected).toBe(true);
  expect(await room.drafts.get(draftId(room.intake.idFor('none')))).toBeUndefined();
});

test('the stricter limit says how many more there may be', async () => {
  expect(await room.intake.room({ team: 'T1', user: 'U9' })).toEqual({ why: 'concurrent', limit: 3, left: 3 });
  const ids = ['a', 'b', 'c'].map((key) => room.intake.idFor(`room-${key}`));
  for (const id of ids) await room.intake.accept(submission(id, { asker: 'U9' }));
  expect(await room.intake.room({ team: 'T1', user: 'U9' })).toEqual({ why: 'concurrent', limit: 3, left: 0 });
  for (const id of ids) await room.intake.release(submission(id, { asker: 'U9' }), { giveBack: false });
  expect(await room.intake.room({ team: 'T1', user: 'U9' })).toEqual({ why: 'daily', limit: 5, left: 2 });

  const free = await open(redis.url);
  expect(await free.intake.room({ team: 'T1', user: 'U9' })).toBeUndefined();
  await free.close();
});
