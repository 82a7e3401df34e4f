import { describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/domain/errors.ts';
import { reactionOf } from '../../../src/slack/listening/reactions.ts';
import { finished } from './records.ts';
import { alice, bruno, FakeHandlers, general, listenByHttp, listenBySocket, roomFor, standIn } from './room.ts';

const BOT = 'U0MIDJOBOT';
const us = { botUserId: BOT, team: 'T1' };

/** A reaction to a card of ours, as Slack delivers it. */
function event(more: object = {}): object {
  return {
    type: 'reaction_added',
    user: alice,
    reaction: 'x',
    item: { type: 'message', channel: 'C1', ts: '1763700001.000100' },
    item_user: BOT,
    event_ts: '1763700010.000200',
    ...more,
  };
}

describe('a reaction', () => {
  test.each([
    ['x', 'away'],
    ['envelope', 'letter'],
    ['email', 'letter'],
    ['incoming_envelope', 'letter'],
    ['star', 'keep'],
    ['star::skin-tone-3', 'keep'],
  ])('of :%s: means %s', (reaction, meaning) => {
    expect(reactionOf({ event_id: 'Ev1' }, event({ reaction }), true, us)).toEqual({
      team: 'T1',
      user: alice,
      channel: 'C1',
      ts: '1763700001.000100',
      meaning,
      added: true,
      shared: false,
      at: 1_763_700_010_000,
      key: 'Ev1',
    });
  });

  test.each([
    ['of another emoji', { reaction: 'star2' }],
    ['of no emoji', { reaction: 'constructor' }],
    ['to somebody else’s message', { item_user: bruno }],
    ['of the bot itself', { user: BOT }],
    ['to a file', { item: { type: 'file', file: 'F1' } }],
  ])('%s means nothing', (_, more) => {
    expect(reactionOf({ event_id: 'Ev1' }, event(more), true, us)).toBeUndefined();
  });

  test('in a channel that another workspace shares says so', () => {
    expect(reactionOf({ event_id: 'Ev1', is_ext_shared_channel: true }, event(), true, us)).toMatchObject({
      shared: true,
    });
  });

  test('to a message of which Slack does not say whose it is may be one of ours', () => {
    expect(reactionOf({ event_id: 'Ev1' }, event({ item_user: undefined }), true, us)).toBeDefined();
  });
});

/** A card that is posted here; its picture could not be brought in. */
const fresh = finished({ channel: general, card: { mark: 'none', posts: 0 }, picture: { inThread: false } });

describe('reacting in Slack', () => {
  test('is heard, and so is taking it back; others are not', async () => {
    const slack = await standIn();
    const handlers = new FakeHandlers();
    const { room } = await listenBySocket(slack, handlers);
    const { ts } = await room.cards.post(fresh);
    const words = await slack.act.message({ user: alice, channel: general, text: 'nice' });
    for (const name of ['heart', 'star']) await slack.act.react({ user: bruno, channel: general, ts, name });
    await slack.act.react({ user: bruno, channel: general, ts: words.ts, name: 'star' });
    await slack.act.react({ user: bruno, channel: general, ts, name: 'star', remove: true });
    await slack.waitFor(() => handlers.reactions.length === 2, { what: 'both' });

    expect(handlers.reactions).toMatchObject([
      { user: bruno, channel: general, ts, meaning: 'keep', added: true },
      { user: bruno, channel: general, ts, meaning: 'keep', added: false },
    ]);
    expect(slack.violations).toEqual([]);
  });

  test('comes again under the same key when it could not be stored', async () => {
    const slack = await standIn({ mode: 'http' });
    let times = 0;
    const handlers = new FakeHandlers({
      reacted: async () => {
        times += 1;
        if (times === 1) throw new Unreachable('redis', 'connection refused');
      },
    });
    const { room } = await listenByHttp(slack, handlers);
    const { ts } = await room.cards.post(fresh);
    await slack.act.react({ user: alice, channel: general, ts, name: 'x' });
    await slack.waitFor(() => handlers.reactions.length === 2, { what: 'the second delivery' });

    expect(handlers.reactions[0]?.key).toBe(handlers.reactions[1]?.key);
  });
});

describe('a letter', () => {
  const record = finished({ prompt: 'a red *fox* <!channel>', channel: general, picture: { inThread: false } });

  test('tells prompt, seed, ids and the way to the card, in the direct conversation alone', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    await room.identify();
    await room.letters.send(bruno, { record, seed: '636646138' }, 'en', 'shown');
    const [letter] = slack.world.messages['D0BRUNO'] ?? [];
    const text = JSON.stringify(letter?.blocks);

    expect(text).toContain('a red *fox* &lt;!channel&gt;');
    expect(text).toContain('Seed `636646138` · Task `1` · Submission `s0000000000000000001`');
    expect(letter?.text).toContain(`/archives/${general}/p1763700001000100`);
    expect(letter?.metadata).toBeUndefined();
    expect(slack.violations).toEqual([]);
  });

  test('has the prompt that was drawn, with what was added to it', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const drawn = finished({ prompt: 'a red fox --ar 21:9', typed: 'a red fox --preset wide', channel: general });
    await room.letters.send(bruno, { record: drawn, seed: undefined }, 'en', 'none');

    expect(JSON.stringify(slack.world.messages['D0BRUNO'])).toContain('a red fox --ar 21:9');
  });

  test('whose picture Slack does not show says so', async () => {
    const slack = await standIn();
    const { room } = roomFor(slack);
    const shown = { record: finished({ channel: general }), seed: undefined };

    await expect(room.letters.send(bruno, shown, 'en', 'shown')).rejects.toMatchObject({ code: 'picture-refused' });
    await room.letters.send(bruno, shown, 'en', 'none');
    expect(slack.world.messages['D0BRUNO']).toHaveLength(1);
  });
});
