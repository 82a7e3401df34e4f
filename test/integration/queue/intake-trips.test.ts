import { afterAll, beforeAll, expect, test } from 'vitest';
import { rememberAbilities } from '../../../src/app/abilities.ts';
import { command } from '../../../src/flows/index.ts';
import type { VerbNeeds } from '../../../src/flows/verbs/verb.ts';
import type { QueueRoom } from '../../../src/queue/index.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { commandsOf } from '../../support/redis-watch.ts';
import { listen, open } from './world.ts';

/**
 * What Redis is sent before a slash command is acked, five ways there and back:
 * - twice, what the gateway lacks: before the words are read, and once more when something is taken in;
 * - the settings of the person and of the channel, together;
 * - a place in the quotas;
 * - MULTI, the record, its job, EXEC, together.
 * What the team's admins decided is at hand for a while, and so is a person's language.
 */
const COMMANDS = 2 + 2 + 1 + 4;
const AT_ONCE = 100;
const mute = 'the in-process stand-in does not tell what it is sent';

let redis: TestRedis;
let room: QueueRoom;
let needs: VerbNeeds;

beforeAll(async () => {
  redis = await startRedis();
  const at = Date.now();
  const now = () => at;
  room = await open(redis.url, { now });
  needs = {
    ...room,
    abilities: rememberAbilities(room.memory, 'a gateway', now),
    languages: { of: async () => 'en' },
    links: { find: (text: string) => ({ text, pictures: [] }), message: () => undefined },
    rules: { allowedChannels: [], admins: [], limits: { daily: 0, concurrent: 0 }, pressBy: 'anyone' },
    world: { now, random: Math.random },
    log: listen().log,
  } as Partial<VerbNeeds> as VerbNeeds;
  // The first one teaches the server the scripts.
  await imagine('first');
});
afterAll(async () => {
  await room.close();
  await redis.stop();
});

async function imagine(key: string): Promise<void> {
  const place = { team: 'T1', channel: 'C1', user: 'U1', isDm: false };
  await command(needs, 'imagine', { text: 'a red fox', pictures: [], key, place });
}

test('one command is taken in with nine commands to Redis', async ({ skip }) => {
  skip(!redis.real, mute);
  const sent = await commandsOf(redis.port, () => imagine('one'));

  expect(sent.filter((name) => name === 'multi')).toHaveLength(1);
  expect(sent.length).toBeLessThanOrEqual(COMMANDS);
});

test('a hundred at once are taken in with a hundred times as many, and no more', async ({ skip }) => {
  skip(!redis.real, mute);
  const before = (await room.health()).queues.submit.waiting;

  const sent = await commandsOf(redis.port, () =>
    Promise.all(Array.from({ length: AT_ONCE }, (_, n) => imagine(`of many ${n}`))),
  );

  expect((await room.health()).queues.submit.waiting - before).toBe(AT_ONCE);
  expect(sent.length).toBeLessThanOrEqual(AT_ONCE * COMMANDS);
});
