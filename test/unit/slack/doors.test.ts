import { createHmac } from 'node:crypto';
import { fetch } from 'undici';
import { describe, expect, test } from 'vitest';
import { Misconfigured, Unreachable } from '../../../src/domain/errors.ts';
import {
  alice,
  FakeHandlers,
  gate,
  general,
  listenByHttp,
  listenBySocket,
  nobody,
  roomFor,
  serve,
  standIn,
} from './room.ts';

/** A request to the events route, signed as Slack signs it (v0). */
async function post(url: string, secret: string, body: object, more: Record<string, string> = {}) {
  const text = JSON.stringify(body);
  const at = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${text}`).digest('hex')}`;
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': at,
    'x-slack-signature': signature,
  };
  return await fetch(url, { method: 'POST', headers: { ...headers, ...more }, body: text });
}

function event(inside: object): object {
  return { type: 'event_callback', event_id: 'Ev1', team_id: 'T0SANDBOX', event: inside };
}

const direct = { type: 'message', channel: 'D0ALICE', channel_type: 'im', user: alice, ts: '1.000100', text: 'hello' };

describe('by HTTP', () => {
  test('a bad signature is refused', async () => {
    const slack = await standIn({ mode: 'http' });
    const handlers = new FakeHandlers();
    const { url } = await listenByHttp(slack, handlers);

    expect((await post(url, 'wrong', event(direct))).status).toBe(401);
    expect((await post(url, slack.signingSecret, event(direct))).status).toBe(200);
    expect(handlers.messages).toHaveLength(1);
  });

  test('an event that could not be stored is answered with 503, a repeated one is taken like any other', async () => {
    const slack = await standIn({ mode: 'http' });
    let up = false;
    const handlers = new FakeHandlers({
      said: async () => {
        if (!up) throw new Unreachable('redis', 'connection refused');
        return undefined;
      },
    });
    const { url, lines } = await listenByHttp(slack, handlers);

    expect((await post(url, slack.signingSecret, event(direct))).status).toBe(503);
    up = true;
    expect((await post(url, slack.signingSecret, event(direct), { 'x-slack-retry-num': '3' })).status).toBe(200);
    expect(lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  test.each([
    ['of a bot', { bot_id: 'B1' }],
    ['that is an edit', { subtype: 'message_changed', message: {} }],
    ['that was edited', { edited: { user: alice, ts: '2' } }],
    ['of ourselves', { user: 'U0MIDJOBOT' }],
    ['in a channel, without a mention', { channel: general, channel_type: 'channel' }],
  ])('a message %s is acked and not heard', async (_, more) => {
    const slack = await standIn({ mode: 'http' });
    const handlers = new FakeHandlers();
    const { url } = await listenByHttp(slack, handlers);

    expect((await post(url, slack.signingSecret, event({ ...direct, ...more }))).status).toBe(200);
    expect(handlers.messages).toEqual([]);
  });

  test('a mention that comes as a message too is heard once', async () => {
    const slack = await standIn({ mode: 'http' });
    const handlers = new FakeHandlers();
    const { url } = await listenByHttp(slack, handlers);

    await post(url, slack.signingSecret, event({ ...direct, text: '<@U0MIDJOBOT> hello' }));
    await post(url, slack.signingSecret, event({ ...direct, type: 'app_mention', text: '<@U0MIDJOBOT> hello' }));

    expect(handlers.messages.map((one) => one.text)).toEqual(['hello']);
  });

  test('files that were shared come along, but for those that are no pictures', async () => {
    const slack = await standIn({ mode: 'http' });
    const handlers = new FakeHandlers();
    const { url } = await listenByHttp(slack, handlers);
    const files = [
      { id: 'F1', name: 'a.png', mimetype: 'image/png' },
      { id: 'F2' },
      { id: 'F3', name: 'b.pdf', mimetype: 'application/pdf' },
      { id: 'F4', name: 'c', mimetype: '' },
    ];

    await post(url, slack.signingSecret, event({ ...direct, subtype: 'file_share', files }));

    expect(handlers.messages[0]?.pictures).toEqual([
      { kind: 'file', id: 'F1', name: 'a.png' },
      { kind: 'file', id: 'F2' },
      { kind: 'file', id: 'F4', name: 'c' },
    ]);
  });

  test('before the start nothing is taken, and other addresses are not ours', async () => {
    const slack = await standIn({ mode: 'http' });
    const { room } = roomFor(slack);
    const receiver = room.receiver({ kind: 'http', signingSecret: slack.signingSecret }, new FakeHandlers());
    const url = await serve(receiver);

    expect((await post(url, slack.signingSecret, event(direct))).status).toBe(503);
    expect(receiver.open()).toBe(false);
    await receiver.start();
    expect(receiver.open()).toBe(true);
    expect((await post(`${url}/x`, slack.signingSecret, event(direct))).status).toBe(404);
    expect((await fetch(url)).status).toBe(404);
  });

  test('a stop finishes what is in flight and takes nothing new', async () => {
    const slack = await standIn({ mode: 'http' });
    const heard = gate();
    const stored = gate();
    const handlers = new FakeHandlers({
      said: async () => {
        heard.open();
        await stored.passed;
        return undefined;
      },
    });
    const { url, receiver } = await listenByHttp(slack, handlers);

    const inFlight = post(url, slack.signingSecret, event(direct));
    await heard.passed;
    const stopping = receiver.stop(5000);
    const late = await post(url, slack.signingSecret, event({ ...direct, ts: '2.000100' }));
    stored.open();

    expect(late.status).toBe(503);
    expect((await inFlight).status).toBe(200);
    expect(await stopping).toBe(true);
    expect(handlers.messages).toHaveLength(1);
  });

  test('a stop does not wait for ever', async () => {
    const slack = await standIn({ mode: 'http' });
    const heard = gate();
    const handlers = new FakeHandlers({
      said: async () => {
        heard.open();
        return await new Promise(() => {});
      },
    });
    const { url, receiver } = await listenByHttp(slack, handlers);

    void post(url, slack.signingSecret, event(direct)).catch(() => undefined);
    await heard.passed;

    expect(await receiver.stop(30)).toBe(false);
  });
});

describe('by Socket Mode', () => {
  test('two connections stand, so that a command comes through while one is renewed', async () => {
    const slack = await standIn();
    const handlers = new FakeHandlers();
    const { receiver } = await listenBySocket(slack, handlers);
    expect(slack.sockets.open).toBe(2);

    slack.sockets.disconnect('refresh_requested', 'one');
    await slack.waitFor(() => slack.sockets.open === 1, { what: 'the renewal' });
    const noticed = await slack.act.command({ user: alice, channel: general, command: '/imagine', text: 'a fox' });

    expect(noticed.acked).toBe(true);
    expect(receiver.open()).toBe(true);
  });

  test('a stop lets the ack of what is in flight go out before it disconnects', async () => {
    const slack = await standIn();
    const heard = gate();
    const stored = gate();
    const handlers = new FakeHandlers({
      command: async () => {
        heard.open();
        await stored.passed;
        return undefined;
      },
    });
    const { receiver } = await listenBySocket(slack, handlers);

    const noticed = slack.act.command({ user: alice, channel: general, command: '/imagine', text: 'a fox' });
    await heard.passed;
    const stopping = receiver.stop(5000);
    stored.open();

    expect((await noticed).acked).toBe(true);
    expect(await stopping).toBe(true);
    await slack.waitFor(() => slack.sockets.open === 0, { what: 'the disconnect' });
    expect(receiver.open()).toBe(false);
  });

  test('a wrong app token is for the operator', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const receiver = room.receiver({ kind: 'socket', appToken: 'xapp-wrong' }, new FakeHandlers());

    await expect(receiver.start()).rejects.toBeInstanceOf(Misconfigured);
  });
});

describe('at the start', () => {
  test('a wrong bot token is for the operator', async () => {
    const slack = await standIn();
    const { room } = roomFor({ apiUrl: slack.apiUrl, botToken: 'xoxb-wrong' });

    await expect(room.identify()).rejects.toMatchObject({ kind: 'misconfigured', code: 'key-refused' });
  });

  test('a Slack that is not there is unreachable', async () => {
    const { room } = roomFor({ apiUrl: await nobody(), botToken: 'xoxb-1' });

    await expect(room.identify()).rejects.toBeInstanceOf(Unreachable);
  });
});
