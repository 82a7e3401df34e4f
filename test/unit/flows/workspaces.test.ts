import { describe, expect, test } from 'vitest';
import { Misconfigured, Refused, Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import type { Installation } from '../../../src/domain/installation.ts';
import { removingHeading } from '../../../src/domain/series.ts';
import { findTask } from '../../../src/flows/verbs/find-task.ts';
import { installStory } from '../../../src/flows/workspaces/install.ts';
import { partSeries, partStory } from '../../../src/flows/workspaces/part.ts';
import { deadWithin, recordsWithin } from '../../../src/flows/workspaces/within.ts';
import { fakeWorld } from '../../support/fake-world.ts';
import { begun } from '../../support/series-play.ts';

const TEAM = 'T00FAKE00';
const NEW: Installation = {
  v: 1,
  id: 'T1',
  team: { id: 'T1', name: 'Acme' },
  url: 'https://acme.slack.com/',
  token: 'xoxb-1',
  botUserId: 'U1',
  botId: 'B1',
  appId: 'A1',
  scopes: [],
  by: 'U2',
  at: 1,
};

function installer(exchange: () => Promise<Installation>, allowed?: ReadonlySet<string>) {
  const kept: string[] = [];
  const told: string[] = [];
  const lines: { level: string; message: string; fields: object }[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, message, fields });
  const story = installStory({
    installer: { exchange },
    installations: { put: async ({ id }) => void kept.push(id) },
    allowed,
    installed: (team) => void told.push(team),
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
  });
  return { story, kept, told, lines };
}

describe('an installation', () => {
  test('is kept, and known at once', async () => {
    const { story, kept, told } = installer(async () => NEW);
    expect(await story('c')).toEqual({ outcome: 'done', name: 'Acme', url: 'https://acme.slack.com/' });
    expect([kept, told]).toEqual([['T1'], ['T1']]);
  });

  test('of a workspace that is not let in is not kept, and the operator is told its id', async () => {
    const { story, kept, lines } = installer(async () => NEW, new Set(['T2']));
    expect(await story('c')).toEqual({ outcome: 'not-allowed', id: 'T1' });
    expect(kept).toEqual([]);
    expect(lines).toMatchObject([
      { level: 'warn', fields: { team: 'T1' }, message: expect.stringContaining('ALLOWED_WORKSPACES') },
    ]);
  });

  test.each([
    [new Refused('slack', 'other', 'invalid_code'), 'refused', 'info'],
    [new Refused('slack', 'other', 'bad_client_secret'), 'failed', 'warn'],
    [new Misconfigured('slack', 'key-refused', 'token rotation is on'), 'failed', 'warn'],
    [new Unreachable('slack', 'away'), 'failed', 'warn'],
  ] as const)('that fails by %s ends as %s', async (error, outcome, level) => {
    const { story, kept, lines } = installer(async () => {
      throw error;
    });
    expect(await story('c')).toEqual({ outcome });
    expect(kept).toEqual([]);
    expect(lines.map((line) => line.level)).toEqual([level]);
  });
});

describe('when the app was removed', () => {
  async function drawing() {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await world.run();
    const record = [...world.store.values()][0] ?? expect.fail('nothing was asked for');
    const released: { id: string; giveBack: boolean }[] = [];
    const cancelled: string[] = [];
    const needs = {
      records: world.records,
      intake: {
        release: async ({ id }: { id: string }, { giveBack }: { giveBack: boolean }) =>
          void released.push({ id, giveBack }),
      },
      outbox: { leave: async () => {} },
      watch: { remove: async () => {} },
      gateway: {
        cancel: async (task: string) => {
          cancelled.push(task);
          return true;
        },
      },
      world: { now: () => world.now, random: () => 0 },
      log: { debug() {}, info() {}, warn() {}, error() {} },
    };
    return { world, record, part: partStory(needs), released, cancelled };
  }

  test('what runs ends, the gateway is told, and nothing is left to show', async () => {
    const { world, record, part, released, cancelled } = await drawing();
    await part(record.id);
    const now = world.store.get(record.id);
    expect(now).toMatchObject({
      mark: 'delivered',
      end: { kind: 'cancelled', sent: true, told: true },
      card: { mark: 'removed' },
    });
    expect(cancelled).toEqual([record.task]);
    expect(released).toEqual([{ id: record.id, giveBack: false }]);

    await part(record.id);
    expect(cancelled).toHaveLength(1);
    expect(world.store.get(record.id)).toEqual(now);
  });

  test('what was not sent costs nothing', async () => {
    const { world, record, part, released, cancelled } = await drawing();
    const { task: _, ...fresh } = record;
    world.store.set(record.id, { ...fresh, mark: 'accepted' });
    await part(record.id);
    expect(world.store.get(record.id)).toMatchObject({ mark: 'delivered', end: { kind: 'unposted' } });
    expect([cancelled, released]).toEqual([[], [{ id: record.id, giveBack: true }]]);
  });

  test('a picture on its way stays done', async () => {
    const { world, record, part } = await drawing();
    world.says(record.task ?? '', { status: 'done', imageUrl: 'https://cdn/fox.png' });
    world.store.set(record.id, { ...record, mark: 'ended', end: { kind: 'done' } });
    await part(record.id);
    expect(world.store.get(record.id)).toMatchObject({
      mark: 'delivered',
      end: { kind: 'done' },
      picture: { missing: 'unreachable' },
    });
  });
});

