import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts';
import type { Settings } from '../../../src/flows/needs/people.ts';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { open } from './world.ts';

let redis: TestRedis;
let raw: Redis;
let room: QueueRoom;
/** As the stories see them. */
let settings: Settings;

beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(async () => {
  room = await open(redis.url);
  settings = room.settings;
});
afterEach(async () => {
  await room.close();
  await raw.flushall();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

const wide = { name: 'wide', parameters: '--ar 21:9' };
const raws = { name: 'raw', parameters: '--raw', by: 'U2' };

test('of somebody who never chose are the defaults', async () => {
  expect(await settings.of('T1', 'U1')).toEqual(DEFAULT_SETTINGS);
  expect(await settings.ofChannel('T1', 'C1')).toEqual({ v: 1, presets: [], shares: 'ignored' });
});

test('are kept for good, for each person and channel in each workspace', async () => {
  const mine = { ...DEFAULT_SETTINGS, remix: 'on', ratio: '16:9', stylize: 0, presets: [raws, wide] };
  const changes = { remix: 'on', ratio: '16:9', stylize: 0, presets: { wide, raw: raws } } as const;
  const changed = { by: 'U1', at: 5 };
  expect(await settings.change('T1', 'U1', changes)).toEqual(mine);
  expect(await settings.changeChannel('T1', 'U1', { raw: true, shares: 'offered', changed })).toEqual({
    v: 1,
    raw: true,
    shares: 'offered',
    presets: [],
    changed,
  });

  expect(await room.patient.settings.of('T1', 'U1')).toEqual(mine);
  expect(await settings.of('T1', 'U2')).toEqual(DEFAULT_SETTINGS);
  expect(await settings.of('T2', 'U1')).toEqual(DEFAULT_SETTINGS);
  expect(await settings.ofChannel('T2', 'U1')).toEqual({ v: 1, presets: [], shares: 'ignored' });
  expect(await raw.pttl('{mj}:settings:T1:U1')).toBe(-1);
  expect(await raw.pttl('{mj}:channel-settings:T1:U1')).toBe(-1);
});

test('that are not changed stay, and what is taken back is gone', async () => {
  await settings.change('T1', 'U1', { remix: 'off', ratio: '1:1', presets: { wide, raw: raws } });

  expect(await settings.change('T1', 'U1', {})).toMatchObject({ remix: 'off', ratio: '1:1' });
  expect(await settings.change('T1', 'U1', { ratio: null, presets: { wide: null } })).toEqual({
    ...DEFAULT_SETTINGS,
    remix: 'off',
    presets: [raws],
  });
  await settings.change('T1', 'U1', { remix: null, presets: { raw: null } });
  expect(await raw.exists('{mj}:settings:T1:U1')).toBe(0);
});

test('of two changes at once both hold', async () => {
  await Promise.all([
    settings.change('T1', 'U1', { presets: { wide } }),
    settings.change('T1', 'U1', { presets: { raw: raws } }),
    settings.change('T1', 'U1', { mode: 'relax' }),
  ]);

  expect(await settings.of('T1', 'U1')).toEqual({ ...DEFAULT_SETTINGS, mode: 'relax', presets: [raws, wide] });
});

test.each([
  ['a choice that it does not know', { remix: '"sometimes"', v: '2' }, 'ask'],
  ['a field that it does not know', { remix: '"off"', colour: '"green"' }, 'off'],
  ['what is no JSON', { remix: '{', 'preset:x': '[' }, 'ask'],
  ['a preset that it does not know', { 'preset:x': '{"v":2}' }, 'ask'],
])('of another version of the bot, %s, do not stand in the way', async (_, stored, remix) => {
  await raw.hset('{mj}:settings:T1:U1', stored);

  expect(await settings.of('T1', 'U1')).toEqual({ ...DEFAULT_SETTINGS, remix });
  expect(await settings.change('T1', 'U1', { remix: 'on' })).toEqual({ ...DEFAULT_SETTINGS, remix: 'on' });
  const kept = await raw.hgetall('{mj}:settings:T1:U1');
  expect(kept).toEqual({ ...stored, remix: '"on"' });
});

test('of a channel that another version of the bot wrote have what it does not know as usual', async () => {
  await raw.hset('{mj}:channel-settings:T1:C1', { v: '1', ratio: '"3:2"' });
  await raw.hset('{mj}:channel-settings:T1:C2', { v: '1', shares: '"announced"' });

  expect(await settings.ofChannel('T1', 'C1')).toEqual({ v: 1, ratio: '3:2', presets: [], shares: 'ignored' });
  expect(await settings.ofChannel('T1', 'C2')).toEqual({ v: 1, presets: [], shares: 'ignored' });
});
