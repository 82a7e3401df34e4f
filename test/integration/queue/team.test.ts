import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../src/domain/audit.ts';
import { UserMistake } from '../../../src/domain/errors.ts';
import { draftId, seriesId } from '../../../src/domain/ids.ts';
import { ended, reopen, submitted, submitting } from '../../../src/domain/life/index.ts';
import { Series } from '../../../src/domain/series.ts';
import { NO_LIMITS } from '../../../src/domain/team-rules.ts';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { DAY_MS } from '../../../src/queue/keys.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { everythingIn } from '../../support/redis-text.ts';
import { open, submission, visitTo } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;
let now: number;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});
beforeEach(async () => {
  now = Date.now();
  room = await open(redis.url, { now: () => now, retentionMs: 30 * DAY_MS });
});
afterEach(async () => {
  await room.close();
  await raw.flushall();
});

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({ at: now, by: 'U9', what: 'pause', ...more });
const noted = () => entry();

describe('limits of a channel', () => {
  test('hold under fifty parallel requests of fifty people', async () => {
    const limits = { person: NO_LIMITS, channel: { daily: 7, concurrent: 0 } };
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        room.intake
          .accept(submission(room.intake.idFor(`e${n}`), { asker: `U${n}` }), limits)
          .catch((error: unknown) => (error instanceof UserMistake ? error.code : 'another error')),
      ),
    );

    expect(outcomes.filter((one) => one === 'stored')).toHaveLength(7);
    expect(outcomes.filter((one) => one === 'channel-daily-limit')).toHaveLength(43);
  });

  test('make room with an end, and the day with a failure', async () => {
    const limits = { person: NO_LIMITS, channel: { daily: 1, concurrent: 1 } };
    const accept = (key: string) => room.intake.accept(submission(room.intake.idFor(key)), limits);
    await accept('a');
    await expect(accept('b')).rejects.toMatchObject({ code: 'channel-daily-limit', params: { limit: 1 } });

    await room.intake.release(submission(room.intake.idFor('a')), { giveBack: true });
    expect(await accept('b')).toBe('stored');
  });

  test('are those of where it was asked for, wherever its card comes to stand', async () => {
    const limits = { person: NO_LIMITS, channel: { daily: 0, concurrent: 1 } };
    const record = submission(room.intake.idFor('a'), { channel: 'U1', askedIn: 'C1' });
    await room.intake.accept(record, limits);
    await expect(room.intake.accept(submission(room.intake.idFor('b')), limits)).rejects.toMatchObject({
      code: 'channel-concurrent-limit',
    });

    await room.intake.release({ ...record, channel: 'D1' }, { giveBack: false });
    expect(await room.intake.accept(submission(room.intake.idFor('b')), limits)).toBe('stored');
    expect(await room.usage.lines('T1', 1)).toMatchObject([{ channel: 'C1', accepted: 2 }]);
  });

  test('of the environment and the admins the lower holds for a person', async () => {
    const strict = await open(redis.url, { limits: { daily: 3, concurrent: 0 } });
    const accept = (key: string, daily: number) =>
      strict.intake.accept(submission(strict.intake.idFor(key)), {
        person: { daily, concurrent: 0 },
        channel: NO_LIMITS,
      });
    await accept('a', 5);
    await accept('b', 2);
    await expect(accept('c', 2)).rejects.toMatchObject({ params: { limit: 2 } });
    const by = { team: 'T1', user: 'U1' };
    expect(await strict.intake.room(by, { daily: 2, concurrent: 0 })).toEqual({ why: 'daily', limit: 2, left: 0 });
    expect(await strict.intake.usage(by, { daily: 2, concurrent: 0 })).toMatchObject({ today: 2, daily: 2 });
    await accept('c', 5);
    await expect(accept('d', 5)).rejects.toMatchObject({ params: { limit: 3 } });
    await strict.close();
  });
});

