import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { rawSocket } from '../sandbox-slack/harness.ts';
import { alice, FakeHandlers, general, roomFor, standIn } from './room.ts';

/** A connection that stands so long has come to stay (watchdog.ts). */
const SETTLED_MS = 5000;
/** Waits are a tenth as long. The SDK's pings keep their own time. */
const quickly = async (ms: number) => await sleep(ms / 10);

function receiverFor(slack: SlackStandIn, handlers = new FakeHandlers()) {
  const { room, lines } = roomFor(slack, { sleep: quickly });
  return { receiver: room.receiver({ kind: 'socket', appToken: slack.appToken }, handlers), lines };
}

async function listen(slack: SlackStandIn, handlers?: FakeHandlers) {
  const made = receiverFor(slack, handlers);
  await made.receiver.start();
  return { ...made, [Symbol.asyncDispose]: async () => void (await made.receiver.stop(1000)) };
}

const command = async (slack: SlackStandIn, text = 'a fox') =>
  await slack.act.command({ user: alice, channel: general, command: '/imagine', text });

const two = async (slack: SlackStandIn) =>
  await slack.waitFor(() => slack.sockets.open === 2, { what: 'two connections', timeoutMs: 10_000 });

test('a connection that went silent is noticed and replaced, although nothing closed it', async () => {
  const slack = await standIn();
  await using _ = await listen(slack);

  const silent = Date.now();
  const goes = slack.sockets.silence();
  await slack.waitFor(() => slack.sockets.open === 3, { what: 'a new connection beside it', timeoutMs: 20_000 });
  expect(Date.now() - silent).toBeLessThan(12_000);
  goes();
  await two(slack);

  expect((await command(slack)).acked).toBe(true);
}, 30_000);

test('a connection that is never greeted is replaced', async () => {
  const slack = await standIn();
  await using bot = await listen(slack);
  slack.faults.add({ effect: { kind: 'no_hello' }, times: 1 });

  slack.sockets.drop('one');
  await slack.waitFor(() => slack.sockets.open === 1, { what: 'the break' });
  await two(slack);

  expect(bot.lines.map((line) => line.message)).toContain('no connection to Slack');
});

test('no command is lost while Slack renews one connection after the other, nor one that is being handled just then', async () => {
  const slack = await standIn();
  const handlers = new FakeHandlers({
    command: async () => {
      await sleep(150);
      return undefined;
    },
  });
  await using _ = await listen(slack, handlers);

  const given: ReturnType<typeof command>[] = [];
  for (let n = 0; n < 40; n += 1) {
    given.push(command(slack, `fox ${n}`));
    if (n % 10 === 5) slack.sockets.disconnect('refresh_requested', 'one');
    await sleep(25);
  }
  const noticed = await Promise.all(given);

  expect(noticed.filter((one) => !one.acked)).toEqual([]);
  expect(handlers.commands).toHaveLength(40);
  await two(slack);
  expect(slack.violations).toEqual([]);
});

test('a warning is heeded as a renewal', async () => {
  const slack = await standIn();
  await using bot = await listen(slack);

  slack.sockets.disconnect('warning', 'one');
  await slack.waitFor(() => slack.sockets.open === 3, { what: 'a new connection beside it' });
  await two(slack);

  expect((await command(slack)).acked).toBe(true);
  expect(bot.lines.filter((line) => line.level === 'error')).toEqual([]);
});

test.each([
  ['HTTP 500', { kind: 'status', status: 500, when: 'before' }],
  ['a cut connection', { kind: 'drop', when: 'before' }],
  ['an error of Slack', { kind: 'error', error: 'internal_error' }],
  ['a refused token', { kind: 'error', error: 'invalid_auth' }],
  ['a rate limit', { kind: 'rate_limit', retryAfterS: 2 }],
] as const)('when all connections break and new ones meet %s, they come back by themselves', async (_, effect) => {
  const slack = await standIn();
  await using bot = await listen(slack);
  slack.faults.add({ method: 'apps.connections.open', times: 4, effect });

  slack.sockets.drop('all');
  await slack.waitFor(() => slack.sockets.open === 0, { what: 'the break' });
  await two(slack);

  expect(bot.receiver.open()).toBe(true);
  expect((await command(slack)).acked).toBe(true);
});

test('when they come back is left to chance, so that many replicas do not come at once', async () => {
  const slack = await standIn();
  const waits: number[] = [];
  const { room } = roomFor(slack, {
    random: () => 0.25,
    sleep: async (ms) => {
      waits.push(ms);
      // A connection counts as settled at once.
      if (ms !== SETTLED_MS) await quickly(ms);
    },
  });
  const receiver = room.receiver({ kind: 'socket', appToken: slack.appToken }, new FakeHandlers());
  await receiver.start();
  await two(slack);
  const busy = { kind: 'rate_limit', retryAfterS: 7 } as const;
  slack.faults.add({ method: 'apps.connections.open', times: 2, effect: { kind: 'error', error: 'internal_error' } });

  slack.sockets.drop('all');
  await slack.waitFor(() => slack.sockets.open === 0, { what: 'the break' });
  await two(slack);
  slack.faults.add({ method: 'apps.connections.open', times: 1, effect: busy });
  slack.sockets.drop('one');
  await slack.waitFor(() => slack.sockets.open === 1, { what: 'another break' });
  await two(slack);
  await receiver.stop(1000);

  // A break: within the first second. A failed try: half of a second for certain. Slack's own wish: never before it.
  for (const ms of [250, 625, 7125]) expect(waits).toContain(ms);
});

test('a start goes on where the first try fails', async () => {
  const slack = await standIn();
  slack.faults.add({
    method: 'apps.connections.open',
    times: 3,
    effect: { kind: 'status', status: 503, when: 'before' },
  });
  await using bot = await listen(slack);

  expect(bot.receiver.open()).toBe(true);
  await two(slack);
});

test('where Slack allows only one more connection the bot works with one, and takes the second when there is room', async () => {
  const slack = await standIn();
  const others = await Promise.all(Array.from({ length: 9 }, async () => await rawSocket(slack)));
  await using bot = await listen(slack);
  expect(bot.receiver.open()).toBe(true);
  expect(slack.sockets.open).toBe(10);

  for (const { socket } of others) socket.terminate();
  await slack.waitFor(() => slack.sockets.open === 1, { what: 'the others to go' });
  await two(slack);

  expect((await command(slack)).acked).toBe(true);
});

test('a stop during a reconnect leaves no connection behind', async () => {
  const slack = await standIn();
  const { receiver } = receiverFor(slack);
  await receiver.start();
  slack.faults.add({ method: 'apps.connections.open', effect: { kind: 'delay', ms: 200 } });

  slack.sockets.drop('all');
  await slack.waitFor(() => slack.sockets.open === 0, { what: 'the break' });
  const opened = slack.calls.length;
  await slack.waitFor(() => slack.calls.slice(opened).some((c) => c.method === 'apps.connections.open'), {
    what: 'a new attempt',
  });
  await receiver.stop(1000);
  await sleep(1000);

  expect(slack.sockets.open).toBe(0);
  expect(receiver.open()).toBe(false);
});

test('a bot that stops does not wait for a connection that went silent', async () => {
  const slack = await standIn();
  const { receiver } = receiverFor(slack);
  await receiver.start();
  slack.sockets.silence();

  const asked = Date.now();
  await receiver.stop(5000);

  expect(Date.now() - asked).toBeLessThan(2000);
});
