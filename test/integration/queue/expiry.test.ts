import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { draftId, seriesId } from '../../../src/domain/ids.ts';
import { ended, submitted, submitting } from '../../../src/domain/life/index.ts';
import { Series } from '../../../src/domain/series.ts';
import type { Workers } from '../../../src/queue/index.ts';
import { QUEUES } from '../../../src/queue/job-map.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { idle, open, submission, until, visitTo } from './world.ts';

let redis: TestRedis;
let raw: Redis;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

test('after the life of a submission nothing stays without an expiry but what README.md names', async () => {
  const room = await open(redis.url, {
    limits: { daily: 5, concurrent: 5 },
    encryptionKeys: ['k'.repeat(32)],
  });
  const id = room.intake.idFor('a');
  const { records, watch, readings, durations, jobs, budget, outbox, leases, memory, settings, paints } = room.patient;
  const { gallery, homes } = room.patient;
  const delivered: string[] = [];
  const workers: Workers = await room.startWorkers(
    {
      ...idle,
      async submit(data) {
        await records.change(data.id, submitting(1));
        await records.change(data.id, submitted('123', 2));
        await watch.at(data.id, Date.now());
      },
      async forget() {},
      async read() {
        await readings.learn('{}', { phaseMs: 0, unitMs: 100 });
        await readings.singles(1, 120);
        await durations.add('imagine.fast', 57_000);
        for (const due of await watch.due(Date.now(), 10)) {
          await readings.heard(due, false);
          await jobs.show(due, 'progress');
          await records.change(due, ended({ kind: 'done' }, 3));
          await watch.remove([due]);
          await jobs.deliver(due);
        }
      },
      async deliver(data) {
        await budget.expect('T1', 'look', { who: data.id });
        while ((await budget.take('T1', 'upload', { urgency: 'end', who: data.id })) === 0);
        await outbox.began('T1', data.id, 1);
        await outbox.moved('T1', data.id, 1);
        await outbox.offer('T1', data.id, { shownAt: 1, movedAt: 2 });
        await jobs.show(data.id, 'end');
        const record = await records.get(data.id);
        if (record !== undefined) {
          await room.intake.release(record, { giveBack: false });
          await gallery.add(record);
          await gallery.keep({ team: 'T1', user: 'U1' }, record.id, 4);
        }
        await homes.changed({ team: 'T1', user: 'U1' });
        await jobs.letter(data.id, { team: 'T1', user: 'U1' }, 'Ev1');
        delivered.push(data.id);
      },
      async show(data) {
        await leases.hold(`card:${data.id}`, 5000, () =>
          budget.take('T1', 'post', { urgency: 'end', who: data.id, channel: 'C1' }),
        );
        await outbox.leave('T1', data.id);
        await budget.cool('T1', 'remove', 1000);
        await budget.cool('T1', 'post', 1000, 'C1');
        await memory.set('seen', data.id, 1000);
      },
    },
    { onDead: () => {} },
  );
  await memory.once('secret', () => 'x');
  await settings.change('T1', 'U1', { remix: 'on' });
  await settings.changeChannel('T1', 'C1', { ratio: '16:9' });
  const entry = { at: Date.now(), by: 'U9', what: 'channels' as const };
  await room.teamRules.change(
    'T1',
    (rules) => ({ ...rules, channels: ['C1'] }),
    () => entry,
  );
  await room.audit.add('T1', entry);
  const visit = await paints.open(visitTo(id));
  await paints.seat(visit, 'V1');
  await paints.keep(visit, Buffer.from('mask'));
  await paints.use(visit);
  await room.intake.first('press', 3000);
  await room.installations?.put({
    v: 1,
    id: 'T001',
    url: 'https://acme.slack.com/',
    token: 'xoxb-1',
    botUserId: 'U2',
    botId: 'B2',
    appId: 'A2',
    scopes: [],
    by: 'U1',
    at: 1,
  });
  await homes.visit({ team: 'T1', user: 'U1' }, { page: 1 });
  const asked = submission(id);
  const series = seriesId(id);
  await room.drafts.keep(draftId(id), {
    v: 1,
    team: 'T1',
    channel: 'C1',
    user: 'U1',
    isDm: false,
    key: 'k',
    order: asked.order,
    given: { prompt: '', pictures: [], options: {} },
    corrected: false,
  });
  await room.series.create(
    Series.parse({ ...asked, id: series, isDm: false, prompts: [], at: 1, message: { mark: 'none', posts: 0 } }),
  );
  await room.series.change(series, (r) => ({ ...r, told: true }));
  await jobs.series(series);
  await jobs.sheet(series);

  await room.intake.accept(submission(id));
  await until(() => delivered.length === 1);
  // What waits for its time waits for a worker next: all three at once, or one is missed between two looks.
  await until(async () => {
    const { read, ...queues } = (await room.health()).queues;
    const allAtRest = Object.values(queues).every((q) => q.waiting + q.active + q.delayed === 0);
    return allAtRest && read.waiting + read.active === 0;
  });
  await workers.close({ ms: 2000 });
  await room.close();

  const lasting: string[] = [];
  let expiring = 0;
  for (const key of await raw.keys('*')) {
    expect(key.startsWith('{mj}:')).toBe(true);
    if ((await raw.pttl(key)) === -1) lasting.push(key.replace(/^\{mj\}:/, '').replace(/tick:\d+$/, 'tick:TIME'));
    else expiring++;
  }
  const perQueue = Object.keys(QUEUES).flatMap((queue) =>
    ['meta', 'id', 'events', 'marker'].map((part) => `${queue}:${part}`),
  );
  const allowed = new Set([
    ...perQueue,
    'once:secret',
    'generation',
    // A person's choice, and a channel's.
    'settings:T1:U1',
    'channel-settings:T1:C1',
    // Where the app is installed, until it is removed there.
    'installation:T001',
    'installations',
    // What a team's admins decided.
    'rules:T1',
    'reading',
    // The tick: its schedule, and its next job.
    'read:repeat',
    'read:repeat:tick',
    'read:repeat:tick:TIME',
    'read:delayed',
  ]);
  expect(lasting.filter((key) => !allowed.has(key))).toEqual([]);
  expect(expiring).toBeGreaterThanOrEqual(10);
});