describe('the rules of a team', () => {
  test('are changed by many at once without losing a change, each with its entry', async () => {
    const other = await open(redis.url);
    await Promise.all(
      [room, other, room, other].map((each, n) =>
        each.teamRules.change('T1', (rules) => ({ ...rules, channels: [...rules.channels, `C${n}`] }), noted),
      ),
    );

    expect((await room.teamRules.now('T1')).channels.toSorted()).toEqual(['C0', 'C1', 'C2', 'C3']);
    expect(await room.audit.latest('T1', 10)).toHaveLength(4);
    await other.close();
  });

  test('hold in another process within two seconds', async () => {
    const other = await open(redis.url, { now: () => now });
    expect((await other.teamRules.of('T1')).pause).toBeUndefined();

    const pause = { message: 'lunch', by: 'U9', at: 1 };
    await room.teamRules.change('T1', (rules) => ({ ...rules, pause }), noted);
    now += 2000;

    expect((await other.teamRules.of('T1')).pause).toEqual(pause);
    await other.close();
  });

  test('keep what a later version wrote into them, and are not noted where nothing changed', async () => {
    await raw.set('{mj}:rules:T1', JSON.stringify({ v: 1, colour: 'red' }));

    await room.teamRules.change('T1', (rules) => rules, noted);
    await room.teamRules.change('T1', (rules) => ({ ...rules, channels: ['C1'] }), noted);

    expect(JSON.parse((await raw.get('{mj}:rules:T1')) ?? '')).toMatchObject({ colour: 'red', channels: ['C1'] });
    expect(await room.audit.latest('T1', 10)).toHaveLength(1);
  });
});

test('the audit trail has the newest first, and goes with the time of retention', async () => {
  await room.audit.add('T1', entry({ of: 'a' }));
  await room.audit.add('T1', entry({ of: 'b' }));

  expect((await room.audit.latest('T1', 1)).map(({ of }) => of)).toEqual(['b']);
  expect(await raw.pttl('{mj}:audit:T1')).toBeGreaterThan(29 * DAY_MS);
});

test('of the audit trail nothing is shown that is older than that, and the next entry deletes it', async () => {
  const old = now - 31 * DAY_MS;
  await raw.xadd('{mj}:audit:T1', `${old}-0`, 'entry', JSON.stringify(entry({ at: old, of: 'old' })));
  const young = now - 29 * DAY_MS;
  await raw.xadd('{mj}:audit:T1', `${young}-0`, 'entry', JSON.stringify(entry({ at: young, of: 'young' })));
  expect((await room.audit.latest('T1', 10)).map(({ of }) => of)).toEqual(['young']);

  await room.audit.add('T1', entry({ of: 'new' }));

  expect(
    (await raw.xrange('{mj}:audit:T1', '-', '+')).map(([, [, one = '']]) => (JSON.parse(one) as AuditEntry).of),
  ).toEqual(['young', 'new']);
});

describe('usage', () => {
  const counts = async () =>
    (await room.usage.lines('T1', 30)).map(({ accepted, done, failed, cancelled }) => [
      accepted,
      done,
      failed,
      cancelled,
    ]);

  test('counts what is accepted once, however often it is delivered', async () => {
    const record = submission(room.intake.idFor('a'));
    await Promise.all([1, 2, 3].map(() => room.intake.accept(record)));

    expect(await room.usage.lines('T1', 1)).toEqual([
      {
        day: new Date(now).toISOString().slice(0, 10),
        person: 'U1',
        channel: 'C1',
        verb: 'imagine',
        accepted: 1,
        done: 0,
        failed: 0,
        cancelled: 0,
      },
    ]);
  });

  test('counts an end once, however often it is stored, and one that is taken back not at all', async () => {
    const { id } = submission(room.intake.idFor('a'));
    await room.intake.accept(submission(id));
    await room.records.change(id, submitting(1));
    await room.records.change(id, submitted('42', 2));
    const end = ended({ kind: 'deadline', minutes: 60 }, 3);

    await Promise.all([room.records.change(id, end), room.patient.records.change(id, end)]);
    expect(await counts()).toEqual([[1, 0, 1, 0]]);
    await room.records.change(id, reopen(4));
    expect(await counts()).toEqual([[1, 0, 0, 0]]);
    await room.records.change(id, ended({ kind: 'done' }, 5));
    expect(await counts()).toEqual([[1, 1, 0, 0]]);
  });
});

