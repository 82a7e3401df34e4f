import { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { forms } from '../../../src/flows/index.ts';
import type { NewFile, SlackStandIn } from '../../../src/sandbox/slack/types.ts';
import { StoringApp } from '../../../src/slack/connection/app.ts';
import type { Handlers } from '../../../src/slack/handlers.ts';
import { isTalk, shareOf } from '../../../src/slack/listening/incoming-shares.ts';
import { alice, bruno, FakeHandlers, general, listenByHttp, listenBySocket, picture, standIn } from './room.ts';

const BOT = 'U0MIDJOBOT';
const image = async (name = 'fox.png'): Promise<NewFile> => ({ name, bytes: await picture('png') });
const describeForm = forms.filter(({ verb }) => verb === 'describe');
const offers: Handlers['share'] = async ({ pictures }) => ({ choose: describeForm, pictures, unasked: true });

/** The room, with everything that it asks for from here on. */
async function room(does: Partial<Handlers> = {}, mode: 'socket' | 'http' = 'socket', ackMs = 3000) {
  const slack = await standIn({ mode, ackMs });
  const languages: string[] = [];
  const language: Handlers['language'] = async (_, user) => {
    languages.push(user);
    return 'en';
  };
  const handlers = new FakeHandlers({ language, ...does });
  const { lines } = await (mode === 'socket' ? listenBySocket : listenByHttp)(slack, handlers);
  const called = slack.calls.length;
  return { slack, handlers, languages, lines, callsSince: () => slack.calls.slice(called).map(({ method }) => method) };
}

async function quiet(slack: SlackStandIn): Promise<void> {
  await slack.waitFor(() => slack.deliveries.every(({ done, acked }) => done && acked), { what: 'all acks' });
}

describe('what is said in a channel', () => {
  test.each(['socket', 'http'] as const)('is acked by %s, and costs no look at anything', async (mode) => {
    const { slack, handlers, languages, lines, callsSince } = await room({}, mode);
    const { ts } = await slack.act.message({ user: alice, channel: general, text: 'hello' });
    await slack.act.message({ user: bruno, channel: general, text: 'hello yourself', threadTs: ts });
    await slack.act.message({ user: bruno, channel: 'G0GROUP', text: '', files: [await image()] });
    await slack.act.deleteMessage({ user: alice, channel: general, ts });
    await quiet(slack);

    expect(slack.deliveries.filter(({ name }) => name === 'message').length).toBeGreaterThanOrEqual(3);
    expect([...handlers.shares, ...handlers.messages, ...languages, ...callsSince()]).toEqual([]);
    expect(lines.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  test('by the bot itself means nothing to it, its uploads neither', async () => {
    const { slack, handlers, languages } = await room({ share: offers });
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const { ts = '' } = await client.chat.postMessage({ channel: general, text: 'a card' });
    await client.chat.update({ channel: general, ts, text: 'a card that is done' });
    await client.filesUploadV2({ channel_id: general, file: await picture('png'), filename: 'fox.png' });
    const said = () => slack.deliveries.filter(({ name }) => name === 'message');
    await slack.waitFor(() => said().length === 3 && said().every(({ acked }) => acked), { what: 'all acks' });

    expect([...handlers.shares, ...handlers.messages, ...languages, ...slack.world.ephemerals]).toEqual([]);
  });

  test('is acked before anybody looks where it is from, counts it or traces it', async () => {
    const asked: string[] = [];
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const app = new StoringApp({
      receiver: { init: () => {}, start: async () => undefined, stop: async () => undefined },
      workspaceOf: async () => {
        asked.push('workspace');
        throw new Unreachable('redis', 'away');
      },
      decline: async () => {},
      logger: { ...log, setLevel: () => {}, getLevel: () => 'info', setName: () => {} } as never,
      log,
      around: async (_, handle) => {
        asked.push('around');
        await handle(() => undefined);
      },
    });
    let acks = 0;
    const deliver = async (more: object) => {
      const event = { type: 'message', channel_type: 'channel', channel: general, user: alice, ts: '1.1', text: 'hi' };
      const body = { type: 'event_callback', team_id: 'T1', event: { ...event, ...more } };
      await app.processEvent({ body, ack: async () => void (acks += 1) });
    };

    await deliver({});
    await deliver({ subtype: 'message_changed', message: {} });
    await deliver({ subtype: 'thread_broadcast' });
    expect({ acks, asked }).toEqual({ acks: 3, asked: [] });
    await expect(deliver({ subtype: 'file_share' })).rejects.toThrow(Unreachable);
    expect({ acks, asked }).toEqual({ acks: 3, asked: ['around', 'workspace'] });
  });
});

describe('pictures that are shared in a channel', () => {
  test('are told in domain words; where they are left alone nobody’s language is asked for, and nothing is said', async () => {
    const { slack, handlers, languages, callsSince } = await room();
    const files = [await image(), await image('hare.png'), { name: 'notes.pdf', bytes: Buffer.from('%PDF-1.7') }];
    const { ts, files: ids } = await slack.act.message({ user: bruno, channel: general, text: 'look', files });
    await quiet(slack);

    expect(handlers.shares).toEqual([
      {
        user: bruno,
        team: 'T0SANDBOX',
        channel: general,
        pictures: [
          { kind: 'file', id: ids[0], name: 'fox.png' },
          { kind: 'file', id: ids[1], name: 'hare.png' },
        ],
        key: `T0SANDBOX-${general}-${ts}`,
      },
    ]);
    expect([...handlers.messages, ...languages, ...callsSince()]).toEqual([]);
  });

  test('in a private channel, too', async () => {
    const { slack, handlers } = await room();
    await slack.act.inviteBot({ user: alice, channel: 'G0PRIVATE' });
    await slack.act.message({ user: alice, channel: 'G0PRIVATE', text: '', files: [await image()] });
    await quiet(slack);

    expect(handlers.shares).toMatchObject([{ channel: 'G0PRIVATE' }]);
  });

  test('are offered to whoever shared them and nobody else, in the thread where they did, and with the reason', async () => {
    const { slack, handlers } = await room({ share: offers });
    const { ts } = await slack.act.message({ user: alice, channel: general, text: 'show me foxes' });
    await slack.act.message({ user: bruno, channel: general, text: '', threadTs: ts, files: [await image()] });
    const told = await slack.waitFor((w) => w.ephemerals[0], { what: 'the offer' });
    await slack.act.click({ user: bruno, on: { channel: general, ts: told.ts }, element: { label: /describe/i } });

    expect(told).toMatchObject({ user: bruno, channel: general, threadTs: ts });
    expect(JSON.stringify(told.blocks)).toContain('`/mj settings channel`');
    expect(handlers.shares).toMatchObject([{ threadTs: ts }]);
    expect(handlers.forms).toMatchObject([{ verb: 'describe', user: bruno, channel: general, threadTs: ts }]);
    expect(slack.violations).toEqual([]);
  });

  test('with a mention are heard once, as one', async () => {
    const { slack, handlers } = await room({ share: offers });
    await slack.act.message({ user: alice, channel: general, text: '@midjourney describe', files: [await image()] });
    await quiet(slack);

    expect(handlers.messages).toMatchObject([{ text: 'describe' }]);
    expect(handlers.shares).toEqual([]);
  });

  test('come again, under the same key, where it could not be looked up what the channel wants', async () => {
    let tries = 0;
    const share: Handlers['share'] = async (shared) => {
      tries += 1;
      if (tries === 1) throw new Unreachable('redis', 'connection refused');
      return await offers(shared);
    };
    const { slack, handlers } = await room({ share }, 'socket', 300);
    await slack.act.message({ user: alice, channel: general, text: '', files: [await image()] });
    await slack.waitFor((w) => w.ephemerals[0], { what: 'the offer' });
    await quiet(slack);

    const [first, second] = handlers.shares;
    expect(handlers.shares).toHaveLength(2);
    expect(first?.key).toBe(second?.key);
    expect(slack.world.ephemerals).toHaveLength(1);
  });
});

describe('which message is a share', () => {
  const said = { type: 'message', user: alice, channel: general, channel_type: 'channel', ts: '1.1', text: '' };
  const files = [{ id: 'F1', name: 'fox.png', mimetype: 'image/png' }];
  const shared = { ...said, subtype: 'file_share', files };
  const isShare = (event: object) =>
    !isTalk({ type: 'event_callback', event }) && shareOf(event, BOT)?.pictures.length === 1;

  test.each<[string, object, boolean]>([
    ['a picture', {}, true],
    ['with `bot_id: null`, as Slack once had it', { bot_id: null }, true],
    ['a mention of somebody else', { text: `<@${bruno}> look` }, true],
    [
      'a picture that Slack has not looked at, by its name',
      { files: [{ id: 'F1', name: 'FOX.JPEG', mimetype: '' }] },
      true,
    ],
    ['a file that nothing is known of', { files: [{ id: 'F1' }] }, false],
    ['a picture that nobody here reads', { files: [{ id: 'F1', name: 'a.svg', mimetype: 'image/svg+xml' }] }, false],
    ['a film', { files: [{ id: 'F1', name: 'a.mp4', mimetype: 'video/mp4' }] }, false],
    ['no file', { files: [] }, false],
    ['a mention', { text: `look <@${BOT}|midjourney>` }, false],
    ['of ourselves, where Slack does not say which bot it is', { user: BOT }, false],
    ['of a bot', { bot_id: 'B0OTHER' }, false],
    ['shown in the channel too', { subtype: 'thread_broadcast' }, false],
    ['edited', { edited: { user: alice, ts: '2' } }, false],
    ['hidden', { hidden: true }, false],
    ['among a few people', { channel_type: 'mpim' }, false],
    ['nowhere', { channel_type: undefined }, false],
  ])('%s: %o', (_, more, expected) => {
    expect(isShare({ ...shared, ...more })).toBe(expected);
  });

  test('direct messages and other deliveries are never talk', () => {
    for (const body of [
      { type: 'event_callback', event: { ...said, channel_type: 'im' } },
      { type: 'event_callback', event: { ...said, type: 'app_mention' } },
      { type: 'block_actions', event: said },
      { command: '/mj' },
      null,
      [],
    ])
      expect(isTalk(body)).toBe(false);
  });
});