test('a message of a series that was to be deleted there is waited for no longer', async () => {
  const { world } = await begun();
  const [id] = world.series.store.keys();
  if (id === undefined) expect.fail('no series');
  const mark = async () => (await world.series.needs.series.get(id))?.message.mark;
  await partSeries(world.series.needs, id);
  expect(await mark()).toBe('announced');

  await world.series.needs.series.change(id, removingHeading);
  await partSeries(world.series.needs, id);

  expect(await mark()).toBe('removed');
});

describe('what one workspace sees', () => {
  async function two() {
    const world = fakeWorld();
    await world.command('imagine', 'a fox');
    await world.run();
    const record = [...world.store.values()][0] ?? expect.fail('nothing was asked for');
    return { world, record, own: recordsWithin(world.records, TEAM), other: recordsWithin(world.records, 'T0OTHER') };
  }

  test('are its own records, and no change reaches another’s', async () => {
    const { world, record, own, other } = await two();
    expect(await own.get(record.id)).toEqual(record);
    expect(await own.getMany([record.id])).toHaveLength(1);
    expect(await other.get(record.id)).toBeUndefined();
    expect(await other.getMany([record.id])).toEqual([]);
    expect(await other.recent(TEAM, record.asker, 5)).toEqual([]);
    expect(await other.change(record.id, (r) => ({ ...r, stalled: !r.stalled }))).toBeUndefined();
    expect(world.store.get(record.id)).toEqual(record);
  });

  test('is no task of another, whatever names it', async () => {
    const { record, other } = await two();
    const links = { find: (text: string) => ({ text, pictures: [] }), message: () => undefined };
    for (const name of [record.id, record.task ?? ''])
      await expect(findTask({ records: other, links }, name)).rejects.toEqual(new UserMistake('unknown-task'));
  });

  test('are its own failed jobs, and those of others cannot be run or dropped', async () => {
    const { record, own, other } = await two();
    const entry = { key: 'submit-1', job: 'submit', submission: record.id, reason: 'no', tries: 8, at: 1 };
    const nobody = { key: 'read-1', job: 'read', reason: 'no', tries: 8, at: 2 };
    const done: string[] = [];
    const dead = {
      list: async () => [entry, nobody],
      get: async (key: string) => [entry, nobody].find((one) => one.key === key),
      replay: async (key: string) => (done.push(key), entry),
      drop: async (key: string) => (done.push(key), entry),
    };
    expect(await deadWithin(dead, own).list(10)).toEqual([entry]);
    expect(await deadWithin(dead, other).list(10)).toEqual([]);
    for (const key of ['submit-1', 'read-1']) {
      expect(await deadWithin(dead, other).get(key)).toBeUndefined();
      expect(await deadWithin(dead, other).replay(key)).toBeUndefined();
      expect(await deadWithin(dead, other).drop(key)).toBeUndefined();
    }
    expect(done).toEqual([]);
    expect(await deadWithin(dead, own).replay('submit-1')).toEqual(entry);
    expect(done).toEqual(['submit-1']);
  });
});