describe('what is kept of a person', () => {
  test('is found in full, however much there is, and leaves nothing behind', async () => {
    const { personData, records, intake, settings, paints } = room.patient;
    const ids = Array.from({ length: 120 }, (_, n) => intake.idFor(`e${n}`));
    for (const [n, id] of ids.entries()) await intake.accept(submission(id, { at: { accepted: now - 1000 + n } }));
    const [first] = ids as [(typeof ids)[number]];
    await records.change(first, submitting(1));
    await records.change(first, submitted('42', 2));
    await settings.change('T1', 'U1', { remix: 'on' });
    await paints.open(visitTo(first));
    await room.memory.set('locale-T1-U1', 'zh-CN', 60_000);
    const by = { team: 'T1', user: 'U1' };
    await room.gallery.add(submission(first));
    await room.gallery.keep(by, first, now);
    await room.homes.visit(by, { words: 'a fox of mine' });
    const asked = { v: 1 as const, team: 'T1', channel: 'C1', isDm: false, order: submission(first).order };
    const given = { prompt: 'a fox of mine', pictures: [], options: {} };
    await room.drafts.keep(draftId(first), { ...asked, user: 'U1', key: 'k', given, corrected: false });
    await room.series.create(
      Series.parse({
        ...asked,
        id: seriesId(first),
        asker: 'U1',
        prompts: ['a fox of mine'],
        at: now,
        message: { mark: 'none', posts: 0 },
      }),
    );
    await intake.accept(submission(intake.idFor('other'), { asker: 'U2' }));

    expect(await personData.count('T1', 'U1')).toBe(120);
    expect(await personData.series('T1', 'U1', now - 1, 50)).toEqual([]);
    expect(await personData.series('T1', 'U1', now, 50)).toEqual([seriesId(first)]);
    await personData.forgetSeries('T1', 'U1', seriesId(first));
    expect(await personData.series('T1', 'U1', now, 50)).toEqual([]);
    for (let found; (found = await personData.submissions('T1', 'U1', now, 50)).length > 0; )
      for (const id of found) await personData.forgetSubmission('T1', 'U1', id, await records.get(id));
    await personData.forgetRest('T1', 'U1', now);

    const left: string[] = [];
    for (const [key, held] of await everythingIn(raw)) {
      if (/:(?:submit|deliver|end|progress|person|read):/.test(key)) continue;
      if (/U1|of mine/.test(`${key} ${held}`) || /:(?:home|favourites|series-of|drafts-of):/.test(key)) left.push(key);
    }
    expect(left).toEqual([]);
    expect((await room.gallery.list({ team: 'T1', owner: 'C1', kind: 'made' }, 0, 10)).total).toBe(0);
    expect(await personData.count('T1', 'U2')).toBe(1);
    expect(await room.usage.lines('T1', 1)).toMatchObject([{ person: 'U2', accepted: 1 }]);
  });

  test('and is newer than what is to be forgotten stays: pictures, favourites, a running series, what was counted', async () => {
    const { personData, records, intake } = room.patient;
    const until = now;
    const by = { team: 'T1', user: 'U1' };
    const of = (key: string, at: number) => submission(intake.idFor(key), { at: { accepted: at, ended: at } });
    const [old, older, fresh] = [of('old', until), of('older', until - DAY_MS), of('fresh', until + 1)];
    for (const record of [old, older, fresh]) {
      await intake.accept(record);
      await records.change(record.id, ended({ kind: 'done' }, record.at.accepted ?? 0));
      await room.gallery.add(record);
      await room.gallery.keep(by, record.id, record.at.accepted ?? 0);
      await room.series.create(
        Series.parse({
          v: 1,
          team: 'T1',
          channel: 'C1',
          isDm: false,
          order: record.order,
          id: seriesId(record.id),
          asker: 'U1',
          prompts: ['a fox'],
          at: record.at.accepted,
          message: { mark: 'none', posts: 0 },
        }),
      );
    }

    for (const id of await personData.submissions('T1', 'U1', until, 50))
      await personData.forgetSubmission('T1', 'U1', id, await records.get(id));
    await personData.forgetRest('T1', 'U1', until);
    await personData.forgetRest('T1', 'U1', until);

    expect((await room.gallery.list({ team: 'T1', owner: 'U1', kind: 'made' }, 0, 9)).ids).toEqual([fresh.id]);
    expect((await room.gallery.list({ team: 'T1', owner: 'U1', kind: 'kept' }, 0, 9)).ids).toEqual([fresh.id]);
    expect(await room.series.get(seriesId(fresh.id))).toBeDefined();
    expect(await room.series.get(seriesId(old.id))).toBeUndefined();
    expect(await room.usage.lines('T1', 30)).toMatchObject([{ person: 'U1', accepted: 1, done: 1 }]);
  });

  test('is uncounted once, however often its deletion begins', async () => {
    const { personData, intake, records } = room.patient;
    const [one, two] = [submission(intake.idFor('one')), submission(intake.idFor('two'))];
    for (const record of [one, two]) await intake.accept(record);
    const record = await records.get(one.id);
    await personData.forgetSubmission('T1', 'U1', one.id, record);
    await personData.forgetSubmission('T1', 'U1', one.id, record);

    expect(await room.usage.lines('T1', 1)).toMatchObject([{ accepted: 1 }]);
  });

  test('is not made anew by a deed that Slack delivers again, and its key ends soon', async () => {
    const { personData, intake, records } = room.patient;
    const one = submission(intake.idFor('one'));
    await intake.accept(one);
    await personData.forgetSubmission('T1', 'U1', one.id, await records.get(one.id));

    expect(await intake.accept(one)).toBe('known');
    expect(await records.get(one.id)).toBeUndefined();
    expect(await records.change(one.id, submitting(1))).toBeUndefined();
    expect(await records.getMany([one.id])).toEqual([]);
    expect(await personData.count('T1', 'U1')).toBe(0);
    const ttl = await raw.pttl(`{mj}:record:${one.id}`);
    expect(ttl).toBeGreaterThan(6 * 60_000);
    expect(ttl).toBeLessThanOrEqual(10 * 60_000);
  });

  test('may be asked for by others at once where it is an upscale, which is made once', async () => {
    const { personData, intake, records } = room.patient;
    const button = { customId: 'MJ::JOB::upsample::1::8b2f', label: 'U1', emoji: '', style: 2 };
    const parent = intake.idFor('grid');
    const order = { verb: 'press' as const, parent, parentTask: '42', button, prompt: 'a fox', pictures: [] };
    const one = submission(intake.idFor('once'), { order });
    await intake.accept(one);
    await personData.forgetSubmission('T1', 'U1', one.id, await records.get(one.id));

    expect(await intake.accept({ ...one, asker: 'U2' })).toBe('stored');
  });

  test('lasts as long as RETENTION_DAYS says, the list as long as the youngest of it', async () => {
    const old = submission(room.intake.idFor('old'), { at: { accepted: now - 31 * DAY_MS } });
    await room.intake.accept(old);
    await raw.del(`{mj}:record:${old.id}`);
    const id = room.intake.idFor('new');
    await room.intake.accept(submission(id));

    expect(await raw.pttl(`{mj}:record:${id}`)).toBeLessThanOrEqual(30 * DAY_MS);
    expect(await raw.zrange('{mj}:recent:T1:U1', '0', '-1')).toEqual([id]);
  });
});
