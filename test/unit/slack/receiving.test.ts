import { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { Unreachable, UserMistake } from '../../../src/domain/errors.ts';
import { customIdHash, encodeControl, encodePress } from '../../../src/domain/press-token.ts';
import type { SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import type { Handlers } from '../../../src/slack/handlers.ts';
import { finished, gridButtons, id } from './records.ts';
import {
  alice,
  bruno,
  FakeHandlers,
  gate,
  general,
  listenByHttp,
  listenBySocket,
  roomFor,
  serve,
  standIn,
} from './room.ts';

const transports = [
  { mode: 'socket' as const, listen: listenBySocket },
  { mode: 'http' as const, listen: listenByHttp },
];

const down: Partial<Handlers> = {
  command: async () => {
    throw new Unreachable('redis', 'connection refused');
  },
};

/** A finished card in the channel, posted by the room itself. */
async function postedCard(slack: SlackStandIn) {
  const { room } = roomFor(slack);
  const record = finished({ channel: general, picture: { inThread: true } });
  const { ts } = await room.cards.post(record);
  return { channel: general, ts };
}

describe.each(transports)('by $mode', ({ mode, listen }) => {
  test('a command comes in domain words and is acked without an answer', async () => {
    const slack = await standIn({ mode });
    const handlers = new FakeHandlers();
    await listen(slack, handlers);

    const noticed = await slack.act.command({
      user: alice,
      channel: general,
      command: '/imagine',
      text: 'cats & dogs for @bruno',
    });

    expect(noticed).toMatchObject({ acked: true });
    expect(noticed.body?.['text']).toBeUndefined();
    expect(handlers.commands).toMatchObject([
      {
        name: 'imagine',
        text: 'cats & dogs for @bruno',
        user: alice,
        team: 'T0SANDBOX',
        channel: general,
        isDm: false,
      },
    ]);
    expect(handlers.commands[0]?.key).not.toBe('');
  });

  test('any prefix of a command is taken off', async () => {
    const command = { description: 'x', shouldEscape: true };
    const commands = ['/foo-imagine', '/MJ-Imagine', '/mj'].map((name) => ({ command: name, ...command }));
    const app = {
      scopes: ['commands', 'chat:write'],
      events: [],
      shortcuts: [],
      homeTab: false,
      messagesTab: true,
      commands,
    };
    const slack = await standIn({ mode, app });
    const handlers = new FakeHandlers();
    await listen(slack, handlers);

    for (const one of commands)
      await slack.act.command({ user: alice, channel: 'D0ALICE', command: one.command, text: 'a fox' });

    expect(handlers.commands.map((one) => [one.name, one.isDm])).toEqual([
      ['imagine', true],
      ['imagine', true],
      ['mj', true],
    ]);
  });

  test('the answer to a command is for the person alone, in the ack', async () => {
    const slack = await standIn({ mode });
    await listen(
      slack,
      new FakeHandlers({
        command: async () => ({ tell: { say: 'help', commands: [{ name: 'help', usage: 'help' }] } }),
      }),
    );

    await slack.act.command({ user: alice, channel: general, command: '/mj' });

    expect(slack.world.ephemerals).toMatchObject([{ user: alice, via: 'ack' }]);
    expect(slack.world.ephemerals[0]?.text).toContain('/mj help');
  });

  test('a mistake is told in its own words, for the person alone', async () => {
    const slack = await standIn({ mode });
    const { lines } = await listen(
      slack,
      new FakeHandlers({
        command: async () => {
          throw new UserMistake('empty-prompt');
        },
      }),
    );

    await slack.act.command({ user: alice, channel: general, command: '/imagine', text: '--ar 16:9' });

    expect(slack.world.ephemerals[0]?.text).toContain('Write what you want to see');
    expect(lines.filter((line) => line.level === 'warn' || line.level === 'error')).toEqual([]);
  });

  test('a command that could not be stored is answered at once, and logged with its cause', async () => {
    const slack = await standIn({ mode });
    const { lines } = await listen(slack, new FakeHandlers(down));

    const noticed = await slack.act.command({ user: alice, channel: general, command: '/imagine', text: 'a fox' });

    expect(noticed.acked).toBe(true);
    expect(slack.world.ephemerals[0]?.text).toMatch(/could not take this.*Nothing was submitted/);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { err: expect.any(Unreachable) } }));
  });

  test('a mention is heard once, without the mention, and only acked when it is stored', async () => {
    const slack = await standIn({ mode });
    const heard = gate();
    const stored = gate();
    const handlers = new FakeHandlers({
      said: async () => {
        heard.open();
        await stored.passed;
        return undefined;
      },
    });
    await listen(slack, handlers);

    const message = await slack.act.message({ user: alice, channel: general, text: '@midjourney imagine a fox' });
    await heard.passed;
    // An ack that was sent too early would have come through while two commands went there and back.
    for (const text of ['one', 'two']) await slack.act.command({ user: bruno, channel: general, command: '/mj', text });
    const early = slack.deliveries.filter((one) => one.name === 'app_mention' && one.acked);
    stored.open();
    await slack.waitFor(() => slack.deliveries.every((one) => one.acked), { what: 'the ack' });

    expect(early).toEqual([]);
    expect(handlers.messages).toMatchObject([
      { text: 'imagine a fox', user: alice, channel: general, ts: message.ts, isDm: false, pictures: [] },
    ]);
  });

  test('a message that could not be stored comes again, with the same key', async () => {
    const slack = await standIn({ mode, ackMs: 300 });
    let tries = 0;
    const handlers = new FakeHandlers({
      said: async () => {
        tries += 1;
        if (tries === 1) throw new Unreachable('redis', 'connection refused');
        return undefined;
      },
    });
    await listen(slack, handlers);

    await slack.act.message({ user: alice, channel: 'D0ALICE', text: 'imagine a fox' });
    await slack.waitFor(() => slack.deliveries.length > 0 && slack.deliveries.every((one) => one.acked), {
      what: 'the second delivery',
    });

    expect(handlers.messages).toHaveLength(2);
    expect(handlers.messages[0]?.key).toBe(handlers.messages[1]?.key);
    expect(slack.world.ephemerals).toEqual([]);
  });

  test('the answer to a direct message is for the person alone', async () => {
    const slack = await standIn({ mode });
    await listen(
      slack,
      new FakeHandlers({
        said: async () => {
          throw new UserMistake('unknown-verb', { verb: 'paint' });
        },
      }),
    );

    await slack.act.message({ user: alice, channel: 'D0ALICE', text: 'paint a fox' });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(told).toMatchObject({ user: alice, channel: 'D0ALICE', text: expect.stringContaining('“paint”') });
    expect(slack.violations).toEqual([]);
  });

  test('a press comes with the hash of its button', async () => {
    const slack = await standIn({ mode });
    const handlers = new FakeHandlers();
    await listen(slack, handlers);
    const on = await postedCard(slack);

    const first = await slack.act.click({ user: bruno, on, element: { label: 'U2' } });
    await slack.act.click({ user: bruno, on, element: { label: 'U2' } });

    expect(first.acked).toBe(true);
    const [press, again] = handlers.presses;
    expect(press).toMatchObject({ submission: id, user: bruno, channel: general, messageTs: on.ts });
    expect(`v1.${id}.${press?.hash}`).toBe(buttonValue('U2'));
    expect(again?.doubleClickKey).toBe(press?.doubleClickKey);
    expect(again?.key).not.toBe(press?.key);
  });

  test('a mistake of a press is told to the person alone', async () => {
    const slack = await standIn({ mode });
    await listen(
      slack,
      new FakeHandlers({
        press: async () => {
          throw new UserMistake('not-yours-to-press', { owner: alice });
        },
      }),
    );
    const on = await postedCard(slack);

    await slack.act.click({ user: bruno, on, element: { label: 'U2' } });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(told).toMatchObject({ user: bruno, text: `Only <@${alice}> may press these buttons.` });
    expect(slack.violations).toEqual([]);
  });

  test('what is delivered again is acked as it was, and done and told once', async () => {
    const slack = await standIn({ mode });
    slack.faults.add({ method: /^(?:\/imagine|block_actions)$/, effect: { kind: 'duplicate', laterMs: [0, 50, 100] } });
    let given = 0;
    const command = async () => {
      given += 1;
      throw new Unreachable('redis', `connection refused ${given} times`);
    };
    const handlers = new FakeHandlers({ command, press: async () => ({ tell: { say: 'looking' } }) });
    await listen(slack, handlers);
    const on = await postedCard(slack);

    await slack.act.command({ user: alice, channel: general, command: '/imagine', text: 'a fox' });
    await slack.act.click({ user: bruno, on, element: { label: 'U2' } });
    const done = () => slack.deliveries.filter(({ kind, done: isDone }) => kind !== 'event' && isDone);
    const [typed, clicked] = await slack.waitFor(() => (done().length === 2 ? done() : undefined), { what: 'the end' });

    expect([given, handlers.presses.length]).toEqual([1, 1]);
    expect(typed?.attempts.map(({ acked }) => acked)).toEqual([true, true, true, true]);
    expect(new Set(typed?.attempts.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(clicked?.attempts.map(({ acked }) => acked)).toEqual([true, true, true, true]);
    expect(slack.world.ephemerals.map(({ user }) => user)).toEqual([alice, bruno]);
    expect(slack.violations).toEqual([]);
  });

  test('a control of a picture that could not be stored says nothing of a submission', async () => {
    const slack = await standIn({ mode });
    const control = async () => {
      throw new Unreachable('redis', 'read a record');
    };
    await listen(slack, new FakeHandlers({ control }));
    const on = await postedCard(slack);

    await slack.act.click({ user: alice, on, element: { actionId: 'menu' }, option: menuValue('delete') });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(told.text).toBe('I could not do that just now. Try again in a minute.');
  });

  test('Show prompt opens the whole prompt', async () => {
    const slack = await standIn({ mode });
    await listen(slack, new FakeHandlers({ control: async () => ({ show: 'prompt', prompt: 'a <fox> & more' }) }));
    const on = await postedCard(slack);

    await slack.act.click({ user: bruno, on, element: { actionId: 'menu' }, option: menuValue('show-prompt') });
    const view = await slack.waitFor((world) => world.modals[bruno]?.at(-1), { what: 'the modal' });

    expect(JSON.stringify(view.blocks)).toContain('a <fox> & more');
  });

  test('when the modal comes too late, the person hears what to do', async () => {
    const slack = await standIn({ mode });
    slack.faults.add({ method: 'views.open', effect: { kind: 'error', error: 'expired_trigger_id' } });
    await listen(slack, new FakeHandlers({ control: async () => ({ show: 'prompt', prompt: 'a fox' }) }));
    const on = await postedCard(slack);

    await slack.act.click({ user: bruno, on, element: { actionId: 'menu' }, option: menuValue('show-prompt') });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(told.text).toContain('once more');
  });

  test('controls come by name', async () => {
    const slack = await standIn({ mode });
    const handlers = new FakeHandlers();
    await listen(slack, handlers);
    const on = await postedCard(slack);

    await slack.act.click({ user: alice, on, element: { actionId: 'menu' }, option: menuValue('delete') });

    expect(handlers.controls).toMatchObject([{ control: 'delete', submission: id, user: alice, messageTs: on.ts }]);
  });

  test('a button of another version is answered kindly', async () => {
    const slack = await standIn({ mode });
    const handlers = new FakeHandlers();
    await listen(slack, handlers);
    const on = await postedCard(slack);
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const element = {
      type: 'button' as const,
      action_id: 'u1',
      value: 'v0.old',
      text: { type: 'plain_text' as const, text: 'Old' },
    };
    await client.chat.update({
      channel: general,
      ts: on.ts,
      text: 'old',
      blocks: [{ type: 'actions', elements: [element] }],
    });

    const noticed = await slack.act.click({ user: alice, on, element: { label: 'Old' } });
    const told = await slack.waitFor((world) => world.ephemerals[0], { what: 'the answer' });

    expect(noticed.acked).toBe(true);
    expect(told.text).toContain('do not know that button');
    expect(handlers.presses).toEqual([]);
  });
});

function buttonValue(label: string): string {
  const customId = gridButtons.find((one) => one.label === label)?.customId ?? '';
  return encodePress({ submission: id, hash: customIdHash(customId) });
}

function menuValue(control: string): string {
  return encodeControl({ submission: id, control });
}

test('whoever counts is told what came, and when it was acked', async () => {
  const slack = await standIn({ mode: 'http' });
  const told: string[] = [];
  const handlers = new FakeHandlers({
    command: async () => {
      told.push('stored');
      return undefined;
    },
    said: async () => {
      throw new Unreachable('redis', 'connection refused');
    },
  });
  const { room } = roomFor(slack, {
    around: async (kind, handle) => {
      told.push(`${kind} came`);
      await handle(() => told.push(`${kind} acked`)).finally(() => told.push(`${kind} over`));
    },
  });
  const receiver = room.receiver({ kind: 'http', signingSecret: slack.signingSecret }, handlers);
  const url = await serve(receiver);
  await receiver.start();
  await slack.setRequestUrl(url);

  await slack.act.command({ user: alice, channel: general, command: '/imagine', text: 'a fox' });
  expect(told).toEqual(['command came', 'stored', 'command acked', 'command over']);
  expect(receiver.connections()).toBeUndefined();

  told.length = 0;
  await slack.act.message({ user: alice, channel: 'D0ALICE', text: 'imagine a fox' });
  // Not acked, so it is delivered again.
  await slack.waitFor(() => told.filter((one) => one === 'event over').length >= 2, { what: 'the second delivery' });
  expect(told).not.toContain('event acked');
});

test('connections of Socket Mode are counted', async () => {
  const slack = await standIn({ mode: 'socket' });
  const { receiver } = await listenBySocket(slack, new FakeHandlers());
  await slack.waitFor(() => receiver.connections() === 2, { what: 'both connections' });
  await receiver.stop(1000);
  expect(receiver.connections()).toBe(0);
});
